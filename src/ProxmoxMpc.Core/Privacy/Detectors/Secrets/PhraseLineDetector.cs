using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A phrase of some words that is told on a line of its own, in a mail that is quoted, too: <c>&gt; passphrase Three Plain Words 1966</c>. A sentence goes
/// on in small letters.
/// </summary>
internal sealed class PhraseLineDetector : Detector
{
    private const int FewestWords = 2, MostWords = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("phrase-line", PrivacyKind.Password, "Passphrases of several words on a line of their own");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("passphrase ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept("> \t*-"u8) >= 0) return;
        var phrase = text[(at + length)..Bytes.LineEnd(text, at)].TrimEnd((byte)' ');
        if (IsPhrase(phrase)) found.Replace(at + length, phrase.Length, Rule.Kind);
    }

    /// <summary>Words that each begin with a capital, and a number or a sign among them.</summary>
    private static bool IsPhrase(ReadOnlySpan<byte> phrase)
    {
        var (words, numbers) = (0, 0);
        foreach (var part in phrase.Split((byte)' '))
        {
            var word = phrase[part];
            if (word.IsEmpty || !Bytes.IsUpper(word[0]) && !Bytes.IsDigit(word[0]) || word.IndexOfAny(":;,\"'`()/"u8) >= 0) return false;
            words++;
            if (word.ContainsAny("0123456789!#$%&+?*"u8)) numbers++;
        }
        return words is >= FewestWords and <= MostWords && numbers > 0;
    }
}
