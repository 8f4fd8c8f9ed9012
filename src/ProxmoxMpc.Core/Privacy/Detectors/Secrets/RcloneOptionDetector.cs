using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Settings of a remote that rclone takes in pairs: <c>rclone config create NAME b2 account x key y</c>, <c>rclone config update NAME pass=x</c>.</summary>
internal sealed class RcloneOptionDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("rclone-option", PrivacyKind.Password, "Secrets among the settings of a remote of rclone");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("rclone config create "), new("rclone config update "), new("rclone config password ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var isSecret = false;
        for (var i = at + length; i < line;)
        {
            i = Bytes.SkipBlanks(text, i);
            var quote = SecretText.QuoteAt(text, i);
            var word = quote.Length > 0 && SecretText.Quoted(text, i, quote) is { } quoted && quoted.End <= line ? quoted : new Extent(i, SecretText.WordEnd(text, i));
            if (word.IsEmpty || text[word.Start] is (byte)'|' or (byte)'>' or (byte)'&') return;
            i = Math.Max(word.End, i) + (word.Start > i ? quote.Length : 0);
            var span = text[word.Start..word.End];
            if (span.IndexOf((byte)'=') is > 0 and var sign && IsSecret(span[..sign])) Take(text, word with { Start = word.Start + sign + 1 }, found);
            else if (isSecret) Take(text, word, found);
            isSecret = !isSecret && IsSecret(span);
        }
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        if (!value.IsEmpty && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    private static bool IsSecret(ReadOnlySpan<byte> name) => name.SequenceEqual("key"u8) || KeyNames.MeaningOf(name) is KeyMeaning.Password or KeyMeaning.Token;
}
