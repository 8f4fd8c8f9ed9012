using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Storage;

/// <summary>What is on volumes, as far as a Lab has it: a hash for each, which goes where the data would go.</summary>
internal static class VolumeData
{
    /// <summary>Nothing but zeros.</summary>
    public const string Empty = "0";

    /// <summary>What a volume holds of which nobody told anything but that it is there.</summary>
    public static string Of(string volid, string? node) => Hash($"{volid} of {node}");

    /// <summary>What is there after somebody wrote over it.</summary>
    public static string Written(string before, string what) => Hash($"{before} {what}");

    /// <summary>A guest writes to its drives when it starts and until it is down.</summary>
    public static void Touch(LabState state, GuestState guest, string what)
    {
        var store = new VolumeStore(state);
        foreach (string volid in Handlers.GuestHandlers.VolumesOf(guest).Distinct())
        {
            if (store.Find(volid, guest.Node) is { } volume && !VolumeNames.IsBase(volid))
                volume.Data = Written(volume.Data, what);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
