using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users in the log of a web server, before the time and the request: <c>10.0.0.1 - jane [04/Mar/2026:08:11:02 +0000] "GET …</c></summary>
internal sealed class WebLogUserDetector : Detector
{
    private const int LongestTime = 40;

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "PROPFIND" }.Select(verb => new Anchor($"] \"{verb} "))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var open = text[..at].LastIndexOf((byte)'[');
        if (open < 2 || at - open > LongestTime || text[open - 1] != ' ') return;
        var user = new Extent(WordStart(text, open - 1), open - 1);
        if (user.Length > 2) AccountValue.Take(text, user, found, learns: true);
    }

    private static int WordStart(ReadOnlySpan<byte> text, int end)
    {
        while (end > 0 && !Bytes.IsBlank(text[end - 1])) end--;
        return end;
    }
}
