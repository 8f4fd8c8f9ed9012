namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The words and forms after which administrators call machines by what they do.</summary>
internal static class RoleNames
{
    // Behind which a number of two digits makes a name; shorter ones only where they are in capitals or behind other letters.
    public static readonly string[] Numbered =
    [
        "web", "app", "srv", "svr", "server", "srvr", "host", "vmhost", "node", "worker", "master", "control", "ctrl", "compute", "client", "edge", "core", "infra", "util", "mgmt",
        "pve", "pbs", "esx", "esxi", "hv", "hyp", "virt", "kvm", "ceph", "kube", "docker", "rack", "blade", "nuc", "vdi", "desktop", "laptop", "terminal", "kiosk",
        "win", "lin", "lnx", "dc", "fs", "ts", "rds", "rdp", "wts", "wds", "wsus", "sccm", "iis", "pki", "adm", "exch", "exchange", "citrix", "domino", "sage", "sap", "erp", "crm",
        "sql", "db", "mysql", "pgsql", "postgres", "mongo", "oracle", "redis", "elastic", "cache", "rabbit", "kafka", "etcd", "consul", "vault", "minio",
        "nas", "san", "nfs", "file", "filer", "storage", "backup", "bkp", "veeam", "mail", "smtp", "mta", "ftp", "dns", "ldap", "radius", "auth", "sso", "vpn",
        "proxy", "prx", "lb", "gw", "fw", "router", "switch", "jump", "jmp", "bastion", "mon", "monitor", "log", "zabbix", "grafana", "rpt",
        "git", "gitlab", "jenkins", "runner", "build", "registry", "test", "dev", "stage", "prod", "wiki", "intranet", "nextcloud",
        "print", "prn", "printer", "drucker", "scan", "camera", "cam", "cctv", "voip", "pbx", "pos", "kasse",
    ];

    // In capitals these stand behind other letters, too: AVDC01.
    public static readonly string[] Glued = ["SRV", "DC", "SQL", "WEB", "APP", "ESX", "NAS", "FS", "DB", "PVE", "HOST"];

    // Before a dash; a number ends the name: sw-access-3, web-2.
    public static readonly string[] Prefixes =
    [
        "sw-", "fw-", "srv-", "nas-", "esx-", "hv-", "nb-", "db-", "web-", "app-", "dc-", "lb-", "mon-", "gw-",
        "proxy-", "worker-", "master-", "kube-", "mail-", "jump-", "bastion-",
    ];

    // Behind a dash, with a number: core-sw1.
    public static readonly string[] Suffixes = ["-sw", "-fw", "-gw", "-srv", "-nas", "-db", "-web", "-hv", "-esx", "-dc", "-rtr", "-lb", "-ap", "-pve"];

    private static readonly WordSet SuffixWords = new(Suffixes);

    /// <summary>Whether a name that ends so is a machine's: <c>-fw</c>, <c>-sw1</c></summary>
    public static bool IsSuffix(ReadOnlySpan<byte> end) => SuffixWords.Contains(end.TrimEnd("0123456789"u8));

    // Between a site and a number: waw-mon-01.
    public static readonly string[] Middles = ["-mon", "-mx", "-px", "-app", "-vpn", "-pbs"];

    // Of two parts in capitals, one is of these and the other one is numbered, or both are.
    public static readonly string[] Capitals =
    [
        "SRV", "SVR", "DC", "FS", "SQL", "NAS", "SAN", "HV", "ESX", "ESXI", "PVE", "PBS", "PXY", "TS", "RDS", "WTS", "EX", "EXCH", "BKP", "VEEAM", "PRN", "CTX", "CITRIX",
        "NB", "PC", "WS", "LT", "VDI", "FW", "SW", "GW", "AP", "WEB", "APP", "DB", "NODE", "HOST", "WSUS", "DHCP", "FILER", "TERM",
    ];

    // Begin what the setup of Windows or of Amazon calls a machine.
    public static readonly string[] MadeUp = ["DESKTOP-", "LAPTOP-", "WIN-", "EC2AMAZ-"];

    private static readonly WordSet Roles = new(Capitals);

    // Roles that nothing but a machine has.
    private static readonly WordSet Plain = WordSet.Of("SRV SVR TERM BKP VEEAM NAS FILER ESX ESXI WTS RDS CTX CITRIX EXCH HV PXY FS");

    // Before an owner or a task: NB-RETO, SRV-PRINT.
    private static readonly byte[][] OfOwners = Phrases.Of("SRV-", "SVR-", "NB-", "LT-");

    /// <summary>What the setup of Windows calls a machine: <c>DESKTOP-K8P2M1Q</c></summary>
    public static bool IsMadeUp(ReadOnlySpan<byte> name)
    {
        var dash = name.IndexOf((byte)'-');
        var rest = name[(dash + 1)..];
        if (!HasLength(name[..dash], rest.Length)) return false;
        return rest.ContainsAnyInRange((byte)'0', (byte)'9') && !rest.ContainsAnyInRange((byte)'a', (byte)'z');
    }

    private static bool HasLength(ReadOnlySpan<byte> head, int length) => length switch
    {
        6 => head.SequenceEqual("DESKTOP"u8),
        7 => head.SequenceEqual("DESKTOP"u8) || head.SequenceEqual("EC2AMAZ"u8),
        8 => head.SequenceEqual("LAPTOP"u8),
        11 => head.SequenceEqual("WIN"u8),
        _ => false,
    };

    /// <summary>A small word with a dash in it, and a number of one or two digits at the end: <c>sw-access-3</c></summary>
    public static bool IsCounted(ReadOnlySpan<byte> name)
    {
        var stem = name.TrimEnd("0123456789"u8);
        if (name.Length - stem.Length is not (1 or 2) || stem.ContainsAnyInRange((byte)'0', (byte)'9') || stem.ContainsAnyInRange((byte)'A', (byte)'Z')) return false;
        return stem.IndexOf("port"u8) < 0 && stem.IndexOf("test"u8) < 0 && stem.Count((byte)'-') <= 3;
    }

    /// <summary>Parts in capitals that are roles, and a number: <c>SRV-FS02</c>, <c>BKP-SRV</c></summary>
    public static bool IsOfRoles(ReadOnlySpan<byte> name)
    {
        const int Longest = 15;
        if (name.Length > Longest || name.ContainsAnyInRange((byte)'a', (byte)'z')) return false;
        if (IsOwned(name)) return true;
        var (roles, plain, numbered, parts, isCounted) = (0, 0, 0, 0, false);
        while (!name.IsEmpty)
        {
            var dash = name.IndexOf((byte)'-');
            var part = dash < 0 ? name : name[..dash];
            name = dash < 0 ? default : name[(dash + 1)..];
            var stem = part.TrimEnd("0123456789"u8);
            if (part.Length - stem.Length > 2) return false;
            if (part.Length > stem.Length) numbered++;
            isCounted = stem.IsEmpty;
            if (Roles.Contains(stem)) roles++;
            if (Plain.Contains(stem)) plain++;
            parts++;
        }
        if (parts is not (2 or 3) || roles == 0) return false;
        // A site, a role and a number: GHL-PRN-02
        if (parts == 3 && isCounted && numbered == 1) return true;
        return numbered > 0 && (plain > 0 || roles > 1) || roles > 1 && plain > 0;
    }

    /// <summary><c>NB-RETO</c>, <c>SRV-PRINT</c>: whose notebook it is, what the server does.</summary>
    private static bool IsOwned(ReadOnlySpan<byte> name)
    {
        if (!Phrases.AnyStarts(name, OfOwners)) return false;
        var owner = name[(name.IndexOf((byte)'-') + 1)..];
        return owner.Length >= 3 && owner.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 && !owner.SequenceEqual("IOT"u8);
    }
}
