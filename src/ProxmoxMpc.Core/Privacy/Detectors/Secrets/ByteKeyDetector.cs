using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys that a script holds as bytes: <c>$key = [byte[]](213,7,…)</c>, <c>[byte[]]$AesKey = 1,2,…</c>, <c>-Key (3,4,…)</c>, <c>byte[] key = new byte[] { 0x1f, … }</c>.
/// As many as a key of AES has; a range such as <c>1..16</c> is everybody's.
/// </summary>
internal sealed class ByteKeyDetector : Detector
{
    // Of a list so much is read: 32 numbers, each on a line of its own.
    private const int LongestList = 1200, LongestName = 48;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("byte-key", PrivacyKind.PrivateKey, "Keys that a script holds as a list of bytes");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("[byte[]]", IgnoreCase: true), new("new byte[]", WordStart: true), new("-Key (", IgnoreCase: true), new("-Key @(", IgnoreCase: true),
        .. new[] { " = (", " = @(", "=(", "=@(" }.Select(sign => new Anchor("key" + sign, IgnoreCase: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[start - 1] == ']')
        {
            var isNamed = NamesKey(text, at);
            // [byte[]]$key = …
            var name = Bytes.SkipBlanks(text, start);
            if (Bytes.At(text, name) == '$')
            {
                start = name + 1 + NamedValue.NameLength(text, name + 1);
                isNamed = IsKey(text[name..start]);
                start = Bytes.SkipBlanks(text, start);
                if (Bytes.At(text, start) != '=') return;
                start++;
            }
            if (!isNamed) return;
        }
        for (var head = start; start < text.Length && start - head < LongestName; start++)
            if (!Bytes.IsBlank(text[start]) && text[start] is not ((byte)'(' or (byte)'@' or (byte)'{')) break;
        var end = ListEnd(text, start, out var count);
        if (count is 16 or 24 or 32) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Whether what the list is given to is called a key: <c>$key = </c>, <c>-Key (</c>, <c>byte[] aesKey = </c></summary>
    private static bool NamesKey(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - LongestName)..at].TrimEnd(" \t=(:@"u8);
        return IsKey(before);
    }

    private static bool IsKey(ReadOnlySpan<byte> name) => name.Length > 2 && Bytes.StartsWithIgnoreCase(name, name.Length - 3, "key"u8);

    /// <summary>Where a list of bytes ends, in decimal or hexadecimal digits, and how many they are.</summary>
    private static int ListEnd(ReadOnlySpan<byte> text, int start, out int count)
    {
        count = 0;
        var end = start;
        for (var i = start; i < text.Length && i - start < LongestList;)
        {
            var number = i;
            if (Bytes.StartsWithAt(text, i, "0x"u8)) i = SecretText.HexEnd(text, i + 2);
            else while (Bytes.IsDigit(Bytes.At(text, i))) i++;
            if (i == number || i - number > 4 || Bytes.IsLetterOrDigit(Bytes.At(text, i)) || Bytes.At(text, i) == '.') break;
            (count, end) = (count + 1, i);
            while (i < text.Length && Bytes.IsBlank(text[i]) && i - end < LongestName) i++;
            if (Bytes.At(text, i) != ',') break;
            for (i++; i < text.Length && (Bytes.IsBlank(text[i]) || text[i] == '`') && i - end < LongestName;) i++;
        }
        return end;
    }
}
