using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The answer to the question for a second factor, which clients of Proxmox send as a password with the way before it:
/// <c>password=totp%3A123456</c>. The way stays.
/// </summary>
internal static class SecondFactorText
{
    private static readonly byte[][] Ways =
        [.. from way in new[] { "totp", "recovery", "yubico", "u2f", "webauthn" } from colon in new[] { ":", "%3A", "%3a" }
            select Encoding.ASCII.GetBytes(way + colon)];

    /// <summary>A value without the way that stands before it.</summary>
    public static Extent WithoutWay(ReadOnlySpan<byte> text, Extent value)
    {
        foreach (var way in Ways)
            if (value.Length > way.Length && Bytes.StartsWithAt(text, value.Start, way)) return value with { Start = value.Start + way.Length };
        return value;
    }
}
