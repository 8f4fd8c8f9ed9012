namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What stands in a cell of a table, by the kind of its column.</summary>
internal static class ColumnValue
{
    /// <param name="text">The text.</param>
    /// <param name="cell">Where the cell is.</param>
    /// <param name="kind">What the column holds.</param>
    /// <param name="found">Takes it.</param>
    /// <param name="isGuest">Whether the row is a guest's, which may be called as the program that runs on it.</param>
    public static void Take(ReadOnlySpan<byte> text, Extent cell, PrivacyKind kind, Findings found, bool isGuest)
    {
        if (cell.IsEmpty) return;
        if (CutAt(text[cell.Start..cell.End]) is > 2 and var left) cell = cell with { End = cell.Start + left };
        var value = text[cell.Start..cell.End];
        switch (kind)
        {
            case PrivacyKind.Password:
                if (IsPassword(value)) found.Replace(cell.Start, cell.Length, kind);
                break;
            case ColumnHeads.Version:
                // Behind the name of what has it: FlexNet 11.19.6.0
                var product = value.LastIndexOf((byte)' ') + 1;
                if (value[product..].IndexOfAnyExcept("0123456789."u8) < 0 && !value[..product].ContainsAnyInRange((byte)'0', (byte)'9'))
                    found.Keep(cell.Start + product, cell.Length - product);
                break;
            case PrivacyKind.Phone:
                found.Replace(cell.Start, PhoneLength(value), kind);
                break;
            case PrivacyKind.Mac:
                // With signs it is found anywhere; without any the head has to say so.
                if (value.Length == 12 && SecretText.HexEnd(text, cell.Start) == cell.End) found.Replace(cell.Start, cell.Length, kind);
                break;
            case PrivacyKind.Serial:
                if (value.Length is >= 6 and <= 40 && value.ContainsAnyInRange((byte)'0', (byte)'9') && IsOneName(text, cell)) found.Replace(cell.Start, cell.Length, kind);
                break;
            case PrivacyKind.Host when value.IndexOf((byte)',') is > 0 and var comma:
                // WKS-01,WKS-02
                Take(text, cell with { End = cell.Start + comma }, kind, found, isGuest);
                Take(text, cell with { Start = cell.Start + comma + 1 }, kind, found, isGuest);
                break;
            case PrivacyKind.Host when value.IndexOf((byte)':') is > 1 and var colon && value[(colon + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0:
                // web-01:51212, from where somebody has come
                Take(text, cell with { End = cell.Start + colon }, kind, found, isGuest);
                break;
            default:
                if (IsOneName(text, cell) && CanBe(kind, value, isGuest)) NamedValue.TakeName(text, cell.Start, cell.Length, kind, found);
                break;
        }
    }

    /// <summary>How much of a name PowerShell shows that has cut it: <c>lyra-exch...</c>; 0 where it is whole.</summary>
    private static int CutAt(ReadOnlySpan<byte> value)
    {
        var length = value.EndsWith("..."u8) || value.EndsWith("…"u8) ? value.Length - 3 : 0;
        return length > 0 && NamedValue.NameLength(value, 0) == length ? length : 0;
    }

    private static bool IsOneName(ReadOnlySpan<byte> text, Extent cell) => NamedValue.NameLength(text, cell.Start) == cell.Length;

    private static bool CanBe(PrivacyKind kind, ReadOnlySpan<byte> name, bool isGuest)
    {
        if (Vocabulary.IsWord(name) && !(isGuest && kind == PrivacyKind.Guest)) return false;
        if (kind is PrivacyKind.User or PrivacyKind.Host && CommonWords.Contains(name)) return false;
        return kind != PrivacyKind.User || name.Length >= 3 && Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !Vocabulary.IsDaemon(name) && !ServiceAccounts.Contains(name);
    }

    /// <summary>The length of a number of a telephone, without an extension behind it, as it is none of the number elsewhere; 0 for none.</summary>
    private static int PhoneLength(ReadOnlySpan<byte> value)
    {
        var length = value.IndexOfAnyExcept("0123456789 +-./()"u8) is >= 0 and var sign ? sign : value.Length;
        while (length > 0 && value[length - 1] is (byte)' ' or (byte)'(') length--;
        var digits = 0;
        foreach (var b in value[..length]) digits += Bytes.IsDigit(b) ? 1 : 0;
        return digits is >= 7 and <= 15 && (length == value.Length || Bytes.IsBlank(value[length]) || value[length] == ',') ? length : 0;
    }

    private static bool IsPassword(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 5 or > 80 || value.Contains((byte)' ') && !IsPhrase(value)) return false;
        if (KeyValueText.IsReference(value) || Vocabulary.IsWord(value) || CommonWords.Contains(value)) return false;
        return value.ContainsAny("0123456789!#$%&+=^~?*"u8) || IsJoined(value) || IsUnknownWord(value);
    }

    /// <summary>Several words are a remark, but for those with a sign that no remark has.</summary>
    private static bool IsPhrase(ReadOnlySpan<byte> value) =>
        value.Count((byte)' ') < 4 && value.ContainsAny("!#$%&+=^~*"u8) && value.ContainsAnyInRange((byte)'0', (byte)'9');

    /// <summary><c>Kraut-Regen</c>, <c>drei-plain-words</c></summary>
    private static bool IsJoined(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny("-_."u8) <= 0) return false;
        return value.ContainsAnyInRange((byte)'A', (byte)'Z') || value.ContainsAnyInRange((byte)128, (byte)255) || value.Count((byte)'-') > 1;
    }

    /// <summary>Small letters that no language has, and that are no program that keeps passwords.</summary>
    private static bool IsUnknownWord(ReadOnlySpan<byte> value) =>
        value.Length >= 8 && value.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && !OtherLanguages.Contains(value) && !SentenceText.IsDerived(value) && !Keepers.Contains(value);

    private static readonly WordSet Keepers = WordSet.Of(
        "keepassxc lastpass passbolt onepassword dashlane nordpass protonpass passwordsafe umschlag tresor envelope laps " +
        "generated autogenerated identical unchanged nopassword keyonly sshkey");
}
