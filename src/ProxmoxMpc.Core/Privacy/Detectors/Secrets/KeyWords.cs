namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The words that names of settings are made of, as <see cref="KeyNames"/> reads them.</summary>
internal static class KeyWords
{
    public static readonly HashSet<string> Passwords =
    [
        .. ("password passwd passwort kennwort passphrase passcode pass pwd pw psk authtok cipassword community rocommunity rwcommunity keyphrase " +
            "motdepasse mdp passe senha passord senord adgangskode salasana heslo contrasena parola ssel wachtwoord masterauth passhash passwordt passwordo " +
            "passwordd loginpas").Split(' '),
    ];

    public static readonly HashSet<string> Tokens =
    [
        .. ("secret token apikey authkey keyring secretkey accesskey privatekey presharedkey accountkey clientsecret apitoken authtoken psksecret " +
            "sharedsecret credential credentials bearer tok securitykey").Split(' '),
    ];

    /// <summary>What makes a key a secret one.</summary>
    public static readonly HashSet<string> KeyQualifiers =
    [
        .. ("api secret private access encryption auth preshared app application account master client shared license licence storage unseal signing " +
            "session service tsig server join agent registration tacacs radius wifi wlan wpa ipsec ike hmac rndc ospf bgp vrrp eab luks crypt decrypt aes " +
            "jwt cookie csrf installation wep sae md5 rest ddns snmp bot deploy write read admin priv").Split(' '),
    ];

    /// <summary>Words behind the noun that leave it one.</summary>
    public static readonly HashSet<string> Neutral =
    [
        .. ("value text plain string data hash new old confirm confirmation current verify default enc encrypted b64 base64 result openssh pem secret " +
            "admin root base in insecure").Split(' '),
    ];

    /// <summary>Words before the noun that make a switch of it: <c>update_password: on_create</c>.</summary>
    public static readonly HashSet<string> Switches =
    [
        .. ("update expire require required allow enable disable use force change check validate has is lock no min max show hide ask save generate reset " +
            "per").Split(' '),
    ];

    public static readonly HashSet<string> VaultSettings =
    [
        .. ("addr address url uri namespace version role path mount name user username host port file id identity list enabled state image tag cacert " +
            "format login email domain dir client server timeout ip").Split(' '),
    ];

    public static readonly string[] PasswordEnds = ["password", "passwd", "passphrase", "passwort", "kennwort", "wachtwoord"];

    public static readonly string[] TokenEnds = ["secret", "token", "apikey", "authkey", "secretkey", "accesskey", "v3key"];

    public static readonly string[] ShortEnds = ["pass", "pwd", "pw"];

    public static readonly HashSet<string> ShortStems =
    [
        .. ("db smtp mail ftp ldap bind root user admin my mysql pg sql http proxy sasl wifi auth login key rsync backup web ssh vnc ipmi snmp imap " +
            "require store srcstore deststore srckey destkey trust keystore truststore srv os guest vm ct api app pve pbs esx dom domain enable zbx nut wlan router priv enc crypt sudo " +
            "become bmc idrac ilo oob ppp pppoe sip radius switch sw fw ops svc sa dsrm nas san mqtt redis svn git tls cert p12 pfx jks dn rootdn crypto " +
            "dba ssl status relay imaps pop pop3 local remote start init initial ampdb ampmgr").Split(' '),
    ];

    public static readonly HashSet<string> Speaking =
    [
        .. ("jwt secret secrets hmac cookie encryption signing apikey credential").Split(' '),
    ];

    public static readonly HashSet<string> Harmless =
    [
        .. ("hash digest checksum sha id ids uuid name names fingerprint version ref path file algorithm alg type url uri host class namespace issuer " +
            "audience domain policy ttl expiry cipher mode count size length accessor").Split(' '),
    ];

    /// <summary>Words that are a key's name where the value looks like one.</summary>
    public static readonly HashSet<string> PerhapsTokens = ["auth", "hmac", "kid", "cookie", "sid", "jwt", "session", "chiave", "sleutel", "klucz", "clave"];

    /// <summary>What is before the word secret in the name of an object of Kubernetes.</summary>
    public static readonly HashSet<string> Objects =
    [
        "existing", "from", "env", "password", "tls", "pull", "image", "credentials", "cert", "certificate", "ca", "target", "key",
    ];

    /// <summary>What has a PIN.</summary>
    public static readonly HashSet<string> PinOwners =
    [
        "user", "sim", "card", "door", "code", "access", "phone", "wps", "app", "security", "admin", "bitlocker", "vm",
    ];

    /// <summary>What has a code that opens it.</summary>
    public static readonly HashSet<string> CodeOwners = ["wifi", "wlan", "alarm", "access", "unlock", "door", "security", "verification", "pin", "mfa", "otp", "totp"];
}
