using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Addresses of IPv6 as the kernel lists them, without colons, and behind them the interface's number, the length of the network, scope and flags:
/// <c>2a0d5e400077000100000000000000ab 02 40 00 80     eth0</c> of /proc/net/if_inet6.
/// </summary>
internal sealed class KernelAddressDetector : Detector
{
    private const int Length = 32, Columns = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("ipv6-kernel", PrivacyKind.Ipv6, "IPv6 addresses without colons in /proc/net/if_inet6");

    public override Precedence Precedence => Precedence.Structure;

    public override int WakesAtRunsOf => Length;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length != Length || SecretText.HexEnd(text, at) != at + Length || text.Slice(at, Length).IndexOfAnyInRange((byte)'A', (byte)'F') >= 0) return;
        var end = at + Length;
        for (var column = 0; column < Columns; column++, end += 3)
            if (Bytes.At(text, end) != ' ' || SecretText.HexEnd(text, end + 1) != end + 3) return;
        if (Bytes.At(text, end) != ' ' || !Bytes.IsLetter(Bytes.At(text, Bytes.SkipBlanks(text, end)))) return;
        if (IsReplaced(text.Slice(at, Length))) found.Replace(at, Length, Rule.Kind);
    }

    /// <summary>Apart, for numbers of 128 bits are not compiled ahead of time.</summary>
    private static bool IsReplaced(ReadOnlySpan<byte> digits) => AddressText.TryParseIpv6(digits, out var address) && !Ipv6Pseudonyms.IsKept(address);
}
