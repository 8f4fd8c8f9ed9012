using System.Globalization;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>Which characters HCL takes for names (Unicode's ID_Start and ID_Continue, with <c>_</c> and <c>-</c>) and for space.</summary>
internal static class CharClasses
{
    /// <summary>The length (1 or 2) of the character at <paramref name="index"/> if it can start a name, else 0.</summary>
    public static int IdentifierStart(string text, int index, int end)
    {
        var c = text[index];
        if (c < 0x80) return char.IsAsciiLetter(c) || c == '_' ? 1 : 0;
        return Classify(text, index, end, IsStartCategory);
    }

    /// <summary>The length (1 or 2) of the character at <paramref name="index"/> if it can continue a name, else 0.</summary>
    public static int IdentifierPart(string text, int index, int end)
    {
        var c = text[index];
        if (c < 0x80) return char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? 1 : 0;
        return Classify(text, index, end, IsPartCategory);
    }

    /// <summary>Go's unicode.IsSpace, which strip markers and flush heredocs use. .NET's own list also has U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) && c is not (>= '\u001C' and <= '\u001F');

    private static int Classify(string text, int index, int end, Func<UnicodeCategory, int, bool> test)
    {
        var length = char.IsHighSurrogate(text[index]) && index + 1 < end && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
        if (length == 1 && char.IsSurrogate(text[index])) return 0;
        var rune = char.ConvertToUtf32(text, index);
        return test(CharUnicodeInfo.GetUnicodeCategory(rune), rune) ? length : 0;
    }

    private static bool IsStartCategory(UnicodeCategory category, int rune) => category switch
    {
        // U+2E2F is a letter by category but Pattern_Syntax, so Unicode keeps it out of identifiers.
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => rune != 0x2E2F,
        _ => rune is 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C,
    };

    private static bool IsPartCategory(UnicodeCategory category, int rune) => category switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        _ => IsStartCategory(category, rune) || rune is 0xB7 or 0x387 or 0x19DA or (>= 0x1369 and <= 0x1371),
    };
}
