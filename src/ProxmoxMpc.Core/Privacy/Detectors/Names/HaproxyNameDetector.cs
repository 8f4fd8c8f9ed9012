using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines behind HAProxy, in its log: <c>haproxy[2222]: 10.0.0.1:50122 [07/Oct/2024:07:04:50.022] front~ back/web-1 0/0/1/12/13 200</c>,
/// <c>haproxy[2222]: Server back/web-1 is DOWN</c>
/// </summary>
internal sealed class HaproxyNameDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("haproxy[", WordStart: true), new("# pxname,svname,"), new(", reason: Layer")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '#')
        {
            Statistics(text, Bytes.LineEnd(text, at), found);
            return;
        }
        if (text[at] == ',')
        {
            // Server web/lyra is DOWN, reason: Layer4 timeout
            var begin = Bytes.LineStart(text, at);
            if (text[begin..at].IndexOf("erver "u8) is >= 0 and var told && text[(begin + told)..at].IndexOf((byte)'/') is > 0 and var behind && NamedValue.NameLength(text, begin + told + behind + 1) is > 1 and var size
                && !Vocabulary.IsWord(text.Slice(begin + told + behind + 1, size))) NamedValue.TakeName(text, begin + told + behind + 1, size, PrivacyKind.Host, found);
            return;
        }
        var line = text[at..Bytes.LineEnd(text, at)];
        if (line.IndexOf(": Server "u8) is > 0 and var state && line[state..].IndexOf((byte)'/') is > 0 and var member)
        {
            var server = at + state + member + 1;
            NamedValue.TakeName(text, server, NamedValue.NameLength(text, server), PrivacyKind.Host, found);
        }
        else if (line.IndexOf("] "u8) is > 0 and var close && line[(close + 2)..].IndexOf((byte)'/') is > 0 and var slash)
        {
            TakeServer(text, at + close + 2 + slash + 1, found);
        }
    }

    /// <summary>The second column of its statistics; FRONTEND and BACKEND stand there, too.</summary>
    private static void Statistics(ReadOnlySpan<byte> text, int end, Findings found)
    {
        while (Bytes.NextLine(text, ref end, out var row))
        {
            if (text[row..end].IndexOf((byte)',') is not (> 0 and var comma)) return;
            var server = row + comma + 1;
            var count = NamedValue.NameLength(text, server);
            if (Bytes.At(text, server + count) == ',' && !Vocabulary.IsWord(text.Slice(server, count)) && !CommonWords.Contains(text.Slice(server, count)) && !text.Slice(server, count).EndsWith("END"u8))
                NamedValue.TakeName(text, server, count, PrivacyKind.Host, found);
        }
    }

    /// <summary>Behind it are times; what has a slash but is no server begins with a capital letter or is everybody's.</summary>
    private static void TakeServer(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (count < 2 || Bytes.At(text, start + count) != ' ' || !Bytes.IsDigit(Bytes.At(text, start + count + 1))) return;
        if (!Bytes.IsUpper(text[start]) && !Vocabulary.IsWord(text.Slice(start, count))) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
