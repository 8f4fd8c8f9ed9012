using System.Text;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>Proxmox's small text conventions: lists, sizes, booleans.</summary>
internal static class TextRules
{
    private static readonly char[] ListSeparators = [',', ';', ' ', '\t', '\n', '\r', '\f', '\v'];

    /// <summary>Splits a list at commas, semicolons and blanks; at NUL when there is one (repeated form keys arrive so).</summary>
    public static string[] SplitList(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return [];
        return text.Contains('\0') ? text.Split('\0') : text.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A whole number; what is too large for the type is its largest value, what is none is 0.</summary>
    public static long Long(string text)
    {
        if (long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long value))
            return value;
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double large) ? large < 0 ? long.MinValue : long.MaxValue : 0;
    }

    /// <summary>As <see cref="Long"/>, within an int.</summary>
    public static int Int(string text) => (int)Math.Clamp(Long(text), int.MinValue, int.MaxValue);

    /// <summary>1, on, yes, true and their opposites in any case; null when it is neither.</summary>
    public static string? ParseBoolean(string text) => text.ToLowerInvariant() switch
    {
        "1" or "on" or "yes" or "true" => "1",
        "0" or "off" or "no" or "false" => "0",
        _ => null,
    };

    /// <summary>"4G", "528K", "1.5T", "4GiB" or bytes; null when it is none of them.</summary>
    public static long? ParseSize(string text)
    {
        ReadOnlySpan<char> number = text;
        if (number.EndsWith("iB"))
            number = number[..^2];
        double factor = 1;
        if (number.Length > 0 && "KMGT".IndexOf(number[^1], StringComparison.Ordinal) is >= 0 and var power)
        {
            factor = Math.Pow(1024, power + 1);
            number = number[..^1];
        }
        else if (number.Length != text.Length)
        {
            return null;
        }
        return IsPlainNumber(number) ? (long)(double.Parse(number, System.Globalization.CultureInfo.InvariantCulture) * factor) : null;
    }

    /// <summary>Bytes in the largest unit that divides them: 4G, 528K, 10737418241; nothing is "0T", as Proxmox prints it.</summary>
    public static string FormatSize(long bytes)
    {
        string unit = "";
        foreach (string next in (string[])["K", "M", "G", "T"])
        {
            if (bytes % 1024 != 0)
                break;
            bytes /= 1024;
            unit = next;
        }
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes}{unit}");
    }

    /// <summary>URI unescaping of bytes as Perl does it: "%41", but "+" stays a plus.</summary>
    public static string UriUnescape(string text) => Uri.UnescapeDataString(text);

    /// <summary>A line of a description in a config file: control and non-ASCII bytes, ':' and '%' as %XX.</summary>
    public static string EncodeComment(string line)
    {
        var result = new StringBuilder(line.Length);
        foreach (byte b in Encoding.UTF8.GetBytes(line))
        {
            if (b is < 0x20 or > 0x7e or (byte)':' or (byte)'%')
                result.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                result.Append((char)b);
        }
        return result.ToString();
    }

    private static bool IsPlainNumber(ReadOnlySpan<char> text)
    {
        int dot = text.IndexOf('.');
        var whole = dot < 0 ? text : text[..dot];
        var fraction = dot < 0 ? "0" : text[(dot + 1)..];
        return whole.Length > 0 && fraction.Length > 0 && !whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExceptInRange('0', '9');
    }
}
