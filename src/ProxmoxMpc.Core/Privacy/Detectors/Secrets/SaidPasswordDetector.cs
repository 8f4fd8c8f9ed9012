using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What is said of a password without its name: <c>lautet jetzt x</c>, <c>changed to x</c>, <c>try x</c>. Taken is only what looks like a password and
/// nothing else.
/// </summary>
internal sealed class SaidPasswordDetector : Detector
{
    // How far before it the password may be spoken of.
    private const int Reach = 160;

    private static readonly string[] Words =
    [
        "ist jetzt ", "lautet jetzt ", "lautet ", "is now ", "war vorher ", "changed to ", "reset to ", "noch ", "still ", "versuch ", "probier ", "try ",
        "vielleicht ", "maybe ",
        "geändert auf ", "geändert in ",
    ];

    private static readonly byte[][] Nouns =
    [
        .. new[] { "pw ", "pw:", "password", "passwort", "kennwort", "passwd", "passphrase" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public override PrivacyRule Rule => AnnouncedSecretDetector.AnnouncedRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)':' or (byte)'?') end--;
        var value = text[start..end];
        if (!CanBePassword(value) || value.IndexOfAny("!#$%&+=^~?*"u8) < 0 && !(IsMixed(value) && SpeaksOfPassword(text[Math.Max(0, at - Reach)..at]))) return;
        found.Replace(start, value.Length, Rule.Kind);
    }

    private static bool CanBePassword(ReadOnlySpan<byte> value) =>
        value.Length is >= 7 and <= 40 && value.ContainsAnyInRange((byte)'0', (byte)'9') && value.IndexOfAny("/:@"u8) < 0
        && value.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0;

    /// <summary>Small and capital letters, where no sign tells it.</summary>
    private static bool IsMixed(ReadOnlySpan<byte> value) =>
        value.Length >= 8 && value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0;

    private static bool SpeaksOfPassword(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            foreach (var noun in Nouns)
                if (Bytes.StartsWithIgnoreCase(before, i, noun) && Bytes.IsWordStart(before, i)) return true;
        return false;
    }
}
