using System.Buffers.Binary;
using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Some of the secrets and serial numbers that are looked for, as they came. A picture of a moment: immutable.</summary>
internal sealed class LiteralPart
{
    /// <summary>Bytes by which candidates are looked up; no value is shorter.</summary>
    public const int Head = 6;

    /// <summary>What is longer stands for itself, also within a longer word.</summary>
    public const int Anywhere = 8;

    // 00000000-0000-0000-0000-
    private const int BeforeLastGroup = 24;

    private readonly Dictionary<ulong, (byte[] Text, PrivacyKind Kind)[]> _byHead;
    private readonly BeginningFilter _filter;

    /// <param name="count">So many values, in the order in which they came, are in it and in what stands before it.</param>
    public LiteralPart(IEnumerable<KeyValuePair<string, PrivacyKind>> values, int count)
    {
        Count = count;
        var texts = values.Select(value => (Text: Encoding.Latin1.GetBytes(value.Key), Kind: value.Value)).ToList();
        _byHead = texts.GroupBy(value => HeadOf(value.Text)).ToDictionary(group => group.Key, group => group.OrderByDescending(value => value.Text.Length).ToArray());
        _filter = new BeginningFilter([.. texts.Select(value => (Array.ConvertAll(value.Text, Bytes.ToLower), value.Text.Length < Anywhere || IsWord(value.Text)))]);
    }

    public int Count { get; }

    /// <summary>The first place from one on where a value may begin; the length of the text where there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        for (var at = _filter.Next(text, from); at <= text.Length - Head; at = _filter.Next(text, at + 1))
            if (_byHead.ContainsKey(HeadOf(text[at..]))) return at;
        return text.Length;
    }

    /// <summary>The length of the longest value that stands there; 0 where none does.</summary>
    public int At(ReadOnlySpan<byte> text, int at, out PrivacyKind kind)
    {
        foreach (var (candidate, known) in _byHead.GetValueOrDefault(HeadOf(text[at..]), []))
        {
            kind = known;
            if (Bytes.StartsWithAt(text, at, candidate) && Stands(text, at, candidate) && !(kind == PrivacyKind.Mac && EndsUuid(text, at))) return candidate.Length;
        }
        kind = default;
        return 0;
    }

    private static bool Stands(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> value)
    {
        var isWhole = value.Length >= Anywhere && !IsWord(value) || Bytes.IsWordStart(text, at) && !Bytes.IsLetterOrDigit(Bytes.At(text, at + value.Length));
        return isWhole && !(IsLetters(value) && IsPartOfName(text, at, at + value.Length));
    }

    /// <summary>Whether the last twelve digits of a UUID stand there: machines without a number of their own take their MAC for it.</summary>
    private static bool EndsUuid(ReadOnlySpan<byte> text, int at) => at >= BeforeLastGroup && SecretText.IsUuid(text, at - BeforeLastGroup);

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
