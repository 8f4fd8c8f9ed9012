using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Words that say nothing about anybody, though somebody may have called a machine or a user so.</summary>
internal static partial class Vocabulary
{
    /// <summary>Whether a package makes an account of that name.</summary>
    public static bool IsMadeByPackage(ReadOnlySpan<byte> name) => OfPackages.Contains(name);

    // Nobody takes these for an application's own account.
    private static readonly WordSet OfPackages = WordSet.Of(
        "polkitd polkituser dbus colord geoclue rtkit pulse saned usbmux avahi-autoipd fwupd-refresh rpc rpcuser nfsnobody dhcpcd tcpdump pollinate landscape " +
        "systemd-coredump systemd-oom systemd-bus-proxy dockerroot unbound kernoops whoopsie speech-dispatcher " +
        "csi-rbd csi-rbd-node csi-rbd-provisioner csi-cephfs csi-cephfs-node csi-cephfs-provisioner");

    /// <summary>Whether an account is a daemon's or a group that every system has.</summary>
    public static bool IsDaemon(ReadOnlySpan<byte> name) => Daemons.Contains(name) || name[0] == '_' || IsProgram(name);

    /// <summary>Whether a word of the vocabulary is a program's name or a service's, as machines are called that run it.</summary>
    public static bool IsProgram(ReadOnlySpan<byte> name) => Programs.Contains(name);

    /// <summary>Whether a word is the name of a program or package that the products bring.</summary>
    public static bool IsService(ReadOnlySpan<byte> name) => Services.Contains(name);

    public static bool IsWord(ReadOnlySpan<byte> name) => Services.Contains(name) || Words.Contains(name);

    /// <summary>Whether a name only says which system it is, as templates and images are called: debian-12, ubuntu-2204-cloudinit, win11-template.</summary>
    public static bool IsSystemName(ReadOnlySpan<byte> name)
    {
        var first = true;
        while (!name.IsEmpty)
        {
            var end = name.IndexOfAny("-_."u8);
            var part = end < 0 ? name : name[..end];
            name = end < 0 ? default : name[(end + 1)..];
            var word = part.TrimEnd("0123456789"u8);
            if (first ? !Systems.Contains(word) : word.Length > 0 && !ImageWords.Contains(word)) return false;
            first = false;
        }
        return !first;
    }

    /// <summary>Whether a name is that of an image which everybody can download, down to its architecture: debian-13-genericcloud-amd64.</summary>
    public static bool IsImageName(ReadOnlySpan<byte> name) =>
        name.LastIndexOfAny("-_"u8) is > 0 and var last && Architectures.Contains(name[(last + 1)..]) && name[..last].IndexOfAny("-_"u8) > 0 && IsSystemName(name[..last]);

    private static readonly WordSet Architectures = WordSet.Of("amd64 arm64 aarch64 x64 i386 riscv64");

    /// <summary>Whether a word can stand for a machine or a person in the middle of a sentence: no word of the trade, none of the language.</summary>
    public static bool IsTelling(ReadOnlySpan<byte> name) =>
        name.Length >= 3 && CanBeName(name) && !IsWord(name) && !IsSystemUser(name) && !CommonWords.Contains(name) && Bytes.IsLetter(name[0]);

    public static bool IsSystemUser(ReadOnlySpan<byte> name) => SystemUsers.Contains(name);

    /// <summary>A role of Proxmox VE: <c>PVEVMUser</c>.</summary>
    private static bool IsRole(ReadOnlySpan<byte> name) =>
        name.Length > 6 && name.StartsWith("PVE"u8) && Bytes.IsUpper(name[3]) && Bytes.IsLower(name[^1]) && name.IndexOfAny("0123456789-_."u8) < 0;

    /// <summary>Whether a value can be a machine's or a user's name at all: some letters, no template, no interface of the system, no role.</summary>
    public static bool CanBeName(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 63 || !Bytes.IsLetterOrDigit(name[0])) return false;
        if (IsInterface(name) || IsRole(name) || name.StartsWith("0x"u8) || IsVersion(name)) return false;
        var letters = 0;
        foreach (var b in name)
        {
            if (Bytes.IsLetter(b)) letters++;
            else if (!Bytes.IsDigit(b) && b is not ((byte)'-' or (byte)'.' or (byte)'_')) return false;
        }
        return letters > 0;
    }

    /// <summary>A version with what a package adds to it: <c>6.8.12-2-pve</c>. Four numbers are an address, which a machine may be called by.</summary>
    private static bool IsVersion(ReadOnlySpan<byte> name)
    {
        var dots = 0;
        for (var i = 0; i < name.Length && (Bytes.IsDigit(name[i]) || name[i] == '.' && i > 0 && Bytes.IsDigit(name[i - 1])); i++)
            if (name[i] == '.') dots++;
        return dots is 1 or 2 && Bytes.IsDigit(name[0]);
    }

    public static bool IsInterface(ReadOnlySpan<byte> name)
    {
        // phy0-ap0, phy1-sta0: radios of OpenWrt.
        if (name.Length > 7 && name.StartsWith("phy"u8) && Bytes.IsDigit(name[3]) && name[4] == '-') return true;
        if (InterfaceNames.Contains(name) || Bytes.IsDigit(name[^1]) && NumberedInterfaces.Contains(name.TrimEnd("0123456789"u8))) return true;
        foreach (var prefix in InterfacesByFirst[name[0] & 31])
        {
            if (name.Length <= prefix.Length || !Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix)) continue;
            // Nothing is numbered 01 by the system.
            if (!name[prefix.Length..].ContainsAnyExcept("0123456789.ifsnpdv"u8)) return !(name.Length == prefix.Length + 2 && name[prefix.Length] == '0');
        }
        return false;
    }

    private static WordSet Set(string words) => WordSet.Of(words);
}
