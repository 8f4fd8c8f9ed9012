using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a test of Pester expected and what it got, where the test says that it is of a secret: <c>[-] password of web is set</c>, and below it
/// <c>Expected: 'x'</c> and <c>But was:  'y'</c>.
/// </summary>
internal sealed class AssertedSecretDetector : Detector
{
    private const int MostLines = 8, LongestLine = 300, Shortest = 4;

    private static readonly byte[][] Nouns = Phrases.Of("secret", "password", "passwd", "passphrase", "token", "credential", "community", "api key");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("asserted-secret", PrivacyKind.Password, "Secrets that a failed test expected or got");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("But was: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return;
        var expected = default(Extent);
        var start = Bytes.LineStart(text, at);
        for (var lines = 0; lines < MostLines && start > 0; lines++)
        {
            var end = start - 1;
            start = Bytes.LineStart(text, end);
            var first = Bytes.SkipBlanks(text, start);
            if (Bytes.StartsWithAt(text, first, "Expected: "u8)) expected = Quoted(text, first + "Expected:".Length, end);
            if (!Bytes.StartsWithAt(text, first, "[-] "u8)) continue;
            if (end - first > LongestLine || !SpeaksOfSecret(text[first..end])) return;
            Take(text, expected, found);
            Take(text, Quoted(text, at + length, Bytes.LineEnd(text, at)), found);
            return;
        }
    }

    /// <summary>Whether a word stands in the line that says what a test looks for, which a time ends:
    /// <c>[-] secret web equals the key in the book 204ms (203ms|1ms)</c>.</summary>
    public static bool IsTest(ReadOnlySpan<byte> text, int at)
    {
        var start = Bytes.SkipBlanks(text, Bytes.LineStart(text, at));
        if (start >= at || Bytes.At(text, start) != '[') return false;
        if (Bytes.At(text, start + 1) is not ((byte)'+' or (byte)'-' or (byte)'!' or (byte)'?') || Bytes.At(text, start + 2) != ']') return false;
        var line = text[start..Bytes.LineEnd(text, at)].TrimEnd((byte)' ');
        return line.EndsWith("s)"u8) && line.IndexOf("s ("u8) > 0 || line.EndsWith("ms"u8);
    }

    private static bool SpeaksOfSecret(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
            foreach (var noun in Nouns)
                if (Bytes.StartsWithIgnoreCase(line, i, noun)) return true;
        return false;
    }

    private static Extent Quoted(ReadOnlySpan<byte> text, int at, int end)
    {
        at = Bytes.SkipBlanks(text, at);
        if (at >= end || text[at] != '\'' || text[at..end].LastIndexOf((byte)'\'') is not (> 0 and var close)) return default;
        return new Extent(at + 1, at + close);
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        if (value.Length >= Shortest && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
