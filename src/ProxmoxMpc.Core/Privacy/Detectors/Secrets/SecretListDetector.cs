using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lists of secrets: <c>communities: [x, y]</c>, <c>passwords:</c> and items below it.</summary>
internal sealed class SecretListDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-list", PrivacyKind.Password, "Lists of passwords, tokens and communities");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "passwords", "passphrases", "communities", "community", "tokens", "secrets", "psks", "api_keys", "apikeys", "credentials" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var i = at + length;
        i += SecretText.QuoteAt(text, i).Length;
        i = Bytes.SkipBlanks(text, i);
        if (Bytes.At(text, i) is not ((byte)':' or (byte)'=')) return;
        var end = Bytes.LineEnd(text, i);
        i = Bytes.SkipBlanks(text, i + 1);
        if (PowerShellText.IsSetToCode(text, at, i)) return;
        if (Bytes.At(text, i) == '[')
        {
            for (i++; i < end && text[i] != ']'; i++)
            {
                i = Bytes.SkipBlanks(text, i);
                if (Bytes.At(text, i) is (byte)'{' or (byte)'[' || IsCall(text, i)) return;
                i = Item(text, i, end, found);
            }
            return;
        }
        if (i < end) return;
        var indent = Bytes.SkipBlanks(text, Bytes.LineStart(text, at)) - Bytes.LineStart(text, at);
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first - start < indent || !Bytes.StartsWithAt(text, first, "- "u8) || text[first..end].IndexOf(": "u8) > 0) return;
            Item(text, Bytes.SkipBlanks(text, first + 2), end, found);
        }
    }

    /// <summary><c>[UsernamePasswordCredential(username=jane, source=null)]</c>: an object as Java prints it.</summary>
    private static bool IsCall(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && Bytes.IsAsciiLetter(text[at])) at++;
        return Bytes.At(text, at) == '(';
    }

    /// <summary>Takes an item; returns where it ends.</summary>
    private int Item(ReadOnlySpan<byte> text, int at, int limit, Findings found)
    {
        var quote = SecretText.QuoteAt(text, at);
        var value = quote.Length > 0 && SecretText.Quoted(text, at, quote) is { } quoted ? quoted : new Extent(at, Math.Min(limit, SecretText.WordEnd(text, at)));
        var span = text[value.Start..value.End];
        // Names of secrets and of files, the communities that everybody has.
        if (span.Length >= 4 && !RouteCommunityText.IsPair(text, value.Start) && !KeyValueText.IsReference(span) && !span.SequenceEqual("public"u8) && !span.SequenceEqual("private"u8) && span[0] is not ((byte)'/' or (byte)'.') && (span.ContainsAny("0123456789!#$%&+=^~?*@"u8) || span.IndexOfAnyInRange((byte)'A', (byte)'Z') > 0) && !Vocabulary.IsWord(span))
            found.Replace(value.Start, value.Length, Rule.Kind);
        return value.End + quote.Length;
    }
}
