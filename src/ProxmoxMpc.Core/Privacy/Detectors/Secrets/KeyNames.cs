using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a setting's name says about its value.</summary>
internal enum KeyMeaning
{
    Nothing,
    Password,

    /// <summary>A token or key: a value that is a path, a number or a switch is none.</summary>
    Token,

    /// <summary>The name says it only where the value looks like a key.</summary>
    PerhapsToken,
}

/// <summary>
/// Reads names of settings: <c>DB_PASSWORD</c>, <c>smtpPass</c>, <c>api_token_secret</c> hold secrets; <c>password_length</c> and <c>secretName</c> do
/// not.
/// </summary>
internal static class KeyNames
{
    private static readonly WordSet Directives = WordSet.Of("proxy_pass fastcgi_pass uwsgi_pass scgi_pass grpc_pass");

    private static readonly TextMemo Known = new(name => (int)Read(name));

    public static KeyMeaning MeaningOf(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > TextMemo.Longest) return KeyMeaning.Nothing;
        if (!name.ContainsAnyInRange((byte)'0', (byte)'9')) return (KeyMeaning)Known.Of(name);
        Span<byte> counted = stackalloc byte[TextMemo.Longest];
        return (KeyMeaning)Known.Of(counted[..WithoutNumbers(name, counted)]);
    }

    /// <summary>
    /// A name that is counted – session-9023, session-9024.scope – with the first digit of each of its numbers only: a word of digits says nothing, whatever
    /// its digits are.
    /// </summary>
    private static int WithoutNumbers(ReadOnlySpan<byte> name, Span<byte> into)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            into[length++] = name[i];
            if (!Bytes.IsDigit(name[i]) || i == 0 || Bytes.IsAsciiLetterOrDigit(name[i - 1])) continue;
            var end = i + 1;
            while (end < name.Length && Bytes.IsDigit(name[end])) end++;
            if (end == name.Length || !Bytes.IsAsciiLetterOrDigit(name[end])) i = end - 1;
        }
        return length;
    }

    private static KeyMeaning Read(ReadOnlySpan<byte> name)
    {
        if (IsOfProgram(name)) return KeyMeaning.Nothing;
        // What PRTG takes instead of a password, its passhash.
        if (Bytes.StartsWithIgnoreCase(name, 0, "prtg"u8) && Bytes.StartsWithIgnoreCase(name, name.Length - "hash".Length, "hash"u8)) return KeyMeaning.Password;
        var words = Words(name);
        while (words.Count > 1 && IsNeutral(words[^1])) words.RemoveAt(words.Count - 1);
        if (words.Count == 0) return KeyMeaning.Nothing;
        // ses_smtp_password_v4
        if (words.Count > 1 && words[^1] is ['v', >= '0' and <= '9']) words.RemoveAt(words.Count - 1);
        var last = words[^1].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var before = words.Count > 1 ? words[^2] : "";
        // CLICKHOUSE_PASSWORD_SHA256, <password_sha256_hex>: what a password is stored as.
        if (words.Count > 1 && IsDigestOfPassword(words)) return KeyMeaning.PerhapsToken;
        if (IsSwitch(before, last) || IsNoSecret(words, before, last) || IsObject(name, before, last)) return KeyMeaning.Nothing;
        if (KeyWords.Passwords.Contains(last) || IsNetworkKey(before, last)) return KeyMeaning.Password;
        // TF_TOKEN_app_terraform_io: Terraform's token for a host
        if (words.Count > 2 && words[0] == "tf" && words[1] == "token") return KeyMeaning.Token;
        // What reminds somebody of a password tells most of it.
        if (IsOfVault(name, words, last) || last == "hint" && KeyWords.Passwords.Contains(before)) return KeyMeaning.Password;
        if (KeyWords.Tokens.Contains(last) || last is "passwordsalt" or "fernet" || last == "seed" && before == "secret" || last == "auth" && before == "x") return KeyMeaning.Token;
        if (IsCode(words, before, last)) return KeyMeaning.Password;
        // What VNC's servers let look on only: PasswordViewOnly
        if (words.Count == 3 && words[0] == "password" && last == "only") return KeyMeaning.Password;
        // qBittorrent keeps a digest of the password, and calls it so; TP-Link calls a passphrase a security key.
        if (name.EndsWith("assword_PBKDF2"u8) || name.SequenceEqual("securityKey"u8)) return KeyMeaning.Password;
        // $csec beside $client and $tenant.
        // netdom: /PasswordD: and /PasswordO:
        if (words.Count == 2 && words[0] == "password" && words[1] is "d" or "o" or "t") return KeyMeaning.Password;
        // mailcow's password of the root of its database
        if (words.Count == 1 && last == "dbroot") return KeyMeaning.Password;
        // Yealink's keys of its files: aes_key_in_file, aes_key_16.com
        if (last is "file" or "com" or "mac" && words.Count > 2 && words.Contains("aes") && words.Contains("key")) return KeyMeaning.PerhapsToken;
        if (words.Count == 1 && last is "csec" or "clsecret" or "clientsec") return KeyMeaning.Token;
        // JIRA_BASIC=user:token
        if (last == "basic" && words.Count > 1) return KeyMeaning.PerhapsToken;
        if (last == "key") return OfKey(before);
        // NONCE_SALT, LOGGED_IN_SALT of WordPress.
        if (last == "salt" && (before.EndsWith("password", StringComparison.Ordinal)
            || before is "auth" or "nonce" or "in" or "hash" or "session" or "cookie" or "invite" or "link" or "ticket")) return KeyMeaning.PerhapsToken;
        // x_vwirekey, x_authkey: what a controller of UniFi marks so is a secret.
        if (words.Count == 2 && words[0] == "x" && last.EndsWith("key", StringComparison.Ordinal)) return KeyMeaning.PerhapsToken;
        if (KeyWords.PerhapsTokens.Contains(last) || IsIdentifier(words, before, last)) return KeyMeaning.PerhapsToken;
        return OfEnd(words, last);
    }

    /// <summary>
    /// Directives of nginx, which pass a request on (in capitals it is a variable with a password); what a browser sends to open a socket; PuTTY's name
    /// for its format.
    /// </summary>
    private static bool IsOfProgram(ReadOnlySpan<byte> name)
    {
        if (name.EndsWith("_pass"u8) && Directives.Contains(name) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return true;
        return name.Length is > 16 and < 24 && (Bytes.StartsWithIgnoreCase(name, 0, "sec-websocket-"u8) || name.StartsWith("PuTTY-User-Key-File"u8));
    }

    private static bool IsNeutral(string word) => word.All(char.IsAsciiDigit) || KeyWords.Neutral.Contains(word) && !KeyWords.Tokens.Contains(word);

    /// <summary><c>update_password: on_create</c>; enable_secret of a switch is none.</summary>
    private static bool IsSwitch(string before, string last) =>
        KeyWords.Switches.Contains(before) && !(before == "enable" && last is "secret" or "password" or "passwd" or "pass" or "pw");

    /// <summary>publicKeyToken of an assembly, high_pass of a filter, NOPASSWD:ALL of sudoers, krb5_kpasswd: the machine that changes passwords.</summary>
    private static bool IsNoSecret(List<string> words, string before, string last) => last switch
    {
        "token" => words.Contains("public"),
        "pass" => before is "by" or "all" or "high" or "low" or "band" or "single" or "multi",
        "nopasswd" or "nopass" or "nopassword" or "kpasswd" => true,
        _ => false,
    };

    /// <summary>existingSecret, passwordSecret: the name of an object of Kubernetes.</summary>
    private static bool IsObject(ReadOnlySpan<byte> name, string before, string last) =>
        last == "secret" && KeyWords.Objects.Contains(before) && name.EndsWith("Secret"u8);

    private static bool IsDigestOfPassword(List<string> words)
    {
        var last = words[^1] == "hex" ? words.Count - 2 : words.Count - 1;
        return last > 0 && words[last] is "sha256" or "sha512" or "sha2" or "sha1" or "md5" or "bcrypt" && KeyWords.Passwords.Contains(words[last - 1]);
    }

    /// <summary>TLSPSKValue of Zabbix; keyMaterial of a profile of WLAN in Windows.</summary>
    private static bool IsNetworkKey(string before, string last) =>
        last.Length < 9 && last.EndsWith("psk", StringComparison.Ordinal) || last == "material" && before == "key" ||
        last is "keymaterial" or "tlspskvalue";

    /// <summary>Ansible's custom: what is called vault_ comes from the vault, and says here what it is.</summary>
    private static bool IsOfVault(ReadOnlySpan<byte> name, List<string> words, string last) =>
        words.Count > 1 && words[0] == "vault" && name[5] == '_' && !KeyWords.VaultSettings.Contains(last);

    /// <summary>What is typed as a second factor, or at a door: <c>totp_seed</c>, <c>alarm_code</c>, <c>sim_pin</c>.</summary>
    private static bool IsCode(List<string> words, string before, string last) => last switch
    {
        "otp" or "totp" => true,
        "seed" => before is "otp" or "totp" or "tfa" or "mfa" or "hotp" || words[0] is "otp" or "totp",
        "pin" => words.Count == 1 || KeyWords.PinOwners.Contains(before),
        "code" => KeyWords.CodeOwners.Contains(before),
        _ => false,
    };

    private static KeyMeaning OfKey(string before)
    {
        if (KeyWords.KeyQualifiers.Contains(before)) return KeyMeaning.Token;
        return before is "public" or "pub" or "host" or "primary" or "foreign" or "gpg" or "pgp" ? KeyMeaning.Nothing : KeyMeaning.PerhapsToken;
    }

    /// <summary>
    /// The number of a session; access_key_id, the first half of a key pair; an accessor, by which a token of Vault can be revoked and looked at.
    /// </summary>
    private static bool IsIdentifier(List<string> words, string before, string last) => last switch
    {
        "sessionid" => true,
        "id" => before is "session" or "account" || before == "key" && (words.Contains("access") || words.Contains("application")),
        "accessor" => words.Contains("token"),
        _ => false,
    };

    /// <summary>By how the last word ends: <c>dbpassword</c>, <c>authtoken</c>, <c>smtppass</c>.</summary>
    private static KeyMeaning OfEnd(List<string> words, string last)
    {
        if (KeyWords.PasswordEnds.Any(end => last.EndsWith(end, StringComparison.Ordinal))) return KeyMeaning.Password;
        if (KeyWords.TokenEnds.Any(end => last.EndsWith(end, StringComparison.Ordinal))) return KeyMeaning.Token;
        foreach (var end in KeyWords.ShortEnds)
            if (last.EndsWith(end, StringComparison.Ordinal) && KeyWords.ShortStems.Contains(last[..^end.Length])) return KeyMeaning.Password;
        // JWT_PRIVATE, SECRET_KEY_BASE64, COOKIE_SALT: what such a name has behind it is a secret if it is random.
        return words.Count > 1 && !KeyWords.Harmless.Contains(last) && words.Any(KeyWords.Speaking.Contains) ? KeyMeaning.PerhapsToken : KeyMeaning.Nothing;
    }

    /// <summary>The words of a name, in lower case: divided by signs and by humps.</summary>
    private static List<string> Words(ReadOnlySpan<byte> name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (!Bytes.IsAsciiLetterOrDigit(name[i]))
            {
                Flush();
                continue;
            }
            if (i > 0 && Bytes.IsUpper(name[i])
                && (Bytes.IsLower(name[i - 1]) || Bytes.IsDigit(name[i - 1]) && i + 1 < name.Length && Bytes.IsLower(name[i + 1]) || (i + 1 < name.Length && Bytes.IsUpper(name[i - 1]) && Bytes.IsLower(name[i + 1]))))
                Flush();
            word.Append((char)Bytes.ToLower(name[i]));
        }
        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }
}
