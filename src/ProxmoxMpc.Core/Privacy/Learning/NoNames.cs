using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What stands where a name does and is none: places to fill in, files and units, parts of programs, adjectives.</summary>
internal static class NoNames
{
    /// <summary>Whether a text cannot be what somebody called a machine or an account.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => IsPlaceholder(name) || IsCapital(name) || IsThread(name) || IsRegion(name) || Challenges.Contains(name) || IsVerb(name) || IsMessageNumber(name) || name.Contains((byte)'.') && IsFileOrCode(name)
        || name.Contains((byte)'-') && (IsAdjective(name) || Detectors.PowerShellText.IsCommand(name) || IsKeyType(name) || IsMachineType(name) || name.Length == 17 && AddressText.TryParseMac(name, out _));

    /// <summary>Whether a text that stands for a machine is a variable's name, which is made of words: <c>dns_primary_ip</c>. Accounts are called so, machines are not.</summary>
    public static bool IsVariable(ReadOnlySpan<byte> name)
    {
        if (!name.Contains((byte)'_')) return name.Count((byte)'.') == 1 && Properties.Contains(name[(name.IndexOf((byte)'.') + 1)..]);
        while (!name.IsEmpty)
        {
            var sign = name.IndexOfAny("-_."u8);
            var part = sign < 0 ? name : name[..sign];
            name = sign < 0 ? default : name[(sign + 1)..];
            if (part.Length > 2 && !CommonWords.Contains(part) && !Vocabulary.IsWord(part) && !Applications.Contains(part) && !Properties.Contains(part)) return false;
        }
        return true;
    }

    private static readonly WordSet Properties = WordSet.Of("name hostname nodes node id key value data status state type length ip fqdn host user items count index uuid vmid address password dns url urls keys cidr netmask gateway region datacenter postfix prefix suffix expect mount dir");

    /// <summary>A zone of time or what a firewall has done, which machines are called like in small letters only.</summary>
    private static bool IsCapital(ReadOnlySpan<byte> name) =>
        name.Length > 2 && Bytes.IsUpper(name[1]) && (name.Length < 6 && TimeZones.Contains(name) || Bytes.IsUpper(name[^1]) && Verdicts.Contains(name));

    // How ACME has a name proved.
    private static readonly WordSet Challenges = WordSet.Of("dns-01 http-01 tls-alpn-01 dns01 http01 DNS-01 HTTP-01 TLS-ALPN-01 DNS01 HTTP01");

    // What a firewall does with a packet: "target": "ACCEPT".
    private static readonly WordSet Verdicts = WordSet.Of("ACCEPT DROP REJECT RETURN MASQUERADE DNAT SNAT REDIRECT NFLOG CONNMARK TPROXY NFQUEUE NOTRACK CHECKSUM");

    // What logs have behind the time, where others have the machine.
    private static readonly WordSet TimeZones = WordSet.Of("UTC GMT CET CEST BST IST WET WEST EET EEST MSK EST EDT CST CDT MST MDT PST PDT AKST HST BRT JST KST HKT SGT AEST AEDT ACST AWST NZST NZDT SAST");

    /// <summary><c>eu-central-1</c>, <c>us-gov-west-1</c>: where a cloud has its machines.</summary>
    private static bool IsRegion(ReadOnlySpan<byte> name) =>
        name.Length is > 8 and < 18 && name[2] == '-' && Bytes.IsDigit(name[^1]) && name[^2] == '-' && Continents.Contains(name[..2]) && Directions.Contains(name[3..^2][(name[3..^2].LastIndexOf((byte)'-') + 1)..]);

    private static readonly WordSet Continents = WordSet.Of("eu us ap sa ca me af il mx cn");

    private static readonly WordSet Directions = WordSet.Of("central west east north south northeast southeast northwest southwest");

    /// <summary>Benutzer anlegen: what is done with one, in German.</summary>
    private static bool IsVerb(ReadOnlySpan<byte> name) => name.Length > 5 && name.EndsWith("en"u8) && Bytes.IsLower(name[0]) && OtherLanguages.Contains(name);

    /// <summary><c>1rVxPi-000MMd-U4</c>, <c>1rVxPi-000000MMd12-U4Ab</c>: by what Exim knows a message, since when it began to count in letters.</summary>
    public static bool IsMessageNumber(ReadOnlySpan<byte> name)
    {
        if (name.Length is not (16 or 23) || name[6] != '-' || name[name.Length == 16 ? 13 : 18] != '-' || name.Count((byte)'-') != 2) return false;
        return name[0] is (byte)'1' or (byte)'2' && name[..6].IndexOfAnyInRange((byte)'A', (byte)'Z') > 0 && !name.ContainsAny("._"u8);
    }

    /// <summary><c>Thread-6</c>: a program's own.</summary>
    private static bool IsThread(ReadOnlySpan<byte> name) =>
        name.Length > 7 && (name.StartsWith("Thread-"u8) || name.StartsWith("thread-"u8)) && Bytes.IsDigit(name[7]);

    // Of QEMU: pc-q35-9.0, pc-i440fx-9.0+pve0
    private static bool IsMachineType(ReadOnlySpan<byte> name) => Bytes.StartsWithIgnoreCase(name, 0, "pc-q35"u8) || Bytes.StartsWithIgnoreCase(name, 0, "pc-i440fx"u8);

    // What a key of SSH begins with: its algorithm.
    private static bool IsKeyType(ReadOnlySpan<byte> name)
    {
        foreach (var type in KeyTypes)
            if (name.StartsWith(type)) return true;
        return false;
    }

    private static readonly byte[][] KeyTypes =
        [.. new[] { "ecdsa-sha2-nistp", "ssh-ed25519", "ssh-rsa", "ssh-dss", "rsa-sha2-", "sk-ssh-", "sk-ecdsa-" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary><c>your-server</c>, <c>youruser</c>, <c>replace_with_user</c>, <c>changeme</c></summary>
    private static bool IsPlaceholder(ReadOnlySpan<byte> name)
    {
        if (Fields.Contains(name) || name.EndsWith("placeholder"u8) || name.EndsWith("PLACEHOLDER"u8)) return true;
        if (Bytes.StartsWithIgnoreCase(name, 0, "your"u8)) return name.Length == 4 || name[4] is (byte)'-' or (byte)'_' or (byte)'.' || Owned.Contains(name[4..]);
        if (Bytes.StartsWithIgnoreCase(name, 0, "my"u8)) return name.Length > 3 && Owned.Contains(name[2] is (byte)'-' or (byte)'_' ? name[3..] : name[2..]);
        foreach (var start in Starts)
            if (Bytes.StartsWithIgnoreCase(name, 0, start)) return true;
        return false;
    }

    private static readonly byte[][] Starts = [.. new[] { "replace_with", "replace-with", "replaceme", "changeme", "change_me", "change-me", "insert_", "insert-your", "enter_your", "placeholder", "hkey_" }.Select(Encoding.ASCII.GetBytes)];

    // What a manual has there: /etc/pve/nodes/NODENAME
    private static readonly WordSet Fields = WordSet.Of("hklm hkcu hkcr hkcc nodename hostname username vmname ctname servername domainname clustername guestname storagename poolname computername ip-address ipaddress ip-address-cluster node-name host-name user-name job-id typeof instanceof undefined axfr ixfr ip port");

    private static readonly WordSet Owned = WordSet.Of("user username login server host hostname node name domain ip ipaddress address email mail token password pass company org organization organisation client vm ct container nas cluster site realm account database db app project repo registry bucket service lab");

    /// <summary><c>caddy.service</c>, <c>settings.yml</c>; of three parts and more what ends with a word of programs: <c>props.service.status</c>.</summary>
    private static bool IsFileOrCode(ReadOnlySpan<byte> name)
    {
        var last = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (Ends.Contains(last)) return true;
        return name.Count((byte)'.') > 1 && (CommonWords.Contains(last) || Vocabulary.IsWord(last)) && !Domains.IsDomain(name, out _, out _, out _) && !IsInitialForm(name);
    }

    /// <summary><c>t.kuipers.adm</c>: an account as firms call them, and what it is for.</summary>
    private static bool IsInitialForm(ReadOnlySpan<byte> name)
    {
        var first = name.IndexOf((byte)'.');
        if (first is not (1 or 2)) return false;
        var family = name[(first + 1)..];
        family = family[..family.IndexOf((byte)'.')];
        return family.Length > 3 && family.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && !CommonWords.Contains(family) && !Vocabulary.IsWord(family) && !Properties.Contains(family);
    }

    private static readonly WordSet Ends = WordSet.Of("service timer path socket mount target slice scope automount yml yaml json conf cfg sh py exe dll wav mp3 mp4 txt md log xml ini html css png svg jpg sql tf tfvars tfstate key crt pem ps1 psm1 psd1 bat cmd zip gz tgz xz bz2 zst iso img qcow2 raw vmdk deb rpm j2 tmpl lock toml csv xlsx docx pdf");

    /// <summary>Whether files end so: <c>client.pem</c> is one, and no account of Ceph.</summary>
    public static bool IsFileEnd(ReadOnlySpan<byte> word) => Ends.Contains(word);

    /// <summary><c>non-interactive</c>, <c>read-only</c>, <c>role-based</c></summary>
    private static bool IsAdjective(ReadOnlySpan<byte> name)
    {
        var dash = name.IndexOf((byte)'-');
        var last = name[(name.LastIndexOf((byte)'-') + 1)..];
        // cluster-aware, node-wide
        if (Lasts.Contains(last) && (CommonWords.Contains(name[..dash]) || Vocabulary.IsWord(name[..dash]))) return true;
        return Firsts.Contains(name[..dash]) && (last.SequenceEqual("only"u8) || last.SequenceEqual("based"u8) || CommonWords.Contains(last) || Vocabulary.IsWord(last) || last.EndsWith("ed"u8) || last.EndsWith("ing"u8) || last.EndsWith("able"u8) || last.EndsWith("ive"u8));
    }

    private static readonly WordSet Lasts = WordSet.Of("aware wide separated delimited level based specific friendly agnostic like safe ready side related only");

    private static readonly WordSet Firsts = WordSet.Of("auto in non read write role rule re semi pseudo self multi single host-based all any comma space semicolon colon newline tab no not per pre post");
}
