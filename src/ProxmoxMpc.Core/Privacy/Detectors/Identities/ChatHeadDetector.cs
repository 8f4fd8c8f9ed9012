using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Who wrote a message, in the export of a chat that has the time in brackets and the account alone behind it: <c>[11/01/2024 8:02 PM] jane</c>.</summary>
internal sealed class ChatHeadDetector : Detector
{
    private const int LongestTime = 24, FewestDigits = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("chat-head", PrivacyKind.User, "Accounts alone behind the time of a chat's message");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" AM] "), new(" PM] ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var open = Bytes.LineStart(text, at);
        if (at - open is < FewestDigits or > LongestTime || text[open] != '[' || !IsTime(text[(open + 1)..at])) return;
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        var end = start + count;
        // jane#4417, jane (pinned)
        if (Bytes.At(text, end) == '#') while (end < text.Length && (text[end] == '#' || Bytes.IsDigit(text[end]))) end++;
        var rest = text[end..Bytes.LineEnd(text, end)];
        if (count is < 3 or > 32 || !rest.IsEmpty && !rest.SequenceEqual(" (pinned)"u8) || !Vocabulary.IsTelling(text.Slice(start, count))) return;
        found.Learn(PrivacyKind.User, text.Slice(start, count));
        NamedValue.TakeUser(text, start, count, found);
    }

    /// <summary>A date and an hour.</summary>
    private static bool IsTime(ReadOnlySpan<byte> time) =>
        time.Contains((byte)':') && time.Contains((byte)' ') && time.IndexOfAny("/-."u8) > 0 && time.IndexOfAnyExcept("0123456789:/-., "u8) < 0;
}
