using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static Dictionary<string, Entry> NetworkTable() => new()
    {
        ["cidrhost"] = new(2, 2, arguments => Prefix(arguments[0]) is { } prefix && Whole(arguments[1]) is { } host ? Host(prefix, host) : null),
        ["cidrnetmask"] = new(1, 1, arguments => Prefix(arguments[0]) is { Size: 32 } prefix ? Address(prefix, Mask(prefix)) : null),
        ["cidrsubnet"] = new(3, 3, arguments => Prefix(arguments[0]) is { } prefix && Whole(arguments[1]) is { } bits && Whole(arguments[2]) is { } number
            ? Subnet(prefix, bits, number) : null),
        ["cidrsubnets"] = new(1, int.MaxValue, Subnets),
    };

    /// <summary>A network: its address as a number, its length, and the bits of its family.</summary>
    private sealed record Network(BigInteger Base, int Length, int Size);

    private static BigInteger? Whole(HclValue value) => Conversions.ToNumber(value) is { } number && decimal.Truncate(number) == number ? new BigInteger(number) : null;

    private static Network? Prefix(HclValue value)
    {
        if (value is not HclValue.String text || text.Value.Split('/') is not [var address, var length]) return null;
        // What Terraform and .NET read differently: leading zeros, short forms, scopes.
        if (!IPAddress.TryParse(address, out var ip) || address.Contains('%')) return null;
        if (ip.AddressFamily == AddressFamily.InterNetwork && ip.ToString() != address) return null;
        var size = ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (!int.TryParse(length, System.Globalization.NumberStyles.None, null, out var bits) || bits > size || (length.Length > 1 && length[0] == '0')) return null;
        var number = new BigInteger(ip.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
        var network = new Network(number, bits, size);
        return network with { Base = number & Mask(network) };
    }

    private static BigInteger Mask(Network network) => ((BigInteger.One << network.Length) - 1) << (network.Size - network.Length);

    private static HclValue? Host(Network network, BigInteger host)
    {
        var count = BigInteger.One << (network.Size - network.Length);
        if (host < 0) host += count;
        return host < 0 || host >= count ? null : Address(network, network.Base + host);
    }

    private static HclValue? Subnet(Network network, BigInteger newBits, BigInteger number)
    {
        if (newBits < 0 || network.Length + newBits > network.Size || number < 0 || number >= BigInteger.One << (int)newBits) return null;
        var length = network.Length + (int)newBits;
        return WithLength(network, network.Base + (number << (network.Size - length)), length);
    }

    private static HclValue? Subnets(IReadOnlyList<HclValue> arguments)
    {
        if (Prefix(arguments[0]) is not { } network) return null;
        var items = new List<HclValue>();
        var next = network.Base;
        var end = network.Base + (BigInteger.One << (network.Size - network.Length));
        foreach (var argument in arguments.Skip(1))
        {
            if (Whole(argument) is not { } bits || bits < 1 || network.Length + bits > network.Size) return null;
            var length = network.Length + (int)bits;
            var size = BigInteger.One << (network.Size - length);
            // Each one begins where its own size allows it, as Terraform lays them out.
            next = (next + size - 1) / size * size;
            if (next + size > end || WithLength(network, next, length) is not { } subnet) return null;
            items.Add(subnet);
            next += size;
        }
        return HclValue.Of(items);
    }

    private static HclValue? WithLength(Network network, BigInteger address, int length) =>
        Address(network, address) is HclValue.String text ? HclValue.Of($"{text.Value}/{length}") : null;

    private static HclValue? Address(Network network, BigInteger number)
    {
        var bytes = new byte[network.Size / 8];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        var text = new IPAddress(bytes).ToString();
        // Go writes IPv4 inside of IPv6 in another way.
        return network.Size == 128 && text.Contains('.') ? null : HclValue.Of(text);
    }
}
