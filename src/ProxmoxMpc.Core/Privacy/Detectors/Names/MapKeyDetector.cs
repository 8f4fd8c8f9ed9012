using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of maps of machines: what the object of a key says of an address, a number or a MAC, its key is the machine's name:
/// <c>"k8s-cp-0" = { ip = "10.0.0.1" }</c>, <c>web-1: {vmid: 101}</c>, and the same over several lines.
/// </summary>
internal sealed class MapKeyDetector : Detector
{
    private static readonly string[] Keys = ["ip", "vmid", "vm_id", "mac", "macaddr", "mac_address", "ip_address", "ipaddr", "ip_addr", "target_node", "node", "node_name"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-map", PrivacyKind.Host, "Keys of maps of machines: web-1 = { ip = ... }");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Keys.SelectMany(key => new[] { new Anchor(key + " ", WordStart: true), new Anchor(key + "=", WordStart: true), new Anchor(key + ":", WordStart: true), new Anchor(key + "\"", WordStart: true) })];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var key = at;
        if (Bytes.At(text, at - 1) is (byte)'_' or (byte)'-')
        {
            // mgmt_ip, host-ip: whose address it is.
            while (key > 0 && (Bytes.IsAsciiLetter(text[key - 1]) || text[key - 1] is (byte)'_' or (byte)'-')) key--;
            if (!IsOwn(text[key..(at - 1)])) return;
        }
        else if (Bytes.At(text, at - 1) == '.')
        {
            return;
        }
        if (Bytes.At(text, key - 1) == '"')
        {
            // "txt": ["mac=…"]: a text that holds a setting, and no key.
            if (text[at + length - 1] == '=') return;
            key--;
        }
        var (start, count) = NamedValue.After(text, at + length - 1);
        if (count == 0 || text[start..(start + count)] is [(byte)'$' or (byte)'{' or (byte)'<', ..]) return;
        var line = Bytes.LineStart(text, at);
        // name = { ip = "x", … } on one line.
        var open = text[line..key].LastIndexOf((byte)'{');
        if (open >= 0)
        {
            if (text[(line + open)..key].IndexOf((byte)'}') < 0) Owner(text, line, line + open, found);
            return;
        }
        if (text[line..key].IndexOfAnyExcept(" \t"u8) >= 0) return;
        Above(text, line, key - line, found);
    }

    private static bool IsOwn(ReadOnlySpan<byte> qualifier)
    {
        foreach (var word in Own)
            if (qualifier.Length == word.Length && Bytes.StartsWithIgnoreCase(qualifier, 0, word)) return true;
        return false;
    }

    private static readonly byte[][] Own = [.. new[] { "mgmt", "management", "host", "vm", "node", "primary", "private", "public", "internal", "external", "lan", "wan", "static", "oob", "bmc", "ipmi", "idrac", "ilo", "server", "main", "device" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The line above that is less indented, and opens the object.</summary>
    private static void Above(ReadOnlySpan<byte> text, int line, int indent, Findings found)
    {
        if (indent == 0) return;
        for (var lines = 0; line > 0 && lines < 30; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var end = Bytes.LineEnd(text, line);
            var first = Bytes.SkipBlanks(text, line);
            if (first >= end || first - line >= indent || text[first] == '#') continue;
            var last = text[line..end].TrimEnd(" \t"u8);
            // YAML: a key alone; HCL and JSON: a brace behind the sign. An item of a list has no name.
            if (text[first] == '-') return;
            if (last.Length > 1 && last[^1] == ':') Take(text, first, line + last.Length - 1, found);
            else if (last.Length > 1 && last[^1] == '{') Owner(text, line, line + last.Length - 1, found);
            return;
        }
    }

    /// <summary>The key before a brace: <c>key = {</c>, <c>"key": {</c>. A block of HCL (<c>network {</c>) has none.</summary>
    private static void Owner(ReadOnlySpan<byte> text, int line, int brace, Findings found)
    {
        var end = brace;
        while (end > line && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        if (end == line || text[end - 1] is not ((byte)'=' or (byte)':')) return;
        end--;
        while (end > line && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        var start = end;
        while (start > line && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'"' or (byte)'\'')) start--;
        Take(text, start, end, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        while (start < end && text[start] is (byte)'"' or (byte)'\'') start++;
        while (end > start && text[end - 1] is (byte)'"' or (byte)'\'') end--;
        var name = text[start..end];
        if (name.Length < 3 || NamedValue.NameLength(text, start) != name.Length || name.Contains((byte)'_') || name.Contains((byte)'.') || !Vocabulary.IsTelling(name)) return;
        // network-config, ipv4-pool: made of everyday words. What is numbered is one of several machines.
        var isNumbered = Bytes.IsDigit(name[^1]);
        for (var rest = name; !rest.IsEmpty && !isNumbered;)
        {
            var dash = rest.IndexOf((byte)'-');
            var part = dash < 0 ? rest : rest[..dash];
            rest = dash < 0 ? default : rest[(dash + 1)..];
            if (part.Length < 3 || Vocabulary.IsWord(part) || CommonWords.Contains(part)) continue;
            isNumbered = true;
        }
        if (isNumbered) NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }
}
