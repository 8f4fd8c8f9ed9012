using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines called by what they do and a number, in the grammar that administrators use: <c>web01</c>, <c>AVDC01</c>, <c>SRV-FS02</c>, <c>BKP-SRV</c>, and the names that
/// Windows makes up (<c>DESKTOP-K8P2M1Q</c>).
/// </summary>
internal sealed class RoleNameDetector : Detector
{
    // Behind which a number of two digits makes a name; shorter ones only where they are in capitals or behind other letters.
    private static readonly string[] Numbered = ["web", "app", "srv", "svr", "sql", "nas", "san", "esx", "esxi", "dc", "fs", "db", "host", "mail", "proxy", "lb", "mon", "hv", "pve", "pbs", "vpn", "bkp", "nfs", "dns", "ldap", "ts", "rds", "wts", "jump", "bastion", "gw", "fw", "prx", "vdi", "exch", "sap", "erp", "print", "file", "backup", "storage", "node", "worker", "master", "control", "kube", "docker", "runner", "build", "git", "log", "cache", "redis", "mysql", "pgsql", "postgres", "mongo", "elastic", "win", "lin", "lnx", "exchange", "sage", "terminal", "domino", "oracle", "citrix", "camera", "cam", "client", "kasse", "edge", "test", "dev", "prod", "stage", "router", "switch", "core", "rack", "blade", "nuc", "hyp", "vmhost", "virt", "ceph", "kvm", "compute", "ctrl", "infra", "util", "mgmt", "desktop", "laptop", "printer", "drucker", "server", "srvr", "filer", "ftp", "smtp", "radius", "auth", "sso", "registry", "gitlab", "jenkins", "monitor", "zabbix", "grafana", "vault", "consul", "etcd", "rabbit", "kafka", "minio", "nextcloud", "wiki", "intranet", "crm", "pos", "pbx", "voip", "cctv", "scan", "wsus", "veeam", "adm", "jmp", "rpt", "wds", "sccm", "iis", "pki", "rdp", "prn", "kiosk", "mta"];

    // In capitals these stand behind other letters, too: AVDC01.
    private static readonly string[] Glued = ["SRV", "DC", "SQL", "WEB", "APP", "ESX", "NAS", "FS", "DB", "PVE", "HOST"];

    // Before a dash; a number ends the name: sw-access-3, web-2.
    private static readonly string[] Prefixes = ["sw-", "fw-", "srv-", "nas-", "esx-", "hv-", "nb-", "db-", "web-", "app-", "dc-", "lb-", "mon-", "gw-", "proxy-", "worker-", "master-", "kube-", "mail-", "jump-", "bastion-"];

    // Behind a dash, with a number: core-sw1.
    private static readonly string[] Suffixes = ["-sw", "-fw", "-gw", "-srv", "-nas", "-db", "-web", "-hv", "-esx", "-dc", "-rtr", "-lb", "-ap", "-pve"];

    // Between a site and a number: waw-mon-01.
    private static readonly string[] Middles = ["-mon", "-mx", "-px", "-app", "-vpn", "-pbs"];

    // Of two parts in capitals, one is of these and the other one is numbered, or both are.
    private static readonly HashSet<string> Roles = new(StringComparer.Ordinal) { "SRV", "SVR", "DC", "FS", "SQL", "NAS", "SAN", "HV", "ESX", "ESXI", "PVE", "PBS", "PXY", "TS", "RDS", "WTS", "EX", "EXCH", "BKP", "VEEAM", "PRN", "CTX", "CITRIX", "NB", "PC", "WS", "LT", "VDI", "FW", "SW", "GW", "AP", "WEB", "APP", "DB", "NODE", "HOST", "WSUS", "DHCP", "FILER" };

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal) { "SRV", "SVR", "BKP", "VEEAM", "NAS", "FILER", "ESX", "ESXI", "WTS", "RDS", "CTX", "CITRIX", "EXCH", "HV", "PXY", "FS" };

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-role", PrivacyKind.Host, "Machines called by their role and a number: web01, SRV-FS02, DESKTOP-K8P2M1Q");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Numbered.Select(role => new Anchor(role + "0", IgnoreCase: true, WordStart: true)), .. Glued.Select(role => new Anchor(role + "0")), .. Prefixes.Select(prefix => new Anchor(prefix, WordStart: true)), .. Suffixes.Select(suffix => new Anchor(suffix)), .. Middles.Select(middle => new Anchor(middle)), .. Roles.SelectMany(role => new[] { new Anchor("-" + role), new Anchor(role + "-", WordStart: true) }), new("DESKTOP-", WordStart: true), new("LAPTOP-", WordStart: true), new("WIN-", WordStart: true), new("EC2AMAZ-", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-') && at - start < 32) start--;
        while (start < at && text[start] == '-') start++;
        if (Bytes.EscapeBefore(text, start + 1) > 0 || Bytes.EscapeBefore(text, start) == 0 && Bytes.At(text, start - 1) is (byte)'.' or (byte)'%' or (byte)'$' or (byte)'&' or (byte)'#' or (byte)'+') return;
        var end = at + length;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-' && Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end + 1))) && end - start < 40) end++;
        var name = text[start..end];
        if (name.Length is < 4 or > 24 || Bytes.At(text, end) is (byte)'_' or (byte)'%' || Bytes.At(text, end) == '.' && Bytes.IsDigit(Bytes.At(text, end + 1))) return;
        if (text[at] == '-' && Bytes.IsLower(text[at + 1]))
        {
            var number = end - at - length;
            // waw-sw-02: a site, a role and a number.
            if (start < at && at - start <= 12 && Bytes.IsLower(text[start]) && IsNumberedRole(text[at..end], length) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && Bytes.At(text, end) is not ((byte)'/' or (byte)'=' or (byte)'@'))
            {
                Take(text, start, name.Length, found);
                return;
            }
            if (length > 1 && IsMiddle(text.Slice(at, length))) return;
            if (number == 0 && start < at && IsSpokenOf(text, start, at, end))
            {
                Take(text, start, name.Length, found);
                return;
            }
            if (start < at && Bytes.IsLower(text[start]) && number is 1 or 2 && text.Slice(at + length, number).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && Bytes.At(text, end) is not ((byte)'/' or (byte)'=' or (byte)'@') && !Sweep.IsPackaging(text, at + 1, end)) Take(text, start, name.Length, found);
            return;
        }
        if (text[at + length - 1] == '-' && Bytes.IsLower(text[at]))
        {
            if (start == at && IsCounted(name) && Bytes.At(text, end) is not ((byte)'/' or (byte)'=' or (byte)'@')) Take(text, start, name.Length, found);
            return;
        }
        if (IsInAddress(text, start, end)) return;
        // The kinds of an ACME challenge.
        if (text[at] == 'd' && name.SequenceEqual("dns01"u8) && Bytes.At(text, end) is (byte)':' or (byte)'"') return;
        if (text[at + length - 1] == '0' ? IsNumbered(text, at + length, name) : IsMadeUp(name) || IsOfRoles(name)) Take(text, start, name.Length, found);
    }

    /// <summary><c>-sw-02</c>, <c>-sw02</c> is seen to elsewhere.</summary>
    private static bool IsNumberedRole(ReadOnlySpan<byte> rest, int role) =>
        rest.Length - role is 3 or 4 && rest[role] == '-' && rest[(role + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool IsMiddle(ReadOnlySpan<byte> role)
    {
        foreach (var middle in Middles)
            if (System.Text.Ascii.Equals(role, middle)) return true;
        return false;
    }

    private const int LongestAddress = 39;

    /// <summary><c>fd12::DC03</c>: a group of an IPv6 address.</summary>
    private static bool IsInAddress(ReadOnlySpan<byte> text, int start, int end)
    {
        var colons = 0;
        var from = start;
        for (; from > 0 && start - from < LongestAddress && (text[from - 1] == ':' || char.IsAsciiHexDigit((char)text[from - 1])); from--) colons += text[from - 1] == ':' ? 1 : 0;
        for (var i = start; i < end; i++)
            if (!char.IsAsciiHexDigit((char)text[i])) return false;
        for (; end < text.Length && end - start < LongestAddress && (text[end] == ':' || char.IsAsciiHexDigit((char)text[end])); end++) colons += text[end] == ':' ? 1 : 0;
        return colons >= 2 && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, from - 1));
    }

    /// <summary><c>disk full on moulinsart-nas</c>: a word that nobody knows and a role behind it, in a sentence.</summary>
    private static bool IsSpokenOf(ReadOnlySpan<byte> text, int start, int dash, int end)
    {
        var stem = text[start..dash];
        if (stem.Length < 5 || stem.IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0 || !Vocabulary.IsTelling(stem) || stem.EndsWith("ed"u8) || stem.EndsWith("ing"u8)) return false;
        return Bytes.IsBlank(Bytes.At(text, start - 1)) && Bytes.At(text, end) is (byte)' ' or (byte)',' or (byte)'.' or (byte)'?' or (byte)'\n' && (SentenceText.PointsAt(text, start) || SentenceText.ActsAs(text, Bytes.SkipBlanks(text, end)));
    }

    /// <summary>A zero and another digit at the end: nothing but machines is counted so.</summary>
    private static bool IsNumbered(ReadOnlySpan<byte> text, int digit, ReadOnlySpan<byte> name) =>
        Bytes.At(text, digit) is >= (byte)'1' and <= (byte)'9' && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, digit + 1)) && name[^2] == '0'
        && name.IndexOfAnyInRange((byte)'0', (byte)'9') == name.Length - 2 && (name.Length > 4 || name.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0);

    private static bool IsCounted(ReadOnlySpan<byte> name)
    {
        var stem = name.TrimEnd("0123456789"u8);
        return name.Length - stem.Length is 1 or 2 && stem.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && stem.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && stem.IndexOf("port"u8) < 0 && stem.IndexOf("test"u8) < 0 && stem.Count((byte)'-') <= 3;
    }

    /// <summary>What the setup of Windows calls a machine.</summary>
    private static bool IsMadeUp(ReadOnlySpan<byte> name)
    {
        var dash = name.IndexOf((byte)'-');
        var rest = name[(dash + 1)..];
        return name[..dash] is var head && (head.SequenceEqual("DESKTOP"u8) && rest.Length is 6 or 7 || head.SequenceEqual("LAPTOP"u8) && rest.Length == 8 || head.SequenceEqual("WIN"u8) && rest.Length == 11 || head.SequenceEqual("EC2AMAZ"u8) && rest.Length == 7)
            && rest.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && rest.IndexOfAnyInRange((byte)'a', (byte)'z') < 0;
    }

    /// <summary>The machine, and who is on it: <c>jane@web01</c>.</summary>
    private static void Take(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        NamedValue.TakeName(text, start, length, PrivacyKind.Host, found);
        if (Bytes.At(text, start - 1) != '@' || Bytes.At(text, start + length) == '.') return;
        var user = start - 1;
        while (user > 0 && Bytes.EscapeBefore(text, user) == 0 && (Bytes.IsLetterOrDigit(text[user - 1]) || text[user - 1] is (byte)'.' or (byte)'-' or (byte)'_')) user--;
        // A template of a unit: openvpn-client@web01
        if (Bytes.At(text, user - 1) is not ((byte)'/' or (byte)'@' or (byte)'+' or (byte)'!') && Vocabulary.IsTelling(text[user..(start - 1)])) NamedValue.TakeUser(text, user, start - 1 - user, found);
    }

    private static bool IsOfRoles(ReadOnlySpan<byte> name)
    {
        if (name.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || name.Length > 15) return false;
        // NB-RETO, SRV-PRINT: whose notebook it is, what the server does.
        if (name.IndexOf((byte)'-') is var sign && sign is 2 or 3 && (name.StartsWith("SRV-"u8) || name.StartsWith("SVR-"u8) || name.StartsWith("NB-"u8) || name.StartsWith("LT-"u8)) && name[(sign + 1)..] is { Length: >= 3 } owner && owner.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 && !owner.SequenceEqual("IOT"u8)) return true;
        var (roles, plain, numbered, parts) = (0, 0, 0, 0);
        while (!name.IsEmpty)
        {
            var dash = name.IndexOf((byte)'-');
            var part = dash < 0 ? name : name[..dash];
            name = dash < 0 ? default : name[(dash + 1)..];
            var stem = part.TrimEnd("0123456789"u8);
            if (part.Length - stem.Length is 1 or 2) numbered++;
            else if (part.Length - stem.Length > 2) return false;
            var text = System.Text.Encoding.ASCII.GetString(stem);
            if (Roles.Contains(text)) roles++;
            if (Plain.Contains(text)) plain++;
            parts++;
        }
        return parts is 2 or 3 && roles > 0 && (numbered > 0 && (plain > 0 || roles > 1) || roles > 1 && plain > 0);
    }
}
