using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines without a domain in addresses (<c>http://web-01:3000/</c>) and in lists of targets (<c>targets: ['web-01:9100']</c>).</summary>
internal sealed class UrlHostDetector : Detector
{
    private static readonly WordSet Schemes = WordSet.Of(
        "http https ws wss ssh scp sftp ftp ftps rsync telnet git svn ldap ldaps radius nfs smb cifs afp dav davs webdav webdavs iscsi nbd gluster " +
        "vi vpx esx xen qemu spice vnc rdp redis rediss amqp amqps postgres postgresql mysql mariadb mongodb mssql sqlserver oracle clickhouse bolt nats " +
        "tcp udp tls ssl socks socks4 socks5 socks5h rtsp rtmp sip sips xmpp imap imaps pop3 pop3s smtp smtps syslog ntp mqtt mqtts influxdb " +
        "ipp ipps lpd socket");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-url", PrivacyKind.Host, "Machine names in addresses and lists of targets");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("://"), new(":\\/\\/"), new("targets", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 't') Targets(text, at, length, found);
        else if (IsScheme(text, at)) Host(text, at + length, found);
    }

    private static bool IsScheme(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && Bytes.IsAsciiLetterOrDigit(text[start - 1])) start--;
        // mysql+pymysql://
        if (Bytes.At(text, start - 1) == '+') return true;
        return Schemes.Contains(text[start..end]);
    }

    private static void Host(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && !Bytes.IsBlank(text[end])
            && text[end] is not ((byte)'/' or (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'?' or (byte)'#' or (byte)'\\')) end++;
        if (text[at..end].LastIndexOf((byte)'@') is >= 0 and var mark) at += mark + 1;
        Take(text, at, end, needsPort: false, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int at, int end, bool needsPort, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var after = at + count;
        if (after > end || needsPort && Bytes.At(text, after) != ':' || after < end && !":/,).;`]\"'"u8.Contains(text[after])) return;
        var name = text.Slice(at, count);
        if (name.Contains((byte)'.') || name.Contains((byte)'_') || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }

    /// <summary>A name with its port, or one with a number: other words may be modules.</summary>
    private static void Target(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        Take(text, at, end, needsPort: Bytes.At(text, at + count) == ':' || !text.Slice(at, count).ContainsAnyInRange((byte)'0', (byte)'9'), found);
    }

    /// <summary>Items with a port, on the key's line and in the list below it.</summary>
    private static void Targets(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        if (Bytes.At(text, after) is (byte)'"' or (byte)'\'') after++;
        if (Bytes.At(text, Bytes.SkipBlanks(text, after)) is not ((byte)':' or (byte)'=')) return;
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        for (var i = after; i < end; i++)
            if (text[i] is (byte)'"' or (byte)'\'' or (byte)'[' or (byte)',') Target(text, Bytes.SkipBlanks(text, i + 1), end, found);
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end || first - start < at - line || text[first] is not ((byte)'-' or (byte)'"')) return;
            while (first < end && text[first] is (byte)'-' or (byte)' ' or (byte)'"' or (byte)'\'') first++;
            Target(text, first, end, found);
        }
    }
}
