using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>Text into HCL: quoting, and names.</summary>
public static class HclText
{
    /// <summary>
    /// The text in the form in which Terraform has every string: each letter with its marks as one character where there is one (Unicode's NFC).
    /// A text with a lone surrogate stays as it is.
    /// </summary>
    public static string Composed(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Ascii.IsValid(value) || HasLoneSurrogate(value)) return value;
        // A character that is none, which .NET refuses to look at; nothing composes with it.
        if (value.Contains(NoCharacter)) return string.Join(NoCharacter, value.Split(NoCharacter).Select(Composed));
        if (value.IsNormalized(NormalizationForm.FormC)) return value;
        return value.Normalize(NormalizationForm.FormC);
    }

    private const char NoCharacter = '\uFFFE';

    private static bool HasLoneSurrogate(ReadOnlySpan<char> value)
    {
        while (value.Length > 0)
        {
            if (Rune.DecodeFromUtf16(value, out _, out var length) != System.Buffers.OperationStatus.Done) return true;
            value = value[length..];
        }
        return false;
    }

    /// <summary>
    /// A quoted string whose value is exactly <paramref name="value"/>, whatever it holds. Control characters, line separators and characters that
    /// change the direction of text or are invisible are written as <c>\u</c>. A lone surrogate, which no HCL can express, stays as it is.
    /// </summary>
    public static string Quote(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var text = new StringBuilder(value.Length + 8).Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '{' when i > 0 && (value[i - 1] is '$' or '%'):
                    // Any run of the sign before a brace is an escape once it has one sign more: ${ -> $${, $${ -> $$${.
                    text.Append(value[i - 1]).Append('{');
                    break;
                default:
                    if (MustEscape(c)) text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else text.Append(c);
                    break;
            }
        }
        return text.Append('"').ToString();
    }

    /// <summary>Whether <paramref name="s"/> can be written bare as the name of an attribute, a block or a key.</summary>
    public static bool IsIdentifier(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (s.Length == 0) return false;
        var length = CharClasses.IdentifierStart(s, 0, s.Length);
        if (length == 0) return false;
        for (var i = length; i < s.Length; i += length)
        {
            length = CharClasses.IdentifierPart(s, i, s.Length);
            if (length == 0) return false;
        }
        return true;
    }

    /// <summary>
    /// An identifier made from any text: each character that may not stand in one becomes <c>_</c>, and a first one that may not start one gets a
    /// <c>_</c> before it. Different texts may give the same identifier.
    /// </summary>
    public static string ToIdentifier(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (s.Length == 0) return "_";
        var text = new StringBuilder(s.Length + 1);
        if (CharClasses.IdentifierStart(s, 0, s.Length) == 0 && CharClasses.IdentifierPart(s, 0, s.Length) > 0) text.Append('_');
        int length;
        for (var i = 0; i < s.Length; i += length)
        {
            length = CharClasses.IdentifierPart(s, i, s.Length);
            if (length > 0)
            {
                text.Append(s, i, length);
                continue;
            }
            length = char.IsSurrogatePair(s, i) ? 2 : 1;
            text.Append('_');
        }
        return text.ToString();
    }

    /// <summary>Whether a character would not show, or show something else than the text says.</summary>
    internal static bool MustEscape(char c) =>
        c < ' ' || c is >= '\u007F' and <= '\u009F' or '\u061C' or '\u180E' or '\u200B' or '\u200E' or '\u200F'
            or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or '\uFEFF';
}
