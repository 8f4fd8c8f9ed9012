using System.Globalization;

namespace ProxmoxMpc.Core.Model;

/// <summary>Sizes as Proxmox writes them: a number with K, M, G or T, all powers of 1024; without a letter, bytes.</summary>
public static class DiskSize
{
    private static readonly (string Unit, int Shift)[] Units = [("T", 40), ("G", 30), ("M", 20), ("K", 10)];

    /// <summary>Bytes, or null where the text is not a size.</summary>
    public static long? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, 'T' => 40, _ => 0 };
        var digits = shift == 0 ? text : text[..^1];
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        var bytes = number * (1L << shift);
        return bytes <= long.MaxValue ? (long)bytes : null;
    }

    /// <summary>The shortest exact form: the largest unit that divides the size (<c>4G</c>, <c>528K</c>), as Proxmox prints it.</summary>
    public static string Format(long bytes)
    {
        foreach (var (unit, shift) in Units)
            if (bytes != 0 && bytes % (1L << shift) == 0 && bytes >> shift > 0)
                return (bytes >> shift).ToString(CultureInfo.InvariantCulture) + unit;
        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
