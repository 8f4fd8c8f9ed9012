using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The machine a section of a collection is of, told by its head: <c>### web-01: road warriors, /etc/x.conf</c>, <c>### ipsec.secrets on web-01 (old)</c>,
/// <c>===== web-01: wg show</c>. A head without a file or a command is any sentence.
/// </summary>
internal sealed class HeadNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("head-name", PrivacyKind.Host, "Machines in the heads of collected files");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\n### "), new("\n## "), new("\n#### "), new("\n===== "), new("\n==== "), new("\n=== ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var line = Bytes.LineEnd(text, start);
        var count = NamedValue.NameLength(text, start);
        var rest = text[(start + count)..line];
        if (count >= 2 && rest is [(byte)':', (byte)' ', ..] && rest.IndexOf(" /"u8) > 0) Take(text, start, count, found);
        else if (IsFile(text.Slice(start, count)) && rest.StartsWith(" on "u8))
            Take(text, start + count + 4, NamedValue.NameLength(text, start + count + 4), found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        var name = text.Slice(start, count);
        if (count >= 3 && Vocabulary.IsTelling(name) && IsMade(name)) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    /// <summary>A name that is no word of a heading: with a dash or a digit in it.</summary>
    private static bool IsMade(ReadOnlySpan<byte> name) => name.IndexOfAny("-0123456789"u8) > 0;

    private static bool IsFile(ReadOnlySpan<byte> name) => name.Contains((byte)'.') && name[^1] != '.' && !Bytes.IsDigit(name[0]);
}
