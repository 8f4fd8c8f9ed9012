using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in the section of aliases of Proxmox' firewall: <c>lyra 10.0.0.5 # the printer</c>. What has a mask is a network, and called by what it is for,
/// as is what has an address of the internet (an office, a service of others) or a name of words (<c>office_west</c>).
/// </summary>
internal sealed class FirewallAliasDetector : Detector
{
    private const int MostLines = 1000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-alias", PrivacyKind.Host, "Machines among the aliases of the firewall");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("[ALIASES]", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (text[start] == '[') return;
            var count = NamedValue.NameLength(text, start);
            var address = Bytes.SkipBlanks(text, start + count);
            if (address == start + count || text.Slice(start, count).Contains((byte)'_')) continue;
            if (IsMachine(text[address..end])) CommandTargetDetector.TakeHost(text, start, found);
        }
    }

    /// <summary>An address of a network that is nobody else's, all bits of which count.</summary>
    private static bool IsMachine(ReadOnlySpan<byte> value)
    {
        var length = value.IndexOfAny(" \t#"u8) is >= 0 and var sign ? sign : value.Length;
        if (!AddressedNameDetector.IsAddress(value, 0, length < value.Length ? value[length] : (byte)' ')) return false;
        if (!IsPrivate(value[..(value[..length].IndexOf((byte)'/') is > 0 and var stop ? stop : length)])) return false;
        return value[..length].IndexOf((byte)'/') is not (> 0 and var mask) || value[mask..length].SequenceEqual("/32"u8) || value[mask..length].SequenceEqual("/128"u8);
    }

    private static bool IsPrivate(ReadOnlySpan<byte> address) =>
        AddressText.TryParseIpv4(address, (byte)'.', out var number) ? Ipv4Pseudonyms.IsPrivate(number) : (address[0] | 0x20) == 'f';
}
