using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Addresses in any spelling to their pseudonyms in the same spelling. Of many equally good permutations one is taken that maps no address of
/// the inputs onto another address of the inputs; that depends on the set of learnt addresses only, not on their order, and once pseudonyms are
/// out (in the map) it does not change any more. Of IPv4, whose private networks are small, bits are chosen one by one.
/// </summary>
internal sealed class AddressPseudonyms
{
    private const int MostVariants = 64;

    // Of an address that comes alone it is looked at whether its network meets another one, while there are so few.
    private const int FewNetworks = 256;
    private const int FewAddresses = 16;

    private const string ChoicePrefix = "ipv4/";

    private readonly Lock _gate = new();
    private readonly PseudonymMap _map;
    private readonly Ipv4Pseudonyms _v4;
    private readonly Ipv6Pseudonyms _v6;
    private readonly MacPseudonyms _macs;
    private readonly ConcurrentDictionary<uint, byte> _v4Seen = new();
    private readonly ConcurrentDictionary<uint, byte> _v4Networks = new();

    // Addresses that were met since bits were last chosen, and those whose bits are: their pseudonyms may be out.
    private readonly ConcurrentQueue<uint> _v4Pending = new();
    private readonly List<uint> _v4Settled = [];
    private int _unsettled;

    private readonly ConcurrentDictionary<UInt128, byte> _v6Seen = new();
    private readonly ConcurrentDictionary<ulong, byte> _macsSeen = new();

    // Pseudonyms that were given: met in an input they are an output that is read again.
    private readonly ConcurrentDictionary<uint, byte> _v4Made = new();
    private readonly ConcurrentDictionary<UInt128, byte> _v6Made = new();
    private readonly ConcurrentDictionary<ulong, byte> _macsMade = new();

    public AddressPseudonyms(PseudonymKey key, PseudonymMap map)
    {
        _map = map;
        _v4 = new Ipv4Pseudonyms(key);
        _macs = new MacPseudonyms(key);
        _v6 = new Ipv6Pseudonyms(key, _v4, _macs);
        foreach (var ((family, original), pseudonym) in map.Rows)
        {
            if (family is not ((byte)'4' or (byte)'6' or (byte)'m')) continue;
            NoteMade(pseudonym.Kind, Encoding.Latin1.GetBytes(pseudonym.Replacement));
            NoteReal(pseudonym.Kind, Encoding.Latin1.GetBytes(original));
        }
        foreach (var (place, flip) in map.VariantsOf(ChoicePrefix)) Choose(place, flip);
        TakePending(_v4Settled);
    }

    // Maps of earlier versions have chosen a permutation as a whole.
    private int V4Variant => _map.Variant("ipv4") ?? 0;

    private int MacVariant => _map.Variant("mac") ?? Decide("mac", variant => Hits(_macsSeen, mac => _macs.Map(mac, variant)));

    private int V6Variant => _map.Variant("ipv6") ?? Decide("ipv6", variant => Hits(_v6Seen, address => _v6.Map(address, variant, V4Variant, MacVariant)));

    /// <summary>An address of the inputs, met while learning.</summary>
    /// <returns>False where it is a pseudonym, too, of a network that the inputs have: then the text must tell which of the two is meant.</returns>
    public bool Note(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (!IsOwn(kind, spelled)) NoteReal(kind, spelled);
        else return kind != PrivacyKind.Ipv4 || !AddressNumber.TryRead(kind, spelled, out var address) || !_v4Networks.ContainsKey((uint)address >> 8);
        return true;
    }

    /// <summary>Whether an address is no pseudonym: a text that holds such a one is no output.</summary>
    public bool IsForeign(ReadOnlySpan<byte> ipv4) => AddressNumber.TryRead(PrivacyKind.Ipv4, ipv4, out var address) && !_v4Made.ContainsKey((uint)address);

    /// <summary>An address of the inputs, whatever else it is.</summary>
    public void NoteReal(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (!AddressNumber.TryRead(kind, AddressText.Plain(spelled, out _), out var number)) return;
        if (kind == PrivacyKind.Ipv4) NoteReal((uint)number);
        else if (kind != PrivacyKind.Ipv6) _macsSeen.TryAdd((ulong)number, 0);
        else if (_v6Seen.TryAdd(number, 0) && Ipv6Pseudonyms.IsEmbedded(number)) NoteReal((uint)number);
    }

    private void NoteReal(uint ipv4)
    {
        if (Ipv4Pseudonyms.IsKept(ipv4) || !_v4Seen.TryAdd(ipv4, 0)) return;
        _v4Networks.TryAdd(ipv4 >> 8, 0);
        Interlocked.Increment(ref _unsettled);
        _v4Pending.Enqueue(ipv4);
    }

    /// <summary>
    /// Before an address gets a pseudonym: the bits of all that were met since are chosen, so that none becomes an address of the inputs. Where one comes after
    /// another of its network, what is left to choose is the bits in which they differ.
    /// </summary>
    public void Settle()
    {
        if (Volatile.Read(ref _unsettled) == 0) return;
        lock (_gate)
        {
            var pending = new List<uint>();
            TakePending(pending);
            // Who does not hold the gate waits for what is chosen here.
            if (pending.Count > FewAddresses || pending.Exists(Meets)) ChooseFor(pending);
            _v4Settled.AddRange(pending);
            Interlocked.Add(ref _unsettled, -pending.Count);
        }
    }

    private void TakePending(List<uint> pending)
    {
        while (_v4Pending.TryDequeue(out var address)) pending.Add(address);
    }

    private bool Meets(uint address)
    {
        var image = _v4.Map(address, V4Variant);
        return _v4Seen.ContainsKey(image) || _v4Networks.ContainsKey(image >> 8) && _v4Networks.Count < FewNetworks;
    }

    private void ChooseFor(List<uint> pending)
    {
        uint[] settled = [.. _v4Settled.Order()], sorted = [.. pending.Order()], seen = [.. _v4Seen.Keys.Order()];
        foreach (var (prefix, depth, flip) in new Ipv4Choices(_v4, V4Variant, settled, sorted, seen).Make())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{depth}/{prefix:x8}");
            Choose(place, _map.DecideVariant(ChoicePrefix + place, (int)flip));
        }
    }

    private void Choose(string place, int flip)
    {
        var slash = place.IndexOf('/');
        _v4.Choose(uint.Parse(place.AsSpan(slash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), int.Parse(place.AsSpan(0, slash), CultureInfo.InvariantCulture), (uint)flip);
    }

    /// <summary>A pseudonym that was given.</summary>
    public void NoteMade(PrivacyKind kind, ReadOnlySpan<byte> spelled) => Add(kind, spelled, _v4Made, _v6Made, _macsMade);

    /// <summary>Whether an address is one of the inputs'.</summary>
    public bool IsNoted(PrivacyKind kind, ReadOnlySpan<byte> spelled) => Has(kind, spelled, _v4Seen, _v6Seen, _macsSeen);

    /// <summary>Whether an address is a pseudonym and none of the inputs': it stays.</summary>
    public bool IsOwn(PrivacyKind kind, ReadOnlySpan<byte> spelled) => Has(kind, spelled, _v4Made, _v6Made, _macsMade) && !IsNoted(kind, spelled);

    private static void Add(PrivacyKind kind, ReadOnlySpan<byte> spelled, ConcurrentDictionary<uint, byte> v4, ConcurrentDictionary<UInt128, byte> v6, ConcurrentDictionary<ulong, byte> macs)
    {
        if (!AddressNumber.TryRead(kind, AddressText.Plain(spelled, out _), out var number)) return;
        if (kind == PrivacyKind.Ipv4) v4.TryAdd((uint)number, 0);
        else if (kind == PrivacyKind.Ipv6) v6.TryAdd(number, 0);
        else macs.TryAdd((ulong)number, 0);
    }

    private static bool Has(PrivacyKind kind, ReadOnlySpan<byte> spelled, ConcurrentDictionary<uint, byte> v4, ConcurrentDictionary<UInt128, byte> v6, ConcurrentDictionary<ulong, byte> macs) =>
        AddressNumber.TryRead(kind, AddressText.Plain(spelled, out _), out var number)
        && (kind switch { PrivacyKind.Ipv4 => v4.ContainsKey((uint)number), PrivacyKind.Ipv6 => v6.ContainsKey(number), _ => macs.ContainsKey((ulong)number) });

    /// <summary>The pseudonym of a spelled address; null where it stays.</summary>
    public byte[]? Make(PrivacyKind kind, byte[] spelled, int attempt)
    {
        if (IsOwn(kind, spelled)) return null;
        var plain = AddressText.Plain(spelled, out var escape);
        var made = kind switch
        {
            PrivacyKind.Ipv4 => MakeIpv4(plain, invert: false),
            PrivacyKind.Ipv6 => MakeIpv6(plain, attempt, invert: false),
            _ => MakeMac(plain, attempt, invert: false),
        };
        return made is null || made.AsSpan().SequenceEqual(plain) ? null : Escaped(made, escape);
    }

    /// <summary>What an address of the output stands for, also where it was never met as such: a neighbour that an answer proposes.</summary>
    public byte[]? Invert(PrivacyKind kind, byte[] spelled)
    {
        var plain = AddressText.Plain(spelled, out var escape);
        var made = kind switch
        {
            PrivacyKind.Ipv4 => MakeIpv4(plain, invert: true),
            PrivacyKind.Ipv6 => MakeIpv6(plain, 0, invert: true),
            _ => MakeMac(plain, 0, invert: true),
        };
        return made is null ? null : Escaped(made, escape);
    }

    private byte[]? MakeIpv4(ReadOnlySpan<byte> text, bool invert)
    {
        uint Other(uint address) => invert ? _v4.Invert(address, V4Variant) : _v4.Map(address, V4Variant);
        if (AddressNumber.IsReversedV4(text)) return Reversed(text[..^13], Other) is { } labels ? [.. labels, .. text[^13..]] : null;
        if (AddressNumber.IsHead(text)) return MakeIpv4((byte[])[.. text, (byte)'0'], invert) is { } whole ? whole[..(Array.LastIndexOf(whole, (byte)'.') + 1)] : null;
        var slash = text.IndexOf((byte)'/');
        var bare = slash < 0 ? text : text[..slash];
        if (AddressText.TryParseIpv4(bare, (byte)'-', out var dashed)) return AddressText.Ipv4Bytes(Other(dashed), (byte)'-');
        if (AddressNumber.TryReadDecimal(bare, out var plain)) return Encoding.ASCII.GetBytes(Other(plain).ToString(CultureInfo.InvariantCulture));
        if (slash < 0 && AddressNumber.TryReadPrefix(bare, out var network))
        {
            var whole = AddressText.Ipv4(Other(network)).Split('.');
            return Encoding.ASCII.GetBytes(string.Join('.', whole.Take(bare.Count((byte)'.') + 1)));
        }
        if (!AddressText.TryParseIpv4(bare, (byte)'.', out var address)) return null;
        var other = Other(address);
        if (slash >= 0)
        {
            // A network's address, or its broadcast, stays one.
            var length = int.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture);
            var host = length >= 32 ? 0 : 0xFFFFFFFFu >> length;
            if ((address & host) == 0) other &= ~host;
            else if ((address & host) == host) other |= host;
        }
        var made = AddressText.Ipv4Bytes(other, (byte)'.');
        return slash < 0 ? made : [.. made, .. text[slash..]];
    }

    private static byte[]? Reversed(ReadOnlySpan<byte> labels, Func<uint, uint> other)
    {
        if (!AddressNumber.TryReadReversedV4(labels, out var address, out var count)) return null;
        return Encoding.ASCII.GetBytes(string.Join('.', AddressText.Ipv4(other(address)).Split('.').Take(count).Reverse()));
    }

    private byte[]? MakeIpv6(ReadOnlySpan<byte> text, int attempt, bool invert)
    {
        UInt128 Other(UInt128 address) => invert ? _v6.Invert(address, V6Variant, V4Variant, MacVariant) : _v6.Map(address, V6Variant, V4Variant, MacVariant);
        if (AddressNumber.IsReversedV6(text)) return ReversedV6(text[..^9], Other) is { } labels ? [.. labels, .. text[^9..]] : null;
        var slash = text.IndexOf((byte)'/');
        var bare = slash < 0 ? text : text[..slash];
        if (!AddressText.TryParseIpv6(bare, out var address) || Ipv6Pseudonyms.IsKept(address)) return null;
        var other = Other(address);
        if (slash >= 0)
        {
            var length = int.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture);
            var host = length >= 128 ? 0 : UInt128.MaxValue >> length;
            if ((address & host) == 0) other &= ~host;
        }
        return [.. Encoding.ASCII.GetBytes(AddressText.Ipv6(other, bare, attempt)), .. slash < 0 ? default : text[slash..]];
    }

    private static byte[]? ReversedV6(ReadOnlySpan<byte> nibbles, Func<UInt128, UInt128> other)
    {
        if (!AddressNumber.TryReadReversedV6(nibbles, out var address, out var count)) return null;
        address = other(address);
        var made = new byte[(count * 2) - 1];
        var digits = nibbles.ContainsAnyInRange((byte)'A', (byte)'F') ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        for (var i = 0; i < count; i++)
        {
            made[made.Length - 1 - (2 * i)] = digits[(int)(address >> (124 - (4 * i))) & 15];
            if (i > 0) made[made.Length - (2 * i)] = (byte)'.';
        }
        return made;
    }

    private byte[]? MakeMac(ReadOnlySpan<byte> text, int attempt, bool invert)
    {
        var isEui64 = AddressNumber.IsEui64(text);
        if (!AddressNumber.TryReadMac(text, out var mac) || MacPseudonyms.IsKept(mac)) return null;
        var other = (invert ? _macs.Invert(mac, MacVariant) : _macs.Map(mac, MacVariant)).ToString("x12", CultureInfo.InvariantCulture);
        if (AddressNumber.IsShortMac(text))
        {
            var whole = AddressText.HexLike(Encoding.ASCII.GetBytes(other), AddressNumber.WithZeros(text), attempt);
            var bare = AddressNumber.WithoutZeros(whole);
            // One that has no zeros to lose looks like the whole spelling's: a letter of the other case tells them apart, whichever comes first.
            if (bare.Length == whole.Length && Array.FindLastIndex(bare, Bytes.IsLetter) is >= 0 and var letter) bare[letter] ^= 0x20;
            return bare;
        }
        return AddressText.HexLike(Encoding.ASCII.GetBytes(isEui64 ? $"{other[..6]}fffe{other[6..]}" : other), text, attempt);
    }

    private static byte[] Escaped(byte[] plain, byte[]? escape)
    {
        if (escape is null) return plain;
        var sign = Bytes.Separator(escape, 0, (byte)':') > 0 ? (byte)':' : (byte)'.';
        return [.. plain.SelectMany(b => b == sign ? escape : [b])];
    }

    private static long Hits<T>(ConcurrentDictionary<T, byte> seen, Func<T, T> map)
        where T : notnull => seen.Keys.Count(value => map(value) is var other && !other.Equals(value) && seen.ContainsKey(other));

    private int Decide(string family, Func<int, long> hits)
    {
        lock (_gate)
        {
            var (best, fewest) = (0, long.MaxValue);
            for (var variant = 0; variant < MostVariants && fewest > 0; variant++)
            {
                var found = hits(variant);
                if (found < fewest) (best, fewest) = (variant, found);
            }
            return _map.DecideVariant(family, best);
        }
    }
}
