using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What the user wants to stay: a value, compared without case; a domain with everything below it; an address in any of its spellings; a network with every address in it. Immutable.
/// </summary>
internal sealed class AllowList
{
    private const int BitsOfV4 = 32, BitsOfV6 = 128;

    private readonly ImmutableHashSet<string> _values;
    private readonly List<(PrivacyKind Kind, UInt128 Number, int Host)> _addresses = [];

    public AllowList(PrivacyPolicy policy)
    {
        _values = policy.Allowed;
        foreach (var value in _values)
            if (AddressOf(value) is { } address) _addresses.Add(address);
    }

    /// <summary>Whether a value, or what it ends with behind a dot, stays.</summary>
    public bool Contains(ReadOnlySpan<byte> value)
    {
        if (_values.IsEmpty) return false;
        var text = Encoding.UTF8.GetString(value);
        for (var at = 0; at >= 0; at = text.IndexOf('.', at) is var dot && dot < 0 ? -1 : dot + 1)
            if (_values.Contains(text[at..])) return true;
        return false;
    }

    /// <summary>Whether a value of a kind stays. Of secrets and names the whole counts.</summary>
    public bool Contains(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (_values.IsEmpty) return false;
        if (kind == PrivacyKind.Domain) return Contains(value);
        if (_values.Contains(Encoding.UTF8.GetString(value))) return true;
        if (kind is not (PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac) || _addresses.Count == 0 || !AddressNumber.TryRead(kind, AddressText.Plain(value, out _), out var number)) return false;
        return _addresses.Exists(allowed => allowed.Kind == kind && number >> allowed.Host == allowed.Number >> allowed.Host);
    }

    private static (PrivacyKind Kind, UInt128 Number, int Host)? AddressOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        if (IsMac(bytes) && AddressNumber.TryReadMac(bytes, out var mac)) return (PrivacyKind.Mac, mac, 0);
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? bytes : bytes.AsSpan(0, slash);
        if (AddressText.TryParseIpv4(address, (byte)'.', out var v4)) return HostBits(value, slash, BitsOfV4) is { } host ? (PrivacyKind.Ipv4, v4, host) : null;
        return AddressText.TryParseIpv6(address, out var v6) && HostBits(value, slash, BitsOfV6) is { } hosts ? (PrivacyKind.Ipv6, v6, hosts) : null;
    }

    /// <summary>Twelve hexadecimal digits: alone, in fours, or in pairs.</summary>
    private static bool IsMac(ReadOnlySpan<byte> text)
    {
        var group = text.Length switch { 12 => 12, 14 => 4, 17 => 2, _ => 0 };
        for (var i = 0; i < text.Length && group > 0; i++)
            if (i % (group + 1) == group ? text[i] is not ((byte)':' or (byte)'-' or (byte)'.') : !Bytes.IsHex(text[i])) return false;
        return group > 0;
    }

    private static int? HostBits(string value, int slash, int bits)
    {
        if (slash < 0) return 0;
        // A shift by all bits would be one by none.
        return int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0 && length <= bits ? bits - length : null;
    }
}
