namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What cells of a database dump hold that is no plain text of a column of secrets: names, bytes, secrets that stand beside the hash of a password.</summary>
internal static class SqlRowText
{
    private const int FewestDigits = 8, ShortestSeed = 16, ShortestHex = 32, MostRows = 2000;

    private static readonly byte[][] Hashes = Phrases.Of("$2y$", "$2a$", "$2b$", "$argon2", "$6$", "$5$", "pbkdf2_sha256$", "{SSHA", "$P$", "$y$");

    /// <summary>Takes a machine or an account: all of the cell, behind a domain or a dot that stands for this machine (<c>.\\jane</c>).</summary>
    public static void TakeName(ReadOnlySpan<byte> text, Extent cell, PrivacyKind kind, Findings found)
    {
        if (kind == PrivacyKind.User && text[cell.Start..cell.End].LastIndexOf((byte)'\\') is >= 0 and var slash) cell = cell with { Start = cell.Start + slash + 1 };
        var name = text[cell.Start..cell.End];
        if (name.IsEmpty || NamedValue.NameLength(text, cell.Start) != name.Length || !Vocabulary.IsTelling(name)) return;
        if (kind == PrivacyKind.User) NamedValue.TakeUser(text, cell.Start, cell.Length, found);
        // A product or a place is called by plain words, too.
        else if (kind != PrivacyKind.Host || name.ContainsAny("-0123456789"u8)) NamedValue.TakeName(text, cell.Start, cell.Length, kind, found);
    }

    /// <summary>Whether a cell holds a telephone number and no more.</summary>
    public static bool IsPhone(ReadOnlySpan<byte> cell)
    {
        var digits = 0;
        foreach (var b in cell) digits += Bytes.IsDigit(b) ? 1 : 0;
        return digits is >= 7 and <= 15 && cell.IndexOfAnyExcept("0123456789 -/+()."u8) < 0;
    }

    /// <summary>The digits of <c>0x70617373776f7264</c>, a text that was dumped as bytes; null where there is none.</summary>
    public static Extent? OfBytes(ReadOnlySpan<byte> text, Extent cell)
    {
        if (!Bytes.StartsWithAt(text, cell.Start, "0x"u8) && !Bytes.StartsWithAt(text, cell.Start, "0X"u8)) return null;
        var end = SecretText.HexEnd(text, cell.Start + 2);
        return end <= cell.End && end - cell.Start >= FewestDigits + 2 ? new Extent(cell.Start + 2, end) : null;
    }

    /// <summary>
    /// Rows of a table whose columns are not told: where one cell is the hash of a password, a long number in hexadecimal digits beside it is a token, and a text in
    /// Base32 the seed of a second factor.
    /// </summary>
    public static void BesideHashes(ReadOnlySpan<byte> text, int at, int limit, Findings found)
    {
        limit = Math.Min(limit, Bytes.LineEnd(text, at));
        for (var rows = 0; rows < MostRows && text[at..limit].IndexOf((byte)'(') is >= 0 and var open; rows++)
        {
            var start = at + open + 1;
            if (!IsUsers(text, start, limit, out at)) continue;
            for (var i = start; i < at; i++)
            {
                if (text[i] != '\'' || SecretText.Quoted(text, i, "'"u8) is not { } cell) continue;
                var value = text[cell.Start..cell.End];
                if (IsSeed(value)) found.Replace(cell.Start, cell.Length, PrivacyKind.OneTimeCode);
                else if (value.Length >= ShortestHex && SecretText.HexEnd(value, 0) == value.Length) found.Replace(cell.Start, cell.Length, PrivacyKind.ServiceToken);
                i = cell.End;
            }
        }
    }

    /// <summary>Whether a row holds the hash of a password; and where it ends.</summary>
    private static bool IsUsers(ReadOnlySpan<byte> text, int at, int limit, out int end)
    {
        var isUsers = false;
        for (end = at; end < limit && text[end] != ')'; end++)
        {
            if (text[end] != '\'' || SecretText.Quoted(text, end, "'"u8) is not { } cell || cell.End > limit) continue;
            isUsers |= Phrases.AnyStarts(text[cell.Start..cell.End], Hashes);
            end = cell.End;
        }
        return isUsers;
    }

    private static bool IsSeed(ReadOnlySpan<byte> value) =>
        value.Length >= ShortestSeed && value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567="u8) < 0 && value.IndexOfAny("234567"u8) >= 0
        && value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
}
