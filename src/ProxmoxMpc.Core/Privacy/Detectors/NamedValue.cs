namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Reads the value after a key, in the syntaxes that configs have in common.</summary>
internal static class NamedValue
{
    /// <summary>
    /// The value after a key that ends at <paramref name="at"/>: over a closing quote, blanks and one <c>:</c> or <c>=</c>, up to the
    /// closing quote, or to the next blank or separator. Empty where none stands on the line.
    /// </summary>
    public static (int Start, int Length) After(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        if (Bytes.StartsWithAt(text, i, "\\\""u8)) i += 2;
        else if (Bytes.At(text, i) is (byte)'"' or (byte)'\'') i++;
        if (Bytes.At(text, i) == '>')
        {
            // <hostname>x</hostname>
            var close = text[(i + 1)..Math.Min(text.Length, i + 256)].IndexOf((byte)'<');
            return close <= 0 ? default : (i + 1, close);
        }
        i = Bytes.SkipBlanks(text, i);
        if (Bytes.At(text, i) is not ((byte)':' or (byte)'=') || IsEmptySetting(text, i)) return default;
        i = Bytes.StartsWithAt(text, i, "=3D"u8) ? i + 3 : Bytes.StartsWithAt(text, i, "=="u8) ? Bytes.SkipBlanks(text, i + 2) : Bytes.SkipBlanks(text, i + 1);
        var escaped = Bytes.StartsWithAt(text, i, "\\\""u8);
        if (escaped) i++;
        var quote = Bytes.At(text, i);
        if (quote is (byte)'"' or (byte)'\'')
        {
            var start = i + 1;
            var end = start;
            while (end < text.Length && text[end] != quote && text[end] != '\n') end++;
            if (Bytes.At(text, end) != quote) return default;
            return (start, end - start - (escaped && text[end - 1] == '\\' ? 1 : 0));
        }
        var from = i;
        while (i < text.Length && !Bytes.IsBlank(text[i]) && text[i] is not ((byte)'&' or (byte)',' or (byte)';' or (byte)'"' or (byte)'\'' or (byte)'}' or (byte)']' or (byte)')' or (byte)'<')) i++;
        return (from, i - from);
    }

    /// <summary><c>rhost=  user=jane</c>, <c>private-key= endpoint-port=0</c>: nothing is set, and another setting is next.</summary>
    public static bool IsEmptySetting(ReadOnlySpan<byte> text, int sign)
    {
        if (Bytes.At(text, sign) != '=' || Bytes.At(text, sign + 1) != ' ' || Bytes.At(text, sign - 1) == ' ') return false;
        var next = Bytes.SkipBlanks(text, sign + 1);
        var end = next;
        while (end < text.Length && (Bytes.IsLower(text[end]) || text[end] is (byte)'-' or (byte)'_')) end++;
        return end > next && Bytes.At(text, end) == '=' && end + 1 < text.Length && text[end + 1] != '=';
    }

    /// <summary>A name that begins at a place: letters, digits, <c>. - _</c>, without those at its end.</summary>
    public static int NameLength(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'.' or (byte)'-' or (byte)'_')) end++;
        while (end > at && !Bytes.IsLetterOrDigit(text[end - 1])) end--;
        return end - at;
    }

    /// <summary>Where the name begins that ends at a place: letters, digits, <c>. - _</c>. What colours a terminal is none of it: <c>[31mname</c>.</summary>
    public static int NameStart(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'-' or (byte)'_')) start--;
        if (Bytes.At(text, start - 1) is not ((byte)'[' or (byte)';' or (byte)'?')) return start;
        var colour = start;
        while (colour < end && Bytes.IsDigit(text[colour])) colour++;
        return colour < end && Bytes.ColourBefore(text, colour + 1) > 0 ? colour + 1 : start;
    }

    /// <summary>Whether a key begins there: at the line's first word, or after a quote, a brace, a comma or a blank.</summary>
    public static bool IsKeyStart(ReadOnlySpan<byte> text, int at) => at == 0 || text[at - 1] is (byte)'\n' or (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'\'' or (byte)'{' or (byte)',' or (byte)';' or (byte)'&' or (byte)'?' or (byte)'<';

    /// <summary>Whether only blanks (and a list's dash) stand before it on its line.</summary>
    public static bool IsFirstOnLine(ReadOnlySpan<byte> text, int at)
    {
        var start = Bytes.LineStart(text, at);
        return text[start..at].IndexOfAnyExcept(" \t-"u8) < 0;
    }

    /// <summary>Whether it is the first group of an IPv6 address: <c>server 2a0d:5e40::1</c>.</summary>
    private static bool IsGroup(ReadOnlySpan<byte> text, int start, int length) =>
        length <= 4 && Bytes.At(text, start + length) == ':' && SecretText.HexEnd(text, start) == start + length && (SecretText.HexEnd(text, start + length + 1) is var end && Bytes.At(text, end) == ':' && end - start - length <= 5);

    /// <summary>Values that stand where a name does and mean none, or every one.</summary>
    private static bool IsNobody(ReadOnlySpan<byte> name) => Nobody.Contains(name);

    // The last are what notifications of Proxmox go to where nobody has set any.
    private static readonly WordSet Nobody = WordSet.Of("localhost all any auto true false unknown online offline pvespiceproxy mail-to-root default-matcher");

    /// <summary>Learns a name and replaces it there, also where it is too common to be replaced elsewhere. Addresses, domains and templates are left to others.</summary>
    public static void TakeName(ReadOnlySpan<byte> text, int start, int length, PrivacyKind kind, Findings found)
    {
        if (length <= 0 || IsGroup(text, start, length)) return;
        var name = text.Slice(start, length);
        if (!CanBeTaken(name) || IsPartOfCode(text, start, start + length)) return;
        // FD12\u003a1560: the escape belongs to what stands before.
        if (length >= 5 && Bytes.At(text, start - 1) == '\\' && Bytes.EscapeBefore(text, start + 5) > 5 || IsLastGroup(text, start, name)) return;
        if (IsShortKey(text, start, name)) return;
        // cluster node: can't add it
        if (Bytes.At(text, start + length) == '\'' && Bytes.IsLetter(Bytes.At(text, start + length + 1)) && Bytes.At(text, start - 1) != '\'') return;
        // :param node: The node that …
        if (length < 6 && KeyValueText.IsSmallWord(text, start)) return;
        found.Learn(kind, name);
        // What holds an address is taken apart by the sweep, and so is what stands before a domain: the domain, and a user behind whose @ it stands, belong to it.
        if (!Sweep.HoldsAddress(name) && !IsInMailbox(text, start, length) && !IsOfDomain(text, start, length)) found.Replace(start, length, kind);
    }

    /// <summary><c>ct${vmid}</c>, <c>clone-$id</c>: what a script makes a name of; <c>PVE::HA</c>, a module; <c>voice*.py</c>, a pattern.</summary>
    private static bool IsPartOfCode(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.StartsWithAt(text, end, "::"u8) && Bytes.IsUpper(Bytes.At(text, end + 2)) && text[start..end].IndexOfAny("-."u8) < 0) return true;
        if (Bytes.At(text, end) == '*' && Bytes.At(text, end + 1) != '*' && Bytes.At(text, start - 1) != '*') return true;
        while (Bytes.At(text, end) is (byte)'-' or (byte)'_' or (byte)'.') end++;
        return Bytes.At(text, end) == '$' && (Bytes.At(text, end + 1) is (byte)'{' or (byte)'(' || Bytes.IsAsciiLetter(Bytes.At(text, end + 1)));
    }

    /// <summary>Whether a text can be the name that somebody gave something, by its form and its words alone.</summary>
    private static bool CanBeTaken(ReadOnlySpan<byte> name) => Known.Of(name) != 0;

    private static readonly TextMemo Known = new(name => IsGiven(name) ? 1 : 0);

    private static bool IsGiven(ReadOnlySpan<byte> name)
    {
        // Known by its form, and what of it stays: Server (00001132-0000-1000-8000-00805f9b34fb), a service of Bluetooth.
        if (name.Length >= 12 && name.IndexOfAnyExcept("0123456789abcdef"u8) < 0 || SecretText.IsWholeUuid(name)) return false;
        if (KeyValueText.IsReference(name) || !Vocabulary.CanBeName(name) || name.Contains((byte)'.') && (Domains.IsDomain(name, out _, out _, out _) || Domains.IsPublic(name))) return false;
        if (IsNobody(name) || NoNames.Contains(name) || NoNames.IsVariable(name) || name.StartsWith("REDACTED-"u8)) return false;
        // An image as its maker offers it: debian-13-genericcloud-amd64.
        return !Vocabulary.IsImageName(name);
    }

    /// <summary>How Tailscale logs another node, by the beginning of its key: <c>disco: node [Yx4Kb]</c>.</summary>
    private static bool IsShortKey(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> name) =>
        name.Length == 5 && Bytes.At(text, start - 1) == '[' && Bytes.At(text, start + 5) == ']'
        && text[Math.Max(Bytes.LineStart(text, start), start - 200)..start].IndexOf("tailscaled["u8) >= 0;

    /// <summary><c>2001&amp;#x3A;db8&amp;#x3A;&amp;#x3A;cafc</c>: what stands behind an encoded colon, and is all hexadecimal, is the end of an address.</summary>
    private static bool IsLastGroup(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> name) =>
        name.Length <= 4 && SecretText.HexEnd(name, 0) == name.Length && start >= 5 &&
        (Bytes.Separator(text, start - 5, (byte)':') == 5 || start >= 6 && Bytes.Separator(text, start - 6, (byte)':') == 6);

    /// <summary>A full name that a column or a table cuts, so that no domain is to be seen: <c>ts1.ad.firm</c>. Each of its labels is replaced, the machine's is learnt.</summary>
    public static void TakeCutName(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        for (var label = start; label < end; label++)
        {
            var count = text[label..end].IndexOf((byte)'.') is >= 0 and var dot ? dot : end - label;
            if (label == start) TakeName(text, label, count, PrivacyKind.Host, found);
            else if (count > 1) found.Replace(label, count, PrivacyKind.Host);
            label += count;
        }
    }

    /// <summary>Whether a name is the first label behind the @ of an address: <c>jane@web01.firma.de</c>. An instance of a unit is none: <c>ceph-mon@web01.service</c></summary>
    private static bool IsInMailbox(ReadOnlySpan<byte> text, int start, int length) =>
        Bytes.At(text, start - 1) == '@' && Bytes.IsLetterOrDigit(Bytes.At(text, start - 2)) && Bytes.At(text, start + length) == '.'
        && Bytes.IsLetter(Bytes.At(text, start + length + 1)) && !text[(start + length)..].StartsWith(".service"u8);

    /// <summary>Whether the domain follows that a machine is in: <c>lyra-pve1.firma.co</c>, of which the first word was taken.</summary>
    private static bool IsOfDomain(ReadOnlySpan<byte> text, int start, int length)
    {
        if (Bytes.At(text, start + length) != '.' || !Bytes.IsLetterOrDigit(Bytes.At(text, start + length + 1)) || Bytes.At(text, start - 1) is (byte)'.' or (byte)'-') return false;
        return Domains.IsDomain(text.Slice(start, NameLength(text, start)), out var isPublic, out _, out _) && !isPublic;
    }

    /// <summary>Learns a user and replaces the name there. Accounts of the system and of its daemons stay; an everyday word is hidden there only.</summary>
    public static bool TakeUser(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        if (length < 2) return false;
        var name = text.Slice(start, length);
        if (AccountValue.IsNumberOfSlack(name)) return false;
        if (!Vocabulary.CanBeName(name) || !Bytes.IsLetter(name[0]) || Vocabulary.IsSystemUser(name) || Vocabulary.IsDaemon(name) || ServiceAccounts.Contains(name) || IsNobody(name) || NoNames.Contains(name) || name.StartsWith("REDACTED-"u8)) return false;
        if (name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _)) return false;
        if (Vocabulary.IsTelling(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(start, length, PrivacyKind.User);
        return true;
    }
}
