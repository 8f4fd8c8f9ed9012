using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys in elements of OPNsense and pfSense that are called by a name of many meanings: the file of a user's keys in Base64, <c>&lt;authorizedkeys></c>, and what two
/// sides of IPsec share, <c>&lt;Key></c> in a <c>&lt;preSharedKey uuid="…"></c>.
/// </summary>
internal sealed class FirewallElementDetector : Detector
{
    private const int LongestKeys = 16_384, LongestEntry = 2048, Shortest = 3, ShortestKeys = 40;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<authorizedkeys>"), new("<preSharedKey ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 1] == 'a') Keys(text, at + length, found);
        else Shared(text, at + length, found);
    }

    private static void Keys(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && end - start < LongestKeys && (Bytes.IsBase64(text[end]) || Bytes.IsBlank(text[end]))) end++;
        var value = text[start..end].Trim(" \t\r\n"u8);
        if (Bytes.At(text, end) == '<' && value.Length >= ShortestKeys) found.Replace(start + text[start..end].IndexOf(value[0]), value.Length, PrivacyKind.SshKey);
    }

    /// <summary>The entry's own element; that of its type is called otherwise.</summary>
    private void Shared(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var entry = text[start..Math.Min(text.Length, start + LongestEntry)];
        if (entry.IndexOf("</preSharedKey>"u8) is >= 0 and var close) entry = entry[..close];
        if (entry.IndexOf("<Key>"u8) is not (>= 0 and var key)) return;
        var value = entry[(key + 5)..];
        if (value.IndexOf((byte)'<') is >= Shortest and var end && !value[..end].Contains((byte)'\n')) found.Replace(start + key + 5, end, Rule.Kind);
    }
}
