using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that a notice of a program names at a fixed place: <c>Hostname set to &lt;x&gt;</c>, <c>nfs: server x not responding</c>, <c>Received: from x (</c>, <c>x (VM 118)</c>.</summary>
internal sealed class NoticeNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-notice", PrivacyKind.Host, "Machines in notices of the kernel, of mail servers and of people: nfs: server x, Received: from x, x (VM 118)");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("Hostname set to <", WordStart: true), new("ostname changed from '"), new("nfs: server ", WordStart: true), new("NFS server ", WordStart: true), new("Received: from ", IgnoreCase: true, WordStart: true), new("remote host: ", IgnoreCase: true, WordStart: true), new("Unable to resolve host ", IgnoreCase: true, WordStart: true), new("Could not resolve hostname ", IgnoreCase: true, WordStart: true), new("Could not resolve host: ", IgnoreCase: true, WordStart: true),
        new("resolve host name ", IgnoreCase: true, WordStart: true), new("connect to host ", WordStart: true), new("connect to ", WordStart: true), new("connecting to ", IgnoreCase: true, WordStart: true), new("connected to ", IgnoreCase: true, WordStart: true), new("connection to ", IgnoreCase: true, WordStart: true), new("connection from ", IgnoreCase: true, WordStart: true), new("server at ", IgnoreCase: true, WordStart: true), new("host at ", IgnoreCase: true, WordStart: true), new("ProxyJump=", WordStart: true), new("ProxyJump ", WordStart: true), new("HostName=", WordStart: true), new("peer ", WordStart: true), new("The authenticity of host '"), new("Permanently added '"), new("Transitional node "), new(" (HELO "), new(") via "), new("is VM ", WordStart: true), new("ist VM ", WordStart: true), new("is CT ", WordStart: true), new("ist CT ", WordStart: true), new("is called ", WordStart: true), new("s'appelle ", WordStart: true), new("se llama ", WordStart: true), new("heißt ", WordStart: true), new("is named ", WordStart: true), new("hostname is ", WordStart: true), new("hieß ", WordStart: true), new("heet ", WordStart: true), new("called ", WordStart: true), new("haproxy[", WordStart: true), new(" login: "), new(" helo=<"), new("lxc-start["), .. new[] { "Move", "Moved", "Moving", "Migrate", "Migrated", "Migrating", "move", "moved", "moving", "migrate", "migrated", "migrating" }.Select(verb => new Anchor(verb + " ", WordStart: true)),  new("lxc-stop["),
        .. new[] { "VM", "CT", "LXC", "VMID", "vmid", "CTID", "ID" }.SelectMany(word => new[] { new Anchor($" ({word} "), new Anchor($" ({word}: ") }),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 3] is (byte)'V' or (byte)'C' && text[at + length - 1] == ' ' && text[at] == 'i')
        {
            // owncloud is VM 102
            if (!Bytes.IsDigit(Bytes.At(text, at + length)) || at < 2 || text[at - 1] != ' ') return;
            Before(text, at - 1, at + length, found);
            return;
        }
        if (text[at] is (byte)'M' or (byte)'m')
        {
            Moved(text, at + length, found);
            return;
        }
        if (text[at] is (byte)'s' && text[at + 1] is (byte)'\'' or (byte)'e' && text[at + 2] is (byte)'a' or (byte)' ')
        {
            Called(text, at, at + length, found);
            return;
        }
        if (text[at] is (byte)'c' or (byte)'i' or (byte)'h' && text[at + 2] != 'p' && text[at + length - 1] == ' ')
        {
            Called(text, at, at + length, found);
            return;
        }
        if (text[at] == 'l')
        {
            // lxc-start[74003]: name: start.c: …
            if (text[at..Bytes.LineEnd(text, at)].IndexOf("]: "u8) is > 0 and var colon && NamedValue.NameLength(text, at + colon + 3) is > 1 and var container && Bytes.At(text, at + colon + 3 + container) == ':') NamedValue.TakeName(text, at + colon + 3, container, PrivacyKind.Guest, found);
            return;
        }
        if (text[at] == 'h')
        {
            // haproxy[2222]: 10.0.0.1:50122 [07/Oct/2024:07:04:50.022] front~ back/server 0/0/1/12/13 200
            var line = text[at..Bytes.LineEnd(text, at)];
            if (line.IndexOf(": Server "u8) is > 0 and var state && line[state..].IndexOf((byte)'/') is > 0 and var member)
            {
                // Server back/web-1 is DOWN
                NamedValue.TakeName(text, at + state + member + 1, NamedValue.NameLength(text, at + state + member + 1), PrivacyKind.Host, found);
                return;
            }
            if (line.IndexOf("] "u8) is not (> 0 and var close) || line[(close + 2)..].IndexOf((byte)'/') is not (> 0 and var slash)) return;
            var server = at + close + 2 + slash + 1;
            var size = NamedValue.NameLength(text, server);
            if (size > 1 && Bytes.At(text, server + size) == ' ' && Bytes.IsDigit(Bytes.At(text, server + size + 1)) && text.Slice(server, size).IndexOfAnyInRange((byte)'A', (byte)'Z') != 0 && !Vocabulary.IsWord(text.Slice(server, size))) NamedValue.TakeName(text, server, size, PrivacyKind.Host, found);
            return;
        }
        if (text[at] == ' ' && text[at + 1] == 'l')
        {
            // The prompt of a console: web-1 login:
            var host = Bytes.LineStart(text, at);
            if (NamedValue.NameLength(text, host) == at - host && at - host > 2 && !Vocabulary.IsWord(text[host..at]) && !CommonWords.Contains(text[host..at])) NamedValue.TakeName(text, host, at - host, PrivacyKind.Host, found);
            return;
        }
        if (text[at] == ')')
        {
            // DHCPACK on 10.0.0.5 to bc:24:11:00:00:01 (name) via eth1
            var open = NamedValue.NameStart(text, at);
            if (Bytes.At(text, open - 1) == '(' && Bytes.At(text, open - 2) == ' ' && Bytes.At(text, open - 5) == ':') NamedValue.TakeName(text, open, at - open, PrivacyKind.Host, found);
            return;
        }
        if (text[at] == ' ' && text[at + 1] == '(' && text[at + 2] != 'H')
        {
            Before(text, at, at + length, found);
            return;
        }
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        // ProxyJump=jane@jump
        if (Bytes.At(text, start + count) == '@' && text[at] == 'P') (start, count) = (start + count + 1, NamedValue.NameLength(text, start + count + 1));
        if (count < 2) return;
        var name = text.Slice(start, count);
        var after = Bytes.At(text, start + count);
        // In a sentence a server is not responding, too: "NFS server is".
        if (text[at] is (byte)'n' or (byte)'N' && !(Vocabulary.IsTelling(name) && after is (byte)' ' or (byte)':' or (byte)',' && (text[at] == 'n' || name.ContainsAny("0123456789-"u8)))) return;
        // connect to web-01:443, connected to nas7; the way goes to database and gateway, too.
        if (text[at + length - 1] == ' ' && text[at + length - 2] == 't' && text[at + length - 3] == 'a' && !(Vocabulary.IsTelling(name) && after == ':' && Bytes.IsDigit(Bytes.At(text, start + count + 1)))) return;
        if (text[at + length - 2] == 'o' && text[at + length - 3] == 't' || text[at + length - 2] == 'm' && text[at] is not ((byte)'R' or (byte)'r'))
        {
            if (!Vocabulary.IsTelling(name) || name.Contains((byte)'.') || !(name.ContainsAny("0123456789-"u8) || after == ':' && Bytes.IsDigit(Bytes.At(text, start + count + 1)))) return;
        }
        if (text[at] == 'p' && !(text[Bytes.LineStart(text, at)..at].IndexOf("drbd"u8) >= 0 && Vocabulary.IsTelling(name))) return;
        if (Vocabulary.IsWord(name) || CommonWords.Contains(name)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    /// <summary><c>the new server is called nebula</c>: a machine is spoken of.</summary>
    private static void Called(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var before = text[Math.Max(Bytes.LineStart(text, at), at - 40)..at];
        var isMachine = text[at] == 'h' && text[at + 1] == 'o';
        foreach (var noun in Nouns)
            for (var i = 0; i < before.Length && !isMachine; i++) isMachine = Bytes.StartsWithIgnoreCase(before, i, noun);
        if (!isMachine) return;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'*') start++;
        if (text[start..].StartsWith("\u201e"u8) || text[start..].StartsWith("\u201c"u8)) start += 3;
        var count = NamedValue.NameLength(text, start);
        if (count > 2 && Vocabulary.IsTelling(text.Slice(start, count)) && Bytes.At(text, start + count) != '(') NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    private static readonly byte[][] Nouns = [.. new[] { "server", "machine", "host", "node", "knoten", " vm", "rechner", "maschine", "container", "guest", "hypervisor", "box ", "nas", "serveur", "servidor", "máquina" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary><c>Move zimbra-mx from a to b</c>: of several parts, and no words of the language.</summary>
    private static void Moved(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (count < 4) return;
        var name = text.Slice(start, count);
        var rest = text[(start + count)..];
        if (!name.ContainsAny("-0123456789"u8) || name.Contains((byte)'.') || !Vocabulary.IsTelling(name) || !(rest.StartsWith(" from "u8) || rest.StartsWith(" to "u8) || rest.StartsWith(" off "u8) || rest.StartsWith(" onto "u8) || rest.StartsWith(" back to "u8))) return;
        var last = name[(name.LastIndexOf((byte)'-') + 1)..];
        var first = name[..Math.Max(0, name.IndexOf((byte)'-'))];
        if (first.Length > 0 && (CommonWords.Contains(first) || Vocabulary.IsWord(first)) && (CommonWords.Contains(last) || Vocabulary.IsWord(last)) || last.EndsWith("ed"u8) || last.EndsWith("ing"u8)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }

    /// <summary><c>web-01 (VM 118)</c>: the number says that it is a guest's name.</summary>
    private static void Before(ReadOnlySpan<byte> text, int at, int number, Findings found)
    {
        var close = number;
        while (Bytes.IsDigit(Bytes.At(text, close))) close++;
        if (close - number is < 3 or > 9 || Bytes.At(text, close) is not ((byte)')' or (byte)',' or (byte)' ' or (byte)';' or (byte)'\r' or (byte)'\n' or 0) && !(text[close] == '.' && !Bytes.IsLetterOrDigit(Bytes.At(text, close + 1)))) return;
        var end = at;
        while (end > 0 && text[end - 1] is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)'*') end--;
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-')) start--;
        var name = text[start..end];
        if (name.Length < 2 || Bytes.At(text, start - 1) is (byte)'.' or (byte)'@' or (byte)'/' or (byte)'$' or (byte)'%' || !Vocabulary.IsProgram(name) && (Vocabulary.IsWord(name) || CommonWords.Contains(name))) return;
        NamedValue.TakeName(text, start, name.Length, PrivacyKind.Guest, found);
    }
}
