using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets that a command takes by their place and not by an option: <c>radtest USER X HOST PORT X</c>, <c>wpa_passphrase SSID X</c>, <c>rabbitmqctl add_user NAME X</c>.</summary>
internal sealed class PositionalSecretDetector : Detector
{
    // Which words behind the command are secrets, counted from 1 and without options; and which one is the user, 0 for none.
    private static readonly Dictionary<string, (int[] Secrets, int User)> Commands = new()
    {
        ["set_password vnc "] = ([1], 0),
        ["set_password spice "] = ([1], 0),
        ["mc alias set "] = ([3, 4], 0),
        ["MONITOR "] = ([4], 3),
        ["guest passwd "] = ([], 2),
        ["radtest "] = ([2, 5], 1),
        ["wpa_passphrase "] = ([2], 0),
        ["add_user "] = ([2], 1),
        ["change_password "] = ([2], 1),
        ["authenticate_user "] = ([2], 1),
        ["vncpasswd -f <<<"] = ([1], 0),
        ["reset-admin-password "] = ([1], 0),
        ["samba-tool user create "] = ([2], 1),
        ["samba-tool user add "] = ([2], 1),
        ["mosquitto_passwd -b "] = ([3], 2),
        ["ldapadduser "] = ([2], 1),
        ["net rpc user add "] = ([2], 1),
        ["secret-set-value "] = ([2], 0),
        ["ac-user-set-password "] = ([2], 1),
        ["ac-user-create "] = ([2], 1),
        ["set-grafana-api-password "] = ([1], 0),
        ["encrypt_string "] = ([1], 0),
        ["bw unlock "] = ([1], 0),
        ["bw login "] = ([2], 0),
        ["ipmicfg -user setpwd "] = ([2], 0),
        ["ipmicfg -user add "] = ([3], 2),
        ["net rpc password "] = ([2], 1),
        ["doveadm auth test "] = ([2], 1),
        ["doveadm auth login "] = ([2], 1),
        ["auth test -x service="] = ([3], 2),
        ["rclone obscure "] = ([1], 0),
        ["AUTH default "] = ([1], 0),
        ["AUTH "] = ([1], 0),
        ["smbclient //"] = ([2], 0),
        // Synology's accounts and encrypted shares, Fortinet's backups and tests, disks that encrypt themselves
        ["restore config tftp "] = ([3], 0),
        ["backup config tftp "] = ([3], 0),
        ["backup full-config tftp "] = ([3], 0),
        ["users local-user "] = ([2], 1),
        ["config mgmtuser add "] = ([2], 1),
        ["ap1x peap user "] = ([2], 1),
        ["lan set 1 snmp "] = ([1], 0),
        ["IMM.LoginPassword."] = ([2], 0),
        // Windows
        ["rasdial "] = ([3], 2),
        ["/SetCredentials "] = ([5], 4),
        ["nuget push "] = ([2], 0),
        ["config set requirepass "] = ([1], 0),
        ["CONFIG SET requirepass "] = ([1], 0),
        ["user:password "] = ([2], 1),
        // Nextcloud
        ["ldapAgentPassword "] = ([1], 0),
        ["synouser --add "] = ([2], 1),
        ["synouser --setpw "] = ([2], 1),
        ["synoshare --enc_mount "] = ([2], 0),
        ["backup config ftp "] = ([4], 3),
        ["backup full-config ftp "] = ([4], 3),
        ["test authserver ldap "] = ([3], 2),
        ["test authserver radius "] = ([4], 3),
        ["test authserver tacacs+ "] = ([3], 2),
        ["sedutil-cli --initialSetup "] = ([1], 0),
        ["sedutil-cli --initialsetup "] = ([1], 0),
        ["sedutil-cli --setSIDPassword "] = ([1, 2], 0),
        ["password manager plaintext "] = ([1], 0),
        ["wpa-psk ascii "] = ([1], 0),
        ["mkpasswd -m sha-512 "] = ([1], 0),
        ["mkpasswd -m sha512crypt "] = ([1], 0),
        ["mkpasswd -m yescrypt "] = ([1], 0),
        ["mkpasswd --method=sha-512 "] = ([1], 0),
        // Zimbra, LibreNMS, Check Point, Extreme, Brocade
        ["zmprov sp "] = ([2], 0),
        ["zmprov ca "] = ([2], 0),
        ["zmprov setPassword "] = ([2], 0),
        ["zmprov createAccount "] = ([2], 0),
        ["addhost.php "] = ([2], 0),
        ["set user admin newpass "] = ([1], 0),
        ["snmpv3 add user "] = ([4, 7], 1),
        ["> passwd \"admin\" "] = ([1, 2], 0),
        ["ftp> user "] = ([2], 1),
        ["Secret Access Key [None]: "] = ([1], 0),
    };

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("positional-password", PrivacyKind.Password, "Secrets that commands take by their place: radtest, wpa_passphrase, rabbitmqctl add_user");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Commands.Keys.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (secrets, user) = Commands[Encoding.ASCII.GetString(text.Slice(at, length))];
        var line = Bytes.LineEnd(text, at);
        // ac-user-create jane -i FILE administrator: the command reads it from there.
        if (text[at] == 'a' && text[at..line].IndexOf(" -i "u8) is > 0 and var file) line = at + file;
        // redis> AUTH x: the prompt tells it from a word of mail servers.
        if (text[at] == 'A' && Bytes.At(text, at - 2) != '>') return;
        // MONITOR ups@host 1 jane x: the device tells it from others that monitor something.
        if (text[at] == 'M' && text[at..line].IndexOf((byte)'@') < 0) return;
        // qm monitor 302 <<< 'set_password spice x': the quotes around a command end it.
        if (Bytes.At(text, at - 1) is (byte)'\'' or (byte)'"' && text[(at + length)..line].IndexOf(text[at - 1]) is >= 0 and var close) line = at + length + close;
        var word = 0;
        for (var i = Bytes.SkipBlanks(text, at + length); i < line; i = Bytes.SkipBlanks(text, i))
        {
            var quote = SecretText.QuoteAt(text, i);
            var extent = quote.Length > 0 && SecretText.Quoted(text, i, quote) is { IsEmpty: false } quoted && quoted.End <= line ? quoted : new Extent(i, BareEnd(text, i, line));
            if (extent.IsEmpty || text[extent.Start] is (byte)'|' or (byte)';' or (byte)'<' or (byte)'>' or (byte)'&') return;
            i = Math.Max(extent.End, i) + (extent.Start > i ? quote.Length : 0);
            var value = text[extent.Start..extent.End];
            if (value[0] == '-' && extent.Start == i - value.Length)
            {
                // smbclient //host/share PASSWORD: an option takes the next word.
                if (text[at + length - 1] == '/') return;
                continue;
            }
            // radtest -t mschap: in which way it asks.
            if (text[at] == 'r' && text[at + 3] == 't' && text[..extent.Start].TrimEnd((byte)' ').EndsWith(" -t"u8)) continue;
            // ansible-vault encrypt_string --name db_password x: what it is to be called.
            if (text[at] == 'e' && Phrases.AnyEnds(text[at..extent.Start].TrimEnd(" \"'"u8), OptionsOfVault)) continue;
            // wpa-psk ascii 0 x: how it is written down.
            if (value.Length == 1 && Bytes.IsDigit(value[0]) && text[at + length - 2] == 'i') continue;
            word++;
            if (word == user && Vocabulary.CanBeName(value) && !Vocabulary.IsSystemUser(value) && !ServiceAccounts.Contains(value)) found.Replace(extent.Start, value.Length, PrivacyKind.User);
            if (!secrets.Contains(word) || KeyValueText.IsReference(value)) continue;
            found.Replace(extent.Start, value.Length, Rule.Kind);
            if (secrets.Length > 0 && word == secrets[^1]) return;
        }
    }

    private static readonly byte[][] OptionsOfVault = Phrases.Of(" --name", " -n", "-name", "vault-id", "-file", " --output");

    private static int BareEnd(ReadOnlySpan<byte> text, int at, int line)
    {
        while (at < line && !Bytes.IsBlank(text[at]) && text[at] is not ((byte)'"' or (byte)'`')) at++;
        return at;
    }
}
