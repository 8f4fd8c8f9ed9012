using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What makes a dotted word a domain name, and whose domains are nobody's secret.</summary>
internal static class Domains
{
    private static readonly WordSet TopLevel = WordSet.Of(
        "com org net edu gov mil int info biz eu de at ch li uk fr nl be lu it es pt se no dk fi ie cz sk hu ro bg gr hr si ee lv lt pl ru ua us ca mx br ar cl au nz jp cn kr tw hk sg in za il tr ir " +
        "top shop club store live life world today company zone pro mobi hosting red link click press news blog wiki center city house works team tools support school academy energy farm haus immo jetzt reisen gmbh kaufen versicherung wtf ninja rocks social " +
        "enterprises consulting ventures engineering computer technology software codes guru expert management partners international global institute foundation community family one plus ltd srl legal health clinic care fitness coffee pizza beer wine kitchen garden dog vet auto car taxi camp farm land estate gallery graphics industries limited training university wiki quest blue black pink green " +
        "trade trading academy accountants actor agency apartments associates attorney auction band bank bar bargains bayern best bid bike bingo boutique bot broker builders business cab cafe camera cards careers cash casino catering charity chat cheap church claims cleaning clothing college community computer condos construction contact contractors cooking cool coupons credit cruises cymru data date dating day deals degree delivery democrat dental dentist diamonds diet direct directory discount docs domains download earth education email engineer equipment events exchange express faith family fan fans farm fashion film finance financial fish fishing flights florist flowers football forsale forum foto frl fund furniture futbol gal games gent gift gifts gives glass gmbh gold golf gop graphics gratis green gripe guide guitars hair hockey holdings holiday horse hospital how immobilien inc ing institute insure international investments jewelry kim kitchen koeln law lawyer lease legal lgbt lighting limo llc loan loans lol ltda maison market marketing mba media memorial men menu moda moe mom money mortgage movie museum name navy ngo nrw nyc observer one ong onl ooo page paris parts partners pet phd photography photos pics pictures place plumbing plus poker porn press productions promo property protection prof racing realty recipes rehab rent rentals repair report republican rest review reviews rich rip rodeo ruhr run saarland sale salon sarl school schule science security services sexy shoes shopping show singles ski soccer solar supplies supply surf surgery swiss tattoo tax taxi team tennis theater tienda tips tires tirol today tokyo tours town toys training travel tube university vacations vegas ventures video villas vin vision vlaanderen vodka vote voyage wales wang watch webcam website wed wedding wiki works yoga zip zone zuerich quebec scot amsterdam brussels barcelona istanbul moscow tatar stockholm gdn pizza ai gg im is tk ml ga gq fm ms vg ag ly mu re yt wf nc pf gl fo ax va sm ad mc gi je bm ky tt jm bb bs bz cr gt hn ni pa sv do cu ht dm lc gd kn uz tj tm kg mo kh bt np bn tl pg fj to nu vu sb ck ki tv bo py uy ec gy sr cw aw sx gf mq gp gh ng cm ci sn bf ne td et er dj rw bi zm zw mw mz na bw sz ls mg sd ss ug eg jo iq ye kw bh qa om lb sy af pk bd lk mv mm " +
        "al am az ba by cy ge is je jo ke kz lb li lk lv ma md mk mn mt my ng np om pe ph pk py qa rs sa su th tn tz ug uy uz ve vn edu ac eus cat bzh asia africa space fun icu lol win bid party stream photo media studio design pub bar restaurant " +
        "io me tv co cloud dev app tech online site xyz network systems solutions services group digital agency berlin hamburg koeln bayern wien swiss email host hosting " +
        "ae ao bj cg cx dz gm gw mh mp mr nr tg coop aero museum london paris madrid tokyo helsinki brussels amsterdam nyc quebec scot wales gent ruhr tirol " +
        "local lan home internal intranet intra intern infra mgmt corp private localnet office ad fritz box domain priv test invalid arpa onion");

    /// <summary>Top-level names that only exist within somebody's network.</summary>
    private static readonly WordSet PrivateTopLevel = WordSet.Of("local lan home internal intranet intra intern infra mgmt corp private localnet office ad box domain priv test");

    // Also the ends of files' names, methods or abbreviations: two labels are not enough.
    private static readonly WordSet Doubtful = WordSet.Of(
        "trade trading academy accountants actor agency apartments associates attorney auction band bank bar bargains bayern best bid bike bingo boutique bot broker builders business cab cafe camera cards careers cash casino catering charity chat cheap church claims cleaning clothing college community computer condos construction contact contractors cooking cool coupons credit cruises cymru data date dating day deals degree delivery democrat dental dentist diamonds diet direct directory discount docs domains download earth education email engineer equipment events exchange express faith family fan fans farm fashion film finance financial fish fishing flights florist flowers football forsale forum foto frl fund furniture futbol gal games gent gift gifts gives glass gmbh gold golf gop graphics gratis green gripe guide guitars hair hockey holdings holiday horse hospital how immobilien inc ing institute insure international investments jewelry kim kitchen koeln law lawyer lease legal lgbt lighting limo llc loan loans lol ltda maison market marketing mba media memorial men menu moda moe mom money mortgage movie museum name navy ngo nrw nyc observer one ong onl ooo page paris parts partners pet phd photography photos pics pictures place plumbing plus poker porn press productions promo property protection prof racing realty recipes rehab rent rentals repair report republican rest review reviews rich rip rodeo ruhr run saarland sale salon sarl school schule science security services sexy shoes shopping show singles ski soccer solar supplies supply surf surgery swiss tattoo tax taxi team tennis theater tienda tips tires tirol today tokyo tours town toys trade training travel tube university vacations vegas ventures video villas vin vision vlaanderen vodka vote voyage wales wang watch webcam website wed wedding wiki works yoga zip zone zuerich quebec scot amsterdam brussels barcelona istanbul moscow tatar stockholm gdn pizza im is to re do ms ne va ad tt ss pa fm " +
        "enterprises consulting ventures engineering computer technology software codes guru expert management partners international global institute foundation community family one plus ltd srl legal health clinic care fitness coffee pizza beer wine kitchen garden dog vet auto car taxi camp farm land estate gallery graphics industries limited training university quest blue black pink green top shop club store live life world today company zone pro link click press news blog wiki center city house works team tools support school energy farm red stream media studio design pub bar photo space fun win social rocks is md py rs ac am az ma my ph sa su cat party " +
        "pl in me io co no it us be at so app box test host home local private internal domain group services office info network systems email int ad");

    // Also what parts of programs are called, at any depth.
    private static readonly WordSet CodeWords = WordSet.Of("actor claims contact credit data date delivery directory docs domains download events exchange express broker builders management tools");

    // The first words of programs' packages: java.net is no host.
    private static readonly WordSet Packages = WordSet.Of("java javax org com net sun edu io system microsoft traefik docker kubernetes node self this each module local var data");

    /// <summary>Whether a dotted word ends as a domain does, be the ending doubtful elsewhere, and belongs to somebody.</summary>
    public static bool CanReceiveMail(ReadOnlySpan<byte> name)
    {
        var dot = name.LastIndexOf((byte)'.');
        return dot > 0 && (TopLevel.Contains(name[(dot + 1)..]) || TopLevelDomains.Contains(name[(dot + 1)..])) && Vocabulary.CanBeName(name) && !IsPublic(name);
    }

    /// <summary>Whether a dotted word is a domain the other way round, as programs call their parts: <c>com.apple.security.sos.error</c>.</summary>
    public static bool IsPackage(ReadOnlySpan<byte> name) => name.IndexOf((byte)'.') is > 0 and var dot && Packages.Contains(name[..dot]) && !TopLevel.Contains(name[(name.LastIndexOf((byte)'.') + 1)..]);

    // Of everybody's, but what stands before them is a customer: acme.webhook.office.com.
    private static readonly string[] Tenants = [".webhook.office.com", ".sharepoint.com", ".onmicrosoft.com", ".slack.com", ".okta.com", ".auth0.com", ".atlassian.net", ".azurewebsites.net", ".vault.azure.net", ".blob.core.windows.net", ".database.windows.net", ".ingest.sentry.io", ".ingest.us.sentry.io", ".ingest.de.sentry.io", ".fritz.box", ".duckdns.org", ".dyndns.org", ".no-ip.com", ".no-ip.org", ".ddns.net", ".myfritz.net", ".synology.me", ".myqnapcloud.com", ".hopto.org", ".zapto.org", ".dynv6.net", ".spdns.de", ".ngrok.io", ".ngrok.app", ".trycloudflare.com", ".ipv6-literal.net"];

    /// <summary>How many bytes of a public name are the customer's; 0 where it is nobody's.</summary>
    public static int TenantLength(ReadOnlySpan<byte> name)
    {
        foreach (var tenant in Tenants)
            if (name.Length > tenant.Length && Ascii.EqualsIgnoreCase(name[^tenant.Length..], tenant)) return name[..^tenant.Length] is var who && !who.Contains((byte)'.') && !Services.Contains(who) ? who.Length : 0;
        return 0;
    }

    private static readonly WordSet Services = WordSet.Of("members update updates checkip dynupdate dyndns ddns ns1 ns2 hooks api app www files edgeapi login status docs support help developer community");

    /// <summary>Whether a word ends domains.</summary>
    public static bool IsEnding(ReadOnlySpan<byte> label) => TopLevel.Contains(label);

    private static readonly WordSet Registries = WordSet.Of("co com org net gov gob edu ac or ne gv govt ltd plc");

    /// <summary>Whether everybody registers domains below it: <c>co.uk</c>, <c>com.br</c>.</summary>
    public static bool IsRegistry(ReadOnlySpan<byte> name) => name.IndexOf((byte)'.') is > 0 and var dot && name.Length == dot + 3 && Registries.Contains(name[..dot]);

    // Far more files end so than domains do.
    private static readonly WordSet Files = WordSet.Of("md py rs mk srl");

    // Everybody's domains at which people have mailboxes or accounts of their own.
    private static readonly WordSet Mailboxes = WordSet.Of("outlook.com live.com office365.com apple.com vsphere.local gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch web.de yahoo.com yahoo.de yahoo.fr hotmail.com hotmail.de hotmail.fr icloud.com proton.me protonmail.com aol.com mailbox.org posteo.de fastmail.com zoho.com laposte.net orange.fr wanadoo.fr t-online.de seznam.cz onet.pl wp.pl libero.it");

    /// <summary>Whether what stands before the @ of a domain that is everybody's is somebody.</summary>
    public static bool HasMailboxes(ReadOnlySpan<byte> name) => Mailboxes.Contains(name);

    /// <summary>Whether a domain, or one above it, is everybody's.</summary>
    public static bool IsPublic(ReadOnlySpan<byte> name)
    {
        while (true)
        {
            if (PublicDomains.Contains(name)) return true;
            var dot = name.IndexOf((byte)'.');
            if (dot < 0) return false;
            name = name[(dot + 1)..];
        }
    }

    /// <summary>Whether a dotted word is a domain name by its form; whether it belongs to the public, and how many labels it has.</summary>
    public static bool IsDomain(ReadOnlySpan<byte> name, out bool isPublic, out int labels, out bool isPrivate)
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
        if (!TopLevel.Contains(last) || Packages.Contains(host)) return false;
        // nova.compute.claims: the parts of a program.
        // 10-ens18.network, 50-dmz.link: units of systemd's network.
        if (labels == 2 && host.Length > 3 && host[2] == '-' && Bytes.IsDigit(host[0]) && Bytes.IsDigit(host[1]) && (last.SequenceEqual("network"u8) || last.SequenceEqual("link"u8))) return false;
        if (CodeWords.Contains(last) && !LooksLikeHost(host, last) && !Vocabulary.IsWord(host)) return false;
        // VM.Config.Network, Azure.Storage.Live: names of code and of privileges, written in humps.
        if (Bytes.IsUpper(last[0]) && Bytes.IsLower(last[^1])) return false;
        // ASP.NET, Ext.Date.DAY: no name has its end in capitals and what stands before in both cases.
        if (last.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0 && name[..^last.Length].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && name[..^last.Length].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0) return false;
        if (last.SequenceEqual("zip"u8) || labels == 2 && Files.Contains(last)) return false;
        isPrivate = PrivateTopLevel.Contains(last);
        if (labels == 2 && Doubtful.Contains(last) && !LooksLikeHost(host, last)) return false;
        isPublic = IsPublic(name);
        return true;
    }

    /// <summary>Two labels and a doubtful end: a number or a dash in the first one, or a network's own ending.</summary>
    private static bool LooksLikeHost(ReadOnlySpan<byte> first, ReadOnlySpan<byte> top) =>
        Encoding.UTF8.GetCharCount(first) >= 2 && !first.ContainsAnyInRange((byte)'A', (byte)'Z') &&
        (first.ContainsAnyInRange((byte)'0', (byte)'9') || first.Contains((byte)'-') || top.SequenceEqual("local"u8) || top.SequenceEqual("internal"u8) || top.SequenceEqual("home"u8) || top.SequenceEqual("box"u8) || top.SequenceEqual("at"u8) || top.SequenceEqual("it"u8) || top.SequenceEqual("be"u8));
}
