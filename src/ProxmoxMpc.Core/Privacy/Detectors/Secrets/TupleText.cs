namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Several variables that one line gives their values, as Python and Ruby have it: <c>USER, PASSWORD = "jane", r"x"</c>.</summary>
internal static class TupleText
{
    private const int MostNames = 8;

    /// <summary>The text that a variable gets there; an empty one where it gets something else, null where the line sets not several.</summary>
    public static Extent? ValueOf(ReadOnlySpan<byte> text, Extent name)
    {
        // Most names have no comma at either side.
        if (Bytes.At(text, name.End) != ',' && !text[..name.Start].EndsWith(", "u8)) return null;
        var at = Bytes.SkipBlanks(text, Bytes.LineStart(text, name.Start));
        var (place, names) = (-1, 0);
        for (; names < MostNames; names++)
        {
            var end = at;
            while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'.')) end++;
            if (end == at) return null;
            if (at <= name.Start && end >= name.End) place = names;
            at = Bytes.SkipBlanks(text, end);
            if (Bytes.At(text, at) != ',') break;
            at = Bytes.SkipBlanks(text, at + 1);
        }
        if (place < 0 || names == 0 || Bytes.At(text, at) != '=' || Bytes.At(text, at + 1) == '=') return null;
        at = Bytes.SkipBlanks(text, at + 1);
        for (var value = 0; value <= place; value++)
        {
            if (Bytes.At(text, at) is (byte)'r' or (byte)'b' or (byte)'u' or (byte)'f') at++;
            if (Bytes.At(text, at) is not ((byte)'"' or (byte)'\'') || SecretText.Quoted(text, at, text.Slice(at, 1)) is not { } quoted) return default(Extent);
            if (value == place) return quoted;
            at = Bytes.SkipBlanks(text, quoted.End + 1);
            if (Bytes.At(text, at) != ',') return default(Extent);
            at = Bytes.SkipBlanks(text, at + 1);
        }
        return default(Extent);
    }
}
