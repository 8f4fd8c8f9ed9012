using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

public sealed class PseudonymTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 3))]);
    private static readonly Ipv4Pseudonyms V4 = new(Key);
    private static readonly MacPseudonyms Macs = new(Key);
    private static readonly Ipv6Pseudonyms V6 = new(Key, V4, Macs);

    [Fact]
    public void Two_ipv4_addresses_share_exactly_the_bits_that_their_pseudonyms_share() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.Int[0, 32], Gen.Int[0, 3]).Sample((a, other, common, variant) =>
        {
            var b = common == 32 ? a : (a & ~(uint)(0xFFFFFFFFUL >> common)) | (other & (uint)(0xFFFFFFFFUL >> common));
            Assert.Equal(BitOperations.LeadingZeroCount(a ^ b), BitOperations.LeadingZeroCount(V4.Map(a, variant) ^ V4.Map(b, variant)));
        });

    [Fact]
    public void Ipv4_pseudonyms_are_taken_back_and_nothing_stands_for_itself() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 3]).Sample((a, variant) =>
        {
            Assert.Equal(a, V4.Invert(V4.Map(a, variant), variant));
            Assert.Equal(Ipv4Pseudonyms.IsKept(a), V4.Map(a, variant) == a);
            Assert.Equal(Ipv4Pseudonyms.IsPrivate(a), Ipv4Pseudonyms.IsPrivate(V4.Map(a, variant)));
        });

    /// <summary>A workspace keeps its key, so what stands for an address must not change with the program, but where an address becomes one that is kept.</summary>
    [Fact]
    public void Ipv4_pseudonyms_of_a_key_do_not_change()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var address = 1u;
        foreach (var step in (uint[])[2654445111, 256, 65536])
        {
            for (var i = 0; i < 65536; i++)
            {
                address += step;
                all.AppendData(BitConverter.GetBytes(V4.Map(address, i % 3)));
                all.AppendData(BitConverter.GetBytes(V4.Invert(address, i % 3)));
            }
        }
        Assert.Equal("838EF740D5E543F5B315DA9AB5290FA0B1CE8AE0DB326D78981A9DF842B7785F", Convert.ToHexString(all.GetHashAndReset()));
    }

    [Theory]
    [InlineData("10.1.2.1", "10.")]
    [InlineData("172.16.0.1", "172.")]
    [InlineData("192.168.1.1", "192.168.")]
    [InlineData("100.64.0.1", "100.")]
    public void A_private_address_keeps_its_class_and_its_role(string address, string prefix)
    {
        var made = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(address);
        Assert.StartsWith(prefix, made);
        Assert.EndsWith(".1", made);
        Assert.NotEqual(address, made);
    }

    [Theory]
    [InlineData("10.20.0.0/16")]
    [InlineData("10.20.16.0/20")]
    [InlineData("81.20.64.0/18")]
    [InlineData("fd12:3456:789a::/48")]
    [InlineData("2a02:8071:22:ff00::/56")]
    public void A_network_stays_one(string network) => Assert.True(IPNetwork.TryParse(new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(network), out _));

    [Fact]
    public void Ipv6_pseudonyms_share_what_their_addresses_share_and_are_taken_back() =>
        Gen.Select(Gen.UInt128, Gen.UInt128, Gen.Int[0, 64], Gen.OneOf(0xfdul, 0x2aul, 0x26ul)).Sample((a, other, common, first) =>
        {
            a = (a & (UInt128.MaxValue >> 8)) | ((UInt128)first << 120);
            var b = (a & ~(UInt128.MaxValue >> common)) | (other & (UInt128.MaxValue >> common));
            b = (b & (UInt128.MaxValue >> 8)) | ((UInt128)first << 120);
            var (mapA, mapB) = (V6.Map(a, 0, 0, 0), V6.Map(b, 0, 0, 0));
            Assert.Equal(a, V6.Invert(mapA, 0, 0, 0));
            if (!Ipv6Pseudonyms.IsKept(a)) Assert.NotEqual(a, mapA);
            Assert.Equal(Math.Min(64, (int)UInt128.LeadingZeroCount(a ^ b)), Math.Min(64, (int)UInt128.LeadingZeroCount(mapA ^ mapB)));
        });

    [Fact]
    public void Macs_keep_their_bits_and_are_taken_back() =>
        Gen.ULong[0, 0xffffffffffff].Sample(mac =>
        {
            var made = Macs.Map(mac, 0);
            Assert.Equal(mac, Macs.Invert(made, 0));
            Assert.Equal(mac >> 40 & 3, made >> 40 & 3);
        });

    [Fact]
    public void Proxmox_macs_keep_their_vendor_and_an_eui64_follows_its_mac()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("BC:24:11:12:34:56 fe80::be24:11ff:fe12:3456 be-24-11-ff-fe-12-34-56");
        var tail = Regex.Match(output, "^BC:24:11:(..):(..):(..) ");
        Assert.NotEqual("12:34:56", output[9..17]);
        Assert.Contains($"fe80::be24:11ff:fe{tail.Groups[1]}:{tail.Groups[2]}{tail.Groups[3]}".ToLowerInvariant(), output);
    }

    [Fact]
    public void Names_keep_their_shape_and_agree_everywhere()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("web-01.corp.firma.de web-01 WEB-01 web-02.corp.firma.de DC=corp,DC=firma,DC=de jane@corp.firma.de");
        var match = Regex.Match(output, "^([a-z]+)-01\\.([a-z]+)\\.([a-z]+)\\.de ([a-z]+)-01 ([A-Z]+)-01 ([a-z]+)-02\\.([a-z]+)\\.([a-z]+)\\.de DC=([a-z]+),DC=([a-z]+),DC=de [a-z]+@([a-z]+)\\.([a-z]+)\\.de$");
        Assert.True(match.Success, output);
        string At(int group) => match.Groups[group].Value.ToLowerInvariant();
        Assert.All([4, 5, 6], group => Assert.Equal(At(1), At(group)));
        Assert.All([7, 9, 11], group => Assert.Equal(At(2), At(group)));
        Assert.All([8, 10, 12], group => Assert.Equal(At(3), At(group)));
    }

    [Fact]
    public void Uuids_stay_valid_and_phones_keep_their_country()
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("6f1c2b34-9a8b-4c5d-8e7f-0123456789ab 6F1C2B34-9A8B-4C5D-8E7F-0123456789AB +49 30 1234567");
        var match = Regex.Match(output, @"^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}) ([0-9A-F-]{36}) \+49 [0-9]{2} [0-9]{7}$");
        Assert.True(match.Success, output);
        Assert.Equal(match.Groups[1].Value.ToUpperInvariant(), match.Groups[2].Value);
    }

    [Fact]
    public void No_pseudonym_is_an_address_of_the_inputs()
    {
        var addresses = Enumerable.Range(1, 8).SelectMany(net => new[] { $"192.168.{net * 13}.5", $"10.{net * 30}.1.5" }).ToArray();
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var made = anonymizer.Anonymize(string.Join(' ', addresses)).Split(' ');
        Assert.Equal(addresses.Length, made.Distinct().Count());
        Assert.All(made, address => Assert.DoesNotContain(address, addresses));
    }

    [Fact]
    public void Another_key_gives_other_pseudonyms() =>
        Assert.NotEqual(new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("10.1.2.3 pve1.firma.de"), new Anonymizer(PrivacyPolicy.Standard, PseudonymKey.Create()).Anonymize("10.1.2.3 pve1.firma.de"));

    [Fact]
    public void An_exported_map_has_no_secrets_and_gives_the_same_pseudonyms()
    {
        var first = new Anonymizer(PrivacyPolicy.Standard, Key);
        var text = "10.1.2.3 web-01.firma.de ghp_0123456789abcdefABCDEF0123456789abcd";
        var output = first.Anonymize(text);
        var content = first.Map.Export();
        Assert.All(content.Rows.Where(row => row.Kind.IsSecret()), row => Assert.Empty(row.Original));
        Assert.Contains(content.Rows, row => row.Kind.IsSecret());
        Assert.Equal(output, new Anonymizer(PrivacyPolicy.Standard, Key, PseudonymMap.Import(content)).Anonymize(text));
    }
}
