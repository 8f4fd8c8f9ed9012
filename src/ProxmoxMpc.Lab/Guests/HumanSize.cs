using System.Globalization;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Sizes as task logs print them: 528.0 KiB, 5.0 GiB.</summary>
internal static class HumanSize
{
    public static string Text(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {units[unit]}");
    }
}
