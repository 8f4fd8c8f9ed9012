using System.Numerics;
using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Private networks have few numbers. Still no pseudonym is an address of the inputs, as long as there is room, and subnets stay together.</summary>
public sealed class FreshAddressTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 13))]);

    private static readonly Gen<PseudonymKey> AnyKey = Gen.Byte.Array[PseudonymKey.Length].Select(bytes => new PseudonymKey(bytes));

    // Networks of a /16 with few or many hosts; several in a row, as people number them, or anywhere.
    private static readonly Gen<string[]> Rows = Gen.Select(Gen.OneOf("192.168", "10.20", "172.20", "100.70", "10.0", "10.255", "81.20"), Gen.Int[0, 255], Gen.Int[1, 12], Gen.OneOf(1, 3, 20, 200),
        (block, first, count, hosts) => Enumerable.Range(first, count).SelectMany(net => Enumerable.Range(1, hosts).Select(host => $"{block}.{net & 255}.{host}")).ToArray());

    private static readonly Gen<string[]> Mixes = Gen.Select(Gen.OneOf("10", "172.16", "192.168"), Gen.UInt.Array[1, 60],
        (block, numbers) => numbers.Select(number => block switch { "10" => number & 0xffffff | 0x0a000000, "172.16" => number & 0xfffff | 0xac100000, _ => number & 0xffff | 0xc0a80000 }).Select(number => AddressText.Ipv4(number)).ToArray());

    private static readonly Gen<string[]> Inputs = Gen.OneOf(Rows, Rows, Mixes).List[1, 4].Select(parts => parts.SelectMany(part => part).Distinct().ToArray());

    [Fact]
    public void No_pseudonym_is_an_address_of_the_inputs_and_subnets_stay_at_every_length() =>
        Gen.Select(Inputs, AnyKey).Where((addresses, _) => HasRoom(addresses)).Sample(
            (addresses, key) =>
            {
                var made = Made(new Anonymizer(PrivacyPolicy.Standard, key), addresses);
                Assert.Empty(made.Intersect(addresses));
                AssertPrefixesKept(addresses, made);
            }, iter: LongRun.Iterations(20), threads: 1);

    [Fact]
    public void Order_and_a_later_session_change_nothing() =>
        Gen.Select(Inputs, Gen.Int).Sample(
            (addresses, seed) =>
            {
                var shuffled = addresses.ToArray();
                new Random(seed).Shuffle(shuffled);
                var first = new Anonymizer(PrivacyPolicy.Standard, Key);
                var made = Made(first, addresses);
                Assert.Equal(made.Zip(addresses).ToDictionary(pair => pair.Second, pair => pair.First), Made(new Anonymizer(PrivacyPolicy.Standard, Key), shuffled).Zip(shuffled).ToDictionary(pair => pair.Second, pair => pair.First));
                var map = PseudonymMap.Import(first.Map.Export());
                Assert.Equal(made, Made(new Anonymizer(PrivacyPolicy.Standard, Key, map), addresses));
                Assert.Equal(string.Join(' ', addresses), new Deanonymizer(map, Key).Restore(string.Join(' ', made)));
            }, iter: LongRun.Iterations(10), threads: 1);

    /// <summary>All 256 networks of a /16 are used, so each one's image is another's: then a host moves.</summary>
    [Fact]
    public void In_a_full_block_hosts_move_and_gateways_stay_where_they_can()
    {
        var addresses = Enumerable.Range(0, 256).Select(net => $"192.168.{net}.5").Concat(Enumerable.Range(0, 100).Select(net => $"192.168.{net}.1")).ToArray();
        var made = Made(new Anonymizer(PrivacyPolicy.Standard, Key), addresses);
        Assert.Empty(made.Intersect(addresses));
        AssertPrefixesKept(addresses, made);
        Assert.All(addresses.Zip(made).Where(pair => pair.First.EndsWith(".1", StringComparison.Ordinal)), pair => Assert.EndsWith(".1", pair.Second));
    }

    /// <summary>The one place where it cannot hold: more than half of all numbers are used. What can be spared is.</summary>
    [Fact]
    public void Where_more_than_half_of_a_block_is_used_no_address_stands_for_itself_or_for_two()
    {
        var addresses = Enumerable.Range(0, 256).SelectMany(net => Enumerable.Range(1, 200).Select(host => 0xc0a80000u | (uint)(net << 8) | (uint)host)).ToArray();
        var v4 = new Ipv4Pseudonyms(Key);
        foreach (var (prefix, depth, flip) in new Ipv4Choices(v4, 0, [], addresses, addresses).Make()) v4.Choose(prefix, depth, flip);
        var made = addresses.Select(address => v4.Map(address, 0)).ToArray();
        Assert.Equal(addresses.Length, made.Distinct().Count());
        Assert.DoesNotContain(addresses.Zip(made), pair => pair.First == pair.Second);
        Assert.Equal(addresses, made.Select(address => v4.Invert(address, 0)));
    }

    /// <summary>Addresses come one by one: what was met before is no pseudonym of what comes.</summary>
    [Fact]
    public void In_a_pipe_no_pseudonym_is_an_address_that_came_before() =>
        Gen.Select(Inputs, Gen.Int, AnyKey).Where((addresses, _, _) => HasRoom(addresses) && addresses.Length < 400).Sample(
            (addresses, seed, key) =>
            {
                new Random(seed).Shuffle(addresses);
                var anonymizer = new Anonymizer(PrivacyPolicy.Standard, key);
                var met = new HashSet<string>();
                var made = new HashSet<string>();
                foreach (var address in addresses)
                {
                    met.Add(address);
                    var pseudonym = anonymizer.Anonymize(address);
                    // What was a pseudonym before it was met counts as that.
                    if (pseudonym == address) Assert.Contains(address, made);
                    else if (!IsCramped(address, met)) Assert.DoesNotContain(pseudonym, met);
                    made.Add(pseudonym);
                }
            }, iter: LongRun.Iterations(15), threads: 1);

    [Fact]
    public void An_address_within_one_of_ipv6_counts_too()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn("::ffff:192.168.1.5 192.168.129.5"u8);
        var made = anonymizer.Anonymize("::ffff:192.168.1.5 192.168.129.5");
        Assert.DoesNotContain("192.168.129.5", made);
        Assert.DoesNotContain("192.168.1.5", made);
    }

    private static string[] Made(Anonymizer anonymizer, string[] addresses)
    {
        anonymizer.Learn(Encoding.UTF8.GetBytes(string.Join('\n', addresses)));
        return anonymizer.Anonymize(string.Join('\n', addresses)).Split('\n');
    }

    /// <summary>Whether at most half of each /16, and of the networks in it, is used.</summary>
    private static bool HasRoom(string[] addresses) => addresses.GroupBy(address => string.Join('.', address.Split('.').Take(2))).All(block => block.Select(address => address[..address.LastIndexOf('.')]).Distinct().Count() <= 128);

    /// <summary>Whether so many of a network came before that its place and most of its numbers are fixed already.</summary>
    private static bool IsCramped(string address, HashSet<string> met) => met.Count(other => other[..other.LastIndexOf('.')] == address[..address.LastIndexOf('.')]) > 1;

    private static void AssertPrefixesKept(string[] addresses, string[] made)
    {
        var (real, other) = (addresses.Select(Number).ToArray(), made.Select(Number).ToArray());
        for (var i = 1; i < real.Length; i++)
            Assert.Equal(BitOperations.LeadingZeroCount(real[i] ^ real[i / 2]), BitOperations.LeadingZeroCount(other[i] ^ other[i / 2]));
        for (var i = 1; i < real.Length; i++)
            Assert.Equal(BitOperations.LeadingZeroCount(real[i] ^ real[i - 1]), BitOperations.LeadingZeroCount(other[i] ^ other[i - 1]));
    }

    private static uint Number(string address)
    {
        Assert.True(AddressText.TryParseIpv4(Encoding.ASCII.GetBytes(address), (byte)'.', out var number), address);
        return number;
    }
}
