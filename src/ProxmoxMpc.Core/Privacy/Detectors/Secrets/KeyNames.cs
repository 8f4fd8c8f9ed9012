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

/// <summary>Reads names of settings: <c>DB_PASSWORD</c>, <c>smtpPass</c>, <c>api_token_secret</c> hold secrets; <c>password_length</c> and <c>secretName</c> do not.</summary>
internal static class KeyNames
{
    private static readonly HashSet<string> Passwords =
    [
        "password", "passwd", "passwort", "kennwort", "passphrase", "passcode", "pass", "pwd", "pw", "psk", "authtok", "cipassword", "community", "rocommunity", "rwcommunity", "keyphrase", "motdepasse", "passe", "senha", "passord", "senord", "adgangskode", "salasana", "heslo", "contrasena", "parola", "ssel", "wachtwoord", "masterauth", "passwordt", "passwordo", "passwordd",
    ];

    private static readonly HashSet<string> Tokens = ["secret", "token", "apikey", "authkey", "keyring", "secretkey", "accesskey", "privatekey", "presharedkey", "accountkey", "clientsecret", "apitoken", "authtoken", "psksecret", "sharedsecret", "credential", "credentials", "bearer", "tok"];

    /// <summary>What makes a key a secret one.</summary>
    private static readonly HashSet<string> KeyQualifiers =
        ["api", "secret", "private", "access", "encryption", "auth", "preshared", "app", "application", "account", "master", "client", "shared", "license", "licence", "storage", "unseal", "signing", "session", "service", "tsig", "server", "join", "agent", "registration", "tacacs", "radius", "wifi", "wlan", "wpa", "ipsec", "ike", "hmac", "rndc", "ospf", "bgp", "vrrp", "eab", "luks", "crypt", "decrypt", "aes", "jwt", "cookie", "csrf", "rest", "ddns", "snmp", "bot", "deploy", "write", "read", "admin", "priv"];

    /// <summary>Words behind the noun that leave it one.</summary>
    private static readonly HashSet<string> Neutral = ["value", "text", "plain", "string", "data", "hash", "new", "old", "confirm", "confirmation", "current", "verify", "default", "enc", "encrypted", "b64", "base64", "result", "openssh", "pem", "secret", "admin", "root", "base"];

    /// <summary>Words before the noun that make a switch of it: <c>update_password: on_create</c>.</summary>
    private static readonly HashSet<string> Switches = ["update", "expire", "require", "required", "allow", "enable", "disable", "use", "force", "change", "check", "validate", "has", "is", "lock", "no", "min", "max", "show", "hide", "ask", "save", "generate", "reset", "per"];

    private static readonly HashSet<string> VaultSettings = ["addr", "address", "url", "uri", "namespace", "version", "role", "path", "mount", "name", "user", "username", "host", "port", "file", "id", "identity", "list", "enabled", "state", "image", "tag", "cacert", "format", "login", "email", "domain", "dir", "client", "server", "timeout", "ip"];

    private static readonly string[] PasswordEnds = ["password", "passwd", "passphrase", "passwort", "kennwort", "wachtwoord"];

    private static readonly string[] TokenEnds = ["secret", "token", "apikey", "authkey", "secretkey", "accesskey"];

    private static readonly string[] ShortEnds = ["pass", "pwd", "pw"];

    private static readonly HashSet<string> ShortStems = ["db", "smtp", "mail", "ftp", "ldap", "bind", "root", "user", "admin", "my", "mysql", "pg", "sql", "http", "proxy", "sasl", "wifi", "auth", "login", "key", "rsync", "backup", "web", "ssh", "vnc", "ipmi", "snmp", "imap", "require", "store", "trust", "keystore", "truststore", "srv", "os", "guest", "vm", "ct", "api", "app", "pve", "pbs", "esx", "dom", "domain", "enable", "zbx", "nut", "wlan", "router", "priv", "enc", "crypt", "sudo", "become", "bmc", "idrac", "ilo", "oob", "ppp", "pppoe", "sip", "radius", "switch", "sw", "fw", "ops", "svc", "sa", "dsrm", "nas", "san", "mqtt", "redis", "svn", "git", "tls", "cert", "p12", "pfx", "jks", "dn", "rootdn", "crypto", "dba", "ssl", "status", "relay", "imaps", "pop", "pop3", "local", "remote", "start", "init", "initial"];

    private static readonly HashSet<string> Speaking = ["jwt", "secret", "secrets", "hmac", "cookie", "encryption", "signing", "apikey", "credential"];

    private static readonly HashSet<string> Harmless = ["hash", "digest", "checksum", "sha", "id", "ids", "uuid", "name", "names", "fingerprint", "version", "ref", "path", "file", "algorithm", "alg", "type", "url", "uri", "host", "class", "namespace", "issuer", "audience", "domain", "policy", "ttl", "expiry", "cipher", "mode", "count", "size", "length", "accessor"];

    // What was read last, by hash: a slot is written in one go, so all threads share it.
    private static readonly Meaning?[] Known = new Meaning?[1 << 12];

    private sealed record Meaning(byte[] Name, KeyMeaning Value);

    public static KeyMeaning MeaningOf(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 64) return KeyMeaning.Nothing;
        name = WithoutNumber(name);
        ref var slot = ref Known[ByteHash.Of(0, name) % (uint)Known.Length];
        if (Volatile.Read(ref slot) is { } known && name.SequenceEqual(known.Name)) return known.Value;
        var meaning = Read(name);
        Volatile.Write(ref slot, new Meaning(name.ToArray(), meaning));
        return meaning;
    }

    /// <summary>A name that is counted – session-9023, session-9024 – with the first digit of its number only: a word of digits at the end says nothing, whatever its digits are.</summary>
    private static ReadOnlySpan<byte> WithoutNumber(ReadOnlySpan<byte> name)
    {
        var digits = name.Length - name.TrimEnd("0123456789"u8).Length;
        return digits < 2 || digits == name.Length || Bytes.IsAsciiLetterOrDigit(name[^(digits + 1)]) ? name : name[..^(digits - 1)];
    }

    private static KeyMeaning Read(ReadOnlySpan<byte> name)
    {
        // Directives of nginx, which pass a request on; in capitals it is a variable with a password.
        if (name.EndsWith("_pass"u8) && (name.SequenceEqual("proxy_pass"u8) || name.SequenceEqual("fastcgi_pass"u8) || name.SequenceEqual("uwsgi_pass"u8) || name.SequenceEqual("scgi_pass"u8) || name.SequenceEqual("grpc_pass"u8))) return KeyMeaning.Nothing;
        // What a browser sends to open a socket, and PuTTY's name for its format.
        if (name.Length is > 16 and < 24 && (Bytes.StartsWithIgnoreCase(name, 0, "sec-websocket-"u8) || name.StartsWith("PuTTY-User-Key-File"u8))) return KeyMeaning.Nothing;
        var words = Words(name);
        while (words.Count > 1 && (words[^1].All(char.IsAsciiDigit) || (Neutral.Contains(words[^1]) && !Tokens.Contains(words[^1])))) words.RemoveAt(words.Count - 1);
        if (words.Count == 0) return KeyMeaning.Nothing;
        // ses_smtp_password_v4
        if (words.Count > 1 && words[^1] is ['v', >= '0' and <= '9']) words.RemoveAt(words.Count - 1);
        var last = words[^1].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var before = words.Count > 1 ? words[^2] : "";
        // enable_secret of a switch is no switch.
        if (Switches.Contains(before) && !(before == "enable" && last is "secret" or "password" or "passwd")) return KeyMeaning.Nothing;
        // publicKeyToken of an assembly.
        if (last == "token" && words.Contains("public")) return KeyMeaning.Nothing;
        if (last == "pass" && before is "by" or "all" or "high" or "low" or "band" or "single" or "multi") return KeyMeaning.Nothing;
        // krb5_kpasswd: the machine that changes passwords.
        if (last == "kpasswd") return KeyMeaning.Nothing;
        // sudoers: NOPASSWD:ALL
        if (last is "nopasswd" or "nopass" or "nopassword") return KeyMeaning.Nothing;
        // existingSecret, passwordSecret: the name of an object of Kubernetes.
        if (last is "secret" && name.EndsWith("Secret"u8) && before is "existing" or "password" or "tls" or "pull" or "image" or "credentials" or "cert" or "certificate" or "ca" or "target" or "key") return KeyMeaning.Nothing;
        if (Passwords.Contains(last)) return KeyMeaning.Password;
        // TLSPSKValue of Zabbix; keyMaterial of a profile of WLAN in Windows.
        if (last.EndsWith("psk", StringComparison.Ordinal) && last.Length < 8 || last == "material" && before == "key" || last == "keymaterial") return KeyMeaning.Password;
        // Ansible's custom: what is called vault_ comes from the vault, and says here what it is.
        // TF_TOKEN_app_terraform_io: Terraform's token for a host
        if (words.Count > 2 && words[0] == "tf" && words[1] == "token") return KeyMeaning.Token;
        if (words.Count > 1 && words[0] == "vault" && name[5] == '_' && !VaultSettings.Contains(last)) return KeyMeaning.Password;
        // What reminds somebody of a password tells most of it.
        if (last == "hint" && Passwords.Contains(before)) return KeyMeaning.Password;
        if (Tokens.Contains(last)) return KeyMeaning.Token;
        if (last is "passwordsalt" || last is "seed" && before is "secret") return KeyMeaning.Token;
        if (last is "chiave" or "sleutel" or "klucz" or "clave") return KeyMeaning.PerhapsToken;
        if (last is "otp" or "totp" || last == "seed" && before is "otp" or "totp" or "tfa" or "mfa" or "hotp" || (last == "pin" && (words.Count == 1 || before is "user" or "sim" or "card" or "door" or "code" or "access" or "phone" or "wps" or "app" or "security" or "admin" or "bitlocker" or "vm")) || (last == "code" && before is "alarm" or "access" or "unlock" or "door" or "security" or "verification" or "pin" or "mfa" or "otp" or "totp")) return KeyMeaning.Password;
        if (last is "key") return KeyQualifiers.Contains(before) ? KeyMeaning.Token : before is "public" or "pub" or "host" or "primary" or "foreign" or "gpg" or "pgp" ? KeyMeaning.Nothing : KeyMeaning.PerhapsToken;
        if (last is "id" or "sessionid" && (before is "session" || last == "sessionid")) return KeyMeaning.PerhapsToken;
        // access_key_id: the first half of a key pair.
        if (last is "id" && (before is "key" && (words.Contains("access") || words.Contains("application")) || before is "account")) return KeyMeaning.PerhapsToken;
        // By its accessor a token of Vault can be revoked and looked at.
        if (last == "accessor" && words.Contains("token")) return KeyMeaning.PerhapsToken;
        if (last is "auth" or "hmac" or "kid" or "cookie" or "sid" or "jwt" or "session") return KeyMeaning.PerhapsToken;
        if (PasswordEnds.Any(end => last.EndsWith(end, StringComparison.Ordinal))) return KeyMeaning.Password;
        if (TokenEnds.Any(end => last.EndsWith(end, StringComparison.Ordinal))) return KeyMeaning.Token;
        foreach (var end in ShortEnds)
            if (last.EndsWith(end, StringComparison.Ordinal) && ShortStems.Contains(last[..^end.Length])) return KeyMeaning.Password;
        // JWT_PRIVATE, SECRET_KEY_BASE64, COOKIE_SALT: what such a name has behind it is a secret if it is random.
        return words.Count > 1 && !Harmless.Contains(last) && words.Any(Speaking.Contains) ? KeyMeaning.PerhapsToken : KeyMeaning.Nothing;
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
            if (i > 0 && Bytes.IsUpper(name[i]) && (Bytes.IsLower(name[i - 1]) || (i + 1 < name.Length && Bytes.IsUpper(name[i - 1]) && Bytes.IsLower(name[i + 1])))) Flush();
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
