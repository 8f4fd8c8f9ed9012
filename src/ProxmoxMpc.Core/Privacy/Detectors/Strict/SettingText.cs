namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Reads the value of a setting whose name is known, in JSON, YAML, HCL, INI, options of commands, Proxmox's sections and lists of properties.</summary>
internal static class SettingText
{
    private const int Longest = 4000;

    /// <summary>The value of the setting whose name stands at a place; null where the word is no setting's name.</summary>
    /// <param name="takesLine">Whether blanks belong to a value without quotes.</param>
    public static Extent? ValueOf(ReadOnlySpan<byte> text, int at, int length, bool takesLine)
    {
        if (Bytes.At(text, at - 1) is var before && (Bytes.IsLetterOrDigit(before) || before is (byte)'.' or (byte)'$' or (byte)'/' or (byte)'@')) return null;
        // zfs-pool:vm-100-disk-0 and ntp_pool are other words; --pool and -Pool are options.
        if (before == '-' && !(at < 2 || Bytes.IsBlank(text[at - 2]) || text[at - 2] is (byte)'-' or (byte)'\'' or (byte)'"') || before == '_') return null;
        var end = at + length;
        if (Bytes.StartsWithAt(text, end, "_id"u8)) end += 3;
        if (Bytes.At(text, end) is (byte)'>' && before == '<')
        {
            var close = text[(end + 1)..Math.Min(text.Length, end + Longest)].IndexOf((byte)'<');
            return close > 0 ? new Extent(end + 1, end + 1 + close) : null;
        }
        var name = SecretText.QuoteAt(text, end).Length;
        var i = Bytes.SkipBlanks(text, end + name);
        var isOption = before == '-' && Bytes.At(text, end) is (byte)' ' or (byte)'=';
        if (Bytes.At(text, i) is (byte)':' or (byte)'=' && Bytes.At(text, i + 1) is not ((byte)'=' or (byte)':'))
        {
            i = Bytes.SkipBlanks(text, i + 1);
        }
        // A section of Proxmox's, or an option: nothing but blanks between them.
        else if (name > 0 || i == end || !(isOption || (NamedValue.IsFirstOnLine(text, at) && at > Bytes.LineStart(text, at) && before is (byte)'\t' or (byte)' ')))
        {
            return null;
        }
        if (i >= text.Length || text[i] is (byte)'\n' or (byte)'\r') return null;
        var quote = SecretText.QuoteAt(text, i);
        if (quote.Length > 0) return SecretText.Quoted(text, i, quote) is { IsEmpty: false } quoted ? quoted : null;
        var stop = Bytes.LineEnd(text, i);
        if (!takesLine || isOption)
        {
            var word = i;
            while (word < stop && !Bytes.IsBlank(text[word]) && text[word] is not ((byte)',' or (byte)'"' or (byte)'\'' or (byte)'}' or (byte)']' or (byte)')' or (byte)'<' or (byte)'&')) word++;
            stop = word;
        }
        while (stop > i && Bytes.IsBlank(text[stop - 1])) stop--;
        return stop > i ? new Extent(i, stop) : null;
    }

    /// <summary>Names that every installation has.</summary>
    public static bool IsDefault(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("local"u8) || name.SequenceEqual("local-lvm"u8) || name.SequenceEqual("local-zfs"u8) || name.SequenceEqual("local-btrfs"u8) || name.SequenceEqual("rpool"u8) || name.SequenceEqual("none"u8) || name.SequenceEqual("all"u8) || name.SequenceEqual("pve"u8) || KeyValueText.IsReference(name);

    /// <summary>Replaces a name there, and learns it.</summary>
    public static void Take(ReadOnlySpan<byte> text, int start, int length, PrivacyKind kind, Findings found)
    {
        var name = text.Slice(start, length);
        if (length is < 2 or > 63 || IsDefault(name) || !name.ContainsAnyExcept("0123456789.:"u8)) return;
        if (name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _)) return;
        foreach (var b in name)
            if (!Bytes.IsLetterOrDigit(b) && b is not ((byte)'-' or (byte)'_' or (byte)'.' or (byte)'/' or (byte)'+')) return;
        found.Learn(kind, name);
        found.Replace(start, length, kind);
    }
}
