using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines that daemons say they have to do with: <c>connect from lyra[10.0.0.5]</c> of Postfix, <c>lyra (ipv4:10.0.0.5:51234)</c> of smbd, <c>UPS apc@lyra</c> of NUT, <c>host/lyra/2026-…</c> of the
/// backup server, <c>backup status (lyra)</c>, <c>Host Alert: lyra is DOWN</c>, <c>Received: by lyra (Postfix)</c>, and the names in known_hosts.
/// </summary>
internal sealed class PeerNameDetector : Detector
{
    // ecdsa-sha2-nistp256 AAAA
    private const int LongestType = 32;

    // Names of the machines' keys stand before these.
    private static readonly string[] Keys = [" ssh-ed25519 AAAA", " ssh-rsa AAAA", " ssh-dss AAAA", " ecdsa-sha2-nistp"];

    // Behind which nothing but a machine's name stands, in mails of mdadm, sudo, apticron, logwatch and in Nagios' log.
    private static readonly string[] Announced = ["Last accessed by ", "ACKNOWLEDGE_HOST_PROBLEM;", "ACKNOWLEDGE_SVC_PROBLEM;", "SCHEDULE_HOST_DOWNTIME;", "mdadm\nrunning on ", "SECURITY information for ", "packages available (", "upgrades result for ", "Logwatch for "];

    private static readonly byte[][] AnnouncedBytes = [.. Announced.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-peer", PrivacyKind.Host, "Machines in notices of Postfix, smbd, NUT, backup servers and monitors; known_hosts");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("connect from ", WordStart: true), new("disconnect from ", WordStart: true), new("Connection from ", WordStart: true), new("connection from ", WordStart: true), new("client=", WordStart: true), new("relay=", WordStart: true), new(" (ipv4:"), new("UPS ", WordStart: true), new("MONITOR ", WordStart: true), new("upsc ", WordStart: true), new("upscmd ", WordStart: true), new("upsrw ", WordStart: true), new("host/", WordStart: true), new("backup status (", WordStart: true),
        new("<00>"), new("<20>"), new("Host Alert: ", WordStart: true), new("Service Alert: ", WordStart: true), new("HOST ALERT: ", WordStart: true), new("SERVICE ALERT: ", WordStart: true), new("Successfully assigned ", WordStart: true), new("event on /dev/", WordStart: true), .. Announced.Select(phrase => new Anchor(phrase, WordStart: true)), new("object Host \"", WordStart: true), new("Received: by ", IgnoreCase: true, WordStart: true), new("\n\tby "), .. Keys.Select(key => new Anchor(key)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        foreach (var phrase in AnnouncedBytes)
        {
            if (!text.Slice(at, length).SequenceEqual(phrase)) continue;
            Take(text, start, found);
            return;
        }
        switch (text[at])
        {
            case (byte)'<':
                NetBios(text, at, start, found);
                break;
            case (byte)' ' when text[at + 1] == '(':
                Before(text, at, found);
                break;
            case (byte)' ':
                KnownHosts(text, Bytes.LineStart(text, at), at, found);
                break;
            case (byte)'U' or (byte)'M' or (byte)'u':
                Ups(text, start, found);
                break;
            case (byte)'b':
                Listed(text, start, found);
                break;
            case (byte)'h':
                // host/lyra/2026-11-24T01:00:00Z
                if (Bytes.StartsWithAt(text, start + NamedValue.NameLength(text, start), "/20"u8) || IsGroup(text, at, start + NamedValue.NameLength(text, start))) Take(text, start, found);
                break;
            case (byte)'S' when text[at + 1] == 'u':
                // Successfully assigned default/web-1 to lyra
                if (text[start..Bytes.LineEnd(text, start)].IndexOf(" to "u8) is > 0 and var to) Take(text, start + to + 4, found);
                break;
            case (byte)'e':
                // DegradedArray event on /dev/md0:lyra
                if (text[start..Bytes.LineEnd(text, start)].IndexOf((byte)':') is > 0 and < 24 and var colon) Take(text, start + colon + 1, found);
                break;
            case (byte)'H' or (byte)'S':
                if (Bytes.At(text, start + NamedValue.NameLength(text, start)) is (byte)'/' or (byte)' ' or (byte)';') Take(text, start, found);
                break;
            case (byte)'\n' or (byte)'R' or (byte)'r' when text[at + 2] != 'l':
                if (length > 8 || Bytes.At(text, start + NamedValue.NameLength(text, start)) == ' ' && text[start..Bytes.LineEnd(text, start)].IndexOf((byte)'(') >= 0) Take(text, start, found);
                break;
            case (byte)'o' when text[at + 1] == 'b':
                Take(text, start, found);
                break;
            default:
                Peer(text, start, found);
                break;
        }
    }

    /// <summary>A name and its address or its port: <c>lyra[10.0.0.5]</c>, <c>lyra (10.0.0.5)</c>, <c>lyra port 4411</c>.</summary>
    private static void Peer(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var after = start + NamedValue.NameLength(text, start);
        if (Bytes.At(text, after) == '[' && Bytes.IsHex(Bytes.At(text, after + 1)) || Bytes.StartsWithAt(text, after, "[private/"u8) || Bytes.StartsWithAt(text, after, " port "u8) || Bytes.StartsWithAt(text, after, " ("u8) && Bytes.IsDigit(Bytes.At(text, after + 2))) Take(text, start, found);
    }

    /// <summary>A group of backups, alone: <c>host/lyra: 12 snapshots</c>, <c>vm/100 host/lyra</c></summary>
    private static bool IsGroup(ReadOnlySpan<byte> text, int at, int end) =>
        Bytes.At(text, at - 1) is 0 or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'"' or (byte)'\'' && Bytes.At(text, end) is 0 or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)':' or (byte)',';

    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        if (Bytes.IsBlank(Bytes.At(text, start - 1)) && start + NamedValue.NameLength(text, start) == at) Take(text, start, found);
    }

    /// <summary><c>UPS [apc@lyra]</c>, <c>MONITOR apc@lyra 1 …</c>: what the device is called is no machine's name.</summary>
    private static void Ups(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (Bytes.At(text, start) == '[') start++;
        var device = NamedValue.NameLength(text, start);
        if (device > 0 && Bytes.At(text, start + device) == '@') Take(text, start + device + 1, found);
    }

    /// <summary><c>LYRA  &lt;00>  UNIQUE</c> of nbtstat and nmblookup: a machine, or its domain.</summary>
    private static void NetBios(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var name = Bytes.SkipBlanks(text, line);
        var count = NamedValue.NameLength(text, name);
        if (count is < 2 or > 15 || name + count > at || text[(name + count)..at].Trim(" \t"u8).Length > 0 || Vocabulary.IsWord(text.Slice(name, count)) || text.Slice(name, count).SequenceEqual("WORKGROUP"u8)) return;
        NamedValue.TakeName(text, name, count, text[after..Bytes.LineEnd(text, after)].IndexOf("GROUP"u8) >= 0 ? PrivacyKind.Domain : PrivacyKind.Host, found);
    }

    /// <summary>The nodes that a mail of backups is about.</summary>
    private static void Listed(ReadOnlySpan<byte> text, int start, Findings found)
    {
        for (var names = 0; names < 8; names++)
        {
            var count = NamedValue.NameLength(text, start);
            if (count == 0 || Bytes.At(text, start + count) is not ((byte)')' or (byte)',')) return;
            if (!text.Slice(start, count).Contains((byte)'.')) NamedValue.TakeName(text, start, count, PrivacyKind.Node, found);
            if (text[start + count] == ')') return;
            start = Bytes.SkipBlanks(text, start + count + 1);
        }
    }

    private static void KnownHosts(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        // hostkeyalgorithms ecdsa-sha2-nistp256-cert-v01@openssh.com,…: what sshd -T prints.
        if (Bytes.At(text, at + 1) == 'e' && text[(at + 1)..Math.Min(text.Length, at + LongestType)].IndexOf(" AAAA"u8) < 0) return;
        if (at == line || text[line] is (byte)'|' or (byte)'@' or (byte)'#' or (byte)'-' || text[line..at].IndexOfAny(" \t\"'=:/"u8) >= 0 && text[line] != '[') return;
        for (var start = line; start < at;)
        {
            if (text[start] == '[') start++;
            if (Bytes.IsLetter(text[start])) Take(text, start, found);
            var comma = text[start..at].IndexOf((byte)',');
            if (comma < 0) return;
            start += comma + 1;
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (count > 1 && !text.Slice(start, count).Contains((byte)'.') && Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
