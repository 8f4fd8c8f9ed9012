using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines of a file of hosts that stand in another one: below <c>hosts {</c> of CoreDNS, <c>NodeHosts: |</c>, or a file that is written with its text.</summary>
internal sealed class HostsBlockDetector : Detector
{
    private const int MostLines = 500, Between = 3;

    private static readonly byte[][] Settings = Phrases.Of("fallthrough", "ttl ", "reload ", "no_reverse", "content:", "owner:", "permissions:", "append:");

    public override PrivacyRule Rule => AddressedNameDetector.AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("hosts {", WordStart: true), new("hosts: |"), new("hosts: >"), new("Hosts: |"), new("path: /etc/hosts"), new("path: \"/etc/hosts\"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var (lines, others) = (0, 0); lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end || text[first] == '#') continue;
            var address = first;
            while (address < end && !Bytes.IsBlank(text[address])) address++;
            if (AddressedNameDetector.IsAddress(text, first, text[Math.Min(address, text.Length - 1)])) HostsLineText.Take(text, address, end, found);
            else if (!Phrases.AnyStarts(text[first..end], Settings) || ++others > Between) return;
        }
    }
}
