using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The key <c>name</c>, which says something only by what stands around: a guest's config, an object with a vmid, a Terraform guest.</summary>
internal sealed class GuestNameDetector : Detector
{
    // How far around a key its object is looked at.
    private const int Around = 600;

    private static readonly byte[][] JsonSigns = [[.. "\"vmid\""u8], [.. "\"maxmem\""u8], [.. "\"qemu/"u8], [.. "\"lxc/"u8], [.. "\"sid\""u8], [.. "\"ring0_addr\""u8], [.. "\"nodeid\""u8], [.. "\"scsihw\""u8], [.. "\"ostype\""u8], [.. "\"net0\""u8], [.. "\"rootfs\""u8], [.. "\"vm_id\""u8], [.. "\"node_name\""u8], [.. "\"target_node\""u8], [.. "\\\"target_node"u8], [.. "\\\"vmid"u8], [.. "\"PveVersion\""u8], [.. "\"VmId\""u8], [.. "\"pve_addr\""u8], [.. "/qemu/"u8], [.. "/lxc/"u8]];
    private static readonly byte[][] ConfigSigns = [[.. "\nscsihw:"u8], [.. "\nostype:"u8], [.. "\nmemory:"u8], [.. "\ncores:"u8], [.. "\nvmgenid:"u8], [.. "\nsmbios1:"u8], [.. "\nrootfs:"u8], [.. "ring0_addr:"u8], [.. "nodeid:"u8], [.. "\nbootdisk:"u8], [.. "\nnuma:"u8], [.. "\nnet0: "u8], [.. "\nsockets:"u8], [.. "proxmox_kvm"u8], [.. "community.general.proxmox"u8], [.. " vmid:"u8], [.. "\nVmId "u8], [.. "\nPveVersion "u8], [.. "\nMemoryBytes "u8], [.. "\nmemory  "u8], [.. "\nnet0  "u8], [.. "\nvmid  "u8], [.. "\nmaxmem  "u8], [.. "\nsmbios1 "u8]];
    private static readonly byte[][] CodeSigns = [[.. "proxmox_virtual_environment_vm"u8], [.. "proxmox_virtual_environment_container"u8], [.. "proxmox_vm_qemu"u8], [.. "proxmox_lxc"u8], [.. "node_name"u8], [.. "target_node"u8], [.. "vm_id"u8], [.. " node="u8], [.. "vmid"u8], [.. "\"qemu/"u8], [.. "\"lxc/"u8], [.. ",node="u8], [.. "ipconfig0"u8], [.. "cipassword"u8], [.. "ciuser"u8], [.. "scsihw="u8], [.. "ostype="u8]];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("guest-name", PrivacyKind.Guest, "Names of guests and nodes in configs, JSON and Terraform");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("\"name\"", IgnoreCase: true), new("\"name\\\"", IgnoreCase: true), new("name:", IgnoreCase: true), new("name ="), new("name  ", IgnoreCase: true), new("-name ", IgnoreCase: true), new("name=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var last = text[at + length - 1];
        if (text[at] == '-')
        {
            TakeArgument(text, at, at + length, found);
            return;
        }
        if (text[at] != '"' && !NamedValue.IsKeyStart(text, at)) return;
        // A web hook's: secret name=chiave,value=…
        if (length == 5 && last == '=' && (text[..at].EndsWith("secret "u8) || text[..at].EndsWith("header "u8))) return;
        var keyEnd = at + (text[at] == '"' ? 5 : 4);
        var (start, count) = NamedValue.After(text, keyEnd);
        if (count == 0 || text.Slice(start, count).ContainsAny("${/ "u8) || IsResource(text, at)) return;
        // Proxmox allows no such sign in a guest's name: it is a snapshot's, or a disk's.
        if (text[at] == '"' && (text.Slice(start, count).Contains((byte)'_') || IsDisk(text.Slice(start, count)))) return;
        if (text[at] == '"' && IsSetting(text, start + count)) return;
        var signs = text[at] == '"' ? JsonSigns : last == ':' || last == ' ' && (Bytes.IsUpper(text[at]) || Bytes.At(text, Bytes.SkipBlanks(text, keyEnd)) == ':') ? ConfigSigns : CodeSigns;
        // A task of a playbook is called by a sentence: - name: Clone the template
        if (text[at] != '"' && last == ':' && (text[Bytes.SkipBlanks(text, start + count)..Bytes.LineEnd(text, start + count)] is { Length: > 0 } rest && rest[0] is not ((byte)'#' or (byte)'"' or (byte)'\'' or (byte)',' or (byte)'}') || Bytes.At(text, at - 2) == '-' && !Vocabulary.IsTelling(text.Slice(start, count)))) return;
        if (text[at] != '"' && Bytes.At(text, at - 2) == '-' && Bytes.IsUpper(text[start])) return;
        if (text[at] != '"' && last == ':' && IsUsersModule(text, at))
        {
            NamedValue.TakeUser(text, start, count, found);
            return;
        }
        if (text[at] != '"' && signs == CodeSigns && IsInOtherBlock(text, at)) return;
        if (!HasSign(text, at, signs) && !(text[at] == '"' && Vocabulary.IsTelling(text.Slice(start, count)) && (HasAddress(text, at) || IsOfMachine(text, at)))) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
        // A plan: "a" -> "b"
        if (Bytes.StartsWithAt(text, start + count, "\" -> \""u8)) NamedValue.TakeName(text, start + count + 6, NamedValue.NameLength(text, start + count + 6), PrivacyKind.Guest, found);
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
        foreach (var key in Addresses)
            if (open.IndexOf(key) >= 0 || rest.IndexOf(key) >= 0) return true;
        return false;
    }

    /// <summary>The object is a machine's by its key: <c>"agent": {"id": "004", "name": "lyra"}</c>, as Wazuh, Elastic and many others have it.</summary>
    private static bool IsOfMachine(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 100)..at];
        if (before.LastIndexOfAny((byte)'{', (byte)'}') is not (> 0 and var brace) || before[brace] != '{') return false;
        before = before[..brace].TrimEnd(" :"u8);
        foreach (var key in Machines)
            if (before.EndsWith(key)) return true;
        return false;
    }

    private static readonly byte[][] Machines = [.. new[] { "\"agent\"", "\"worker\"", "\"manager\"", "\"host\"", "\"server\"", "\"machine\"", "\"device\"", "\"node\"", "\"vm\"", "\"guest\"", "\"virtual_machine\"" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Addresses = [[.. "\"ip\":"u8], [.. "\"ip\" :"u8], [.. "\"ip_address\""u8], [.. "\"ipaddr"u8], [.. "\"ipAddress\""u8], [.. "\"ipv4\""u8], [.. "\"primary_ip"u8], [.. "\"mgmt_ip\""u8], [.. "\"fqdn\""u8]];

    /// <summary>A block of Terraform that is no guest: the name of its ipset, its pool, its file.</summary>
    private static bool IsInOtherBlock(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - 4000)..at];
        if (before.LastIndexOf("resource \""u8) is not (>= 0 and var resource) || resource > 0 && before[resource - 1] != '\n' || before[resource..].IndexOf("\n}"u8) >= 0) return false;
        var type = before[(resource + 10)..];
        if (type.IndexOf((byte)'"') is > 0 and var quote) type = type[..quote];
        return type.IndexOf("vm"u8) < 0 && type.IndexOf("container"u8) < 0 && type.IndexOf("lxc"u8) < 0 && (type.IndexOf("server"u8) < 0 || type.IndexOf("metrics_server"u8) >= 0) && type.IndexOf("instance"u8) < 0 && type.IndexOf("host"u8) < 0 && type.IndexOf("record"u8) < 0;
    }

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
        if (text[at] != '"') return false;
        var before = text[Math.Max(0, at - 120)..at];
        return before.LastIndexOf("\"mode\""u8) is >= 0 and var mode && before[mode..].IndexOf((byte)'}') < 0;
    }

    /// <summary><c>qm create 100 --name web-01</c>, <c>kvm -name web-01,debug-threads=on</c>.</summary>
    private static void TakeArgument(ReadOnlySpan<byte> text, int at, int value, Findings found)
    {
        value = Bytes.SkipBlanks(text, value);
        if (Bytes.At(text, value) is (byte)'"' or (byte)'\'') value++;
        var line = text[Bytes.LineStart(text, at)..at];
        if (line.IndexOf("qm "u8) < 0 && line.IndexOf("pct "u8) < 0 && line.IndexOf("kvm"u8) < 0 && line.IndexOf("qemu"u8) < 0 && line.IndexOf("-Pmpc"u8) < 0 && line.IndexOf("-PveNodes"u8) < 0 && line.IndexOf("-PveVm"u8) < 0 && line.IndexOf("vmid"u8) < 0 && line.IndexOf("-Vmid "u8) < 0 && line.IndexOf("-VmId "u8) < 0 && text[value..Math.Min(text.Length, value + 90)].IndexOf(",debug-threads"u8) < 0) return;
        NamedValue.TakeName(text, value, NamedValue.NameLength(text, value), PrivacyKind.Guest, found);
    }

    private static bool HasSign(ReadOnlySpan<byte> text, int at, byte[][] signs)
    {
        var from = Math.Max(0, at - Around);
        var around = text[from..Math.Min(text.Length, at + Around)];
        foreach (var sign in signs)
            if (around.IndexOf(sign) >= 0) return true;
        return false;
    }
}
