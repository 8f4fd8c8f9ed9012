using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Nodes and servers in Proxmox's section files, which know no sign between key and value (<c>nodes a,b:2</c>), and in the status of HA.</summary>
internal sealed class SectionNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-section", PrivacyKind.Node, "Nodes and servers in sections of storage.cfg, jobs.cfg and their kin; the status of HA");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from blank in new[] { "\t", " " } from key in new[] { "node ", "nodes ", "target ", "source ", "server ", "server1 ", "server2 ", "host ", "portal ", "monhost ", "backup-node " } select new Anchor(blank + key), new("\tname "), new("database sync '"), new("NAME(CID)"), new("lrm ", WordStart: true), new("master ", WordStart: true), new("service vm:"), new("service ct:"), new("Cluster information"), new("mon.", WordStart: true), new("mds.", WordStart: true), new("mgr.", WordStart: true), new("rgw.", WordStart: true), new("crash.", WordStart: true), new("ceph-mon@"), new("ceph-mgr@"), new("ceph-mds@"), new("client.", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var value = at + length;
        if (text[at] == 'N')
        {
            // pmgcm status: web-01(1)   10.0.0.5   master
            for (var lines = 0; lines < 32 && Bytes.NextLine(text, ref end, out var row); lines++)
            {
                var name = NamedValue.NameLength(text, row);
                if (name < 2 || Bytes.At(text, row + name) != '(' || !Bytes.IsDigit(Bytes.At(text, row + name + 1))) return;
                NamedValue.TakeName(text, row, name, PrivacyKind.Node, found);
            }
            return;
        }
        if (text[at] == 'd' || text[at] == '\t' && length == 6 && text[at + 1] == 'n' && text[at + 2] == 'a')
        {
            // The mail gateway's cluster: its sections are called master: 1 and node: 2.
            if (text[at] == 'd' || IsOfGateway(text, at)) NamedValue.TakeName(text, value, NamedValue.NameLength(text, value), PrivacyKind.Node, found);
            return;
        }
        if (text[at] == 's')
        {
            // service vm:118 (node, started)
            while (value < end && Bytes.IsDigit(text[value])) value++;
            if (Bytes.StartsWithAt(text, value, " ("u8)) One(text, value + 2, end, (byte)',', found);
            return;
        }
        if (text[at + length - 1] is (byte)'.' or (byte)'@' && text[at + 1] != 'l')
        {
            // A daemon of Ceph is called by its node.
            var daemon = value;
            while (daemon < end && (Bytes.IsLetterOrDigit(text[daemon]) || text[daemon] is (byte)'-')) daemon++;
            if (daemon > value && Vocabulary.IsTelling(text[value..daemon]) && (Bytes.At(text, daemon) is (byte)']' or (byte)' ' or (byte)'@' or (byte)',' or (byte)')' or (byte)'\'' or (byte)'"' or (byte)'(' or (byte)'\r' or (byte)'\n' or 0 || text[daemon..end].StartsWith(".service"u8) || IsSuffix(text, daemon))) NamedValue.TakeName(text, value, daemon - value, PrivacyKind.Node, found);
            return;
        }
        if (text[at] == 'c' && text[at + length - 1] == '.')
        {
            // yarn.client.max-attempts: a setting of a program.
            if (Bytes.At(text, at - 1) != '.') Client(text, value, found);
            return;
        }
        if (text[at] == 'C')
        {
            // pvecm status
            var window = text[value..Math.Min(text.Length, value + 120)];
            if (window.IndexOf("\nName:"u8) is >= 0 and var name && NamedValue.After(text, value + name + 5) is { Length: > 0 } cluster && !Vocabulary.IsWord(text.Slice(cluster.Start, cluster.Length).TrimEnd("0123456789"u8))) NamedValue.TakeName(text, cluster.Start, cluster.Length, PrivacyKind.Host, found);
            return;
        }
        if (text[at] is (byte)'l' or (byte)'m')
        {
            var count = NamedValue.NameLength(text, value);
            // flexible single master operations (FSMO)
            if (Bytes.StartsWithAt(text, value + count, " ("u8) && !SentenceText.IsDerived(text.Slice(value, count)) && !Vocabulary.IsWord(text.Slice(value, count)) && !CommonWords.Contains(text.Slice(value, count))) NamedValue.TakeName(text, value, count, PrivacyKind.Node, found);
            return;
        }
        if (text[(at + 1)..].StartsWith("host "u8) && IsBehindNumbers(text, at + 1) && NamedValue.NameLength(text, value) is > 1 and var bucket && !Vocabulary.IsWord(text.Slice(value, bucket)))
        {
            NamedValue.TakeName(text, value, bucket, PrivacyKind.Node, found);
            return;
        }
        if (!NamedValue.IsFirstOnLine(text, at + 1) || text[Bytes.LineStart(text, at)..at].Contains((byte)'-')) return;
        var rest = text[value..end].TrimEnd(" \t"u8);
        if (rest.Length == 0 || rest[^1] == ';' || rest.ContainsAny(" =\"'{}()<>$"u8)) return;
        if (text[at + 1] is (byte)'s' or (byte)'t' && text[at + 2] is (byte)'o' or (byte)'a' && IsOfDevice(text, at)) return;
        // A matcher's target is a way to tell, a target of iSCSI has a name of its own.
        if (rest.IndexOfAny(".:"u8) >= 0 && rest.IndexOfAnyExcept("0123456789.:,;abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8) >= 0 || rest.StartsWith("iqn."u8) || rest.StartsWith("eui."u8) || rest.StartsWith("naa."u8) || IsMatcher(text, at)) return;
        var kind = text[at + 1] is (byte)'n' or (byte)'t' or (byte)'b' || text[at + 2] == 'o' && text[at + 1] == 's' ? PrivacyKind.Node : PrivacyKind.Host;
        for (var stop = value + rest.Length; value < stop;)
        {
            var count = NamedValue.NameLength(text, value);
            if (count < 2) return;
            if (!Vocabulary.IsWord(text.Slice(value, count)) && !CommonWords.Contains(text.Slice(value, count))) NamedValue.TakeName(text, value, count, kind, found);
            value += count;
            while (value < stop && text[value] is not ((byte)',' or (byte)';')) value++;
            value++;
        }
    }

    /// <summary>An account of Ceph: <c>client.jane</c>. Those that every cluster has stay, and a method of a program is followed by its bracket.</summary>
    private static void Client(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_')) end++;
        var name = text[start..end];
        if (NoNames.IsFileEnd(name)) return;
        if (Bytes.At(text, end) is not (0 or (byte)']' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)',' or (byte)';' or (byte)'|' or (byte)'`' or (byte)'\r' or (byte)'\n' or (byte)')') || name.StartsWith("bootstrap"u8) || Clients.Contains(name) || !Vocabulary.IsTelling(name) || NamedValue.NameLength(text, start) != name.Length) return;
        NamedValue.TakeUser(text, start, name.Length, found);
    }

    private static readonly WordSet Clients = WordSet.Of("admin rbd rbd-mirror rbd-mirror-peer crash cinder glance nova manila images volumes cephfs fs nfs rgw radosgw libvirt openstack kubernetes proxmox ceph-exporter ovpn conf cnf crt csr key log cfg json");

    /// <summary>The id and the weight in <c>ceph osd tree</c>.</summary>
    private static bool IsBehindNumbers(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Bytes.LineStart(text, at)..at];
        return before.IndexOfAnyExcept("-0123456789. \t"u8) < 0 && before.IndexOf((byte)'.') > 0;
    }

    private static bool IsOfGateway(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        for (var lines = 0; line > 0 && lines < 12; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            if (!Bytes.IsBlank(text[line])) return text[line..].StartsWith("master: "u8) || text[line..].StartsWith("node: "u8);
        }
        return false;
    }

    /// <summary>Whether the section is none of Proxmox's, whose heads have a colon: <c>monitor session 1</c> has a source, too.</summary>
    private static bool IsOfDevice(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        for (var lines = 0; line > 0 && lines < 24; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            if (Bytes.IsLetter(text[line])) return text[line..Bytes.LineEnd(text, line)].IndexOf((byte)':') < 0;
        }
        return false;
    }

    private static bool IsMatcher(ReadOnlySpan<byte> text, int at)
    {
        for (var line = Bytes.LineStart(text, at); line > 0;)
        {
            line = Bytes.LineStart(text, line - 1);
            if (Bytes.IsLetter(text[line])) return text[line..].StartsWith("matcher:"u8);
            if (text[line] is (byte)'\n' or (byte)'\r') return false;
        }
        return false;
    }

    private static void One(ReadOnlySpan<byte> text, int at, int end, byte close, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (at + count < end && text[at + count] == close) NamedValue.TakeName(text, at, count, PrivacyKind.Node, found);
    }

    /// <summary>What cephadm puts behind the node, for there may be several: <c>mgr.lyra.xkqvwz</c></summary>
    private static bool IsSuffix(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != '.') return false;
        var end = at + 1;
        while (Bytes.IsLower(Bytes.At(text, end))) end++;
        return end - at == 7 && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && Bytes.At(text, end) is not ((byte)'.' or (byte)'-');
    }
}
