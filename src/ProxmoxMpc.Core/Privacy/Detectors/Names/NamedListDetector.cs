using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Lists and maps under a key that says what they hold: <c>admins = ["jane", "bob"]</c>, <c>"nodes": {"a": "lyra"}</c>, <c>users = { ops = "jane" }</c>, <c>servers:</c> with items below, and
/// the defaults of Terraform's variables that are called so. Of a key and its value, what no vocabulary has is the name.
/// </summary>
internal sealed class NamedListDetector : Detector
{
    private const int MostItems = 300, Reach = 8000, LockReach = 600;

    private static readonly string[] Users = ["users", "admins", "administrators", "members", "owners", "operators", "sudoers", "reviewers", "approvers", "maintainers", "assignees", "engineers", "developers", "oncall", "on_call", "contacts", "usernames", "accounts", "logins", "user_names", "team"];
    private static readonly string[] Hosts = ["hosts", "servers", "machines", "hostnames", "host_names", "peers", "targets", "hypervisors", "members_hosts", "backends"];
    private static readonly string[] Nodes = ["nodes", "node_names", "nodenames", "target_nodes"];
    private static readonly string[] Guests = ["vms", "guests", "vm_names", "vmnames", "guest_names"];

    // What a list of machines or users is not of: groups, roles and services of everyday words with such an ending.
    private static readonly byte[][] Groups = [.. new[] { "servers", "hosts", "nodes", "group", "groups", "users", "admins", "members", "clients", "workers", "masters", "vms", "all" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-list", PrivacyKind.Host, "Users and machines in lists and maps whose key says so: admins, nodes, servers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Users.Concat(Hosts).Concat(Nodes).Concat(Guests).Select(noun => new Anchor(noun, WordStart: true)), new("variable \"", WordStart: true)];

    public override int Sight => Reach;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == '"')
        {
            Default(text, at + length, found);
            return;
        }
        var end = at + length;
        if (Bytes.At(text, end) is not ((byte)'"' or (byte)'\'' or (byte)':' or (byte)'=' or (byte)' ')) return;
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'_' or (byte)'-')) start--;
        // atomic-red-team: a service that is called so.
        if (!NamedValue.IsKeyStart(text, start) || start < at && text[at..(at + length)].SequenceEqual("team"u8)) return;
        if (Bytes.At(text, end) is (byte)'"' or (byte)'\'') end++;
        var sign = Bytes.SkipBlanks(text, end);
        if (Bytes.At(text, sign) is not ((byte)':' or (byte)'=') || Bytes.At(text, sign + 1) == '=') return;
        var kind = KindOf(text.Slice(at, length));
        var value = Bytes.SkipBlanks(text, sign + 1);
        if (Bytes.At(text, value) == '[') Items(text, value + 1, kind, found);
        else if (Bytes.At(text, value) == '{') Map(text, value + 1, kind, found);
        else if (Bytes.At(text, value) is (byte)'\r' or (byte)'\n' && text[sign] == ':') Below(text, value, start - Bytes.LineStart(text, start), kind, found);
    }

    private static PrivacyKind KindOf(ReadOnlySpan<byte> noun)
    {
        foreach (var (nouns, kind) in new[] { (Users, PrivacyKind.User), (Nodes, PrivacyKind.Node), (Guests, PrivacyKind.Guest) })
            foreach (var word in nouns)
                if (word.Length == noun.Length && System.Text.Ascii.EqualsIgnoreCase(noun, word)) return kind;
        return PrivacyKind.Host;
    }

    /// <summary><c>variable "admins" { default = ["jane"] }</c>, <c>variable "target_node" { default = "lyra" }</c></summary>
    private static void Default(ReadOnlySpan<byte> text, int name, Findings found)
    {
        var count = NamedValue.NameLength(text, name);
        if (count == 0 || Bytes.At(text, name + count) != '"' || VariableKind(text.Slice(name, count)) is not { } kind) return;
        var block = text[name..Math.Min(text.Length, name + 1500)];
        if (block.IndexOf("\n}"u8) is >= 0 and var close) block = block[..close];
        if (block.IndexOf("default"u8) is not (> 0 and var word)) return;
        var value = Bytes.SkipBlanks(text, name + word + 7);
        if (Bytes.At(text, value) != '=') return;
        value = Bytes.SkipBlanks(text, value + 1);
        if (Bytes.At(text, value) == '[') Items(text, value + 1, kind, found);
        else if (Bytes.At(text, value) == '{') Map(text, value + 1, kind, found);
        else if (Bytes.At(text, value) == '"' && NamedValue.NameLength(text, value + 1) is > 1 and var single && Bytes.At(text, value + 1 + single) == '"') Take(text, value + 1, single, kind, found);
    }

    private static PrivacyKind? VariableKind(ReadOnlySpan<byte> name)
    {
        var last = name[(name.LastIndexOfAny("_-"u8) + 1)..];
        if (last.SequenceEqual("user"u8) || last.SequenceEqual("username"u8) || last.SequenceEqual("owner"u8) || last.SequenceEqual("ciuser"u8) || last.SequenceEqual("login"u8)) return PrivacyKind.User;
        if (last.SequenceEqual("node"u8) || name.EndsWith("node_name"u8)) return PrivacyKind.Node;
        if (last.SequenceEqual("hostname"u8) || last.SequenceEqual("host"u8) || name.EndsWith("host_name"u8) || name.EndsWith("server_name"u8)) return PrivacyKind.Host;
        if (name.EndsWith("vm_name"u8) || name.EndsWith("guest_name"u8)) return PrivacyKind.Guest;
        foreach (var nouns in new[] { Users, Hosts, Nodes, Guests })
            foreach (var noun in nouns)
                if (name.EndsWith(System.Text.Encoding.ASCII.GetBytes(noun))) return KindOf(System.Text.Encoding.ASCII.GetBytes(noun));
        return null;
    }

    /// <summary>Texts of a list up to its bracket, over lines; a list of objects has its own rules.</summary>
    private static void Items(ReadOnlySpan<byte> text, int at, PrivacyKind kind, Findings found)
    {
        for (var (i, items, limit) = (at, 0, Math.Min(text.Length, at + Reach)); i < limit && items < MostItems; items++)
        {
            while (i < limit && (Bytes.IsBlank(text[i]) || text[i] == ',')) i++;
            if (i >= limit || text[i] == ']') return;
            if (text[i] == '#' || Bytes.StartsWithAt(text, i, "//"u8))
            {
                i = Bytes.LineEnd(text, i);
                continue;
            }
            var quote = text[i] is (byte)'"' or (byte)'\'' ? text[i] : (byte)0;
            var escaped = quote == 0 && Bytes.StartsWithAt(text, i, "\\\""u8);
            var start = quote != 0 ? i + 1 : escaped ? i + 2 : i;
            var count = NamedValue.NameLength(text, start);
            var after = Bytes.At(text, start + count);
            if (quote != 0)
            {
                var close = text[start..limit].IndexOf(quote);
                if (close < 0) return;
                if (close == count) Take(text, start, count, kind, found);
                // web-01:9100
                else if (after == ':' && kind != PrivacyKind.User && text[(start + count + 1)..(start + close)].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) Take(text, start, count, kind, found);
                i = start + close + 1;
                continue;
            }
            if (count == 0 || after is not ((byte)',' or (byte)']' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\\')) return;
            Take(text, start, count, kind, found);
            i = start + count + (escaped ? 2 : 0);
        }
    }

    /// <summary>Pairs of a map up to its brace, over lines: of a key with an object the key is the name.</summary>
    private static void Map(ReadOnlySpan<byte> text, int at, PrivacyKind kind, Findings found)
    {
        // flake.lock of Nix: "nodes": { "nixpkgs": { "locked": …
        if (kind == PrivacyKind.Node && text[at..Math.Min(text.Length, at + LockReach)].IndexOf("\"locked\""u8) >= 0) return;
        for (var (i, items, limit) = (at, 0, Math.Min(text.Length, at + Reach)); i < limit && items < MostItems; items++)
        {
            while (i < limit && (Bytes.IsBlank(text[i]) || text[i] == ',')) i++;
            if (i >= limit || text[i] == '}') return;
            if (text[i] == '#' || Bytes.StartsWithAt(text, i, "//"u8))
            {
                i = Bytes.LineEnd(text, i);
                continue;
            }
            var key = text[i] is (byte)'"' or (byte)'\'' ? i + 1 : i;
            var keyLength = NamedValue.NameLength(text, key);
            i = key + keyLength;
            if (keyLength == 0) return;
            if (Bytes.At(text, i) is (byte)'"' or (byte)'\'') i++;
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.At(text, i) is not ((byte)'=' or (byte)':')) return;
            i = Bytes.SkipBlanks(text, i + 1);
            switch (Bytes.At(text, i))
            {
                case (byte)'{':
                    Take(text, key, keyLength, kind, found);
                    i = Close(text, i, limit);
                    break;
                case (byte)'[':
                    // admins = { web = ["jane"] }; users = { jane = ["sudo"] }
                    Take(text, key, keyLength, kind, found);
                    var end = text[i..limit].IndexOf((byte)']');
                    if (end < 0) return;
                    if (kind != PrivacyKind.User) Items(text, i + 1, kind, found);
                    i += end + 1;
                    break;
                case (byte)'"' or (byte)'\'':
                    var close = text[(i + 1)..limit].IndexOf(text[i]);
                    if (close < 0) return;
                    Pair(text, key, keyLength, i + 1, close, kind, found);
                    i += close + 2;
                    break;
                default:
                    var plain = NamedValue.NameLength(text, i);
                    var stop = i;
                    while (stop < limit && text[stop] is not ((byte)',' or (byte)'}' or (byte)'\n')) stop++;
                    if (plain > 1 && text[(i + plain)..stop].Trim(" \t\r"u8).IsEmpty) Pair(text, key, keyLength, i, plain, kind, found);
                    i = stop;
                    break;
            }
        }
    }

    private static int Close(ReadOnlySpan<byte> text, int at, int limit)
    {
        var depth = 0;
        for (var i = at; i < limit; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return i + 1;
        }
        return limit;
    }

    /// <summary><c>ops = "jane"</c>, <c>lyra = "10.0.0.5"</c>: the value, and the key where the value is a machine's address.</summary>
    private static void Pair(ReadOnlySpan<byte> text, int key, int keyLength, int value, int length, PrivacyKind kind, Findings found)
    {
        var name = text.Slice(value, length);
        // users = { jane = "PVEAdmin" }: a role.
        if (kind == PrivacyKind.User && length > 0 && Bytes.IsUpper(name[0])) return;
        if (NamedValue.NameLength(text, value) == length && name.IndexOfAnyExcept("0123456789."u8) >= 0) Take(text, value, length, kind, found);
        else if (kind != PrivacyKind.User && name.IndexOf((byte)'.') > 0 && AddressText.TryParseIpv4(name.IndexOf((byte)'/') is > 0 and var mask ? name[..mask] : name, (byte)'.', out _)) Take(text, key, keyLength, kind, found);
    }

    /// <summary>Items of YAML below a key, and keys with something below them.</summary>
    private static void Below(ReadOnlySpan<byte> text, int at, int indent, PrivacyKind kind, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var own = -1;
        for (var items = 0; items < MostItems && Bytes.NextLine(text, ref end, out var line); items++)
        {
            var first = Bytes.SkipBlanks(text, line);
            if (first >= end || text[first] == '#') continue;
            var isItem = text[first] == '-' && Bytes.At(text, first + 1) == ' ';
            if (first - line < indent || first - line == indent && !isItem) return;
            if (own < 0) own = first - line;
            if (first - line > own) continue;
            var start = Bytes.SkipBlanks(text, isItem ? first + 2 : first);
            var quoted = Bytes.At(text, start) is (byte)'"' or (byte)'\'';
            if (quoted) start++;
            var count = NamedValue.NameLength(text, start);
            if (count == 0) return;
            var rest = start + count + (quoted ? 1 : 0);
            var tail = text[Math.Min(rest, end)..end];
            if (tail.IndexOf(" #"u8) is >= 0 and var comment) tail = tail[..comment];
            tail = tail.Trim(" \t"u8);
            if (isItem && tail.IsEmpty) Take(text, start, count, kind, found);
            // - name: lyra, and what else is known of it.
            else if (isItem && kind != PrivacyKind.User && text.Slice(start, count).SequenceEqual("name"u8) && NamedValue.After(text, rest) is { Length: > 1 } named && NamedValue.NameLength(text, named.Start) == named.Length) Take(text, named.Start, named.Length, kind, found);
            else if (!isItem && tail.SequenceEqual(":"u8) && kind == PrivacyKind.User) Take(text, start, count, kind, found);
            else if (!isItem && Bytes.At(text, rest) == ':' && NamedValue.After(text, rest) is { Length: > 1 } value) Pair(text, start, count, value.Start, value.Length, kind, found);
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int length, PrivacyKind kind, Findings found)
    {
        var name = text.Slice(start, length);
        if (length < 3 || name.Contains((byte)'_') && kind != PrivacyKind.User || !Vocabulary.IsTelling(name) || KeyValueText.IsReference(name) || name.Contains((byte)'.') && Domains.CanReceiveMail(name)) return;
        foreach (var group in Groups)
            if (name.EndsWith(group)) return;
        // Roles and settings that are made of everyday words: k8s-workers, enable-login.
        if (name.IndexOfAny("-_"u8) > 0 && IsMadeOfWords(name)) return;
        if (kind == PrivacyKind.User) NamedValue.TakeUser(text, start, length, found);
        else if (!name.Contains((byte)'.')) NamedValue.TakeName(text, start, length, kind, found);
    }

    private static bool IsMadeOfWords(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            var dash = name.IndexOfAny("-_"u8);
            var part = dash < 0 ? name : name[..dash];
            name = dash < 0 ? default : name[(dash + 1)..];
            if (part.Length > 2 && !Vocabulary.IsWord(part) && !CommonWords.Contains(part)) return false;
            if (part.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0) return false;
        }
        return true;
    }
}
