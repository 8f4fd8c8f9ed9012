using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords of several words that a sentence quotes: <c>the password of the old printer was "Ink 4 all!"</c></summary>
internal sealed class QuotedPassphraseDetector : Detector
{
    // Back to the noun, and the passphrase itself.
    private const int BackReach = 96, Shortest = 6, Longest = 64;

    private static readonly string[] Verbs = ["is", "was", "ist", "war", "lautet", "lautete"], Quotes = ["\"", "'", "`", "“", "„", "»", "«"];

    private static readonly byte[][] Opening = [.. Quotes.Select(Encoding.UTF8.GetBytes)], Closing = [.. new[] { "\"", "'", "`", "”", "“", "«", "»" }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Nouns = Phrases.Of("password", "passphrase", "passwort", "kennwort");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("quoted-passphrase", PrivacyKind.Password, "Passwords of several words that a sentence quotes");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from verb in Verbs from quote in Quotes select new Anchor($" {verb} {quote}")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var quote = 0;
        while (!text[..start].EndsWith(Opening[quote])) quote++;
        var end = text[start..Math.Min(Bytes.LineEnd(text, start), start + Longest)].IndexOf(Closing[quote]);
        if (end < Shortest || !IsPassphrase(text.Slice(start, end))) return;
        var sentence = text[Math.Max(Bytes.LineStart(text, at), at - BackReach)..at];
        if (ToldText.Holds(sentence[(sentence.LastIndexOfAny((byte)'.', (byte)';', (byte)'?') + 1)..], Nouns)) found.Replace(start, end, Rule.Kind);
    }

    /// <summary>Words with a digit or a sign among them, as no message has them.</summary>
    private static bool IsPassphrase(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)' ') > 0 && value.IndexOfAny("<>{}()[]\\"u8) < 0
        && (value[..^1].IndexOfAny("!#$%&+=^~*"u8) >= 0 || value.ContainsAnyInRange((byte)'0', (byte)'9') && value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0);
}
