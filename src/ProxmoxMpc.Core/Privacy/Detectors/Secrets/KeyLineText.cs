namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What the line around a setting and its value says: that they stand there alone, in a table, beside a login, or are a program's own.</summary>
internal static class KeyLineText
{
    /// <summary>What a program prints of its own objects: <c>Token{a64f992</c>, <c>os.BinderProxy@2bd79ce</c>, <c>0x14ed93111f20005</c>.</summary>
    public static bool IsHandle(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("0x"u8) && value.Length <= 18) return value[2..].IndexOfAnyExcept("0123456789abcdefABCDEF"u8) < 0;
        var sign = value.IndexOfAny((byte)'{', (byte)'@');
        if (sign < 4 || value.Length - sign - 1 is < 5 or > 8 || value[(sign + 1)..].IndexOfAnyExcept("0123456789abcdef"u8) >= 0) return false;
        foreach (var b in value[..sign])
            if (!Bytes.IsAsciiLetter(b) && b != '.') return false;
        return value[sign] == '{' || value[..sign].Contains((byte)'.');
    }

    /// <summary>A line of two words, a setting and its value: <c>password zebra-crossing</c>. Not one of a sentence.</summary>
    public static bool IsAlone(ReadOnlySpan<byte> text, int start, int end, Extent value)
    {
        var line = Bytes.LineStart(text, start);
        if (text[line..start].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0 || value.End != Bytes.LineEnd(text, value.Start)) return false;
        // In a file whose values stand below one another.
        if (value.Start != end + 1 && !(text[end..value.Start].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 && IsBesideLogin(text, line))) return false;
        var span = text[value.Start..value.End];
        return span.Length >= 6 && !CommonWords.Contains(span) && !Vocabulary.IsWord(span) && !span.EndsWith("ed"u8) && span[^1] is not ((byte)'.' or (byte)',' or (byte)':' or (byte)';') && (span.ContainsAny("-_0123456789"u8) || Bytes.IsUpper(text[start]) && Bytes.IsUpper(text[end - 1]) || IsBesideLogin(text, line) || IsSpecial(text[start..end]));
    }

    /// <summary>PowerShell's <c>Get-ChildItem Env:</c>: a variable in capitals, blanks, its value.</summary>
    public static bool IsInTable(ReadOnlySpan<byte> text, int start, int end, Extent value) =>
        Bytes.LineStart(text, start) == start && text[start..end].Contains((byte)'_') && text[start..end].IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && value.Start > end + 1
        && value.Length >= 4 && text[value.End..Bytes.LineEnd(text, value.End)].IndexOfAnyExcept((byte)' ', (byte)'\r') < 0 && !KeyValueText.IsReference(text[value.Start..value.End]);

    public static bool IsConstant(ReadOnlySpan<byte> value) => value.Contains((byte)'_') && Bytes.IsUpper(value[0]) && value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"u8) < 0;

    /// <summary>
    /// Whether the line above is a setting of the same kind that says who logs in, or where: msmtp, fetchmail, netrc; or the one below, in EdgeOS, which sorts them, and in FRR.
    /// </summary>
    private static bool IsBesideLogin(ReadOnlySpan<byte> text, int line)
    {
        var end = Bytes.LineEnd(text, line);
        if (Bytes.NextLine(text, ref end, out var below) && Bytes.SkipBlanks(text, below) is var next && (Bytes.StartsWithAt(text, next, "user-id "u8) || Bytes.StartsWithAt(text, next, "enable password "u8))) return true;
        if (line < 2) return false;
        var above = text[Bytes.LineStart(text, line - 1)..(line - 1)].TrimEnd((byte)'\r').TrimStart(" \t"u8);
        return (above.StartsWith("user "u8) || above.StartsWith("username "u8) || above.StartsWith("login "u8) || above.StartsWith("host "u8) || above.StartsWith("hostname "u8) || above.StartsWith("account "u8) || above.StartsWith("binddn "u8)) && above[above.IndexOf((byte)' ')..].Trim((byte)' ').IndexOf((byte)' ') < 0;
    }

    /// <summary>machine x login y password z: one line of a netrc.</summary>
    public static bool IsOfNetrc(ReadOnlySpan<byte> text, int start)
    {
        var before = text[Bytes.LineStart(text, start)..start].TrimStart(" \t"u8);
        if (!before.StartsWith("machine "u8) && !before.StartsWith("default "u8) && !before.StartsWith("login "u8)) return false;
        before = before.TrimEnd(" \t"u8);
        var user = before.LastIndexOfAny(" \t"u8);
        return user > 0 && before[..user].TrimEnd(" \t"u8).EndsWith("login"u8);
    }

    /// <summary>Cisco and FRR tell the way of encryption before the value, which ends its line.</summary>
    public static bool IsEncryptedBefore(ReadOnlySpan<byte> text, int at, Extent value) =>
        value.Start == at + 2 && Bytes.IsDigit(text[at]) && value.Length >= 8 && Bytes.SkipBlanks(text, value.End) >= Bytes.LineEnd(text, value.End) && !CommonWords.Contains(text[value.Start..value.End]) && !Vocabulary.IsWord(text[value.Start..value.End]);

    // bindpw, rootbindpw, authtok: names of settings that no sentence has.
    private static bool IsSpecial(ReadOnlySpan<byte> name) => name.Length > 4 && (name.EndsWith("pw"u8) || name.EndsWith("authtok"u8) || name.EndsWith("_password"u8) || name.EndsWith("_passwd"u8) || name.EndsWith("-password"u8));
}
