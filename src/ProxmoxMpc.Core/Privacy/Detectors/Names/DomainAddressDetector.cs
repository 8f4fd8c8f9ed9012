using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Addresses that a resolver gives a domain, behind a slash where elsewhere a version stands: <c>address=/firma.de/192.88.7.9</c>, <c>server=/ad.firma.de/10.1.2.3#53</c>.</summary>
internal sealed class DomainAddressDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("domain-address", PrivacyKind.Ipv4, "Addresses of domains in dnsmasq and Pi-hole: address=/firma.de/192.88.7.9");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ress=/"), new("rver=/")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'\'' or (byte)'#')) end++;
        var slash = text[(at + length)..end].LastIndexOf((byte)'/');
        if (slash < 0) return;
        var start = at + length + slash + 1;
        if (AddressText.TryParseIpv4(text[start..end], (byte)'.', out var address) && !Ipv4Pseudonyms.IsKept(address)) found.Replace(start, end - start, Rule.Kind);
    }
}
