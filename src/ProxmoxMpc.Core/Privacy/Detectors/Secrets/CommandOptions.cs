using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What of an argument is the password.</summary>
internal enum OptionForm
{
    /// <summary>The whole argument.</summary>
    Whole,

    /// <summary>What follows <c>user:</c>.</summary>
    AfterColon,

    /// <summary>What follows <c>user%</c>.</summary>
    AfterPercent,

    /// <summary>What follows <c>user,</c>.</summary>
    AfterComma,

    /// <summary>The last word, where it is no option.</summary>
    Last,

    /// <summary>The last word, where those before it speak of a password.</summary>
    LastOfPassword,
}

/// <summary>An option of a command, and whether the argument may be, or must be, glued to it. One without a name is the first argument.</summary>
internal sealed record CommandOption(string Name, OptionForm Form, bool Glued = false, bool Apart = true)
{
    /// <summary>The name as it stands in a text.</summary>
    public byte[] Text { get; } = Encoding.ASCII.GetBytes(Name);

    /// <summary>Whether its argument may stand behind an equals sign: <c>--auth=x</c>.</summary>
    public bool IsLong { get; } = Name.StartsWith("--", StringComparison.Ordinal);
}

/// <summary>The options of commands that take a password and do not say so by their names.</summary>
internal static class CommandOptions
{
    // A registry's user and token.
    private static readonly CommandOption[] Registries =
    [
        new("--creds", OptionForm.AfterColon, Glued: true),
        new("--src-creds", OptionForm.AfterColon, Glued: true),
        new("--dest-creds", OptionForm.AfterColon, Glued: true),
    ];

    public static Dictionary<string, CommandOption[]> All { get; } = new()
    {
        ["mysql"] = [new("-p", OptionForm.Whole, Glued: true, Apart: false)],
        ["mariadb"] = [new("-p", OptionForm.Whole, Glued: true, Apart: false)],
        ["sshpass"] = [new("-p", OptionForm.Whole, Glued: true)],
        ["smbclient"] = [new("-U", OptionForm.AfterPercent), new("--user", OptionForm.AfterPercent, Glued: true)],
        ["lftp"] = [new("-u", OptionForm.AfterComma), new("--user", OptionForm.AfterComma)],
        ["sqlcmd"] = [new("-P", OptionForm.Whole, Glued: true)],
        ["bcp "] = [new("-P", OptionForm.Whole, Glued: true)],
        ["rpcclient"] = [new("-U", OptionForm.AfterPercent)],
        ["net ads"] = [new("-U", OptionForm.AfterPercent)],
        ["net rpc"] = [new("-U", OptionForm.AfterPercent)],
        ["samba-tool"] = [new("-U", OptionForm.AfterPercent)],
        ["smbmap"] = [new("-U", OptionForm.AfterPercent)],
        ["ldap"] = [new("-w", OptionForm.Whole, Glued: true)],
        // -k and -y are the key of the machine itself, plain and in hexadecimal digits.
        ["ipmitool"] = [new("-P", OptionForm.Whole, Glued: true), new("-k", OptionForm.Whole), new("-y", OptionForm.Whole)],
        ["mosquitto_pub"] = [new("-P", OptionForm.Whole, Glued: true)],
        ["mosquitto_sub"] = [new("-P", OptionForm.Whole, Glued: true)],
        ["swaks"] = [new("-ap", OptionForm.Whole)],
        ["ssh-keygen"] = [new("-N", OptionForm.Whole), new("-P", OptionForm.Whole)],
        ["redis-cli"] = [new("-a", OptionForm.Whole)],
        ["curl"] = [new("-u", OptionForm.AfterColon, Glued: true), new("--user", OptionForm.AfterColon), new("-U", OptionForm.AfterColon),
        new("--proxy-user", OptionForm.AfterColon)],
        ["http "] = [new("-a", OptionForm.AfterColon), new("--auth", OptionForm.AfterColon, Glued: true)],
        ["https "] = [new("-a", OptionForm.AfterColon), new("--auth", OptionForm.AfterColon, Glued: true)],
        ["key create "] = [new("--hint", OptionForm.Whole)],
        ["ldappasswd "] = [new("-s", OptionForm.Whole), new("-a", OptionForm.Whole)],
        ["ssh-keygen "] = [new("-N", OptionForm.Whole), new("-P", OptionForm.Whole)],
        ["ncftp"] = [new("-p", OptionForm.Whole)],
        ["influx "] = [new("-t", OptionForm.Whole)],
        ["docker login"] = [new("-p", OptionForm.Whole)],
        ["podman login"] = [new("-p", OptionForm.Whole)],
        ["helm registry login"] = [new("-p", OptionForm.Whole)],
        ["az login"] = [new("-p", OptionForm.Whole)],
        ["zip "] = [new("-P", OptionForm.Whole)],
        ["unzip"] = [new("-P", OptionForm.Whole)],
        ["7z"] = [new("-p", OptionForm.Whole, Glued: true, Apart: false)],
        ["openssl"] = [new("-k", OptionForm.Whole), new("-passin", OptionForm.AfterColon), new("-passout", OptionForm.AfterColon),
        new("-pass", OptionForm.AfterColon)],
        ["openssl passwd"] = [new("", OptionForm.Last)],
        ["snmp"] = [new("-c", OptionForm.Whole), new("-A", OptionForm.Whole), new("-X", OptionForm.Whole)],
        ["fence_"] = [new("-p", OptionForm.Whole)],
        ["ipmi-"] = [new("-p", OptionForm.Whole), new("-k", OptionForm.Whole)],
        ["ipmipower"] = [new("-p", OptionForm.Whole), new("-k", OptionForm.Whole)],
        ["ipmiconsole"] = [new("-p", OptionForm.Whole), new("-k", OptionForm.Whole)],
        ["racadm"] = [new("-p", OptionForm.Whole), new("", OptionForm.LastOfPassword)],
        ["check_snmp"] = [new("-C", OptionForm.Whole)],
        ["radclient"] = [new("auth", OptionForm.Whole), new("acct", OptionForm.Whole), new("coa", OptionForm.Whole), new("disconnect", OptionForm.Whole)],
        ["check_nt "] = [new("-s", OptionForm.Whole)],
        ["check_http"] = [new("-a", OptionForm.AfterColon)],
        ["check_mysql"] = [new("-p", OptionForm.Whole)],
        ["doveadm pw"] = [new("-p", OptionForm.Whole)],
        ["testsaslauthd"] = [new("-p", OptionForm.Whole)],
        ["wbinfo"] = [new("-a", OptionForm.AfterPercent), new("--authenticate=", OptionForm.AfterPercent, Glued: true, Apart: false)],
        ["ldappasswd"] = [new("-s", OptionForm.Whole, Glued: true), new("-a", OptionForm.Whole, Glued: true)],
        ["influx user"] = [new("-p", OptionForm.Whole)],
        ["etcdctl"] = [new("--user", OptionForm.AfterColon), new("--user=", OptionForm.AfterColon, Glued: true, Apart: false)],
        ["ACL SETUSER"] = [new(">", OptionForm.Whole, Glued: true, Apart: false)],
        ["certutil"] = [new("-p", OptionForm.Whole)],
        ["ilorest"] = [new("-p", OptionForm.Whole)],
        ["sendemail"] = [new("-xp", OptionForm.Whole)],
        ["sendEmail"] = [new("-xp", OptionForm.Whole)],
        ["icinga2 "] = [new("--ticket", OptionForm.Whole)],
        ["ipa-client-install"] = [new("-w", OptionForm.Whole)],
        ["ipa-server-install"] = [new("-a", OptionForm.Whole), new("-p", OptionForm.Whole)],
        ["ipa-replica-install"] = [new("-w", OptionForm.Whole)],
        ["duplicacy set "] = [new("-value", OptionForm.Whole)],
        ["userconfig --"] = [new("-p", OptionForm.Whole)],
        ["lnms device:add"] = [new("-c", OptionForm.Whole), new("--community", OptionForm.Whole, Glued: true)],
        ["plink"] = [new("-pw", OptionForm.Whole)],
        ["pscp"] = [new("-pw", OptionForm.Whole)],
        ["rar "] = [new("-p", OptionForm.Whole, Glued: true, Apart: false), new("-hp", OptionForm.Whole, Glued: true, Apart: false)],
        ["upsrw"] = [new("-p", OptionForm.Whole)],
        ["upscmd"] = [new("-p", OptionForm.Whole)],
        ["mongo"] = [new("-p", OptionForm.Whole)],
        ["xfreerdp"] = [new("/p:", OptionForm.Whole, Glued: true, Apart: false)],
        ["wfreerdp"] = [new("/p:", OptionForm.Whole, Glued: true, Apart: false)],
        ["rdesktop"] = [new("-p", OptionForm.Whole)],
        ["cmdkey"] = [new("/pass:", OptionForm.Whole, Glued: true, Apart: false)],
        ["schtasks"] = [new("/rp", OptionForm.Whole), new("/RP", OptionForm.Whole), new("/p", OptionForm.Whole)],
        ["signtool"] = [new("/p", OptionForm.Whole)],
        ["ktpass"] = [new("/pass", OptionForm.Whole), new("-pass", OptionForm.Whole)],
        ["winrs"] = [new("-p:", OptionForm.Whole, Glued: true, Apart: false), new("/p:", OptionForm.Whole, Glued: true, Apart: false)],
        ["vaultcmd"] = [new("/authenticator:", OptionForm.Whole, Glued: true, Apart: false)],
        ["choco "] = [new("-p=", OptionForm.Whole, Glued: true, Apart: false)],
        ["pihole -a"] = [new("-p", OptionForm.Whole)],
        // Shells of devices: APC's and Lenovo's controllers, 3PAR's and Brocade's arrays and switches
        ["apc>snmp"] = [new("-c1", OptionForm.Whole), new("-c2", OptionForm.Whole), new("-c3", OptionForm.Whole), new("-c4", OptionForm.Whole)],
        ["apc>snmpv3"] = [new("-a1", OptionForm.Whole), new("-a2", OptionForm.Whole)],
        ["apc>radius"] = [new("-s1", OptionForm.Whole), new("-s2", OptionForm.Whole)],
        ["system> users -"] = [new("-p", OptionForm.Whole)],
        ["cli% createuser"] = [new("-c", OptionForm.Whole)],
        ["cli% createsnmpuser"] = [new("-p", OptionForm.Whole)],
        ["sethost initchap"] = [new("-f", OptionForm.Whole)],
        ["sethost targetchap"] = [new("-f", OptionForm.Whole)],
        ["aaaconfig --"] = [new("-s", OptionForm.Whole)],
        ["secauthsecret --"] = [new("-peer", OptionForm.Whole), new("-local", OptionForm.Whole)],
        ["passwd admin"] = [new("-old", OptionForm.Whole), new("-new", OptionForm.Whole)],
        ["psexec"] = [new("-p", OptionForm.Whole)],
        ["wmic"] = [new("/password:", OptionForm.Whole, Glued: true, Apart: false), new("-U", OptionForm.AfterPercent)],
        ["htpasswd"] = [new("", OptionForm.Last)],
        ["oathtool"] = [new("", OptionForm.Last)],
        ["useradd"] = [new("-p", OptionForm.Whole)],
        ["usermod"] = [new("-p", OptionForm.Whole)],
        ["kadmin"] = [new("-w", OptionForm.Whole)],
        ["skopeo "] = [.. Registries],
        ["buildah "] = [.. Registries],
        ["podman pu"] = [.. Registries],
        ["rcon "] = [new("-p", OptionForm.Whole)],
        ["mcrcon "] = [new("-p", OptionForm.Whole)],
        ["kinit"] = [new("--password=", OptionForm.Whole, Glued: true, Apart: false)],
        ["ansible"] = [new("--vault-pass", OptionForm.Whole)],
        ["vault login"] = [new("", OptionForm.Whole)],
        ["operator unseal"] = [new("", OptionForm.Whole)],
        ["--with-token <<<"] = [new("", OptionForm.Whole)],
    };
}
