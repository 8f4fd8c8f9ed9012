using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Secrets and serial numbers that some structure has told: they are hidden wherever they stand again, in a sentence or glued to something
/// else (<c>ata-MODEL_SERIAL-part3</c>). A picture of a moment: immutable.
/// </summary>
internal sealed class Literals
{
    // A part of few values is made anew at any time, a large one when a twentieth more is known.
    private const int Few = 500;
    private const int Growth = 20;

    /// <summary>Without any values.</summary>
    public static readonly Literals None = new([], 0);

    // Most of the values, and behind them those that came since.
    private readonly LiteralPart[] _parts;

    private Literals(LiteralPart[] parts, int count) => (_parts, Count) = (parts, count);

    /// <summary>How many values it was made of, those that came twice twice.</summary>
    public int Count { get; }

    /// <summary>Values that know what came since, too: it costs what is new, and now and then all of it.</summary>
    /// <param name="order">All values as they came, those that are known here first. One whose kind has changed comes again.</param>
    public Literals With(IReadOnlyList<string> order, IReadOnlyDictionary<string, PrivacyKind> kinds)
    {
        if (order.Count == Count) return this;
        var first = _parts.Length > 0 && order.Count - _parts[0].Count <= Math.Max(Few, _parts[0].Count / Growth) ? _parts[0].Count : 0;
        var added = new LiteralPart(order.Skip(first).Distinct(StringComparer.Ordinal).Select(value => KeyValuePair.Create(value, kinds[value])), order.Count - first);
        return new(first == 0 ? [added] : [_parts[0], added], order.Count);
    }

    /// <summary>Whether a value tells itself where it stands again: no everyday word, no plain number, not too short.</summary>
    public static bool IsTelling(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (kind == PrivacyKind.Phone) return IsNumber(value);
        if (kind is not (PrivacyKind.Serial or >= PrivacyKind.Password) || kind == PrivacyKind.OneTimeCode) return false;
        if (value.Length < (kind switch { PrivacyKind.Password => LiteralPart.Head, PrivacyKind.Serial => 7, PrivacyKind.Ticket => 16, _ => LiteralPart.Anywhere }) || value.Length > 512) return false;
        int letters = 0, digits = 0, upper = 0;
        foreach (var b in value)
        {
            if (Bytes.IsDigit(b)) digits++;
            else if (Bytes.IsLetter(b)) letters++;
            if (Bytes.IsUpper(b)) upper++;
        }
        if (letters == 0 || letters + digits < 4 || value.IndexOfAny("\r\n"u8) >= 0) return false;
        if (kind == PrivacyKind.Serial) return digits >= 2;
        // Everybody's digests of nothing.
        if (IsOfNothing(value)) return false;
        var isPlain = letters == value.Length && (upper == 0 || upper == letters || upper == 1 && Bytes.IsUpper(value[0]));
        if (!isPlain) return value.IndexOf("://"u8) < 0 && !(Vocabulary.IsWord(value) || CommonWords.Contains(value.TrimEnd("0123456789"u8)) && digits < 2);
        return value.Length >= LiteralPart.Anywhere && !Vocabulary.IsWord(value) && !Applications.Contains(value) && !CommonWords.Contains(value) && !Vocabulary.IsSystemUser(value);
    }

    /// <summary>The digest of an empty text, plain and in lower case.</summary>
    public static bool IsOfNothing(ReadOnlySpan<byte> digest) => digest.StartsWith("d41d8cd98f00"u8) || digest.StartsWith("da39a3ee5e6b"u8) || digest.StartsWith("e3b0c44298fc"u8);

    /// <summary>Whether a telephone number has so many digits in so many groups that it is none else's: <c>972 50 41 88</c>.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> value)
    {
        var (digits, groups) = (0, 1);
        foreach (var b in value)
        {
            if (Bytes.IsDigit(b)) digits++;
            else groups++;
        }
        return digits >= 9 && groups >= 3 && value.Length <= 24;
    }

    /// <summary><c>$securePassword</c>, where one is called so: the name of a variable, of letters only.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> text, int at, int length) =>
        Bytes.At(text, at - 1) == '$' && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 2)) && !Bytes.IsLetterOrDigit(Bytes.At(text, at + length))
        && text.Slice(at, length).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"u8) < 0;

    /// <summary>Reports every value that stands in a text: the one further left, then the longer one.</summary>
    public void Find(ReadOnlySpan<byte> text, Findings found)
    {
        Span<int> next = stackalloc int[_parts.Length];
        for (var i = 0; i < next.Length; i++) next[i] = _parts[i].Next(text, 0);
        while (true)
        {
            var at = text.Length;
            foreach (var place in next) at = Math.Min(at, place);
            if (at > text.Length - LiteralPart.Head) return;
            var (length, kind) = (0, PrivacyKind.Word);
            // Who came last knows the kind.
            for (var i = 0; i < next.Length; i++)
                if (next[i] == at && _parts[i].At(text, at, out var known) is var here && here >= length && here > 0) (length, kind) = (here, known);
            if (length > 0 && !IsVariable(text, at, length)) found.Replace(at, length, kind);
            var from = at + Math.Max(1, length);
            for (var i = 0; i < next.Length; i++)
                if (next[i] < from) next[i] = _parts[i].Next(text, from);
        }
    }
}
