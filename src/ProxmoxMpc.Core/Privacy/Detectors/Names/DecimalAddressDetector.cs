using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Private IPv4 addresses as numbers in the dumps of databases that keep them so – Kea, phpIPAM: <c>INSERT INTO `hosts` VALUES (1,0xBC2411…,0,117,NULL,3232265503</c> – and in
/// <c>INET_NTOA(3232265503)</c>.
/// </summary>
internal sealed class DecimalAddressDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("ipv4-number", PrivacyKind.Ipv4, "Private IPv4 addresses that databases keep as numbers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from table in new[] { "hosts", "lease4", "ipaddresses", "subnets", "ipv4_reservations", "ip_addresses", "addresses" } from quote in new[] { "`", "", "\"", "public." } select new Anchor($"INTO {quote}{table}", WordStart: true), new("INET_NTOA(", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = text[at + length - 1] == '(' ? Math.Min(text.Length, at + length + 10) : Bytes.LineEnd(text, at);
        for (var i = at + length; i < end; i++)
        {
            if (!Bytes.IsDigit(text[i]) || Bytes.IsLetterOrDigit(text[i - 1]) || text[i - 1] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'#') continue;
            var start = i;
            while (i < text.Length && Bytes.IsDigit(text[i])) i++;
            if (!Bytes.IsLetter(Bytes.At(text, i)) && Bytes.At(text, i) is not ((byte)'.' or (byte)'-' or (byte)':') && AddressNumber.TryReadDecimal(text[start..i], out var address) && Ipv4Pseudonyms.IsPrivate(address)) found.Replace(start, i - start, Rule.Kind);
        }
    }
}
