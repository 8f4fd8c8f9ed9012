using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The short token of a runner of GitLab, which logs of its jobs begin with and the paths of its builds hold: <c>on runner-01 wyjDKrRj, system ID: s_…</c>, <c>/builds/wyjDKrRj/0/</c>.</summary>
internal sealed class RunnerTokenDetector : Detector
{
    private const int Shortest = 8, Longest = 9;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("runner-token", PrivacyKind.ServiceToken, "Short tokens of GitLab's runners");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("system ID: ", WordStart: true), new("builds/", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = at;
        if (text[at] == 'b')
        {
            if (Bytes.At(text, at - 1) != '/') return;
            end = start;
            while (end < text.Length && IsOfToken(text[end])) end++;
            if (Bytes.At(text, end) != '/' || !Bytes.IsDigit(Bytes.At(text, end + 1)) || Bytes.At(text, end + 2) != '/') return;
        }
        else
        {
            if (!text[..at].EndsWith(", "u8)) return;
            start = end = at - 2;
            while (start > 0 && IsOfToken(text[start - 1])) start--;
            if (Bytes.At(text, start - 1) != ' ') return;
        }
        if (end - start is >= Shortest and <= Longest) found.Replace(start, end - start, Rule.Kind);
    }

    private static bool IsOfToken(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'-' or (byte)'_';
}
