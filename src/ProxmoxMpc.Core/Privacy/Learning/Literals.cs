using System.Buffers.Binary;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Secrets and serial numbers that some structure has told: they are hidden wherever they stand again, in a sentence or glued to something
/// else (<c>ata-MODEL_SERIAL-part3</c>). A picture of a moment: immutable.
/// </summary>
internal sealed class Literals
{
    // Bytes by which candidates are looked up.
    private const int Head = 6;

    // What is longer stands for itself, also within a longer word.
    private const int Anywhere = 8;

    private readonly Dictionary<ulong, byte[][]> _byHead;
    private readonly Dictionary<string, PrivacyKind> _kinds;
    private readonly BeginningFilter _filter;

    public Literals(IReadOnlyCollection<KeyValuePair<string, PrivacyKind>> values)
    {
        _kinds = new(values, StringComparer.Ordinal);
        var texts = values.Select(value => System.Text.Encoding.Latin1.GetBytes(value.Key)).ToList();
        _byHead = texts.GroupBy(text => HeadOf(text)).ToDictionary(group => group.Key, group => group.OrderByDescending(text => text.Length).ToArray());
        _filter = new BeginningFilter([.. texts.Select(text => (Array.ConvertAll(text, Bytes.ToLower), text.Length < Anywhere || IsWord(text)))]);
    }

    public bool IsEmpty => _kinds.Count == 0;

    /// <summary>Whether a value tells itself where it stands again: no everyday word, no plain number, not too short.</summary>
    public static bool IsTelling(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (kind == PrivacyKind.Phone) return IsNumber(value);
        if (kind is not (PrivacyKind.Serial or >= PrivacyKind.Password) || kind == PrivacyKind.OneTimeCode) return false;
        if (value.Length < (kind switch { PrivacyKind.Password => Head, PrivacyKind.Serial => 7, PrivacyKind.Ticket => 16, _ => Anywhere }) || value.Length > 512) return false;
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
        return value.Length >= Anywhere && !Vocabulary.IsWord(value) && !Applications.Contains(value) && !CommonWords.Contains(value) && !Vocabulary.IsSystemUser(value);
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

    /// <summary>Reports every value that stands in a text.</summary>
    public void Find(ReadOnlySpan<byte> text, Findings found)
    {
        for (var i = _filter.Next(text, 0); i <= text.Length - Head; i = _filter.Next(text, i + 1))
        {
            if (!_byHead.TryGetValue(HeadOf(text[i..]), out var candidates)) continue;
            foreach (var candidate in candidates)
            {
                if (!Bytes.StartsWithAt(text, i, candidate)) continue;
                var stands = candidate.Length >= Anywhere && !IsWord(candidate) || Bytes.IsWordStart(text, i) && !Bytes.IsLetterOrDigit(Bytes.At(text, i + candidate.Length));
                if (!stands || IsLetters(candidate) && IsPartOfName(text, i, i + candidate.Length)) continue;
                found.Replace(i, candidate.Length, _kinds[System.Text.Encoding.Latin1.GetString(candidate)]);
                i += candidate.Length - 1;
                break;
            }
        }
    }

    private static bool IsLetters(ReadOnlySpan<byte> value) => value.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0;

    /// <summary>A plain word that somebody took for a password may be the company's name, too: a domain that has it is replaced as a domain.</summary>
    private static bool IsPartOfName(ReadOnlySpan<byte> text, int start, int end) =>
        Bytes.At(text, end) is (byte)'-' or (byte)'.' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) || Bytes.At(text, start - 1) is (byte)'-' or (byte)'.' && Bytes.IsLetterOrDigit(Bytes.At(text, start - 2));

    /// <summary>Letters and digits only, and not many: within a longer word it is another one.</summary>
    private static bool IsWord(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 16) return false;
        foreach (var b in text)
            if (!Bytes.IsLetterOrDigit(b)) return false;
        return true;
    }

    private static ulong HeadOf(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt32LittleEndian(text) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(text[4..]) << 32);
}
