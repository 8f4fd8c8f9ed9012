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
        if (!KeyNameText.IsKey(text, at, length)) return;
        // The separator may be a part of the anchor.
        var keyEnd = at + length - (quoted || text[at + length - 1] is (byte)':' or (byte)'=' ? 1 : 0);
        while (Bytes.IsBlank(text[keyEnd - 1])) keyEnd--;
        if (Bytes.At(text, keyEnd) == 's') keyEnd++;
        var (start, count) = NamedValue.After(text, keyEnd);
        if (count == 0 || KeyNameText.IsExpression(text, at, keyEnd, start, count)) return;
        var kind = KindOf(text.Slice(at, length));
        if (text[start] == '[' || Bytes.StartsWithAt(text, start, "@("u8)) TakeList(text, start, kind, found);
        else if (!KeyNameText.IsSentence(text, at, keyEnd, start, count) && !IsSetting(text, at, length, start)) TakeItems(text, keyEnd, start, start + count, kind, found);
    }

    /// <summary>cluster: online is a state, host: passthrough a setting, host=046d:c31c a device; a cluster that is called prod1 or test says nothing.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> text, int at, int length, int start)
    {
        var quoted = text[at] == '"';
        var key = quoted ? at + 1 : at;
        var name = text.Slice(start, NamedValue.NameLength(text, start));
        var isCluster = Bytes.StartsWithIgnoreCase(text, key, "cluster"u8);
        var isVague = isCluster || (!quoted && (Bytes.StartsWithIgnoreCase(text, at, "host"u8) && length <= 6 || Bytes.StartsWithIgnoreCase(text, at, "server:"u8))) || Bytes.StartsWithIgnoreCase(text, key, "instance"u8);
        return isVague && !Vocabulary.IsTelling(name) || isCluster && Vocabulary.IsWord(name.TrimEnd("0123456789"u8).TrimEnd((byte)'-'));
    }

    /// <summary>Lists of nodes: <c>pve1,pve2:3</c></summary>
    private static void TakeItems(ReadOnlySpan<byte> text, int keyEnd, int start, int end, PrivacyKind kind, Findings found)
    {
        while (start < end)
        {
            var name = NamedValue.NameLength(text, start);
            if (KeyNameText.IsOtherItem(text, keyEnd, start, name)) return;
            NamedValue.TakeName(text, start, name, kind, found);
            // A plan: "a" -> "b"
            if (Bytes.StartsWithAt(text, start + name, "\" -> \""u8)) NamedValue.TakeName(text, start + name + 6, NamedValue.NameLength(text, start + name + 6), kind, found);
            start += name + 1;
            if (Bytes.At(text, start - 1) is not ((byte)',' or (byte)';')) break;
        }
    }

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
