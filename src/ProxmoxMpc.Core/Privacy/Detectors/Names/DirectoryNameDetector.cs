using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Distinguished names: <c>CN=Jane Doe,OU=Staff,DC=corp,DC=example</c>. The domain's parts have the pseudonyms that they have in <c>corp.example</c>.</summary>
internal sealed class DirectoryNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("directory-name", PrivacyKind.Domain, "Distinguished names of LDAP and Active Directory");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("DC=", IgnoreCase: true, WordStart: true), new("CN=", IgnoreCase: true, WordStart: true), new("OU=", IgnoreCase: true, WordStart: true), new("uid=", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && text[end] is not ((byte)',' or (byte)'"' or (byte)'\'' or (byte)'\n' or (byte)'\r' or (byte)'<' or (byte)'>' or (byte)')' or (byte)';' or (byte)'+' or (byte)'/' or (byte)'\\')) end++;
        var first = (byte)(text[at] | 0x20);
        // cn=admin,dc=example,dc=com: of a manual.
        if (IsOfManual(text, at, end)) return;
        var value = text[start..end];
        // uid=%s: a place to fill in.
        if (value.Length is 0 or > 64 || value[0] == '%') return;
        if (first == 'd')
        {
            // -D cn=admin,dc=firma,dc=de -W -b dc=firma,dc=de: no label has a blank.
            if (value.IndexOf((byte)' ') is >= 0 and var blank)
            {
                if (blank == 0) return;
                end = start + blank;
                value = value[..blank];
            }
            if (FoldedEnd(text, end) is > 0 and var folded)
            {
                found.Replace(start, value.Length, PrivacyKind.Domain);
                var next = end + text[end..folded].IndexOf((byte)' ') + 1;
                found.Replace(next, folded - next, PrivacyKind.Domain);
                return;
            }
            // The last part is the top-level domain, which stays as it does in a dotted name.
            if (!Bytes.StartsWithIgnoreCase(text, end, ",dc="u8) || Partitions.Contains(value)) return;
            found.Learn(PrivacyKind.Domain, value);
            found.Replace(start, value.Length, PrivacyKind.Domain);
            // kessler.local may stand elsewhere as one name.
            var top = end + 4;
            var topEnd = top + NamedValue.NameLength(text, top);
            if (!Bytes.StartsWithIgnoreCase(text, topEnd, ",dc="u8) && topEnd > top) found.Learn(PrivacyKind.Domain, [.. value, (byte)'.', .. text[top..topEnd]]);
            return;
        }
        // ldap://cn=reader:x@…: what logs in to a directory is read as an address is.
        if (text[..at].EndsWith("://"u8) && value.Contains((byte)'@')) return;
        // A certificate's or a directory's: only with a domain on the line is it somebody's.
        var rest = text[end..Bytes.LineEnd(text, end)];
        if (rest.IndexOf("DC="u8) < 0 && rest.IndexOf("dc="u8) < 0) return;
        // What a directory consists of: nobody's, but for its machines, sites, domains and authorities.
        if (value[0] == '{' || first == 'c' && IsOfDirectory(rest)) return;
        // Accounts that every directory has.
        if (Vocabulary.IsSystemUser(value) || Vocabulary.IsDaemon(value)) return;
        if (first == 'o' || Containers.Contains(value) || Phrases.AnyIs(value, ContainerPhrases) || IsGroup(value)) return;
        if (!value.Contains((byte)' ') && !Vocabulary.IsWord(value)) found.Learn(PrivacyKind.User, value);
        found.Replace(start, value.Length, PrivacyKind.User);
    }

    /// <summary>Whether an entry is one of the schema, of the settings or of the groups that every directory has, by what it stands in.</summary>
    private static bool IsOfDirectory(ReadOnlySpan<byte> rest)
    {
        if (Bytes.StartsWithIgnoreCase(rest, 0, ",cn=builtin,"u8) || Bytes.StartsWithIgnoreCase(rest, 0, ",cn=schema,cn=configuration,"u8)) return true;
        if (rest.IndexOf(",CN=Configuration,DC="u8) is not (>= 0 and var settings) || rest[..settings].IndexOfAny("'\""u8) >= 0) return false;
        foreach (var parent in Owned)
            if (rest.StartsWith(parent)) return false;
        return true;
    }

    // In the settings of a forest: what is called by whom it belongs to.
    private static readonly byte[][] Owned = Phrases.Of(
        ",CN=Servers,", ",CN=Sites,", ",CN=Subnets,", ",CN=Partitions,", ",CN=Enrollment Services,", ",CN=Certification Authorities,", ",CN=AIA,", ",CN=CDP,", ",CN=KRA,", ",CN=Microsoft Exchange,", ",CN=Administrative Groups,");

    private static bool IsOfManual(ReadOnlySpan<byte> text, int at, int end)
    {
        var rest = text[at..Math.Min(Bytes.LineEnd(text, end), end + 200)];
        foreach (var domain in Manuals)
            if (rest.IndexOf(domain) is >= 0 and var place && rest[..place].IndexOfAny("\"'"u8) < 0 && rest[..place].IndexOf(" -"u8) < 0 && IsOneName(rest[..place]) && !Bytes.IsLetterOrDigit(Bytes.At(rest, place + domain.Length))) return true;
        return false;
    }

    /// <summary>Blanks are a part of a name, <c>cn=Reset Agent,ou=Roles</c>, and divide two where an attribute follows: <c>cn=admin cn=jane</c>.</summary>
    private static bool IsOneName(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)' ') is >= 0 and var blank)
        {
            text = text[(blank + 1)..];
            var word = text.IndexOfAny(" ,="u8);
            if (word < 0 || text[word] == '=') return false;
        }
        return true;
    }

    private static readonly byte[][] Manuals = Phrases.Of("dc=example,dc=com", "dc=example,dc=org", "dc=example,dc=net", "DC=example,DC=com", "DC=example,DC=org");

    /// <summary>Where a part of the domain ends that LDIF goes on with on the next line, behind a blank; 0 where it does not.</summary>
    private static int FoldedEnd(ReadOnlySpan<byte> text, int end)
    {
        const int Width = 60;
        var next = Bytes.At(text, end) == '\r' ? end + 1 : end;
        if (!Bytes.StartsWithAt(text, next, "\n "u8) || end - Bytes.LineStart(text, end) < Width) return 0;
        var stop = next + 2 + NamedValue.NameLength(text, next + 2);
        return Bytes.StartsWithIgnoreCase(text, stop, ",dc="u8) ? stop : 0;
    }

    /// <summary>Parts of every directory in which it keeps the zones of DNS.</summary>
    private static readonly WordSet Partitions = WordSet.Of("ForestDnsZones DomainDnsZones");

    /// <summary>What every Active Directory keeps its objects, its schema and its settings in.</summary>
    private static readonly WordSet Containers = WordSet.Of(
        "Users Computers Builtin Schema Configuration System Person Group Computer User Contact Container Domain Domain-DNS Organizational-Person " +
        "Organizational-Unit Group-Policy-Container ForeignSecurityPrincipals LostAndFound Infrastructure Keys Sites Services Partitions Policies " +
        "Default-First-Site-Name Servers Subnets MicrosoftDNS DFSR-GlobalSettings Extended-Rights WellKnown accounts groups hosts services sudo sudoers etc");

    private static readonly byte[][] ContainerPhrases = Phrases.Of(
        "Program Data", "Managed Service Accounts", "NTDS Quotas", "NTDS Settings", "TPM Devices", "Password Settings Container", "Public Key Services",
        "Inter-Site Transports", "Display Specifiers", "Windows NT", "IP Security", "Default Domain Policy", "Microsoft Exchange Security Groups",
        "Microsoft Exchange System Objects", "Microsoft Exchange", "WellKnown Security Principals", "Certificate Templates", "Enrollment Services",
        "Deleted Objects", "Domain Admins", "Domain Users", "Domain Guests", "Domain Computers", "Domain Controllers", "Enterprise Admins", "Schema Admins", "Key Admins", "Enterprise Key Admins", "Cert Publishers",
        "Protected Users", "Group Policy Creator Owners", "RAS and IAS Servers", "Allowed RODC Password Replication Group", "Denied RODC Password Replication Group", "Read-only Domain Controllers",
        "Enterprise Read-only Domain Controllers", "Cloneable Domain Controllers", "DnsAdmins", "DnsUpdateProxy", "Device Registration Services", "RegisteredDevices");

    private static readonly WordSet Groups =
        WordSet.Of("admins administrators users operators readers writers editors viewers group groups members owners guests backups team teams staff");

    /// <summary>A group whose name only says what it is for: pve-admins, VPN Users.</summary>
    private static bool IsGroup(ReadOnlySpan<byte> name)
    {
        if (name.LastIndexOfAny("-_ "u8) is not (> 0 and var last) || !Groups.Contains(name[(last + 1)..])) return false;
        for (var rest = name[..last]; !rest.IsEmpty;)
        {
            var part = rest.IndexOfAny("-_ "u8) is >= 0 and var sign ? rest[..sign] : rest;
            if (part.Length > 2 && !Vocabulary.IsWord(part) && !CommonWords.Contains(part) && !Applications.Contains(part)) return false;
            rest = rest[Math.Min(rest.Length, part.Length + 1)..];
        }
        return true;
    }
}
