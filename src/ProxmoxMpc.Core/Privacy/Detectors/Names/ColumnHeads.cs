using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What the heads of a table say of the columns below them.</summary>
internal static class ColumnHeads
{
    // A column that is only called so needs another one that guests, machines or users have.
    private const PrivacyKind Name = PrivacyKind.Word;

    // What is old or new of an account is its password.
    private const PrivacyKind Change = PrivacyKind.FreeText;

    /// <summary>A column of versions holds nothing to hide: four numbers there are no address.</summary>
    public const PrivacyKind Version = PrivacyKind.Tag;

    private static readonly Dictionary<string, PrivacyKind> Kinds = Of(
        (Version, "firmware version fw bios fwversion firmwareversion biosversion release driver softwareversion"),
        (PrivacyKind.Node, "node nodename targetnode ownernode knoten"),
        (PrivacyKind.Host, "host hostname computername computer pscomputername server servername machine device rechner inventoryhostname maschine instance gerät"),
        (PrivacyKind.Host, "logonworkstations workstation workstations machinename clientcomputername clienthostname serverhostname sourcehostname targethost desthost remotehost csname systemname"),
        (PrivacyKind.Guest, "vmname guest gast guestname vm container"),
        (Name, "member name naam nom nombre navn namn název nazev názov nazov nazwa nimi nume név nome"),
        (PrivacyKind.User, "user username owner samaccountname login usename rolname loginname account requester assignedto assignee reporter creator"),
        (PrivacyKind.User, "clientusername localadmin localuser adminuser adminaccount loginuser smbuser ftpuser"),
        (PrivacyKind.User, "benutzer benutzername kennung benutzerkennung anmeldename konto bearbeiter melder utilisateur usuario użytkownik gebruiker bruker användare felhasználó uživatel"),
        (PrivacyKind.Password, "password pw pass pwd passphrase secret token snmp community adminpassword localpassword rootpassword"),
        (PrivacyKind.Password, "passwort kennwort wachtwoord motdepasse hasło haslo contraseña clave senha lösenord passord adgangskode salasana heslo jelszó parola şifre пароль"),
        (Change, "old new alt neu"),
        (PrivacyKind.Serial, "serial serialnumber seriennummer servicetag " +
            "sériovéčíslo seriovecislo numerseryjny sarjanumero serienummer numéroserie numerodeserie n°série n°desérie nºdeserie s/n"),
        (PrivacyKind.Phone, "officephone telephonenumber telephone phone phonenumber mobile mobilephone cell tel fax"),
        (PrivacyKind.Phone, "telefon telefonnummer handy teléfono telefono téléphone mobil linka klapka durchwahl puhelin puhelinnumero telefoon " +
            "numertelefonu"),
        (PrivacyKind.Mac, "mac macaddress macaddr macbmc bmcmac macadresse adressemac mgmtmac macipmi ipmimac"));

    // What makes of a column of names one of machines.
    private static readonly HashSet<string> OfMachines = Set(
        "vmid node maxmem ip ipaddress ipaddr ipv4 ipv6 vcpu vcpus memory memorymb guest os ostype fqdn host cores mac macaddress serial serialnumber servicetag firmware " +
        "hypervisor vlan cpuusage(%) memoryassigned(m) dnshostname operatingsystem ipv4address powerstate connectionstate serverrole");

    // Get-NetAdapter: what has an index or a speed is an interface.
    private static readonly HashSet<string> OfInterfaces = Set("ifindex interfacedescription linkspeed");

    // What has a guest of its own and a parent is a snapshot.
    private static readonly HashSet<string> OfSnapshots = Set("parent snaptime vmstate");

    private static readonly HashSet<string> OfUsers = Set("sid userid");

    private static readonly string[] OfLocalUsers = ["name", "enabled", "description"];

    /// <summary>The kind of what stands in each column; null for those that hold nothing to hide.</summary>
    public static List<PrivacyKind?> KindsOf(ReadOnlySpan<byte> text, List<Extent> heads)
    {
        var names = new List<string>(heads.Count);
        foreach (var head in heads) names.Add(Plain(Encoding.UTF8.GetString(text[head.Start..head.End])));
        PrivacyKind? named = AreUsers(names) ? PrivacyKind.User : AreMachines(names) ? PrivacyKind.Guest : null;
        PrivacyKind? changed = names.Exists(IsOfAccounts) ? PrivacyKind.Password : null;
        var kinds = new List<PrivacyKind?>(heads.Count);
        var (arePings, areMailboxes) = (ArePings(names), names.Contains("ProhibitSendQuota", StringComparer.OrdinalIgnoreCase));
        foreach (var name in names)
            kinds.Add(arePings && Ends.Contains(name) ? PrivacyKind.Host : areMailboxes && name.Equals("alias", StringComparison.OrdinalIgnoreCase) ? PrivacyKind.User : !Kinds.TryGetValue(name, out var kind) ? VersionOf(name) ?? PasswordOf(name) : kind == Name ? named : kind == Change ? changed : kind);
        return kinds;
    }

    /// <summary>Test-Connection: from where to where, and how long it took. Events and rules have a source, too.</summary>
    private static bool ArePings(List<string> names) => names.Exists(Ends.Contains) && names.Exists(name => name.StartsWith("latency", StringComparison.OrdinalIgnoreCase) || name.StartsWith("time(ms", StringComparison.OrdinalIgnoreCase));

    private static readonly HashSet<string> Ends = Set("source destination");

    /// <summary>What there is of two things, the latter of which is a version: <c>os / version</c>, <c>model/firmware</c>.</summary>
    private static PrivacyKind? VersionOf(string head) =>
        head.LastIndexOf('/') is > 0 and var slash && Kinds.TryGetValue(head[(slash + 1)..], out var kind) && kind == Version ? Version : null;

    /// <summary>What a setting would be called that holds a password: <c>DefaultPassword</c>, <c>RootPw</c>.</summary>
    private static PrivacyKind? PasswordOf(string head) => KeyNames.MeaningOf(Encoding.UTF8.GetBytes(head)) == KeyMeaning.Password ? PrivacyKind.Password : null;

    /// <summary>Whether one of the columns holds the numbers of guests.</summary>
    public static bool HaveVmid(ReadOnlySpan<byte> text, List<Extent> heads)
    {
        foreach (var head in heads)
            if (head.Length == 4 && Bytes.StartsWithIgnoreCase(text, head.Start, "vmid"u8)) return true;
        return false;
    }

    private static string Plain(string head) =>
        head.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);

    // The first head of a table of networks, or of what is plugged into a switch.
    private static readonly HashSet<string> OfSwitches = Set("vlan vlanid vid port interface slot stg vrf vrfname local");

    // Get-VBRBackupRepository: what has a path on a host is a store.
    private static readonly string[] OfStores = ["type", "path", "host"];

    private static bool AreMachines(List<string> names) =>
        !Array.TrueForAll(OfStores, store => names.Contains(store, StringComparer.OrdinalIgnoreCase))
        && !(names.Count > 0 && OfSwitches.Contains(names[0])) && !names.Exists(OfInterfaces.Contains) && !(names.Exists(OfSnapshots.Contains) && names.Exists(IsOfGuests))
        && names.Exists(name => OfMachines.Contains(name) || name.Length > 4 && name.EndsWith("ip", StringComparison.OrdinalIgnoreCase));

    /// <summary>Who has a SID beside the name, and whom Get-LocalUser lists.</summary>
    private static bool AreUsers(List<string> names) => names.Exists(OfUsers.Contains) || names.SequenceEqual(OfLocalUsers, StringComparer.OrdinalIgnoreCase);

    private static bool IsOfGuests(string name) => Kinds.TryGetValue(name, out var kind) && kind == PrivacyKind.Guest;

    private static bool IsOfAccounts(string name) => Kinds.TryGetValue(name, out var kind) && kind is PrivacyKind.User or PrivacyKind.Password;

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);

    private static Dictionary<string, PrivacyKind> Of(params (PrivacyKind Kind, string Heads)[] groups)
    {
        var kinds = new Dictionary<string, PrivacyKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, heads) in groups)
            foreach (var head in heads.Split(' ')) kinds.Add(head, kind);
        return kinds;
    }
}
