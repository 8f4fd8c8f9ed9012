using System.Buffers;
using System.Buffers.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What a secret says that was written down in hexadecimal digits or Base64: it may stand elsewhere as it is.</summary>
internal static class DecodedSecret
{
    private const int Shortest = 8, Longest = 128;

    /// <summary>The plain text, of a user and a password the latter; null where the secret is no code of a text, or of one that anybody might write.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> value)
    {
        if (value.Length is < Shortest or > Longest) return null;
        var plain = SecretText.HexEnd(value, 0) == value.Length ? OfHex(value) : OfBase64(value);
        if (plain is null) return null;
        var text = plain.AsSpan();
        if (text.IndexOf((byte)':') is > 0 and var colon) text = text[(colon + 1)..];
        if (text.Length < Shortest || text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0 || text.IndexOfAny(":/\\{"u8) >= 0) return null;
        // The id of a token, a public key, somebody's mailbox: others know what of it has to go.
        if (PlausibleValue.IsProxmoxToken(text) || text.StartsWith("ssh-"u8) || text.StartsWith("ecdsa-"u8)) return null;
        if (Domains.IsDomain(text, out _, out _, out _) || AddressText.TryParseIpv4(text, (byte)'.', out _)) return null;
        if (text.IndexOf((byte)'@') is > 0 and var sign && (Domains.CanReceiveMail(text[(sign + 1)..]) || text[sign..].Contains((byte)'!') || Realms.IsBuiltIn(text[(sign + 1)..]))) return null;
        return KeySentenceText.LooksLikePassword(text, false) ? text.ToArray() : null;
    }

    private static byte[]? OfHex(ReadOnlySpan<byte> value)
    {
        if ((value.Length & 1) != 0) return null;
        var plain = new byte[value.Length / 2];
        for (var i = 0; i < plain.Length; i++) plain[i] = (byte)((Bytes.HexValue(value[2 * i]) << 4) | Bytes.HexValue(value[(2 * i) + 1]));
        return plain;
    }

    private static byte[]? OfBase64(ReadOnlySpan<byte> value)
    {
        if ((value.Length & 3) != 0) return null;
        var plain = new byte[Base64.GetMaxDecodedFromUtf8Length(value.Length)];
        return Base64.DecodeFromUtf8(value, plain, out _, out var written) == OperationStatus.Done ? plain[..written] : null;
    }
}
