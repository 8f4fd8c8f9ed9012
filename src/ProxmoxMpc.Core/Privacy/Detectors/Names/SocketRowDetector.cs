using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines at both ends of a connection, as netstat, ss and lsof tell them without <c>-n</c>: <c>tcp  0  0 lyra:ssh  vega:51212  ESTABLISHED</c>,
/// <c>TCP lyra:ssh->vega:51212 (ESTABLISHED)</c>
/// </summary>
internal sealed class SocketRowDetector : Detector
{
    private static readonly string[] States = ["ESTABLISHED", "ESTAB ", "LISTEN", "TIME_WAIT", "TIME-WAIT", "CLOSE_WAIT", "CLOSE-WAIT", "SYN_SENT", "SYN-SENT", "FIN_WAIT", "FIN-WAIT"];

    private static readonly byte[][] Protocols = Phrases.Of("tcp", "udp", "TCP ", "UDP ");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-socket", PrivacyKind.Host, "Machines at the ends of connections, in tables of netstat, ss and lsof");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. States.Select(state => new Anchor(state, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (!IsRow(text[line..end])) return;
        for (var i = line; i < end;)
        {
            while (i < end && IsGap(text[i])) i++;
            // lyra:ssh->vega:51212
            if (Bytes.StartsWithAt(text, i, "->"u8)) i += 2;
            var start = i;
            while (i < end && !IsGap(text[i]) && !Bytes.StartsWithAt(text, i, "->"u8)) i++;
            Take(text, start, i, found);
            if (i == start) i++;
        }
    }

    private static bool IsGap(byte b) => Bytes.IsBlank(b) || b is (byte)'(' or (byte)')' or (byte)',' or (byte)'"';

    /// <summary>A row begins with the protocol, or holds it amid columns.</summary>
    private static bool IsRow(ReadOnlySpan<byte> row)
    {
        var first = row.TrimStart(" >"u8);
        return Phrases.AnyStarts(first, Protocols) || row.IndexOf(" TCP "u8) > 0 || row.IndexOf(" UDP "u8) > 0;
    }

    /// <summary>A name and its port, or the service that has it. What has a dot is found as a domain.</summary>
    private static void Take(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (count < 2 || start + count >= end || text[start + count] != ':') return;
        var port = text[(start + count + 1)..end];
        if (port.IsEmpty || port.IndexOfAnyExcept("0123456789abcdefghijklmnopqrstuvwxyz-*+"u8) >= 0) return;
        var name = text.Slice(start, count);
        if (name.Contains((byte)'.') || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
