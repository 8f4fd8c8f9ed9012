using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>The verbs of <c>format</c> that need no guessing: <c>%% %s %v %d %t %x %X %o %b</c> with width, <c>0</c> and <c>-</c>, and <c>%[n]s</c>.</summary>
internal static class FormatFunction
{
    /// <summary>The text, or null for a verb, flag or argument beyond that. <c>arguments[0]</c> is the format itself.</summary>
    public static string? Render(string format, IReadOnlyList<HclValue> arguments)
    {
        var text = new StringBuilder();
        var (next, used) = (1, 0);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }
            i++;
            bool zero = false, left = false;
            for (; i < format.Length && (format[i] is '0' or '-'); i++)
            {
                zero |= format[i] == '0';
                left |= format[i] == '-';
            }
            var start = i;
            while (i < format.Length && char.IsAsciiDigit(format[i])) i++;
            if (i - start > 4) return null;
            var width = i > start ? int.Parse(format.AsSpan(start, i - start), CultureInfo.InvariantCulture) : 0;
            if (i < format.Length && format[i] == '[')
            {
                var close = format.IndexOf(']', i);
                if (close < 0 || !int.TryParse(format.AsSpan(i + 1, close - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out next) || next < 1) return null;
                i = close + 1;
            }
            if (i >= format.Length) return null;
            if (format[i] == '%' && i > 0 && format[i - 1] == '%')
            {
                text.Append('%');
                continue;
            }
            if (next >= arguments.Count || Verb(format[i], arguments[next]) is not { } value) return null;
            used = Math.Max(used, next++);
            if (width > 0 && !Ascii.IsValid(value)) return null;
            text.Append(Pad(value, width, zero && !left, left));
        }
        // Terraform refuses arguments that no verb takes.
        return used == arguments.Count - 1 ? text.ToString() : null;
    }

    private static string Pad(string value, int width, bool zero, bool left)
    {
        if (left) return value.PadRight(width);
        if (!zero) return value.PadLeft(width);
        return value.StartsWith('-') ? "-" + value[1..].PadLeft(Math.Max(0, width - 1), '0') : value.PadLeft(width, '0');
    }

    private static string? Verb(char verb, HclValue argument)
    {
        switch (verb)
        {
            case 's': return Conversions.ToText(argument);
            case 'v': return Conversions.ToText(argument);
            case 't': return Conversions.ToBool(argument) is { } truth ? (truth ? "true" : "false") : null;
        }
        if (verb is not ('d' or 'x' or 'X' or 'o' or 'b')) return null;
        if (Conversions.ToNumber(argument) is not { } number || decimal.Truncate(number) != number || Math.Abs(number) > long.MaxValue) return null;
        var integer = (long)number;
        return verb switch
        {
            'd' => integer.ToString(CultureInfo.InvariantCulture),
            _ when integer < 0 => null,
            'x' => integer.ToString("x", CultureInfo.InvariantCulture),
            'X' => integer.ToString("X", CultureInfo.InvariantCulture),
            'o' => Convert.ToString(integer, 8),
            _ => Convert.ToString(integer, 2),
        };
    }
}
