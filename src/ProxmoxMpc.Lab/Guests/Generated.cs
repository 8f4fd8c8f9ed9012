using System.Globalization;
using System.Security.Cryptography;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>What the server makes up: MAC addresses, UUIDs, creation marks.</summary>
internal static class Generated
{
    public static string Mac(LabState state)
    {
        string prefix = state.DatacenterOptions.GetValueOrDefault("mac_prefix", "BC:24:11").TrimEnd(':');
        while (true)
        {
            var parts = prefix.Split(':').ToList();
            while (parts.Count < 6)
                parts.Add(RandomNumberGenerator.GetInt32(256).ToString("X2", CultureInfo.InvariantCulture));
            string mac = string.Join(':', parts).ToUpperInvariant();
            if (!state.Guests.Values.Any(g => g.Config.Any(c => c.Key.StartsWith("net", StringComparison.Ordinal) && c.Value.Contains(mac, StringComparison.OrdinalIgnoreCase))))
                return mac;
        }
    }

    public static string Uuid() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    public static string Meta(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"creation-qemu=10.2.1,ctime={now.ToUnixTimeSeconds()}");
}
