namespace ProxmoxMpc.Core.Privacy;

/// <summary>Where users of Proxmox's products log in.</summary>
internal static class Realms
{
    /// <summary>Whether a realm is one that every product of Proxmox has, whatever its administrators have set up.</summary>
    public static bool IsBuiltIn(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("pam"u8) || name.SequenceEqual("pve"u8) || name.SequenceEqual("pbs"u8) || name.SequenceEqual("pmg"u8);
}
