using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What makes a dotted word a domain name, and whose domains are nobody's secret.</summary>
internal static class Domains
{
    private static readonly WordSet Certain = WordSet.Of(
        "ae af ag ai al ao ar au aw ax ba bb bd bf bg bh bi bj bm bn bo br bs bt bw by bz ca cg ch ci ck cl cm cn cr cu cw cx cy cz de dj dk dm dz " +
        "ec ee eg er es et eu fi fj fo fr ga gd ge gf gg gh gi gl gm gp gq gr gt gw gy hk hn hr ht hu ie il iq ir je jm jo jp ke kg kh ki kn kr kw " +
        "ky kz lb lc li lk ls lt lu lv ly mc mg mh mk ml mm mn mo mp mq mr mt mu mv mw mx mz na nc ng ni nl np nr nu nz om pe pf pg pk pt qa ro ru " +
        "rw sb sd se sg si sk sm sn sr sv sx sy sz td tg th tj tk tl tm tn tr tv tw tz ua ug uk uy uz ve vg vn vu wf ye yt za zm zw " +
        "aero africa arpa asia berlin biz bzh cloud com coop corp dev digital edu eus fritz gov hamburg haus helsinki hosting icu immo infra intern " +
        "intra intranet invalid jetzt kaufen lan localnet london madrid mgmt mil mobi net ninja onion online org priv reisen restaurant site " +
        "solutions tech versicherung wien wtf xyz");

    /// <summary>Top-level names that only exist within somebody's network.</summary>
    private static readonly WordSet PrivateTopLevel = WordSet.Of("local lan home internal intranet intra intern infra mgmt corp private localnet office ad box domain priv test");

    // Also the ends of files' names, methods or abbreviations: two labels are not enough.
    private static readonly WordSet Doubtful = WordSet.Of(
        "ac ad am at az be co do fm im in io is it ma md me ms my ne no pa ph pl py re rs sa ss su to tt us va " +
        "academy accountants actor agency amsterdam apartments app associates attorney auction auto band bank bar barcelona bargains bayern beer " +
        "best bid bike bingo black blog blue bot boutique box broker brussels builders business cab cafe camera camp car cards care careers cash " +
        "casino cat catering center charity chat cheap church city claims cleaning click clinic clothing club codes coffee college community " +
        "company computer condos construction consulting contact contractors cooking cool coupons credit cruises cymru data date dating day deals " +
        "degree delivery democrat dental dentist design diamonds diet direct directory discount docs dog domain domains download earth education " +
        "email energy engineer engineering enterprises equipment estate events exchange expert express faith family fan fans farm fashion film " +
        "finance financial fish fishing fitness flights florist flowers football forsale forum foto foundation frl fun fund furniture futbol gal " +
        "gallery games garden gdn gent gift gifts gives glass global gmbh gold golf gop graphics gratis green gripe group guide guitars guru hair " +
        "health hockey holdings holiday home horse hospital host house how immobilien inc industries info ing institute insure int internal " +
        "international investments istanbul jewelry kim kitchen koeln land law lawyer lease legal lgbt life lighting limited limo link live llc " +
        "loan loans local lol ltd ltda maison management market marketing mba media memorial men menu moda moe mom money mortgage moscow movie " +
        "museum name navy network news ngo nrw nyc observer office one ong onl ooo page paris partners parts party pet phd photo photography photos " +
        "pics pictures pink pizza place plumbing plus poker porn press private pro productions prof promo property protection pub quebec quest " +
        "racing realty recipes red rehab rent rentals repair report republican rest review reviews rich rip rocks rodeo ruhr run saarland sale " +
        "salon sarl school schule science scot security services sexy shoes shop shopping show singles ski soccer social software solar space srl " +
        "stockholm store stream studio supplies supply support surf surgery swiss systems tatar tattoo tax taxi team technology tennis test theater " +
        "tienda tips tires tirol today tokyo tools top tours town toys trade trading training travel tube university vacations vegas ventures vet " +
        "video villas vin vision vlaanderen vodka vote voyage wales wang watch webcam website wed wedding wiki win wine works world yoga zip zone " +
        "zuerich");

    // Also what parts of programs are called, at any depth.
    private static readonly WordSet CodeWords = WordSet.Of("actor claims contact credit data date delivery directory docs domains download events exchange express broker builders management tools");

    // The first words of programs' packages: java.net is no host.
    private static readonly WordSet Packages = WordSet.Of("java javax org com net sun edu io system microsoft traefik docker kubernetes inputs outputs item node self this each module local var data");

    /// <summary>Whether a dotted word ends as a domain does, be the ending doubtful elsewhere, and belongs to somebody.</summary>
    public static bool CanReceiveMail(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        return dot > 0 && (IsEnding(name[(dot + 1)..]) || TopLevelDomains.Contains(name[(dot + 1)..])) && Vocabulary.CanBeName(name) && !IsPublic(name);
    }

    /// <summary>Whether a dotted word is a domain the other way round, as programs call their parts: <c>com.apple.security.sos.error</c>.</summary>
    public static bool IsPackage(ReadOnlySpan<byte> name) => name.IndexOf((byte)'.') is > 0 and var dot && Packages.Contains(name[..dot]) && !IsEnding(name[(name.LastIndexOf((byte)'.') + 1)..]);

    // Of everybody's, but what stands before them is a customer: acme.webhook.office.com.
    private static readonly string[] Tenants = [".webhook.office.com", ".sharepoint.com", ".onmicrosoft.com", ".slack.com", ".okta.com", ".auth0.com", ".atlassian.net", ".azurewebsites.net", ".vault.azure.net", ".blob.core.windows.net", ".database.windows.net", ".servicebus.windows.net", ".file.core.windows.net", ".queue.core.windows.net", ".table.core.windows.net", ".redis.cache.windows.net", ".ingest.sentry.io", ".ingest.us.sentry.io", ".ingest.de.sentry.io", ".fritz.box", ".duckdns.org", ".dyndns.org", ".no-ip.com", ".no-ip.org", ".ddns.net", ".myfritz.net", ".synology.me", ".myqnapcloud.com", ".hopto.org", ".zapto.org", ".dynv6.net", ".spdns.de", ".ngrok.io", ".ngrok.app", ".trycloudflare.com", ".ipv6-literal.net"];

    /// <summary>How many bytes of a public name are the customer's; 0 where it is nobody's.</summary>
    public static int TenantLength(ReadOnlySpan<byte> name)
    {
        foreach (var tenant in Tenants)
            if (name.Length > tenant.Length && Ascii.EqualsIgnoreCase(name[^tenant.Length..], tenant)) return name[..^tenant.Length] is var who && !who.Contains((byte)'.') && !Services.Contains(who) ? who.Length : 0;
        return 0;
    }

    private static readonly WordSet Services = WordSet.Of("outlook members update updates checkip dynupdate dyndns ddns ns1 ns2 hooks api app www files edgeapi login status docs support help developer community");

    /// <summary>Whether a word ends domains.</summary>
    public static bool IsEnding(ReadOnlySpan<byte> label) => Certain.Contains(label) || Doubtful.Contains(label);

    private static readonly WordSet Registries = WordSet.Of("co com org net gov gob edu ac or ne gv govt ltd plc");

    /// <summary>Whether everybody registers domains below it: <c>co.uk</c>, <c>com.br</c>.</summary>
    public static bool IsRegistry(ReadOnlySpan<byte> name) => name.IndexOf((byte)'.') is > 0 and var dot && name.Length == dot + 3 && Registries.Contains(name[..dot]);

    // Far more files end so than domains do.
    private static readonly WordSet Files = WordSet.Of("md py rs mk srl data inc");

    private static readonly WordSet Pages = WordSet.Of("php php5 phtml asp aspx jsp html htm cgi sql env conf ini");

    // Everybody's domains at which people have mailboxes or accounts of their own.
    private static readonly WordSet Mailboxes = WordSet.Of("outlook.com live.com office365.com apple.com vsphere.local gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de yahoo.com yahoo.de yahoo.fr hotmail.com hotmail.de hotmail.fr icloud.com proton.me protonmail.com aol.com mailbox.org posteo.de fastmail.com zoho.com laposte.net orange.fr wanadoo.fr t-online.de seznam.cz onet.pl wp.pl libero.it");

    /// <summary>Whether what stands before the @ of a domain that is everybody's is somebody.</summary>
    public static bool HasMailboxes(ReadOnlySpan<byte> name) => Mailboxes.Contains(name);

    /// <summary>Whether a domain, or one above it, is everybody's.</summary>
    public static bool IsPublic(ReadOnlySpan<byte> name)
    {
        while (true)
        {
            // google.de, google.co.uk
            if (PublicDomains.Contains(name) || name.Length is > 8 and < 14 && Bytes.StartsWithIgnoreCase(name, 0, "google."u8)) return true;
            var dot = name.IndexOf((byte)'.');
            if (dot < 0) return false;
            name = name[(dot + 1)..];
        }
    }

    /// <summary>Whether a dotted word is a domain name by its form; whether it belongs to the public, and how many labels it has.</summary>
    public static bool IsDomain(ReadOnlySpan<byte> name, out bool isPublic, out int labels, out bool isPrivate)
    {
        var known = Known.Of(name);
        (isPublic, isPrivate, labels) = ((known & 2) != 0, (known & 4) != 0, known >> 3);
        return (known & 1) != 0;
    }

    private static readonly TextMemo Known = new(name => (Read(name, out var isPublic, out var labels, out var isPrivate) ? 1 : 0) | (isPublic ? 2 : 0) | (isPrivate ? 4 : 0) | (labels << 3));

    private static bool Read(ReadOnlySpan<byte> name, out bool isPublic, out int labels, out bool isPrivate)
    {
        (isPublic, isPrivate, labels) = (false, false, 1);
        if (name.Length is < 4 or > 253) return false;
        var start = 0;
        var letters = false;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] != '.')
            {
                letters |= Bytes.IsAsciiLetter(name[i]);
                continue;
            }
            var label = name[start..i];
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || (label.Contains((byte)'_') && label[0] != '_')) return false;
            if (i < name.Length) labels++;
            start = i + 1;
        }
        var last = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (!letters || labels < 2 || last.Length < 2 || last.ContainsAnyInRange((byte)'0', (byte)'9')) return false;
        var host = name[..name.IndexOf((byte)'.')];
        if (!IsEnding(last) || Packages.Contains(host)) return false;
        // VOSS8K.4.2.0.GA: a version and how far it is.
        if (last.SequenceEqual("GA"u8) && Bytes.IsDigit(name[^4])) return false;
        // 10-ens18.network, 50-dmz.link: units of systemd's network.
        if (labels == 2 && host.Length > 3 && host[2] == '-' && Bytes.IsDigit(host[0]) && Bytes.IsDigit(host[1]) && (last.SequenceEqual("network"u8) || last.SequenceEqual("link"u8))) return false;
        // kernel.pty.nr, hw.busdma.zone0.domain: settings of kernels.
        if (labels > 2 && (last.SequenceEqual("nr"u8) || Doubtful.Contains(last)) && Kernels.Contains(host)) return false;
        // vmbr0.network, ens18.link
        if (labels == 2 && (last.SequenceEqual("network"u8) || last.SequenceEqual("link"u8)) && Vocabulary.IsInterface(host)) return false;
        // import.meta.env.DEV: a constant of a program.
        if (last.SequenceEqual("DEV"u8) && name[..^3].IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return false;
        // nova.compute.claims: the parts of a program.
        if (CodeWords.Contains(last) && !LooksLikeHost(host, last) && !Vocabulary.IsWord(host)) return false;
        // VM.Config.Network, Azure.Storage.Live: names of code and of privileges, written in humps.
        if (Bytes.IsUpper(last[0]) && Bytes.IsLower(last[^1])) return false;
        // template.volumeRef.name: a property in code.
        if (Doubtful.Contains(last) && !PrivateTopLevel.Contains(last) && HasHump(name)) return false;
        // apply-hook-script.pl
        if (labels == 2 && host.EndsWith("-script"u8)) return false;
        // security.INFO: where a log's line comes from, and how grave it is.
        if (last.SequenceEqual("INFO"u8) && name.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0) return false;
        // ASP.NET, Ext.Date.DAY: no name has its end in capitals and what stands before in both cases.
        if (last.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 && name[..^last.Length].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && name[..^last.Length].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0) return false;
        if (last.SequenceEqual("zip"u8) || Files.Contains(last) && (labels == 2 || Bytes.IsDigit(name[^(last.Length + 2)]) && IsNumber(name[..^(last.Length + 1)]))) return false;
        if (labels == 2 && last.SequenceEqual("local"u8) && LocalFiles.Contains(host)) return false;
        // wp-config.php.inc, index.html.zip: files that somebody has put aside.
        if (labels > 2 && Doubtful.Contains(last) && Pages.Contains(name[(name[..^(last.Length + 1)].LastIndexOf((byte)'.') + 1)..^(last.Length + 1)])) return false;
        isPrivate = PrivateTopLevel.Contains(last);
        if (labels == 2 && Doubtful.Contains(last) && !LooksLikeHost(host, last)) return false;
        isPublic = IsPublic(name);
        return true;
    }

    // What sysctl's keys begin with.
    private static readonly WordSet Kernels = WordSet.Of("kernel kern vm fs net dev abi debug user hw security machdep vfs sunrpc crypto compat");

    // jail.local, memcache.local: what an admin has changed in a program's settings, and settings that are called so.
    private static readonly WordSet LocalFiles = WordSet.Of("jail fail2ban memcache rc bashrc settings env php action filter sysctl");

    /// <summary>Whether the last label is a number: the one of <c>policy-v1.0.md</c>.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> name) => name[(name.LastIndexOf((byte)'.') + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>A capital between small letters: no name of a machine is written so, and names of code are.</summary>
    private static bool HasHump(ReadOnlySpan<byte> name)
    {
        for (var i = 2; i < name.Length - 1; i++)
            if (Bytes.IsUpper(name[i]) && Bytes.IsLower(name[i - 1]) && Bytes.IsLower(name[i - 2]) && Bytes.IsLower(name[i + 1])) return true;
        return false;
    }

    private static readonly WordSet ServiceLabels = WordSet.Of("www mail api smtp imap ftp ns ns1 ns2 mx dns ntp");

    /// <summary>What a full name tells: how long the machine's own label is, and where its domain begins; 0 where it tells nothing.</summary>
    public static (int Host, int Parent) Told(ReadOnlySpan<byte> name, int labels, bool isPrivate)
    {
        var dot = name.IndexOf((byte)'.');
        // s3, k8: a service as often as a machine.
        if (labels < 3 && !isPrivate || dot < 3 || ServiceLabels.Contains(name[..dot])) return (0, 0);
        // pmg2024._domainkey.firma.de: the record of a service, and no machine's.
        var host = name.StartsWith("localhost."u8) ? 0 : Vocabulary.CanBeName(name[..dot]) && !Vocabulary.IsProgram(name[..dot]) && name[dot + 1] != '_' ? dot : 0;
        // The domain alone may have too doubtful an ending to be known by its form.
        var parent = name[(dot + 1)..];
        return (host, labels >= 3 && !IsRegistry(parent) && CanReceiveMail(parent) ? dot + 1 : 0);
    }

    /// <summary>Two labels and a doubtful end: a number or a dash in the first one, or a network's own ending.</summary>
    private static bool LooksLikeHost(ReadOnlySpan<byte> first, ReadOnlySpan<byte> top) =>
        Encoding.UTF8.GetCharCount(first) >= 2 && !first.ContainsAnyInRange((byte)'A', (byte)'Z') &&
        (first.ContainsAnyInRange((byte)'0', (byte)'9') || first.Contains((byte)'-') || top.SequenceEqual("local"u8) || top.SequenceEqual("internal"u8) || top.SequenceEqual("home"u8) || top.SequenceEqual("box"u8) || top.SequenceEqual("at"u8) || top.SequenceEqual("it"u8) || top.SequenceEqual("be"u8));
}
