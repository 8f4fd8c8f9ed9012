using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users of SNMPv3: Net-SNMP's <c>createUser name SHA "x" AES y</c>, and one line of YAML: <c>snmpv3: { user: x, auth: y, priv: z }</c>.</summary>
internal sealed class SnmpUserDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("createUser "), new("priv: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at] == 'p') InFlow(text, at, at + length, line, found);
        else if (text[(at + length)..line].Contains((byte)'"')) Quoted(text, at + length, line, found);
        else Bare(text, at + length, line, found);
    }

    private void InFlow(ReadOnlySpan<byte> text, int at, int after, int line, Findings found)
    {
        var before = text[Bytes.LineStart(text, at)..at];
        if (before.IndexOf("snmp"u8) < 0 && before.IndexOf("SNMP"u8) < 0 || before.LastIndexOf("auth: "u8) is not (>= 0 and var auth)) return;
        Word(text, at - before.Length + auth + 6, line, found);
        Word(text, after, line, found);
    }

    private void Word(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var quote = SecretText.QuoteAt(text, at);
        var value = quote.Length > 0 && SecretText.Quoted(text, at, quote) is { } quoted
            ? quoted : new Extent(at, Math.Min(line, SecretText.WordEnd(text, at)));
        var word = text[value.Start..value.End];
        if (word.Length >= 6 && !IsCipher(word) && !KeyValueText.IsReference(word)) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    private void Quoted(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        for (var i = at; i < line; i++)
        {
            if (text[i] != '"' || SecretText.Quoted(text, i, "\""u8) is not { } phrase) continue;
            found.Replace(phrase.Start, phrase.Length, Rule.Kind);
            i = phrase.End;
        }
    }

    /// <summary>Without quotes it is the word behind the name of an algorithm.</summary>
    private void Bare(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        for (var (i, isNext) = (at, false); i < line; i = Bytes.SkipBlanks(text, i))
        {
            var start = i;
            while (i < line && !Bytes.IsBlank(text[i])) i++;
            if (i == start) return;
            var word = text[start..i];
            var isAlgorithm = IsAlgorithm(word);
            if (isNext && !isAlgorithm && word.Length >= 6 && word[0] != '-') found.Replace(start, word.Length, Rule.Kind);
            isNext = isAlgorithm;
        }
    }

    /// <summary><c>AES128</c>, <c>SHA-256</c>: nothing but the name of an algorithm and the bits of it.</summary>
    private static bool IsCipher(ReadOnlySpan<byte> word) => IsAlgorithm(word) && word[3..].IndexOfAnyExcept("0123456789-"u8) < 0;

    private static bool IsAlgorithm(ReadOnlySpan<byte> word) =>
        word.StartsWith("SHA"u8) || word.StartsWith("AES"u8) || word.SequenceEqual("MD5"u8) || word.SequenceEqual("DES"u8);
}
