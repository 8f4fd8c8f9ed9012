using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What speaks of a login before a user and a password.</summary>
internal static class LoginText
{
    /// <summary>The rule that all detectors of user and password beside each other are of.</summary>
    public static PrivacyRule PairRule { get; } =
        PrivacyRule.Secret("credential-pair", PrivacyKind.Password, "User and password with a slash between them, where a login is spoken of");

    /// <summary>What can be logged in to, and words of a login.</summary>
    private static readonly byte[][] Signs = [.. new[]
    {
        "login", "log in", "auto-logon", "autologon", "auto logon",
        "admin", "user", "benutzer", "zugang", "cred", "idrac", "ilo", "bmc", "ipmi", "ssh", "vpn", "account", "konto", "console", "passw",
        "access", "with ", "mit ", "rdp", "compte", "cuenta", "utente", "usuario", "gebruiker", "utilisateur",
        "webgui", "anydesk", "sftp", "oracle", "mssql", "wlan", "wifi", "ssid",
    }.Select(Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Nouns =
    [
        .. new[] { "login", "zugang", "zugänge", "passw", "kennwort", "credential", "anmeld", "inlog", "identifiant", "acceso" }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Networks = [.. new[] { "wlan", "wifi", "wi-fi", "ssid" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Whether a login, or something that has one, is spoken of.</summary>
    public static bool HasSign(ReadOnlySpan<byte> before) => ToldText.Holds(before, Signs);

    /// <summary>Whether a login or a password itself is spoken of.</summary>
    public static bool HasNoun(ReadOnlySpan<byte> before) => ToldText.Holds(before, Nouns);

    /// <summary>Whether a wireless network is spoken of.</summary>
    public static bool IsWireless(ReadOnlySpan<byte> before) => ToldText.Holds(before, Networks);

    /// <summary>Accounts that devices leave their factory with.</summary>
    private static readonly WordSet Devices = WordSet.Of("apc ubnt USERID supervisor hpadmin naadmin sysadmin netadmin monitor maintenance manage viewer operator");

    /// <summary>Accounts that speak of a login themselves: <c>root@pam / x</c>, <c>admin / x</c>.</summary>
    public static bool IsLogin(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("root"u8) || Devices.Contains(name) || name.Length is 5 or 13 && Bytes.StartsWithIgnoreCase(name, 0, "admin"u8)
        || name.Length <= 12 && name.EndsWith("admin"u8) || IsUserid(name);

    /// <summary>Whether a name has one of the realms of Proxmox: <c>jane@pve</c>.</summary>
    public static bool IsUserid(ReadOnlySpan<byte> name) =>
        name.EndsWith("@pam"u8) || name.EndsWith("@pve"u8) || name.EndsWith("@pbs"u8) || name.EndsWith("@pmg"u8);

    /// <summary>Hides the user of a pair, where the name tells who it is.</summary>
    public static void TakeUser(ReadOnlySpan<byte> text, Extent user, Findings found)
    {
        var name = text[user.Start..user.End];
        if (IsPerson(name) && !CommonWords.Contains(name)) found.Replace(user.Start, user.Length, PrivacyKind.User);
    }

    /// <summary>Whether a name can be somebody's, and is none of a system or a service.</summary>
    public static bool IsPerson(ReadOnlySpan<byte> name) => Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name);
}
