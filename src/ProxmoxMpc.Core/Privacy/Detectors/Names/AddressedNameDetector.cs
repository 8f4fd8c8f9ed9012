using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A word and behind it its address: <c>filer (10.0.0.9)</c>, as ping, arp, nmap and people write it.</summary>
internal sealed class AddressedNameDetector : Detector
{
    // Between a machine's name and its address in a sentence.
    private static readonly string[] Verbs = ["on", "at", "is", "has", "auf", "hat", "ist", "=>", "->"];

    /// <summary>The rule, which maps and lists of addresses share.</summary>
    public static PrivacyRule AddressRule { get; } = PrivacyRule.Standard("name-address", PrivacyKind.Host, "Names with their address behind them: filer (10.0.0.9)");

    public override PrivacyRule Rule => AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Enumerable.Range(1, 9).Select(digit => new Anchor($" ({digit}")), .. Enumerable.Range(1, 9).Select(digit => new Anchor($", {digit}")),
        .. new[] { "1", "2", "f" }.Select(digit => new Anchor($" [{digit}")),
        .. from verb in Verbs from digit in Enumerable.Range(1, 9) select new Anchor($" {verb} {digit}"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ',') Listed(text, at, found);
        else if (length == 3) Before(text, at, found);
        else Said(text, at, at + length - 1, found);
    }

    /// <summary><c>I have pihole2 on 10.0.0.53</c>: a word that is numbered or of several parts, for a program may listen there as well.</summary>
    private static void Said(ReadOnlySpan<byte> text, int at, int address, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        if (at - start < 4 || Bytes.At(text, start - 1) is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'*' or (byte)'(')) return;
        var name = text[start..at];
        if (!Vocabulary.IsTelling(name) || !IsAddress(text, address, (byte)' ')) return;
        var stem = name.TrimEnd("0123456789"u8);
        if (IsNumbered(stem, name.Length - stem.Length) || stem.Length == name.Length && IsOfParts(name)) NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }

    /// <summary>One word and a number of one or two digits, but no network and no port.</summary>
    private static bool IsNumbered(ReadOnlySpan<byte> stem, int digits) =>
        digits is 1 or 2 && stem.Length >= 3 && !stem.ContainsAnyInRange((byte)'0', (byte)'9') && !Phrases.AnyStarts(stem, NoMachines);

    private static readonly byte[][] NoMachines = Phrases.Of("vlan", "VLAN", "port");

    /// <summary>Parts with a dash, the last of which is no word of a language.</summary>
    private static bool IsOfParts(ReadOnlySpan<byte> name)
    {
        if (!name.Contains((byte)'-')) return false;
        var last = name[(name.LastIndexOf((byte)'-') + 1)..];
        return last.Length > 2 && !last.EndsWith("ing"u8) && !last.EndsWith("ed"u8) && !CommonWords.Contains(last) && !Vocabulary.IsWord(last);
    }

    /// <summary><c>the new storage (qnap-a, 10.0.0.5)</c>, <c>storage: qnap-a, 10.0.0.5</c></summary>
    private static void Listed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-') && at - start < 40) start--;
        var name = text[start..at];
        var isBracketed = Bytes.At(text, start - 1) == '(';
        if (!isBracketed && !(Bytes.At(text, start - 1) == ' ' && text[..start].TrimEnd((byte)' ').EndsWith(":"u8) && name.Contains((byte)'-'))) return;
        if (name.Length > 2 && Vocabulary.IsTelling(name) && IsAddress(text, at + 2, isBracketed ? (byte)')' : (byte)' ')) NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }

    /// <summary><c>filer (10.0.0.9)</c>, <c>filer [2001:db8::9]</c></summary>
    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end > 0 && text[end - 1] is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)'*') end--;
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_')) start--;
        if (start == end || Bytes.At(text, start - 1) is (byte)'.' or (byte)'@' or (byte)'/' or (byte)'=' or (byte)'$' or (byte)'%') return;
        // Interface dmz (10.0.0.1): Normal (Monitored) of the ASA, and Using address of Loopback0 (10.0.0.1)
        if (text[..start].EndsWith("Interface "u8) || text[..start].EndsWith("interface "u8)) return;
        if (!IsAddress(text, at + 2, text[at + 1] == '(' ? (byte)')' : (byte)']') || !Vocabulary.IsTelling(text[start..end]) || IsRole(text[start..end])) return;
        NamedValue.TakeName(text, start, end - start, PrivacyKind.Host, found);
    }

    /// <summary>the Jump-Host (10.0.0.2): what people call it by its purpose, as titles and German nouns are written.</summary>
    private static bool IsRole(ReadOnlySpan<byte> name)
    {
        var dash = name.LastIndexOf((byte)'-');
        if (dash < 2 || !Bytes.IsUpper(name[0]) || !Bytes.IsUpper(Bytes.At(name, dash + 1)) || name.ContainsAnyInRange((byte)'0', (byte)'9')) return false;
        return !name[1..dash].ContainsAnyInRange((byte)'A', (byte)'Z') && Roles.Contains(name[(dash + 1)..]);
    }

    private static readonly WordSet Roles = WordSet.Of(
        "host server rechner gateway router switch firewall node knoten vm container drucker karte proxy appliance maschine gerät box system controller");

    /// <summary>Whether an address stands there, and behind it a sign that ends it.</summary>
    internal static bool IsAddress(ReadOnlySpan<byte> text, int at, byte close)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsHex(text[end]) || text[end] is (byte)'.' or (byte)':')) end++;
        // 10.0.0.1, 2001:db8::1, 10.0.0.1/24
        var value = text[at..end];
        if (Bytes.At(text, end) is not ((byte)'/' or (byte)',') && Bytes.At(text, end) != close && !(close == ' ' && EndsClause(text, end))) return false;
        // The full stop of a sentence.
        if (value.Length > 1 && value[^1] == '.') value = value[..^1];
        return AddressText.TryParseIpv4(value, (byte)'.', out _) || (value.Count((byte)':') >= 2 && AddressText.TryParseIpv6(value, out _));
    }

    private static bool EndsClause(ReadOnlySpan<byte> text, int at) => at == text.Length || text[at] is (byte)'\n' or (byte)'\r' or (byte)')' or (byte)';';
}
