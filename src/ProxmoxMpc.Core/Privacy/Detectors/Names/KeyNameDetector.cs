using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names after keys that hold nothing but a machine's name: <c>hostname:</c>, <c>"node":</c>, <c>node_name =</c>, <c>--target pve2</c>.</summary>
internal sealed class KeyNameDetector : Detector
{
    private static readonly (string Key, PrivacyKind Kind)[] Keys =
    [
        ("\"node\"", PrivacyKind.Node), ("node_name", PrivacyKind.Node), ("nodename", PrivacyKind.Node), ("target_node", PrivacyKind.Node), ("\"nodename\"", PrivacyKind.Node), ("node=", PrivacyKind.Node),
        ("target=", PrivacyKind.Node), ("\"target\"", PrivacyKind.Node), ("source_node", PrivacyKind.Node), ("node:", PrivacyKind.Node), ("nodes:", PrivacyKind.Node), ("cluster_name", PrivacyKind.Host), ("\"cluster\"", PrivacyKind.Host), ("cluster:", PrivacyKind.Host), ("cluster=", PrivacyKind.Host), ("clustername", PrivacyKind.Host),
        ("hostname", PrivacyKind.Host), ("host_name", PrivacyKind.Host), ("kubernetes.io/hostname", PrivacyKind.Host), ("\"index_key\"", PrivacyKind.Guest), ("\"host-name\"", PrivacyKind.Host), ("host-name=", PrivacyKind.Host), ("hostkeyalias", PrivacyKind.Node), ("node  ", PrivacyKind.Node), ("host  ", PrivacyKind.Host), ("nodes =", PrivacyKind.Node), ("node =", PrivacyKind.Node), ("hosts =", PrivacyKind.Host), ("servers =", PrivacyKind.Host), ("vms =", PrivacyKind.Guest), ("inventory_hostname", PrivacyKind.Host), ("targets:", PrivacyKind.Host), ("targets =", PrivacyKind.Host), ("\"targets\"", PrivacyKind.Host), ("vmname", PrivacyKind.Guest), ("vm_name", PrivacyKind.Guest), ("guest_name", PrivacyKind.Guest), ("guest-name", PrivacyKind.Guest),
        ("computername", PrivacyKind.Host), ("pscomputername", PrivacyKind.Host), ("\"host\"", PrivacyKind.Host), ("host:", PrivacyKind.Host), ("host =", PrivacyKind.Host), ("host=", PrivacyKind.Host), ("server:", PrivacyKind.Host), ("vm name", PrivacyKind.Guest), ("displayname", PrivacyKind.Guest), ("ct name", PrivacyKind.Guest), ("workstationname", PrivacyKind.Host), ("sysname", PrivacyKind.Host), ("server_name", PrivacyKind.Host), ("machinename", PrivacyKind.Host), ("workstation name", PrivacyKind.Host), ("caller computer name", PrivacyKind.Host), ("station de travail", PrivacyKind.Host), ("arbeitsstationsname", PrivacyKind.Host), ("nom de l'ordinateur", PrivacyKind.Host), ("computernaam", PrivacyKind.Host), ("computer name", PrivacyKind.Host), ("target server name", PrivacyKind.Host), ("host name", PrivacyKind.Host), ("rhost=", PrivacyKind.Host), ("instance=", PrivacyKind.Host), ("\"instance\"", PrivacyKind.Host), ("lxc.uts.name", PrivacyKind.Guest), ("logon server:", PrivacyKind.Host), ("netbios name", PrivacyKind.Host), ("tls-server-name", PrivacyKind.Host), ("bastion=", PrivacyKind.Host), ("jumphost=", PrivacyKind.Host), ("jump_host=", PrivacyKind.Host),
    ];

    // They are no part of a longer key.
    private static readonly string[] Words =
    [
        "servername", "csname", "csdnshostname", "systemname", "__server", "srcname=", "dstname=", "srchost=", "dsthost=", "shost=", "dhost=", "dvchost=", "unifihost=", "unificlienthostname=", "aufrufercomputername", "quellarbeitsstation", "source workstation", "arbeitsstation", "nas-identifier", "machine name", "machine-name", "instance =", "quorum_names", "quorum_leader_name", "requesthost", "computer_name",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-key", PrivacyKind.Host, "Machine names after keys such as hostname, node_name, vmname");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Keys.Select(key => new Anchor(key.Key, IgnoreCase: true)), .. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var quoted = text[at] == '"';
        // Build Host: x, Built Host: x: where the maker has built a system.
        if (text[..at].EndsWith("Build "u8) || text[..at].EndsWith("Built "u8)) return;
        // A hook of vzdump is told the storage: TARGET=store.
        if (Bytes.StartsWithAt(text, at, "TARGET="u8)) return;
        // What a distribution calls a machine that nobody has named.
        if (text[..at].EndsWith("DEFAULT_"u8)) return;
        // echo "$node: Reachable": the name is in the variable.
        if (Bytes.At(text, at - 1) == '$' && (text[at + length - 1] == ':' || Bytes.At(text, at + length) == ':')) return;
        // ?var-host=x of Grafana, $Node = 'x' of PowerShell
        if (!quoted && !NamedValue.IsKeyStart(text, at) && Bytes.At(text, at - 1) is not ((byte)'_' or (byte)'$' or (byte)'|') && !text[..at].EndsWith("var-"u8)) return;
        // The separator may be a part of the anchor.
        var keyEnd = at + length - (quoted || text[at + length - 1] is (byte)':' or (byte)'=' ? 1 : 0);
        while (Bytes.IsBlank(text[keyEnd - 1])) keyEnd--;
        if (Bytes.At(text, keyEnd) == 's') keyEnd++;
        var (start, count) = NamedValue.After(text, keyEnd);
        if (count > 0 && PowerShellText.IsSetToCode(text, at, start)) return;
        // [kube_node:children]: a group of groups in an inventory of Ansible.
        if (count > 3 && Bytes.At(text, keyEnd) == ':' && Bytes.At(text, start + count) == ']' && (text.Slice(start, count).SequenceEqual("children"u8) || text.Slice(start, count).SequenceEqual("vars"u8))) return;
        // hostname:port
        if (count == 4 && start == keyEnd + 1 && text.Slice(start, count).SequenceEqual("port"u8)) return;
        // inventory_hostname == item: without quotes it is a variable.
        if (count > 0 && Bytes.IsLetter(text[start]) && text[keyEnd..start].IndexOf("=="u8) >= 0 && text[start - 1] is (byte)' ' or (byte)'=') return;
        if (count > 0 && (text[start] == '[' || Bytes.StartsWithAt(text, start, "@("u8)))
        {
            TakeList(text, start, KindOf(text.Slice(at, length)), found);
            return;
        }
        // A sentence, or the operating system of uname.
        // FROM node:20-bookworm: an image.
        if (count > 0 && Bytes.At(text, keyEnd) == ':' && start == keyEnd + 1 && Bytes.IsDigit(text[start]) && text.Slice(start, count).Contains((byte)'-')) return;
        if (count == 0 || text.Slice(start, count).Contains((byte)' ') || text.Slice(start, count).SequenceEqual("Linux"u8)) return;
        if (IsOtherThing(text, at, start, count)) return;
        if (text.Slice(start, count).Count((byte)':') >= 2 && AddressText.TryParseIpv6(text.Slice(start, count), out _)) return;
        if (Bytes.StartsWithIgnoreCase(text, at, "server:"u8) && (IsHeader(text, at) || IsVerdict(text, start))) return;
        // DisplayName : Veeam Agent for Microsoft Windows; Hostname: use host settings
        if (Bytes.At(text, start - 1) == ' ' && Bytes.At(text, start + count) == ' ' && Bytes.IsLetter(Bytes.At(text, start + count + 1)) && text[keyEnd..start].Contains((byte)':')
            && (Bytes.StartsWithIgnoreCase(text, at, "displayname"u8) || CommonWords.Contains(text.Slice(start, count)) || Vocabulary.IsWord(text.Slice(start, count))) && SentenceWordBehind(text, start + count + 1)) return;
        // DisplayName : English (United States), loc -> Get-Location, Windows Vista users
        if (Bytes.StartsWithIgnoreCase(text, at, "displayname"u8) && Bytes.At(text, start - 1) == ' ' && Bytes.At(text, start + count) == ' ' && (text[start + count + 1] is (byte)'(' or (byte)'-' || Vocabulary.IsWord(text.Slice(start, count)))) return;
        // DisplayName: Sign-in from a new country: a title has more words than a name.
        if (Bytes.StartsWithIgnoreCase(text, at, "displayname"u8) && Bytes.At(text, start - 1) == ' ' && text[start..Bytes.LineEnd(text, start)].Count((byte)' ') > 2) return;
        // Backup Server: Fix the installer: a title and a sentence.
        if (Bytes.StartsWithIgnoreCase(text, at, "server:"u8) && IsTitled(text, at, start, count)) return;
        var kind = KindOf(text.Slice(at, length));
        // cluster: online is a state, host: passthrough a setting, host=046d:c31c a device.
        var isVague = Bytes.StartsWithIgnoreCase(text, quoted ? at + 1 : at, "cluster"u8) || (!quoted && (Bytes.StartsWithIgnoreCase(text, at, "host"u8) && length <= 6 || Bytes.StartsWithIgnoreCase(text, at, "server:"u8))) || Bytes.StartsWithIgnoreCase(text, quoted ? at + 1 : at, "instance"u8);
        if (isVague && !Vocabulary.IsTelling(text.Slice(start, NamedValue.NameLength(text, start)))) return;
        // A cluster that is called prod1 or test.
        if (Bytes.StartsWithIgnoreCase(text, quoted ? at + 1 : at, "cluster"u8) && Vocabulary.IsWord(text.Slice(start, NamedValue.NameLength(text, start)).TrimEnd("0123456789"u8).TrimEnd((byte)'-'))) return;
        // Lists of nodes: pve1,pve2:3
        for (var end = start + count; start < end;)
        {
            var name = NamedValue.NameLength(text, start);
            // host:port:database, hostname:port:user: the columns of a file.
            if (Bytes.At(text, start + name) == ':' && text[keyEnd] == ':' && start == keyEnd + 1 && Bytes.IsLetter(Bytes.At(text, start + name + 1))) return;
            // A function's, as in <<<nodes:sep(58)>>>; the type of a value: schema.StringAttribute{
            if (Bytes.At(text, start + name) is (byte)'(' or (byte)'{') return;
            // An expression: ansible_host: facts[0]["ip"]
            if (Bytes.At(text, start + name) == '[' && name > 0) return;
            // A product and its version: Server: pve-api-daemon/3.0
            if (Bytes.At(text, start + name) == '/' && Bytes.IsDigit(Bytes.At(text, start + name + 1)) && !AddressedNameDetector.IsAddress(text, start + name + 1, (byte)' ')) return;
            NamedValue.TakeName(text, start, name, kind, found);
            // A plan: "a" -> "b"
            if (Bytes.StartsWithAt(text, start + name, "\" -> \""u8)) NamedValue.TakeName(text, start + name + 6, NamedValue.NameLength(text, start + name + 6), kind, found);
            start += name + 1;
            if (Bytes.At(text, start - 1) is not ((byte)',' or (byte)';')) break;
        }
    }

    /// <summary><c>[targets:children]</c> of an inventory, <c>import x from 'node:fs'</c>, <c>"target": "tasks/update.sh"</c>, <c>"target": "ES2022"</c>, and sentences behind a word that is none's name.</summary>
    private static bool IsOtherThing(ReadOnlySpan<byte> text, int at, int start, int count)
    {
        var value = text.Slice(start, count);
        if (Bytes.At(text, start + count) == ']' && text[Bytes.LineStart(text, at)] == '[') return true;
        if (Bytes.At(text, at - 1) is (byte)'\'' or (byte)'"' && Bytes.At(text, start - 1) == ':' && (text[..(at - 1)].EndsWith("from "u8) || text[..(at - 1)].EndsWith("import "u8) || text[..(at - 1)].EndsWith("require("u8) || text[..(at - 1)].EndsWith("import("u8))) return true;
        if (Bytes.StartsWithAt(text, at, "\"target\""u8) && (value.Contains((byte)'/') && !value.StartsWith("//"u8) || value.StartsWith("ES20"u8) || value.StartsWith("es20"u8))) return true;
        // targets: 44px at least; node : Remove a node
        return Bytes.At(text, start + count) == ' ' && Bytes.At(text, start - 1) == ' ' && (Bytes.IsDigit(value[0]) || Bytes.IsUpper(value[0]) && value[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) && IsSmallWord(text, start + count + 1);
    }

    private static bool IsSmallWord(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        return Bytes.At(text, end) == ' ' && (SmallWords.Contains(text[at..end]) || CommonWords.Contains(text[at..end]));
    }

    private static readonly WordSet SmallWords = WordSet.Of("a an the of to for in on at by is are with from that which and or minimum maximum at");

    /// <summary>Server: AUTH-ERROR: 10.0.0.5 – what has happened, and to whom.</summary>
    private static bool IsVerdict(ReadOnlySpan<byte> text, int start)
    {
        var name = text.Slice(start, NamedValue.NameLength(text, start));
        return Bytes.StartsWithAt(text, start + name.Length, ": "u8) && name.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"u8) < 0;
    }

    /// <summary>Whether a word stands before the key, and a word with a capital and small letters behind it, which another one follows.</summary>
    private static bool IsTitled(ReadOnlySpan<byte> text, int at, int start, int count) =>
        Bytes.At(text, at - 1) == ' ' && Bytes.IsLetterOrDigit(Bytes.At(text, at - 2)) && Bytes.IsUpper(text[start]) && text.Slice(start + 1, count - 1).IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0
        && Bytes.At(text, start + count) == ' ' && Bytes.IsLower(Bytes.At(text, start + count + 1));

    private static bool SentenceWordBehind(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsLetter(text[end])) end++;
        return Bytes.At(text, end) is (byte)' ' or (byte)'\n' or (byte)'\r' or 0 && (CommonWords.Contains(text[at..end]) || Vocabulary.IsWord(text[at..end]));
    }

    /// <summary>Whether it stands among the headers of an answer, where it tells the program: <c>Server: Kestrel</c></summary>
    private static bool IsHeader(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOfAnyExcept("<> "u8) >= 0) return false;
        var end = Bytes.LineEnd(text, at);
        return line > 1 && IsOfAnswer(text[Bytes.LineStart(text, line - 1)..line]) || Bytes.NextLine(text, ref end, out var next) && IsOfAnswer(text[next..end]);
    }

    private static bool IsOfAnswer(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart("<> "u8);
        foreach (var header in Headers)
            if (line.Length > header.Length && Bytes.StartsWithIgnoreCase(line, 0, header)) return true;
        return false;
    }

    private static readonly byte[][] Headers =
        Phrases.Of("http/", "date:", "content-", "connection:", "cache-control:", "expires:", "last-modified:", "location:", "etag:", "vary:", "via:", "x-", "pragma:", "set-cookie:", "strict-transport", "keep-alive:", "accept-ranges:", "age:");

    /// <summary><c>vm_names = ["a", "b"]</c>, <c>targets: [a:9100, b]</c>, on one line. What has no quotes must be no everyday word.</summary>
    private static void TakeList(ReadOnlySpan<byte> text, int at, PrivacyKind kind, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var i = at + 1; i < end && text[i] is not ((byte)']' or (byte)')'); i++)
        {
            if (text[i] is (byte)' ' or (byte)',' or (byte)'(' or (byte)'[') continue;
            var quote = text[i] is (byte)'"' or (byte)'\'' ? text[i] : (byte)0;
            var start = quote == 0 ? i : i + 1;
            var name = NamedValue.NameLength(text, start);
            var after = start + name;
            if (name == 0) return;
            if (Bytes.At(text, after) == ':' && Bytes.IsDigit(Bytes.At(text, after + 1)))
                for (after++; Bytes.IsDigit(Bytes.At(text, after));) after++;
            if (quote == 0 ? Bytes.At(text, after) is not ((byte)',' or (byte)']' or (byte)' ') : Bytes.At(text, after) != quote) return;
            if (quote != 0 || Vocabulary.IsTelling(text.Slice(start, name))) NamedValue.TakeName(text, start, name, kind, found);
            i = after;
            if (quote == 0) i--;
        }
    }

    private static PrivacyKind KindOf(ReadOnlySpan<byte> anchor)
    {
        foreach (var (key, kind) in Keys)
            if (key.Length == anchor.Length && System.Text.Ascii.EqualsIgnoreCase(anchor, key)) return kind;
        return PrivacyKind.Host;
    }
}
