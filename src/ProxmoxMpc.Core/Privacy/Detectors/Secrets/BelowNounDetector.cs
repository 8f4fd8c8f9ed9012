using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A password alone on the line below the word for it, which ends a sentence with a colon, in mails that are quoted and between the marks of code, too:
/// <c>&gt; the account is jane, password:</c> and <c>&gt; x</c>.
/// </summary>
internal sealed class BelowNounDetector : Detector
{
    private const int Shortest = 6, Longest = 64;

    private static readonly string[] Nouns =
    [
        "password", "passwort", "kennwort", "wachtwoord", "heslo", "hasło", "haslo", "mot de passe", "contraseña", "senha", "salasana", "lösenord",
        "adgangskode", "passord", "passphrase", "jelszó", "parola",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("below-noun", PrivacyKind.Password, "Passwords alone on the line below the word for them");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from noun in Nouns from end in new[] { ":\n", ":\r\n" } select new Anchor(noun + end, IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = WordAt(text, at + length);
        if (Bytes.StartsWithAt(text, start, "```"u8) && text[start..].IndexOf((byte)'\n') is > 0 and var feed) start = WordAt(text, start + feed + 1);
        var value = text[start..Bytes.LineEnd(text, start)].TrimEnd(" `"u8);
        if (IsPassword(value)) found.Replace(start, value.Length, Rule.Kind);
    }

    /// <summary>Behind the marks of a quoted mail, of a list and of code.</summary>
    private static int WordAt(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'>') at++;
        if (Bytes.At(text, at) == '`' && Bytes.At(text, at + 1) != '`') at++;
        return at;
    }

    private static bool IsPassword(ReadOnlySpan<byte> value)
    {
        if (value.Length is < Shortest or > Longest || value.IndexOfAny(" \t\":={}<>/\\"u8) >= 0 || !Bytes.IsLetterOrDigit(value[0])) return false;
        if (value[^1] is (byte)'.' or (byte)',' || KeyValueText.IsReference(value)) return false;
        var hasDigits = value.ContainsAnyInRange((byte)'0', (byte)'9') && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0;
        return hasDigits || ToldText.ShapeOf(value) != ToldShape.None;
    }
}
