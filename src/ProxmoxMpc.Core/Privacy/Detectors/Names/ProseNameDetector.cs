using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Names in sentences: <c>VM 118 (web-01)</c>, <c>node 'pve2'</c>, <c>the node aule is grey</c>, <c>nodes: a, b and c</c>. What is marked by
/// quotes or brackets is taken as it is; a bare word only where no language has it, or where it holds a digit.
/// </summary>
internal sealed class ProseNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-prose", PrivacyKind.Guest, "Names of guests and nodes in sentences: VM 118 (web-01), node 'pve2'");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "vm ", "vms ", "ct ", "lxc ", "guest ", "guests ", "container ", "containers ", "node ", "nodes ", "nodes: ", "host ", "hosts ", "server ", "knoten ", "machine ", "hypervisor ", "cluster ", "vm: ", "node: ", "member ", "nas ", "switch ", "firewall ", "drucker ", "printer ", "laptop ", "rechner ", "maschine ", "gerät ", "serveur ", "serveren ", "noden ", "nœud ", "noeud ", "nodo ", "machine virtuelle ", "servidor ", "stacja ", "stanowisko ", "serwer ", "serwera ", "węzeł ", "węzła ", "komputer ", "drukarka ", "ordinateur ", "poste ", "imprimante ", "equipo ", "estación ", "impresora ", "workstation ", "notebook ", "dator ", "datamaskin ", "počítač ", "számítógép ", "kiszolgáló " }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // class="chart-container mt-4": a part of another word.
        if (Bytes.At(text, at - 1) == '-') return;
        // set member port1, vrf member tenant1: what belongs to something else in a device's configuration.
        if (length == "member ".Length && Phrases.AnyEnds(text[..at], Owners)) return;
        var guest = Bytes.ToLower(text[at]) is (byte)'v' or (byte)'c' or (byte)'l' or (byte)'g' && Bytes.ToLower(text[at + 1]) is not ((byte)'e' or (byte)'l');
        var kind = guest ? PrivacyKind.Guest : Bytes.ToLower(text[at]) is (byte)'n' or (byte)'k' ? PrivacyKind.Node : PrivacyKind.Host;
        var next = Bytes.SkipBlanks(text, at + length);
        // host:/data/vm     nfs4: a path that a column ends.
        if (next > at + length && Bytes.At(text, at - 1) == '/') return;
        if (Bytes.IsDigit(Bytes.At(text, next)) || Bytes.At(text, next) == '#')
        {
            Numbered(text, next, kind, found);
            return;
        }
        if (Mark(text, next) is > 0 and var mark)
        {
            // Invalid user guest [preauth]: an account's name, and no machine.
            if (text[next] == '[' && text[..at].EndsWith("user "u8)) return;
            // cluster ("x"
            if (text[next] == '(' && Mark(text, next + 1) > 0) mark += Mark(text, next + 1);
            // A quoted number, then as above: CT "103".
            var name = next + mark;
            var count = NamedValue.NameLength(text, name);
            if (text[next] == '(' && PowerShellText.IsAbbreviation(text, next, text.Slice(name, count))) return;
            // switch ("x") of a program; host (`pwsh.exe`); the member 'AliasDefinitions'
            if (kind == PrivacyKind.Host && (text[next] == '(' && text[name - 1] is (byte)'"' or (byte)'\'' || text.Slice(name, count).EndsWith(".exe"u8) || Sweep.HasHumps(text.Slice(name, count)))) return;
            // LXC `cpu.units`: a setting. Host (SME), VM (NEXTID): what is short for something.
            if (text.Slice(name, count).Contains((byte)'.') && !Domains.IsDomain(text.Slice(name, count), out _, out _, out _) || text[next] == '(' && Bytes.ToLower(text[at]) is (byte)'h' or (byte)'v' or (byte)'s' && IsAcronym(text.Slice(name, count))) return;
            if (count > 0 && Mark(text, name + count) > 0 && IsOneWord(text, name + count) && !(text[next] == '(' && IsNoName(text.Slice(name, count))) && !Vocabulary.IsWord(text.Slice(name, count)) && !CommonWords.Contains(text.Slice(name, count))) NamedValue.TakeName(text, name, count, kind, found);
            if (Bytes.ToLower(text[at + length - 2]) is (byte)'s' or (byte)':') List(text, next, kind, found);
            return;
        }
        // vm: web-01 (118): one that its number says to be a guest's.
        if (text[at + length - 2] is (byte)'s' or (byte)'S' || text[at + length - 2] == ':' && !IsNumbered(text, next)) List(text, next, kind, found);
        else Bare(text, at, next, kind, found);
    }

    /// <summary>host (vfio), nodes (dual-connected): what explains a word, and calls nothing.</summary>
    private static bool IsNoName(ReadOnlySpan<byte> word) => Vocabulary.IsProgram(word) || word.Contains((byte)'-') && EndsAsWord(word);

    /// <summary><c>VM 118 (name)</c>, <c>CT #103 "name"</c>, <c>VM 118 – name</c> is left to others.</summary>
    private static void Numbered(ReadOnlySpan<byte> text, int at, PrivacyKind kind, Findings found)
    {
        if (text[at] == '#') at++;
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        if (end == at || end - at > 9) return;
        // SQL Server 2019 (RTM): a product and its year.
        if (kind == PrivacyKind.Host && end - at == 4 && text[at..].StartsWith("20"u8)) return;
        var open = Bytes.SkipBlanks(text, end);
        // The title of a console: VM 612 - web-01
        if (Bytes.StartsWithAt(text, end, " - "u8) && NamedValue.NameLength(text, end + 3) is > 2 and var title && Vocabulary.IsTelling(text.Slice(end + 3, title)) && (end + 3 + title == Bytes.LineEnd(text, end) || Bytes.At(text, end + 3 + title) is (byte)'"' or (byte)'\'' or (byte)'<' or (byte)')'))
        {
            NamedValue.TakeName(text, end + 3, title, kind, found);
            return;
        }
        // (CT 111, intranet)
        if (Bytes.StartsWithAt(text, end, ", "u8) && NamedValue.NameLength(text, end + 2) is > 2 and var listed && Bytes.At(text, end + 2 + listed) == ')' && text[Math.Max(0, at - 4)..at].Contains((byte)'(') && text.Slice(end + 2, listed) is var shown && (Vocabulary.IsTelling(shown) || Vocabulary.IsProgram(shown)))
        {
            NamedValue.TakeName(text, end + 2, listed, kind, found);
            return;
        }
        if (Mark(text, open) is not (> 0 and var mark)) return;
        var name = open + mark;
        // (name), (`name`), ("name", 10.0.0.5)
        name += Mark(text, name);
        if (Bytes.StartsWithAt(text, name, "aka "u8)) name += 4;
        var count = NamedValue.NameLength(text, name);
        if (count < 2 || !IsClosed(text, name + count) || Vocabulary.IsWord(text.Slice(name, count)) || CommonWords.Contains(text.Slice(name, count))) return;
        NamedValue.TakeName(text, name, count, kind, found);
        // VM 118 (a), 120 (b) and 121 (c)
        var next = name + count;
        if (Bytes.At(text, next) is not ((byte)')' or (byte)']')) return;
        next = Bytes.SkipBlanks(text, Bytes.At(text, next + 1) == ',' ? next + 2 : next + 1);
        if (Bytes.StartsWithAt(text, next, "and "u8) || Bytes.StartsWithAt(text, next, "und "u8)) next += 4;
        if (Bytes.IsDigit(Bytes.At(text, next))) Numbered(text, next, kind, found);
    }

    private static bool IsClosed(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) is (byte)')' or (byte)']' or (byte)',' or (byte)';' or (byte)'/' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'*' or (byte)'<' || text[at..].StartsWith("”"u8) || text[at..].StartsWith("“"u8) || text[at..].StartsWith(" – "u8);

    // CT "103": a word, no sentence in quotes.
    private static bool IsOneWord(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) != ' ';

    private static bool IsNumbered(ReadOnlySpan<byte> text, int at) =>
        NamedValue.NameLength(text, at) is > 0 and var count && Bytes.StartsWithAt(text, at + count, " ("u8) && Bytes.IsDigit(Bytes.At(text, at + count + 2));

    private static void Bare(ReadOnlySpan<byte> text, int at, int name, PrivacyKind kind, Findings found)
    {
        var count = NamedValue.NameLength(text, name);
        if (count < 3 || Bytes.At(text, name + count) is (byte)':' or (byte)'=' or (byte)'/' or (byte)'_' or (byte)'@' or (byte)'\\') return;
        var word = text.Slice(name, count);
        if (word.Contains((byte)'.') || word.Contains((byte)'_') || !Vocabulary.IsTelling(word)) return;
        // Shut down the VM now; the VM equivalents; the node participates.
        if (Bytes.At(text, name + count) == ' ' && SentenceText.ActsAs(text, name) || word[^1] == 's' && CommonWords.Contains(word[..^1]) || word.EndsWith("ates"u8) || word.EndsWith("odes"u8)) return;
        // Container Advisor: a title.
        if (Bytes.StartsWithAt(text, at, "Container"u8) && Bytes.IsUpper(word[0]) && word.IndexOfAnyExceptInRange((byte)'a', (byte)'z') == 0 && word[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) return;
        // radius server NPS1: what a switch calls one of its settings.
        if (!word.Contains((byte)'-') && Phrases.AnyEnds(text[..at], Protocols)) return;
        var after = Bytes.SkipBlanks(text, name + count);
        // web-01 (118): the number says that it is a guest's name.
        if (Bytes.At(text, after) == '(' && Bytes.IsDigit(Bytes.At(text, after + 1)) && text[after..Math.Min(text.Length, after + 12)].IndexOf((byte)')') is > 2 and var close && text.Slice(after + 1, close - 1).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            NamedValue.TakeName(text, name, count, kind, found);
            return;
        }
        // Node v22: a version.
        if (word[0] == 'v' && word[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return;
        // Kinds of processors: kvm64, qemu64, x86-64-v2.
        if (word.StartsWith("kvm"u8) || word.StartsWith("qemu"u8) || word.StartsWith("x86"u8)) return;
        var digit = word.IndexOfAnyInRange((byte)'0', (byte)'9');
        var isNumbered = digit >= 2 && word[digit..].IndexOfAnyExcept("0123456789-abcd"u8) < 0;
        if (!isNumbered && (!(SentenceText.PointsAt(text, at) || kind != PrivacyKind.Host && SentenceText.ActsAs(text, after)) || kind == PrivacyKind.Host && !SentenceText.ActsAs(text, after) || HasCapitals(word) && Bytes.ToLower(text[at]) != 'c' || HasHumps(word))) return;
        if (!isNumbered && (word.Contains((byte)'-') ? EndsAsWord(word) : SentenceText.IsDerived(word))) return;
        NamedValue.TakeName(text, name, count, kind, found);
    }

    private static readonly byte[][] Owners = Phrases.Of("set ", "append ", "unselect ", "vrf ", "vlan ", "trunk ");

    private static bool HasHumps(ReadOnlySpan<byte> word) => word.IndexOfAnyInRange((byte)'A', (byte)'Z') > 0;

    /// <summary>In a few capitals, as what is short for something: guest RAM, node CNI. A container that is called so is told as CT.</summary>
    private static bool HasCapitals(ReadOnlySpan<byte> word)
    {
        const int LongestAcronym = 5;
        return word.Length <= LongestAcronym && word[1..].ContainsAnyInRange((byte)'A', (byte)'Z');
    }

    private static bool IsAcronym(ReadOnlySpan<byte> word) => word.Length is > 1 and < 7 && word.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0;

    private static readonly byte[][] Protocols = Phrases.Of("radius ", "tacacs ", "ldap ");

    // self-hosted, re-joined, in-place: made of a language's words; jira-old is not.
    private static bool EndsAsWord(ReadOnlySpan<byte> word)
    {
        var last = word[(word.LastIndexOf((byte)'-') + 1)..];
        if (last.EndsWith("ed"u8) || last.EndsWith("ing"u8) || last.Length < 3) return true;
        var first = word[..word.IndexOf((byte)'-')];
        return (CommonWords.Contains(last) || Vocabulary.IsWord(last)) && (first.Length < 4 || CommonWords.Contains(first) || Vocabulary.IsWord(first) || word.Count((byte)'-') > 1);
    }

    /// <summary><c>nodes: a, b and c</c>: at least two, and none of them a word of the language.</summary>
    private static void List(ReadOnlySpan<byte> text, int at, PrivacyKind kind, Findings found)
    {
        Span<int> starts = stackalloc int[16];
        var count = 0;
        for (var i = at; count < starts.Length;)
        {
            i += Mark(text, i);
            var length = NamedValue.NameLength(text, i);
            var name = text.Slice(i, length);
            if (length < 3 || !Vocabulary.IsTelling(name) || name.Contains((byte)'.') || name.Contains((byte)'_')) break;
            // {node: lyra, mac: "…"}: the next key.
            if (count > 0 && Bytes.At(text, i + length) is (byte)':' or (byte)'=') break;
            starts[count++] = i;
            i += length;
            i += Mark(text, i);
            // pve1 (10.0.0.1), pve2 (10.0.0.2)
            if (Bytes.StartsWithAt(text, i, " ("u8) && text[i..Math.Min(text.Length, i + 48)].IndexOf((byte)')') is > 0 and var close) i += close + 1;
            var joint = i;
            if (Bytes.At(text, i) is (byte)',' or (byte)'/' or (byte)'+' or (byte)'&') i++;
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.At(text, i) == '&') i = Bytes.SkipBlanks(text, i + 1);
            if (Bytes.StartsWithAt(text, i, "and "u8) || Bytes.StartsWithAt(text, i, "und "u8)) i += 4;
            else if (joint == i || Bytes.At(text, joint) == ' ') break;
        }
        if (count < 2) return;
        foreach (var start in starts[..count]) NamedValue.TakeName(text, start, NamedValue.NameLength(text, start), kind, found);
    }

    /// <summary>The length of a mark that sets a word off: a quote, a bracket, Markdown's stars, a tag.</summary>
    private static int Mark(ReadOnlySpan<byte> text, int at)
    {
        var b = Bytes.At(text, at);
        if (b == '<' && text[at..Math.Min(text.Length, at + 10)].IndexOf((byte)'>') is > 0 and var close && (Bytes.IsAsciiLetter(text[at + 1]) || text[at + 1] == '/')) return close + 1;
        if (Bytes.StartsWithAt(text, at, "**"u8) || Bytes.StartsWithAt(text, at, "\\\""u8)) return 2;
        if (Bytes.StartsWithAt(text, at, "„"u8) || Bytes.StartsWithAt(text, at, "“"u8) || Bytes.StartsWithAt(text, at, "”"u8)) return 3;
        return b is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'(' or (byte)'[' or (byte)'*' or (byte)')' or (byte)']' ? 1 : 0;
    }
}
