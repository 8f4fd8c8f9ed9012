namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What stands around a key that holds a machine's name and says that it holds none there: parts of other keys, expressions, sentences, headers of an answer.</summary>
internal static class KeyNameText
{
    /// <summary>Whether the key is one, and no part of another one or of a sentence.</summary>
    public static bool IsKey(ReadOnlySpan<byte> text, int at, int length)
    {
        // Build Host: x, Built Host: x: where the maker has built a system.
        if (text[..at].EndsWith("Build "u8) || text[..at].EndsWith("Built "u8)) return false;
        // A hook of vzdump is told the storage: TARGET=store.
        if (Bytes.StartsWithAt(text, at, "TARGET="u8)) return false;
        // What a distribution calls a machine that nobody has named.
        if (text[..at].EndsWith("DEFAULT_"u8)) return false;
        // echo "$node: Reachable": the name is in the variable.
        if (Bytes.At(text, at - 1) == '$' && (text[at + length - 1] == ':' || Bytes.At(text, at + length) == ':')) return false;
        // ?var-host=x of Grafana, $Node = 'x' of PowerShell
        return text[at] == '"' || NamedValue.IsKeyStart(text, at) || Bytes.At(text, at - 1) is (byte)'_' or (byte)'$' or (byte)'|' || text[..at].EndsWith("var-"u8);
    }

    /// <summary>Whether what stands behind a key is code, or the word of another syntax.</summary>
    public static bool IsExpression(ReadOnlySpan<byte> text, int at, int keyEnd, int start, int count)
    {
        if (PowerShellText.IsSetToCode(text, at, start)) return true;
        // [kube_node:children]: a group of groups in an inventory of Ansible.
        if (count > 3 && Bytes.At(text, keyEnd) == ':' && Bytes.At(text, start + count) == ']' && (text.Slice(start, count).SequenceEqual("children"u8) || text.Slice(start, count).SequenceEqual("vars"u8))) return true;
        // hostname:port
        if (count == 4 && start == keyEnd + 1 && text.Slice(start, count).SequenceEqual("port"u8)) return true;
        // inventory_hostname == item: without quotes it is a variable.
        return Bytes.IsLetter(text[start]) && text[keyEnd..start].IndexOf("=="u8) >= 0 && text[start - 1] is (byte)' ' or (byte)'=';
    }

    /// <summary>Whether a sentence, a title, an address or the word of a program stands behind a key.</summary>
    public static bool IsSentence(ReadOnlySpan<byte> text, int at, int keyEnd, int start, int count)
    {
        var value = text.Slice(start, count);
        // FROM node:20-bookworm: an image.
        if (Bytes.At(text, keyEnd) == ':' && start == keyEnd + 1 && Bytes.IsDigit(text[start]) && value.Contains((byte)'-')) return true;
        // A sentence, or the operating system of uname.
        if (value.Contains((byte)' ') || value.SequenceEqual("Linux"u8)) return true;
        if (IsOtherThing(text, at, start, count)) return true;
        if (value.Count((byte)':') >= 2 && AddressText.TryParseIpv6(value, out _)) return true;
        if (Bytes.StartsWithIgnoreCase(text, at, "server:"u8) && (IsHeader(text, at) || IsVerdict(text, start) || IsTitled(text, at, start, count))) return true;
        return Bytes.At(text, start - 1) == ' ' && IsOfTitle(text, at, keyEnd, start, count);
    }

    /// <summary>Whether words go on behind a value: <c>Hostname: use host settings</c>, <c>DisplayName : Veeam Agent for Microsoft Windows</c>.</summary>
    private static bool IsOfTitle(ReadOnlySpan<byte> text, int at, int keyEnd, int start, int count)
    {
        var isDisplayed = Bytes.StartsWithIgnoreCase(text, at, "displayname"u8);
        var isWord = Vocabulary.IsWord(text.Slice(start, count));
        if (Bytes.At(text, start + count) == ' ')
        {
            var next = Bytes.At(text, start + count + 1);
            if (Bytes.IsLetter(next) && text[keyEnd..start].Contains((byte)':') && (isDisplayed || isWord || CommonWords.Contains(text.Slice(start, count))) && SentenceWordBehind(text, start + count + 1)) return true;
            // DisplayName : English (United States), loc -> Get-Location, Windows Vista users
            if (isDisplayed && (next is (byte)'(' or (byte)'-' || isWord)) return true;
        }
        // DisplayName: Sign-in from a new country: a title has more words than a name.
        return isDisplayed && text[start..Bytes.LineEnd(text, start)].Count((byte)' ') > 2;
    }

    /// <summary>Whether an item is none of a list of names.</summary>
    public static bool IsOtherItem(ReadOnlySpan<byte> text, int keyEnd, int start, int name)
    {
        var after = Bytes.At(text, start + name);
        // host:port:database, hostname:port:user: the columns of a file.
        if (after == ':' && text[keyEnd] == ':' && start == keyEnd + 1 && Bytes.IsLetter(Bytes.At(text, start + name + 1))) return true;
        // A function's, as in <<<nodes:sep(58)>>>; the type of a value: schema.StringAttribute{
        if (after is (byte)'(' or (byte)'{') return true;
        // An expression: ansible_host: facts[0]["ip"]
        if (after == '[' && name > 0) return true;
        // A product and its version: Server: pve-api-daemon/3.0
        return after == '/' && Bytes.IsDigit(Bytes.At(text, start + name + 1)) && !AddressedNameDetector.IsAddress(text, start + name + 1, (byte)' ');
    }

    /// <summary><c>[targets:children]</c> of an inventory, <c>import x from 'node:fs'</c>, <c>"target": "tasks/update.sh"</c>, <c>"target": "ES2022"</c>, and sentences behind a word that is none's name.</summary>
    private static bool IsOtherThing(ReadOnlySpan<byte> text, int at, int start, int count)
    {
        var value = text.Slice(start, count);
        if (Bytes.At(text, start + count) == ']' && text[Bytes.LineStart(text, at)] == '[') return true;
        if (Bytes.At(text, at - 1) is (byte)'\'' or (byte)'"' && Bytes.At(text, start - 1) == ':' && (text[..(at - 1)].EndsWith("from "u8) || text[..(at - 1)].EndsWith("import "u8) || text[..(at - 1)].EndsWith("require("u8) || text[..(at - 1)].EndsWith("import("u8))) return true;
        if (Bytes.StartsWithAt(text, at, "\"target\""u8) && (value.Contains((byte)'/') && !value.StartsWith("//"u8) || value.StartsWith("ES20"u8) || value.StartsWith("es20"u8))) return true;
        // targets: 44px at least; node : Remove a node
        return Bytes.At(text, start + count) == ' ' && Bytes.At(text, start - 1) == ' ' && (Bytes.IsDigit(value[0]) || Bytes.IsUpper(value[0]) && value[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) && IsSmallWord(text, start + count + 1);
    }

    private static bool IsSmallWord(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        return Bytes.At(text, end) == ' ' && (SmallWords.Contains(text[at..end]) || CommonWords.Contains(text[at..end]));
    }

    private static readonly WordSet SmallWords = WordSet.Of("a an the of to for in on at by is are with from that which and or minimum maximum at");

    /// <summary>Server: AUTH-ERROR: 10.0.0.5 – what has happened, and to whom.</summary>
    private static bool IsVerdict(ReadOnlySpan<byte> text, int start)
    {
        var name = text.Slice(start, NamedValue.NameLength(text, start));
        return Bytes.StartsWithAt(text, start + name.Length, ": "u8) && name.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ-_"u8) < 0;
    }

    /// <summary>Whether a word stands before the key, and a word with a capital and small letters behind it, which another one follows.</summary>
    private static bool IsTitled(ReadOnlySpan<byte> text, int at, int start, int count) =>
        Bytes.At(text, at - 1) == ' ' && Bytes.IsLetterOrDigit(Bytes.At(text, at - 2)) && Bytes.IsUpper(text[start]) && text.Slice(start + 1, count - 1).IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0
        && Bytes.At(text, start + count) == ' ' && Bytes.IsLower(Bytes.At(text, start + count + 1));

    private static bool SentenceWordBehind(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsLetter(text[end])) end++;
        return Bytes.At(text, end) is (byte)' ' or (byte)'\n' or (byte)'\r' or 0 && (CommonWords.Contains(text[at..end]) || Vocabulary.IsWord(text[at..end]));
    }

    /// <summary>Whether it stands among the headers of an answer, where it tells the program: <c>Server: Kestrel</c></summary>
    private static bool IsHeader(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOfAnyExcept("<> "u8) >= 0) return false;
        var end = Bytes.LineEnd(text, at);
        return line > 1 && IsOfAnswer(text[Bytes.LineStart(text, line - 1)..line]) || Bytes.NextLine(text, ref end, out var next) && IsOfAnswer(text[next..end]);
    }

    private static bool IsOfAnswer(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart("<> "u8);
        foreach (var header in Headers)
            if (line.Length > header.Length && Bytes.StartsWithIgnoreCase(line, 0, header)) return true;
        return false;
    }

    private static readonly byte[][] Headers =
        Phrases.Of("http/", "date:", "content-", "connection:", "cache-control:", "expires:", "last-modified:", "location:", "etag:", "vary:", "via:", "x-", "pragma:", "set-cookie:", "strict-transport", "keep-alive:", "accept-ranges:", "age:");
}
