namespace ProxmoxMpc.Core.Privacy;

/// <summary>The networks of a map, for answers that speak of an address that nobody has met: it is given back where its network is known.</summary>
internal sealed class RestoredNetworks(AddressPseudonyms addresses)
{
    private const int FullLength = 32;

    // Shorter prefixes hold half of the world.
    private const int ShortestPrefix = 12;

    // By the length of the prefix, the prefixes that are known: of every address its /24 and /16, of a network its own.
    private readonly Dictionary<int, HashSet<uint>> _v4 = [];
    private readonly HashSet<ulong> _v6 = [];
    private readonly HashSet<ulong> _macs = [];

    /// <summary>A real address, or a network.</summary>
    public void Take(byte family, ReadOnlySpan<byte> original)
    {
        var kind = family switch { (byte)'4' => PrivacyKind.Ipv4, (byte)'6' => PrivacyKind.Ipv6, _ => PrivacyKind.Mac };
        if (!AddressNumber.TryRead(kind, original, out var number)) return;
        if (kind == PrivacyKind.Mac) _macs.Add((ulong)number);
        else if (kind == PrivacyKind.Ipv6) _v6.Add((ulong)(number >> 64));
        else
        {
            Add((uint)number, 24);
            Add((uint)number, 16);
            if (original.IndexOf((byte)'/') is > 0 and var slash && int.TryParse(original[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture, out var length) && length is >= ShortestPrefix and <= 24)
                Add((uint)number, length, isNetwork: true);
        }
    }

    /// <summary>What an address stands for, where its network is known.</summary>
    public byte[]? Neighbour(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (addresses.Invert(kind, spelled.ToArray()) is not { } original || !AddressNumber.TryRead(kind, original, out var number)) return null;
        return kind switch
        {
            PrivacyKind.Ipv4 => IsKnown((uint)number),
            PrivacyKind.Ipv6 => _v6.Contains((ulong)(number >> 64)),
            _ => _macs.Contains((ulong)number),
        } ? original : null;
    }

    /// <summary>What the beginning of an address stands for whose end is left open: <c>10.5.2.x</c>, <c>10.5.2.*</c>, <c>10.5.x.x</c>.</summary>
    public byte[]? Masked(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (_v4.Count == 0 || !Bytes.IsDigit(text[at]) || at > 0 && (Bytes.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '.')) return null;
        uint address = 0;
        var octets = 0;
        var end = at;
        while (octets < 4 && end < text.Length)
        {
            var (number, digits) = (0u, 0);
            for (; digits < 4 && Bytes.IsDigit(Bytes.At(text, end + digits)); digits++) number = (number * 10) + text[end + digits] - '0';
            if (digits is 0 or 4 || number > 255 || Bytes.At(text, end + digits) != '.') break;
            (address, octets, end) = (address | number << (24 - (8 * octets)), octets + 1, end + digits + 1);
        }
        if (octets is not (2 or 3) || Bytes.At(text, end) is not ((byte)'x' or (byte)'X' or (byte)'*' or (byte)'n') || Bytes.IsLetterOrDigit(Bytes.At(text, end + 1))) return null;
        var original = addresses.Invert(PrivacyKind.Ipv4, System.Text.Encoding.ASCII.GetBytes(AddressText.Ipv4(address)));
        if (original is null || !AddressText.TryParseIpv4(original, (byte)'.', out var real) || !_v4[octets * 8].Contains(real >> (FullLength - (octets * 8)))) return null;
        length = end - 1 - at;
        return System.Text.Encoding.ASCII.GetBytes(string.Join('.', AddressText.Ipv4(real).Split('.').Take(octets)));
    }

    private bool IsKnown(uint address)
    {
        foreach (var (length, prefixes) in _v4)
            if ((length == 24 || length != 16 && length < 24) && prefixes.Contains(address >> (FullLength - length))) return true;
        return _networksOf16.Contains(address >> 16);
    }

    // Networks that are a /16 themselves; that an address of it is known does not make all of it known.
    private readonly HashSet<uint> _networksOf16 = [];

    private void Add(uint address, int length, bool isNetwork = false)
    {
        if (isNetwork && length == 16) _networksOf16.Add(address >> 16);
        if (!_v4.TryGetValue(length, out var prefixes)) _v4[length] = prefixes = [];
        prefixes.Add(address >> (FullLength - length));
    }
}
