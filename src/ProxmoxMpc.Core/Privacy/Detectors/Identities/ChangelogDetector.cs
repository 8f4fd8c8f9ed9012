using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Who made a package, at the end of an entry of its changelog, which is everybody's: <c> -- Jane Doe &lt;jane@debian.org>  Tue, 04 Nov 2026 22:08:40 +0100</c></summary>
internal sealed class ChangelogDetector : Detector
{
    private const int LongestLine = 200, LengthOfTime = 31;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("changelog", PrivacyKind.Email, "Who made a package stays, in the changelogs that apt shows");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\n -- ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, start);
        if (end - start > LongestLine || text[start..end].IndexOf(">  "u8) is not (> 0 and var close) || text.Slice(start, close).IndexOf(" <"u8) is not (> 0 and var open)) return;
        // Two blanks and a whole date: nobody signs a mail so.
        var time = text[(start + close + 3)..end].TrimEnd((byte)' ');
        if (time.Length != LengthOfTime || time[3] != ',' || time[^5] is not ((byte)'+' or (byte)'-')) return;
        found.Keep(start, close + 1);
    }
}
