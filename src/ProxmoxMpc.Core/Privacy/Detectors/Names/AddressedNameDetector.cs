using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A word and behind it its address: <c>filer (10.0.0.9)</c>, as ping, arp, nmap and people write it; <c>--add-host filer:10.0.0.9</c>, <c>extra_hosts</c>.</summary>
internal sealed class AddressedNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-address", PrivacyKind.Host, "Names with their address behind them: filer (10.0.0.9)");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Enumerable.Range(1, 9).Select(digit => new Anchor($" ({digit}")), .. Enumerable.Range(1, 9).Select(digit => new Anchor($", {digit}")), .. new[] { "1", "2", "f" }.Select(digit => new Anchor($" [{digit}")), .. from verb in Verbs from digit in Enumerable.Range(1, 9) select new Anchor($" {verb} {digit}"), new("\" = \"1"), new("\": \"1"), new("\" = \"2"), new("/etc/hosts"), new("extra_hosts"), new("extraHosts"), new("add-host")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ',') Listed(text, at, found);
        else if (length == 3) Before(text, at, found);
        else if (text[at] == ' ') Said(text, at, at + length - 1, found);
        else if (text[at] == '"') Key(text, at, at + length - 1, found);
        else if (text[at] == '/') Line(text, at, found);
        else if (text[at] == 'a') Pair(text, at + length + 1, Bytes.LineEnd(text, at), found);
        else Pairs(text, at, found);
    }

    // Between a machine's name and its address in a sentence.
    private static readonly string[] Verbs = ["on", "at", "is", "has", "auf", "hat", "ist", "=>", "->"];

    /// <summary><c>I have pihole2 on 10.0.0.53</c>: a word that is numbered or of several parts, for a program may listen there as well.</summary>
    private static void Said(ReadOnlySpan<byte> text, int at, int address, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        var name = text[start..at];
        if (name.Length < 4 || Bytes.At(text, start - 1) is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'*' or (byte)'(') || !Vocabulary.IsTelling(name) || !IsAddress(text, address, (byte)' ')) return;
        var stem = name.TrimEnd("0123456789"u8);
        var isNumbered = name.Length - stem.Length is 1 or 2 && stem.Length >= 3 && stem.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && !stem.StartsWith("vlan"u8) && !stem.StartsWith("VLAN"u8) && !stem.StartsWith("port"u8);
        var last = name[(name.LastIndexOf((byte)'-') + 1)..];
        if (isNumbered || stem.Length == name.Length && name.Contains((byte)'-') && !CommonWords.Contains(last) && !last.EndsWith("ing"u8) && !last.EndsWith("ed"u8) && last.Length > 2 && !Vocabulary.IsWord(last)) NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }

    /// <summary><c>the new storage (qnap-a, 10.0.0.5)</c></summary>
    private static void Listed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-') && at - start < 40) start--;
        if ((Bytes.At(text, start - 1) == '(' || Bytes.At(text, start - 1) == ' ' && Bytes.At(text, start - 2) == ':' && text[start..at].Contains((byte)'-')) && at - start > 2 && Vocabulary.IsTelling(text[start..at]) && IsAddress(text, at + 2, text[start - 1] == '(' ? (byte)')' : (byte)' ')) NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }

    private static void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end > 0 && text[end - 1] is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)'*') end--;
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_')) start--;
        if (start == end || Bytes.At(text, start - 1) is (byte)'.' or (byte)'@' or (byte)'/' or (byte)'=' or (byte)'$' or (byte)'%') return;
        if (!IsAddress(text, at + 2, text[at + 1] == '(' ? (byte)')' : (byte)']') || !Vocabulary.IsTelling(text[start..end]) || IsRole(text[start..end])) return;
        NamedValue.TakeName(text, start, end - start, PrivacyKind.Host, found);
    }

    /// <summary>the Jump-Host (10.0.0.2): what people call it by its purpose, as titles and German nouns are written.</summary>
    private static bool IsRole(ReadOnlySpan<byte> name)
    {
        var dash = name.LastIndexOf((byte)'-');
        return dash > 1 && Bytes.IsUpper(name[0]) && Bytes.IsUpper(Bytes.At(name, dash + 1)) && name.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && name[1..dash].IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && Roles.Contains(name[(dash + 1)..]);
    }

    private static readonly WordSet Roles = WordSet.Of("host server rechner gateway router switch firewall node knoten vm container drucker karte proxy appliance maschine gerät box system controller");

    /// <summary><c>"web-01" = "10.0.0.1"</c>: a map of machines. Keys that are made of everyday words (public-ip) are settings.</summary>
    private static void Key(ReadOnlySpan<byte> text, int end, int value, Findings found)
    {
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        if (start == end || Bytes.At(text, start - 1) != '"' || !IsAddress(text, value, (byte)'"')) return;
        var name = text[start..end];
        // In Terraform a plain word is a machine's, too; in JSON it is a setting's as often.
        if (!Vocabulary.IsTelling(name) || !name.ContainsAny("-0123456789"u8) && (Bytes.At(text, end + 2) != '=' || name.Length < 5 || name.IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0 || name.EndsWith("ip"u8) || name.EndsWith("addr"u8))) return;
        // end-address, tftp-ip: a setting.
        if (Settings.Contains(name[(name.LastIndexOf((byte)'-') + 1)..])) return;
        for (var rest = name; !rest.IsEmpty;)
        {
            var dash = rest.IndexOf((byte)'-');
            var part = (dash < 0 ? rest : rest[..dash]).TrimEnd("0123456789"u8);
            rest = dash < 0 ? default : rest[(dash + 1)..];
            if (part.Length < 3 || Vocabulary.IsWord(part) || CommonWords.Contains(part)) continue;
            NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
            return;
        }
    }

    private static readonly WordSet Settings = WordSet.Of("address addresses addr ip ips ip4 ip6 ipv4 ipv6 gateway gw server servers host from to start end cidr net network subnet peer dns nameserver source target range");

    /// <summary><c>echo '10.0.0.1 web-01' >> /etc/hosts</c></summary>
    private static void Line(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOf("echo "u8) is not (>= 0 and var echo)) return;
        var i = line + echo + 5;
        while (i < at && !Bytes.IsDigit(text[i])) i++;
        if (!IsAddress(text, i, (byte)' ')) return;
        while (i < at && !Bytes.IsBlank(text[i])) i++;
        for (i = Bytes.SkipBlanks(text, i); i < at && NamedValue.NameLength(text, i) is > 1 and var count; i = Bytes.SkipBlanks(text, i + count))
        {
            if (Vocabulary.IsTelling(text.Slice(i, count))) NamedValue.TakeName(text, i, count, PrivacyKind.Host, found);
            if (Bytes.At(text, i + count) != ' ') return;
        }
    }

    private static bool IsAddress(ReadOnlySpan<byte> text, int at, byte close)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsHex(text[end]) || text[end] is (byte)'.' or (byte)':')) end++;
        // 10.0.0.1, 2001:db8::1, 10.0.0.1/24
        var value = text[at..end];
        if (Bytes.At(text, end) is not ((byte)'/' or (byte)',') && Bytes.At(text, end) != close && !(close == ' ' && (end == text.Length || text[end] is (byte)'\n' or (byte)'\r' or (byte)')' or (byte)';'))) return false;
        // The full stop of a sentence.
        if (value.Length > 1 && value[^1] == '.') value = value[..^1];
        return AddressText.TryParseIpv4(value, (byte)'.', out _) || (value.Count((byte)':') >= 2 && AddressText.TryParseIpv6(value, out _));
    }

    /// <summary>The lines of a list below the key, or the list behind it.</summary>
    private static void Pairs(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var indent = at - line;
        var end = Bytes.LineEnd(text, at);
        for (var i = at; i < end; i++)
            if (text[i] is (byte)'"' or (byte)'\'') i = Math.Max(i, Pair(text, i, end, found));
        while (text[end..].IndexOf((byte)'\n') is >= 0 and var feed)
        {
            var start = end + feed + 1;
            if (start >= text.Length) return;
            end = Bytes.LineEnd(text, start);
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end || first - start < indent || (first - start == indent && text[first] != '-') || text[first] is not ((byte)'-' or (byte)'"' or (byte)'\'') && text[first..end].IndexOf((byte)':') < 0) return;
            Pair(text, first, end, found);
        }
    }

    /// <summary><c>"name:address"</c>, <c>name: address</c>, <c>name=address</c>; returns where it ends.</summary>
    private static int Pair(ReadOnlySpan<byte> text, int at, int limit, Findings found)
    {
        while (at < limit && text[at] is (byte)'-' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'=') at++;
        var count = NamedValue.NameLength(text, at);
        var value = at + count;
        if (count == 0 || Bytes.At(text, value) is not ((byte)':' or (byte)'=')) return 0;
        value++;
        while (value < limit && text[value] is (byte)' ' or (byte)'"' or (byte)'\'') value++;
        if (!Bytes.IsHex(Bytes.At(text, value)) || text[value..limit].IndexOfAny(".:"u8) is < 0 or > 4) return 0;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
        return value;
    }
}
