namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Which keys say that their value is an account.</summary>
internal static class AccountKeys
{
    private const int Longest = 48;

    // The last part of a key: db_user, git.author.
    private static readonly WordSet Nouns = WordSet.Of(
        "user users username login ciuser account accountname userid loginname principal runas identity pskidentity " +
        "requester owner primaryownername author assignee reporter maintainer approver reviewer samaccountname by " +
        "benutzer benutzername bruker brukernavn brugernavn gebruiker gebruikersnaam utilisateur usuario utente identifiant");

    private static readonly WordSet Whole =
        new(["user-name", "user_name", "securityname", "sec_name", "security_name", "authname", "account name"]);

    private static readonly byte[][] Ends = Phrases.Of("username", "user", "login", "identity");

    // Of people who log in, unlike the accounts that applications have in a database.
    private static readonly byte[][] Personal =
        Phrases.Of("ansible", "ssh", "ciuse", "ci_user", "admin", "become", "remote", "vpn", "sudo", "ipmi", "rdp", "owner", "author", "win", "linux");

    public static bool IsAccount(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("user_profile"u8)) return true;
        if (name.Length > Longest) return false;
        // pre-fill-username clientless: where the ASA takes it from.
        if (Bytes.StartsWithIgnoreCase(name, 0, "pre-fill-"u8)) return false;
        // TRANSIP_ACCOUNT_NAME of a client for certificates.
        if (Whole.Contains(name) || name.Length > 12 && Bytes.StartsWithIgnoreCase(name, name.Length - 13, "_account_name"u8)) return true;
        Span<byte> lower = stackalloc byte[Longest];
        for (var i = 0; i < name.Length; i++) lower[i] = Bytes.ToLower(name[i]);
        var last = lower[(name.LastIndexOfAny("_-."u8) + 1)..name.Length];
        return Nouns.Contains(last) || Phrases.AnyEnds(last, Ends);
    }

    /// <summary>Keys of accounts that people log in with: more than one of the words by itself.</summary>
    public static bool IsPersonal(ReadOnlySpan<byte> name)
    {
        foreach (var start in Personal)
            if (name.Length > start.Length && Bytes.StartsWithIgnoreCase(name, 0, start)) return true;
        return false;
    }
}
