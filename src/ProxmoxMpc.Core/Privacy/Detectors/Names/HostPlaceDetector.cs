using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Names of machines known by their place in a line: records of a zone, reservations and leases of DHCP, <c>hostname x</c> of switches,
/// <c>server x 10.0.0.1:80</c> of HAProxy, the first column of kubectl's nodes, <c>Machine: x</c> of a transcript.
/// </summary>
internal sealed class HostPlaceDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("host-place", PrivacyKind.Host, "Machine names known by their place: zones, DHCP, switches, HAProxy, kubectl");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" IN A"), new("\tIN\tA"), new(" IN\tA"), new("dhcp-host="), new("dhcp-boot=", WordStart: true), new("hostname ", IgnoreCase: true), new("host-name ", WordStart: true), new("server "), new("Machine: "), new("Computer: "), new("NAME  "), new("DHCPACK("), new("workstation ["),
        new("shortname"), new("\"Name\":\"/"), new("\"Name\": \"/"), new("identity set name="), new("identity\nset name="), new("identity\r\nset name="), new("machine "), new("ups: ", WordStart: true), new("Name=\"WorkstationName\">"), new("quorum ", WordStart: true), new("mgr: "), new("_host "), new("Host ", WordStart: true), new("<name>"), new("Comment: "), new(" (RSA)"), new(" (ED25519)"), new(" (ECDSA)"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var after = at + length;
        switch (text[at])
        {
            case (byte)' ' when text[at + 1] == '(':
                Owner(text, text[line..at].LastIndexOf((byte)' ') + line + 1, found);
                break;
            case (byte)'C' when text[at + 2] == 'm' && text[at + 3] == 'm':
                Owner(text, after, found);
                break;
            case (byte)'"':
                // docker inspect
                if (text[Math.Max(0, at - 4000)..at].LastIndexOf("\"Created\""u8) >= 0) Take(text, after, found);
                break;
            case (byte)'<':
                // A domain of libvirt.
                if (text[Math.Max(0, at - 200)..at].LastIndexOf("<domain type"u8) >= 0) Take(text, after, found);
                break;
            case (byte)' ' or (byte)'\t':
                if (text[line] is (byte)'@' or (byte)'*' or (byte)'_' || Bytes.IsBlank(text[line]) || !Bytes.IsBlank(Bytes.At(text, after)) && Bytes.At(text, after) != 'A') return;
                if (text[line..at].IndexOfAny(":=\""u8) < 0) ZoneOwnerDetector.Take(text, line, found);
                break;
            case (byte)'d' when text[at + 5] == 'b':
                // What is loaded, from which machine, and its address: pxelinux.0,web-01,10.0.0.3
                BootServer(text, after, end, found);
                break;
            case (byte)'d':
                Reservation(text, after, end, found);
                break;
            case (byte)'h' when length == 10:
                // Junos, and the options of a DHCP server.
                if (text[line..at].TrimStart(" \t"u8) is var section && (section.SequenceEqual("set system "u8) || section.IsEmpty || section.SequenceEqual("option "u8))) Take(text, Unquoted(text, after), found);
                break;
            case (byte)'h' or (byte)'H' when length == 9:
                // client-hostname "x"; set hostname "x"; hostname x. Not in a sentence.
                var before = text[line..at].TrimStart(" \t"u8);
                if (before.Length == 0 || before.SequenceEqual("set "u8) || before.EndsWith("client-"u8) || before.SequenceEqual("option "u8))
                {
                    // Hostname is x: a sentence, in which others find it.
                    if (!Bytes.StartsWithAt(text, after, "is "u8)) Take(text, Unquoted(text, after), found);
                }
                break;
            case (byte)'s' when text[at + 1] == 'e':
                // nginx has an address there, HAProxy a name and then the address.
                var blank = text[after..end].IndexOf((byte)' ');
                if (blank > 0 && text[line..at].IndexOfAnyExcept(" \t"u8) < 0 && text[(after + blank)..end].TrimStart((byte)' ') is [>= (byte)'0' and <= (byte)'9', ..] or [(byte)'[', ..]) Take(text, after, found);
                break;
            case (byte)'s':
                var sign = Bytes.SkipBlanks(text, after);
                if (Bytes.At(text, sign) == '=') Take(text, Unquoted(text, Bytes.SkipBlanks(text, sign + 1)), found);
                break;
            case (byte)'N' when text[at + 1] == 'a':
                Take(text, after, found);
                break;
            case (byte)'N':
                if (at == line && text[at..end].IndexOf("STATUS"u8) > 0 && text[at..end].IndexOf("ROLES"u8) > 0) FirstColumn(text, end, found);
                break;
            case (byte)'D':
                // DHCPACK(vmbr0) 10.0.0.5 bc:24:11:00:00:01 name
                if (text[at..end].LastIndexOf((byte)' ') is > 20 and var last && text[(at + last - 3)] == ':') Take(text, at + last + 1, found);
                break;
            case (byte)'q':
                // ceph -s: quorum a,b,c (age 3h)
                if (text[after..end].IndexOf("(age "u8) < 0) return;
                for (var name = after; name < end; name += NamedValue.NameLength(text, name) + 1)
                {
                    Take(text, name, found);
                    if (Bytes.At(text, name + NamedValue.NameLength(text, name)) != ',') return;
                }
                break;
            case (byte)'m' when text[at + 1] == 'g':
                if (text[after..end].IndexOf("(active"u8) > 0) Take(text, after, found);
                break;
            case (byte)'H':
                if (text[line..at].IndexOfAnyExcept(" \t"u8) >= 0) return;
                // A section of ssh_config: names, no patterns, and settings below it.
                if (!Bytes.IsBlank(Bytes.At(text, Math.Min(text.Length - 1, end + (Bytes.At(text, end) == '\r' ? 2 : 1))))) return;
                // Host electrical interface code is X (Y): no name, and what it is.
                // Host NUMA nodes to use.
                if (text[after..end].TrimEnd((byte)' ').EndsWith("."u8) && text[after..end].Contains((byte)' ')) return;
                if (text[after..end].ContainsAny("(:"u8) || text[after..end].IndexOf(" is "u8) >= 0 || text[after..end].IndexOf(" of the "u8) >= 0) return;
                for (var name = after; name < end; name = Bytes.SkipBlanks(text, name + Math.Max(1, NamedValue.NameLength(text, name))))
                    if (NamedValue.NameLength(text, name) is > 1 and var count && (name + count >= end || Bytes.IsBlank(text[name + count]))) Take(text, name, found);
                    else return;
                break;
            case (byte)'_':
                if (text[line..at].IndexOf((byte)' ') < 0 && Bytes.IsBlank(text[line])) Take(text, after, found);
                break;
            case (byte)'m':
                if (text[after..end].IndexOf(" login "u8) > 0) Take(text, after, found);
                break;
            default:
                // Machine: Hello, I just woke up: somebody speaks.
                if (NamedValue.NameLength(text, after) is var spoken && Bytes.StartsWithAt(text, after + spoken, ", "u8) && Bytes.IsLower(Bytes.At(text, after + spoken + 2))) return;
                Take(text, after, found);
                break;
        }
    }

    /// <summary>Whose key it is: <c>user@host</c>, as ssh-keygen has it.</summary>
    private static void Owner(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var user = NamedValue.NameLength(text, at);
        if (user == 0 || Bytes.At(text, at + user) != '@') return;
        Take(text, at + user + 1, found);
        if (Vocabulary.IsSystemUser(text.Slice(at, user))) return;
        found.Learn(PrivacyKind.User, text.Slice(at, user));
        found.Replace(at, user, PrivacyKind.User);
    }

    private static int Unquoted(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) is (byte)'"' or (byte)'\'' ? at + 1 : at;

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var length = NamedValue.NameLength(text, at);
        if (length < 2 || Vocabulary.IsWord(text.Slice(at, length))) return;
        NamedValue.TakeName(text, at, length, PrivacyKind.Host, found);
    }

    /// <summary>The field of a reservation that is neither address nor time nor option.</summary>
    private static void Reservation(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        while (at < end)
        {
            var comma = text[at..end].IndexOf((byte)',');
            var stop = comma < 0 ? end : at + comma;
            // id:NAME, as a client calls itself; id:* for any
            if (Bytes.StartsWithAt(text, at, "id:"u8)) at += 3;
            var field = text[Math.Min(at, stop)..stop];
            if (field.Length >= 2 && Bytes.IsLetter(field[0]) && field.IndexOfAny(":=["u8) < 0 && !field.SequenceEqual("infinite"u8) && !field.SequenceEqual("ignore"u8) && NamedValue.NameLength(text, at) == field.Length) Take(text, at, found);
            at = stop + 1;
        }
    }

    /// <summary>The name between a file and an address, be it an everyday word.</summary>
    private static void BootServer(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var last = at + text[at..end].LastIndexOf((byte)',');
        var name = last > at ? at + text[at..last].LastIndexOf((byte)',') + 1 : at;
        if (name == at || last - name < 2 || NamedValue.NameLength(text, name) != last - name || !AddressedNameDetector.IsAddress(text, last + 1, (byte)' ')) return;
        NamedValue.TakeName(text, name, last - name, PrivacyKind.Host, found);
    }

    private static void FirstColumn(ReadOnlySpan<byte> text, int end, Findings found)
    {
        while (Bytes.NextLine(text, ref end, out var start))
        {
            if (!Bytes.IsLetterOrDigit(text[start])) return;
            if (text[start..end].IndexOf("  "u8) < 0) return;
            Take(text, start, found);
        }
    }
}
