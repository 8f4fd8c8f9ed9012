using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>The escapes of string literals: backslash ones in quoted strings, doubled <c>$</c> and <c>%</c> before a brace everywhere.</summary>
internal static class StringEscapes
{
    /// <summary>The literal's value, or null with what is wrong and where.</summary>
    public static string? Resolve(string text, int start, int end, bool quoted, out string error, out int errorAt)
    {
        error = "";
        errorAt = start;
        if (text.AsSpan(start, end - start).IndexOfAny('\\', '{') < 0) return text[start..end];
        var value = new StringBuilder(end - start);
        for (var i = start; i < end; i++)
        {
            var c = text[i];
            if (c == '\\' && quoted)
            {
                errorAt = i;
                if (i + 1 >= end)
                {
                    error = "Expected n, r, t, \", \\, u or U after '\\', but found the end of the line.";
                    return null;
                }
                if (!Backslash(text, ref i, end, value, ref error)) return null;
            }
            else if (c is '$' or '%')
            {
                var run = 1;
                while (i + run < end && text[i + run] == c) run++;
                var escapes = run > 1 && i + run < end && text[i + run] == '{';
                value.Append(c, escapes ? run - 1 : run);
                i += run - 1;
            }
            else value.Append(c);
        }
        return value.ToString();
    }

    private static bool Backslash(string text, ref int i, int end, StringBuilder value, ref string error)
    {
        var c = text[++i];
        switch (c)
        {
            case 'n': value.Append('\n'); return true;
            case 'r': value.Append('\r'); return true;
            case 't': value.Append('\t'); return true;
            case '"' or '\\': value.Append(c); return true;
            case 'u' or 'U':
                var digits = c == 'u' ? 4 : 8;
                if (i + digits >= end
                    || !uint.TryParse(text.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune))
                {
                    error = $"Expected {digits} hexadecimal digits after '\\{c}'.";
                    return false;
                }
                if (!Rune.IsValid(rune))
                {
                    error = $"Expected the number of a character after '\\{c}', but U+{rune:X4} is none.";
                    return false;
                }
                value.Append(new Rune(rune).ToString());
                i += digits;
                return true;
            default:
                error = $"Expected n, r, t, \", \\, u or U after '\\', but found '{c}'.";
                return false;
        }
    }
}
