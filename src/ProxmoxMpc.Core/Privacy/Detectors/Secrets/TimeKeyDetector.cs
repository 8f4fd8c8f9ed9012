using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Keys of ntpd and chrony, a number and an algorithm before each: <c>1 M x</c>, <c>12 SHA1 HEX:0123…</c>.</summary>
internal sealed class TimeKeyDetector : Detector
{
    private const int Shortest = 6, Longest = 140, LongestNumber = 5;

    private static readonly string[] Algorithms = ["MD5", "SHA1", "SHA256", "SHA512", "AES128", "AES256", "AES128CMAC"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("time-key", PrivacyKind.Password, "Keys of servers of the time");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Algorithms.Select(algorithm => new Anchor($" {algorithm} ")), .. "123456789".Select(number => new Anchor($"\n{number} M "))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // ntpd calls MD5 M.
        if (text[at] == '\n')
        {
            Value(text, at + length, needsDigit: true, found);
            return;
        }
        var number = text[Bytes.LineStart(text, at)..at].Trim((byte)' ');
        if (number.Length is 0 or > LongestNumber || number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return;
        Value(text, at + length, needsDigit: false, found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, bool needsDigit, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at);
        if (Bytes.StartsWithAt(text, start, "HEX:"u8)) start += 4;
        else if (Bytes.StartsWithAt(text, start, "ASCII:"u8)) start += 6;
        var line = Bytes.LineEnd(text, start);
        var end = SecretText.WordEnd(text, start);
        // A table goes on, a key has at most a remark behind it.
        if (end - start is < Shortest or > Longest || Bytes.SkipBlanks(text, end) is var next && next < line && text[next] != '#') return;
        if (!needsDigit || text[start..end].ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(start, end - start, Rule.Kind);
    }
}
