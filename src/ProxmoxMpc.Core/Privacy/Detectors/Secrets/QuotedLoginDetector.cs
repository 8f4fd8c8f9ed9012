using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A user, and a password in quotes behind a preposition: <c>user jane with "x y"</c>, <c>Benutzer jane mit "x"</c>.</summary>
internal sealed class QuotedLoginDetector : Detector
{
    private static readonly byte[][] Owners =
    [
        .. new[] { "user", "login", "account", "benutzer", "konto", "as", "als", "username", "utilisateur",
        "usuario" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from word in new[] { "with", "mit", "pw", "avec", "con" } from quote in new[] { '"', '\'' } select new Anchor($" {word} {quote}"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var quote = at + length - 1;
        if (SecretText.Quoted(text, quote, text.Slice(quote, 1)) is not { Length: >= 4 and <= 64 } value
            || KeyValueText.IsReference(text[value.Start..value.End]))
            return;
        if (EndsWithOwner(text[Bytes.LineStart(text, at)..at])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>Whether the word before the last one says that a user's name follows.</summary>
    private static bool EndsWithOwner(ReadOnlySpan<byte> before)
    {
        var name = before.Length;
        while (name > 0 && !Bytes.IsBlank(before[name - 1])) name--;
        var noun = before[..name].TrimEnd(" :"u8);
        foreach (var owner in Owners)
            if (Bytes.StartsWithIgnoreCase(noun, noun.Length - owner.Length, owner)) return true;
        return false;
    }
}
