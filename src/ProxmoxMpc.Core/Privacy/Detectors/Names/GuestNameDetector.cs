using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The key <c>name</c>, which says something only by what stands around: a guest's config, an object with a vmid, a Terraform guest.</summary>
internal sealed class GuestNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("guest-name", PrivacyKind.Guest, "Names of guests and nodes in configs, JSON and Terraform");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("\"name\"", IgnoreCase: true), new("\"name\\\"", IgnoreCase: true), new("name:", IgnoreCase: true), new("name ="), new("name  ", IgnoreCase: true), new("-name ", IgnoreCase: true), new("name=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '-') TakeArgument(text, at, at + length, found);
        else if (text[at] == '"') TakeOfJson(text, at, found);
        else if (NamedValue.IsKeyStart(text, at) && !IsOther(text, at, length)) TakeSetting(text, at, text[at + length - 1], found);
    }

    /// <summary><c>{"vmid": 100, "name": "web-01"}</c></summary>
    private static void TakeOfJson(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + 5);
        var name = text.Slice(start, count);
        if (!CanBeGuest(name) || IsResource(text, at)) return;
        // Proxmox allows no such sign in a guest's name: it is a snapshot's, or a disk's.
        if (name.Contains((byte)'_') || IsDisk(name) || IsSetting(text, start + count)) return;
        if (GuestSigns.StandAround(text, at, GuestSigns.Json) || Vocabulary.IsTelling(name) && (HasAddress(text, at) || IsOfMachine(text, at))) Take(text, start, count, found);
    }

    /// <summary><c>name: web-01</c>, <c>name = "web-01"</c>, <c>name=web-01</c>, and the columns of PowerShell's lists.</summary>
    private static void TakeSetting(ReadOnlySpan<byte> text, int at, byte last, Findings found)
    {
        var keyEnd = at + 4;
        var (start, count) = NamedValue.After(text, keyEnd);
        // /apt/changelog?name=pve-qemu-kvm&version=10.0.2-4: a package.
        if (!CanBeGuest(text.Slice(start, count)) || last == '=' && Bytes.StartsWithAt(text, start + count, "&version="u8)) return;
        var isItem = Bytes.At(text, at - 2) == '-';
        if (last == ':' && IsTask(text, start, count, isItem) || isItem && Bytes.IsUpper(text[start])) return;
        if (last == ':' && IsUsersModule(text, at))
        {
            NamedValue.TakeUser(text, start, count, found);
            return;
        }
        var isConfig = last == ':' || last == ' ' && (Bytes.IsUpper(text[at]) || Bytes.At(text, Bytes.SkipBlanks(text, keyEnd)) == ':');
        if (!isConfig && IsInOtherBlock(text, at)) return;
        if (GuestSigns.StandAround(text, at, isConfig ? GuestSigns.Config : GuestSigns.Code) || isConfig && GuestSigns.StandQuoted(text, at)) Take(text, start, count, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
        // A plan: "a" -> "b"
        if (!Bytes.StartsWithAt(text, start + count, "\" -> \""u8)) return;
        var next = start + count + 6;
        NamedValue.TakeName(text, next, NamedValue.NameLength(text, next), PrivacyKind.Guest, found);
    }

    private static bool CanBeGuest(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAny("${/ "u8);

    private static bool IsOther(ReadOnlySpan<byte> text, int at, int length) => IsOfWebHook(text, at, length) || IsOfScan(text[..at]) || IsOfReference(text[..at]);

    /// <summary><c>secret name=chiave,value=…</c></summary>
    private static bool IsOfWebHook(ReadOnlySpan<byte> text, int at, int length) =>
        length == 5 && text[at + 4] == '=' && (text[..at].EndsWith("secret "u8) || text[..at].EndsWith("header "u8));

    /// <summary>What an object of Kubernetes refers to: <c>secretKeyRef: {name: db, key: url}</c>, <c>configMapRef:</c> and the name on the next line.</summary>
    private static bool IsOfReference(ReadOnlySpan<byte> before) => before.TrimEnd("{\r\n \t\""u8).EndsWith("Ref:"u8);

    /// <summary>What nmap has found out is no machine: <c>&lt;service name="ssh"</c>, <c>&lt;osmatch name="…"</c>.</summary>
    private static bool IsOfScan(ReadOnlySpan<byte> before) => before.EndsWith("<service "u8) || before.EndsWith("<osmatch "u8);

    /// <summary><c>- name: Clone the template</c>: a task of a playbook is called by a sentence, or by a word of the language.</summary>
    private static bool IsTask(ReadOnlySpan<byte> text, int start, int count, bool isItem)
    {
        var end = start + count;
        var rest = text[Bytes.SkipBlanks(text, end)..Bytes.LineEnd(text, end)];
        if (!rest.IsEmpty && rest[0] is not ((byte)'#' or (byte)'"' or (byte)'\'' or (byte)',' or (byte)'}')) return true;
        return isItem && !Vocabulary.IsTelling(text.Slice(start, count));
    }

    /// <summary>Whether the name is a setting's, a header's or a parameter's, and its text stands beside it: <c>{"name": "Cookie", "value": "x"}</c>.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.At(text, at) is (byte)'\\' or (byte)'"' or (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
        if (!Bytes.StartsWithAt(text, at, "value"u8)) return false;
        at += 5;
        while (Bytes.At(text, at) is (byte)'\\' or (byte)'"' or (byte)' ' or (byte)':')
            if (text[at++] == ':') return Bytes.At(text, at + (Bytes.At(text, at) == ' ' ? 1 : 0)) is (byte)'"' or (byte)'\\';
        return false;
    }

    /// <summary>A disk or a part of one: <c>sda2</c>, <c>vdb</c>, <c>nvme0n1p3</c>, <c>dm-0</c>.</summary>
    private static bool IsDisk(ReadOnlySpan<byte> name)
    {
        var rest = name.TrimEnd("0123456789"u8);
        if (rest.Length == 3 && rest[1] == 'd') return rest[0] is (byte)'s' or (byte)'v' or (byte)'h' && Bytes.IsLower(rest[2]);
        return name.StartsWith("nvme"u8) && name[4..].IndexOfAnyExcept("0123456789np"u8) < 0 || name.StartsWith("dm-"u8) && name[3..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>Whether the object around a key tells an address beside the name: <c>{"name": "lyra", "ip": "10.0.0.5"}</c>.</summary>
    private static bool HasAddress(ReadOnlySpan<byte> text, int at)
    {
        var open = text[Math.Max(0, at - 300)..at];
        open = open[(open.LastIndexOfAny((byte)'{', (byte)'}') + 1)..];
        var rest = text[at..Math.Min(text.Length, at + 300)];
        if (rest.IndexOfAny((byte)'}', (byte)'{') is >= 0 and var close) rest = rest[..close];
        return Phrases.AnyIn(open, Addresses) || Phrases.AnyIn(rest, Addresses);
    }

    /// <summary>The object is a machine's by its key: <c>"agent": {"id": "004", "name": "lyra"}</c>, as Wazuh, Elastic and many others have it.</summary>
    private static bool IsOfMachine(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 100)..at];
        if (before.LastIndexOfAny((byte)'{', (byte)'}') is not (> 0 and var brace) || before[brace] != '{') return false;
        return Phrases.AnyEnds(before[..brace].TrimEnd(" :"u8), Machines);
    }

    private static readonly byte[][] Machines = Phrases.Of(
        "\"agent\"", "\"worker\"", "\"manager\"", "\"host\"", "\"server\"", "\"machine\"", "\"device\"", "\"node\"", "\"vm\"", "\"guest\"", "\"virtual_machine\"");

    private static readonly byte[][] Addresses = Phrases.Of(
        "\"ip\":", "\"ip\" :", "\"ip_address\"", "\"ipaddr", "\"ipAddress\"", "\"ipv4\"", "\"primary_ip", "\"mgmt_ip\"", "\"fqdn\"");

    /// <summary>A block of Terraform that is no guest: the name of its ipset, its pool, its file.</summary>
    private static bool IsInOtherBlock(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 4000)..at];
        if (before.LastIndexOf("resource \""u8) is not (>= 0 and var resource)) return false;
        if (resource > 0 && before[resource - 1] != '\n' || before[resource..].IndexOf("\n}"u8) >= 0) return false;
        var type = before[(resource + 10)..];
        if (type.IndexOf((byte)'"') is > 0 and var quote) type = type[..quote];
        return !Phrases.AnyIn(type, MachineTypes) && (type.IndexOf("server"u8) < 0 || type.IndexOf("metrics_server"u8) >= 0);
    }

    private static readonly byte[][] MachineTypes = Phrases.Of("vm", "container", "lxc", "instance", "host", "record");

    /// <summary>The key above is a module that makes accounts: <c>ansible.builtin.user:</c>.</summary>
    private static bool IsUsersModule(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        var indent = at - line;
        for (var lines = 0; line > 0 && lines < 12; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var first = Bytes.SkipBlanks(text, line);
            var end = Bytes.LineEnd(text, line);
            if (first >= end || first - line >= indent) continue;
            return text[first..end].TrimEnd(" \t"u8).EndsWith("user:"u8);
        }
        return false;
    }

    /// <summary>The name of a resource in a state of Terraform is one of the code, not of a guest.</summary>
    private static bool IsResource(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 120)..at];
        return before.LastIndexOf("\"mode\""u8) is >= 0 and var mode && before[mode..].IndexOf((byte)'}') < 0 && before[mode..].IndexOf("\"attributes\""u8) < 0;
    }

    /// <summary><c>qm create 100 --name web-01</c>, <c>kvm -name web-01,debug-threads=on</c>.</summary>
    private static void TakeArgument(ReadOnlySpan<byte> text, int at, int value, Findings found)
    {
        value = Bytes.SkipBlanks(text, value);
        if (Bytes.At(text, value) is (byte)'"' or (byte)'\'') value++;
        var line = text[Bytes.LineStart(text, at)..at];
        if (!Phrases.AnyIn(line, GuestCommands) && text[value..Math.Min(text.Length, value + 90)].IndexOf(",debug-threads"u8) < 0) return;
        NamedValue.TakeName(text, value, NamedValue.NameLength(text, value), PrivacyKind.Guest, found);
    }

    private static readonly byte[][] GuestCommands = Phrases.Of("qm ", "pct ", "kvm", "qemu", "-Pmpc", "-PveNodes", "-PveVm", "vmid", "-Vmid ", "-VmId ");
}
