using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A password that a page tells in quotes, which are entities there: <c>password was set to &amp;quot;x&amp;quot;</c>.</summary>
internal sealed class EntityQuotedPasswordDetector : Detector
{
    private const int Shortest = 5, Longest = 64, Before = 48;

    private static readonly byte[][] Nouns = [.. new[] { "assword", "asswort", "ennwort", "assphrase", "ot de passe", "ontrase", "eslo" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("entity-quoted-password", PrivacyKind.Password, "Passwords between the quotes of a page");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("&quot;"), new("&#34;"), new("&#39;"), new("&apos;")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = text[start..Math.Min(Bytes.LineEnd(text, start), start + Longest + length)].IndexOf(text.Slice(at, length));
        if (count is < Shortest or > Longest) return;
        var value = text.Slice(start, count);
        if (value.ContainsAny(" <>"u8) || Vocabulary.IsWord(value) || CommonWords.Contains(value) || KeyValueText.IsReference(value)) return;
        // user=&quot;x&quot; behind a password: the key right before it counts.
        var key = text[..at].TrimEnd(" =:"u8);
        var word = key.LastIndexOfAny(" ;,>\"'&\n"u8) + 1;
        if (Bytes.At(text, at - 1) is (byte)'=' or (byte)':' && !ToldText.Holds(key[word..], Nouns)) return;
        if (ToldText.Holds(text[Math.Max(Bytes.LineStart(text, at), at - Before)..at], Nouns)) found.Replace(start, count, Rule.Kind);
    }
}
