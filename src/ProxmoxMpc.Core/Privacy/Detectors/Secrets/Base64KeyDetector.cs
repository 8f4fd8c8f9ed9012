using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>32 bytes in Base64 where a key is spoken of: WireGuard's keys, TSIG keys, application keys, unseal keys.</summary>
internal sealed class Base64KeyDetector : Detector
{
    // Of 32 bytes, with the equals sign at its end.
    private const int KeyLength = 44;

    // Bytes before a key, or of the line above it, in which a key is spoken of.
    private const int Reach = 40, ReachAbove = 120;

    private static readonly byte[][] Words = [.. new[]
    {
        "key", "peer", "secret", "psk", "unseal", "encrypt", "\"data\"", "wg", "wireguard", "public", "private", "shared", "luks", "crypt", "hmac",
    }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>A field of JSON that holds nothing but a key, plain and escaped.</summary>
    private static readonly byte[][] Fields =
    [
        .. new[] { "\"data\":\"", "\"data\": \"", "\"data\\\":\\\"", "\"data\\\": \\\"" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("base64-key", PrivacyKind.PrivateKey, "WireGuard and other keys of 32 bytes in Base64");

    public override Precedence Precedence => Precedence.Token;

    public override int WakesAtRunsOf => KeyLength;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (IsField(text[..at])) found.Replace(at, length, Rule.Kind);
        else if (KeyIn(text, at, at + length) is { } key && (IsOfDump(text, key) || SpeaksOfKey(text, key))) found.Replace(key.Start, key.Length, Rule.Kind);
    }

    private static bool IsField(ReadOnlySpan<byte> before)
    {
        if (!before.EndsWith("\""u8)) return false;
        foreach (var field in Fields)
            if (before.EndsWith(field)) return true;
        return false;
    }

    /// <summary>The key at the end of a run: behind another one, or the whole run; null where it is longer or shorter.</summary>
    private static Extent? KeyIn(ReadOnlySpan<byte> text, int at, int limit)
    {
        var end = limit;
        while (end > at && text[end - 1] == '=') end--;
        end++;
        var start = end - KeyLength;
        if (end > limit || start < at || text[end - 1] != '=' || start > at && text[start - 1] != '=') return null;
        return start == at && Bytes.At(text, at - 1) is (byte)'%' or (byte)'\\' ? null : new Extent(start, end);
    }

    /// <summary>wg show dump: two keys with a tab between.</summary>
    private static bool IsOfDump(ReadOnlySpan<byte> text, Extent key)
    {
        if (Bytes.At(text, key.End) == '\t' && (key.Start == 0 || Bytes.IsBlank(text[key.Start - 1]))) return true;
        if (Bytes.At(text, key.Start - 1) == '\t' && Bytes.IsBlank(Bytes.At(text, key.End))) return true;
        return IsKeyBeside(text, key);
    }

    /// <summary>The same in columns, behind <c>column -t</c>: the public key beside the private one, or the shared one.</summary>
    private static bool IsKeyBeside(ReadOnlySpan<byte> text, Extent key)
    {
        if (Bytes.SkipBlanks(text, key.End) is var next && next > key.End && IsKey(text, next)) return true;
        var end = key.Start;
        while (end > 0 && text[end - 1] == ' ') end--;
        return end < key.Start && end >= KeyLength && IsKey(text, end - KeyLength);
    }

    private static bool IsKey(ReadOnlySpan<byte> text, int at) =>
        at + KeyLength <= text.Length && text[at + KeyLength - 1] == '=' && (at == 0 || Bytes.IsBlank(text[at - 1])) && SecretText.Base64End(text, at) == at + KeyLength
        && (at + KeyLength == text.Length || Bytes.IsBlank(text[at + KeyLength]));

    private static bool SpeaksOfKey(ReadOnlySpan<byte> text, Extent key)
    {
        var line = Bytes.LineStart(text, key.Start);
        var before = text[Math.Max(line, key.Start - Reach)..key.Start];
        // bh=… of DKIM; h1:… of go.sum and of Terraform: sums.
        if (before.EndsWith("bh="u8) || before.EndsWith("h1:"u8)) return false;
        // Alone on its line: the one above says what it is.
        if (line > 1 && before.Trim(" \t"u8).IsEmpty && EndsLine(text, key.End))
            before = text[Math.Max(Bytes.LineStart(text, line - 1), line - ReachAbove)..(line - 1)];
        return ToldText.Holds(before, Words);
    }

    private static bool EndsLine(ReadOnlySpan<byte> text, int at)
    {
        var rest = Bytes.SkipBlanks(text, at);
        return rest == text.Length || text[rest] is (byte)'\n' or (byte)'\r';
    }
}
