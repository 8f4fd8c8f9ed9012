using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Classes of bytes and what is common to reading them. A byte of 128 and above is a letter: part of a UTF-8 one, most likely.</summary>
internal static class Bytes
{
    private const byte Lower = 1, Upper = 2, Digit = 4, HexLetter = 8, High = 16, Base64 = 32, Blank = 64;

    // The longest has three numbers for a shade: [38;2;255;135;0m
    private const int LongestColour = 24;

    private const byte ColourEscape = 0x1b;

    /// <summary>
    /// The classes of each byte, 32 a row. Written out, for an array would be asked for anew at each look where the code was compiled ahead of time. Signs of typography
    /// begin with C2 and E2, U+0080 to U+00BF (a blank that does not break, a French quote) and U+2000 and above: no letters.
    /// </summary>
    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 64, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0, 32, 0, 32, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 0, 0, 0, 32, 0, 0,
        0, 42, 42, 42, 42, 42, 42, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 34, 0, 0, 0, 0, 32,
        0, 41, 41, 41, 41, 41, 41, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 33, 0, 0, 0, 0, 0,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
        16, 16, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
        16, 16, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLetterOrDigit(byte b) => (Classes[b] & (Lower | Upper | Digit | High)) != 0;

    public static bool IsLetter(byte b) => (Classes[b] & (Lower | Upper | High)) != 0;

    public static bool IsAsciiLetterOrDigit(byte b) => (Classes[b] & (Lower | Upper | Digit)) != 0;

    public static bool IsAsciiLetter(byte b) => (Classes[b] & (Lower | Upper)) != 0;

    public static bool IsLower(byte b) => (Classes[b] & Lower) != 0;

    public static bool IsUpper(byte b) => (Classes[b] & Upper) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsHex(byte b) => (Classes[b] & (Digit | HexLetter)) != 0;

    /// <summary>Letters, digits and <c>+ / = _ -</c>.</summary>
    public static bool IsBase64(byte b) => (Classes[b] & Base64) != 0;

    /// <summary>Space, tab, CR, LF.</summary>
    public static bool IsBlank(byte b) => (Classes[b] & Blank) != 0;

    public static int HexValue(byte b) => b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToLower(byte b) => (uint)(b - 'A') <= 25 ? (byte)(b | 0x20) : b;

    /// <summary>The byte there, 0 outside of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte At(ReadOnlySpan<byte> text, int index) => (uint)index < (uint)text.Length ? text[index] : (byte)0;

    public static bool StartsWithAt(ReadOnlySpan<byte> text, int index, ReadOnlySpan<byte> what) =>
        index >= 0 && index <= text.Length - what.Length && text.Slice(index, what.Length).SequenceEqual(what);

    /// <summary>Compares without the case of ASCII letters; <paramref name="lower"/> is in lower case.</summary>
    public static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, int index, ReadOnlySpan<byte> lower)
    {
        if (index < 0 || index > text.Length - lower.Length) return false;
        for (var i = 0; i < lower.Length; i++)
            if (ToLower(text[index + i]) != lower[i]) return false;
        return true;
    }

    /// <summary>The runs of letters of a text of one char a byte, in lower case.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && IsLetter((byte)text[i])) i++;
            if (i > start) words.Add(text[start..i].ToLowerInvariant());
        }
        return words;
    }

    /// <summary>The first position from <paramref name="index"/> on that is neither space nor tab.</summary>
    public static int SkipBlanks(ReadOnlySpan<byte> text, int index)
    {
        while (index < text.Length && text[index] is (byte)' ' or (byte)'\t') index++;
        return index;
    }

    public static int LineStart(ReadOnlySpan<byte> text, int index) => text[..Math.Min(index, text.Length)].LastIndexOf((byte)'\n') + 1;

    /// <summary>Where the line ends: at its CR LF or LF, or at the end of the text.</summary>
    public static int LineEnd(ReadOnlySpan<byte> text, int index)
    {
        var length = text[index..].IndexOf((byte)'\n');
        var end = length < 0 ? text.Length : index + length;
        return end > index && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Steps from a line to the one below it; false where there is none.</summary>
    /// <param name="end">Where a line ends, or a place on it; then where the next one ends.</param>
    /// <param name="start">Where the next one begins.</param>
    public static bool NextLine(ReadOnlySpan<byte> text, ref int end, out int start)
    {
        var feed = text[end..].IndexOf((byte)'\n');
        start = feed < 0 ? text.Length : end + feed + 1;
        if (start == text.Length) return false;
        end = LineEnd(text, start);
        return true;
    }

    /// <summary>
    /// Whether a word may begin there: no letter or digit stands before, or what stands before is the end of an escape
    /// (<c>%3A</c>, <c>%253A</c>, <c>\n</c>, <c>\u0022</c>, <c>=40</c>, what colours a terminal).
    /// </summary>
    public static bool IsWordStart(ReadOnlySpan<byte> text, int index) =>
        index <= 0 || index >= text.Length || !IsLetterOrDigit(text[index - 1]) || EscapeBefore(text, index) > 0 || EndsSign(text, index);

    /// <summary>Whether a sign of typography ends there, whose last byte looks like a letter's: a French quote, a blank that does not break.</summary>
    private static bool EndsSign(ReadOnlySpan<byte> text, int index) =>
        text[index - 1] is >= 0x80 and < 0xC0 && (At(text, index - 2) == 0xC2 || At(text, index - 3) == 0xE2);

    /// <summary>The length of the escape that ends before <paramref name="index"/>; 0 where there is none.</summary>
    public static int EscapeBefore(ReadOnlySpan<byte> text, int index)
    {
        // Of a text that breaks off no more is known.
        if (index > text.Length) return 0;
        if (index >= 3 && text[index - 1] is (byte)'m' or (byte)'h' or (byte)'l' && ColourBefore(text, index) is > 0 and var colour) return colour;
        if (index >= 3 && text[index - 1] == 'm') return 0;
        // grep erases the rest of the line behind each colour: ESC[K
        if (index >= 3 && text[index - 1] == 'K') return text[index - 2] == '[' && text[index - 3] == ColourEscape ? 3 : 0;
        if (index >= 2 && text[index - 2] == '\\' && text[index - 1] is (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f') return 2;
        if (index >= 3 && text[index - 2] == '`' && text[index - 1] is (byte)'n' or (byte)'t' or (byte)'r' && EndsText(text[index - 3])) return 2;
        if (index < 3 || !IsHex(text[index - 1]) || !IsHex(text[index - 2])) return 0;
        if (text[index - 3] is (byte)'%' or (byte)'=') return 3;
        if (index >= 5 && text[index - 3] == '5' && text[index - 4] == '2' && text[index - 5] == '%') return 5;
        if (index >= 4 && text[index - 3] == 'x' && text[index - 4] == '\\') return 4;
        return index >= 6 && text[index - 6] == '\\' && text[index - 5] == 'u' && IsHex(text[index - 4]) && IsHex(text[index - 3]) ? 6 : 0;
    }

    /// <summary>Whether PowerShell's escape may follow, <c>"user: jane`nhost: x"</c>; a name in backticks begins a word: <c>the `node`</c>, <c>a.`name`</c></summary>
    public static bool EndsText(byte b) => IsLetterOrDigit(b) || b is (byte)')' or (byte)'}' or (byte)']' or (byte)':' or (byte)';' or (byte)'!' or (byte)'?';

    /// <summary>
    /// The length of what colours a terminal and ends before <paramref name="index"/>, from its bracket on: <c>[0;31m</c>, <c>[m</c>; 0 where there is none. The escape
    /// before it may be written in many ways, and is lost where a log was copied from a window.
    /// </summary>
    public static int ColourBefore(ReadOnlySpan<byte> text, int index)
    {
        // What a terminal is told beside: [?2004h
        if (At(text, index - 1) is (byte)'h' or (byte)'l')
        {
            var mode = index - 2;
            while (mode >= 0 && index - mode <= LongestColour && IsDigit(text[mode])) mode--;
            return mode < index - 2 && At(text, mode) == '?' && At(text, mode - 1) == '[' ? index - mode + 1 : 0;
        }
        if (At(text, index - 1) != 'm') return 0;
        var i = index - 2;
        while (i >= 0 && index - i <= LongestColour && (IsDigit(text[i]) || text[i] == ';')) i--;
        // [5min] is a time.
        if (At(text, i) != '[' || i == index - 2 && At(text, i - 1) != ColourEscape) return 0;
        return !IsAsciiLetterOrDigit(At(text, i - 1)) || EndsColourEscape(text, i) ? index - i : 0;
    }

    /// <summary>Whether the escape ends there, as JSON, C and a shell write it: <c>\u001b</c>, <c>\x1b</c>, <c>\033</c>, <c>\e</c>.</summary>
    private static bool EndsColourEscape(ReadOnlySpan<byte> text, int at) =>
        At(text, at - 2) is (byte)'1' or (byte)'3' && At(text, at - 1) is (byte)'b' or (byte)'B' or (byte)'3' || At(text, at - 2) == '\\' && At(text, at - 1) == 'e';

    /// <summary>Where a line goes on behind the colours that it begins with.</summary>
    public static int SkipColours(ReadOnlySpan<byte> text, int at)
    {
        while (At(text, at) == 0x1b && At(text, at + 1) == '[')
        {
            var end = at + 2;
            while (end - at < LongestColour && (IsDigit(At(text, end)) || At(text, end) == ';')) end++;
            if (At(text, end) != 'm') return at;
            at = end + 1;
        }
        return at;
    }

    /// <summary>The length of the separator at <paramref name="index"/>, plain or encoded (<c>:</c> = <c>%3A</c> = <c>%253A</c> = <c>\u003a</c> = <c>&amp;#58;</c> = <c>=3A</c>); 0 where something else stands.</summary>
    public static int Separator(ReadOnlySpan<byte> text, int index, byte separator)
    {
        if ((uint)index >= (uint)text.Length) return 0;
        var b = text[index];
        if (b == separator) return 1;
        return b switch
        {
            (byte)'%' => IsHexOf(text, index + 1, separator) ? 3 : StartsWithAt(text, index, "%25"u8) && IsHexOf(text, index + 3, separator) ? 5 : 0,
            (byte)'=' => IsHexOf(text, index + 1, separator) ? 3 : 0,
            (byte)'\\' => StartsWithAt(text, index, "\\u00"u8) && IsHexOf(text, index + 4, separator) ? 6 : StartsWithAt(text, index, "\\x"u8) && IsHexOf(text, index + 2, separator) ? 4 : 0,
            (byte)'&' => HtmlEntity(text, index, separator),
            _ => 0,
        };
    }

    private static bool IsHexOf(ReadOnlySpan<byte> text, int index, byte value) =>
        index + 1 < text.Length && IsHex(text[index]) && IsHex(text[index + 1]) && ((HexValue(text[index]) << 4) | HexValue(text[index + 1])) == value;

    private static int HtmlEntity(ReadOnlySpan<byte> text, int index, byte value)
    {
        if (!StartsWithAt(text, index, "&#"u8)) return 0;
        var end = index + 2;
        var hex = At(text, end) is (byte)'x' or (byte)'X';
        if (hex) end++;
        var number = 0;
        while (end < text.Length && end < index + 9 && (hex ? IsHex(text[end]) : IsDigit(text[end]))) number = (number * (hex ? 16 : 10)) + HexValue(text[end++]);
        return number == value && At(text, end) == ';' ? end + 1 - index : 0;
    }
}
