using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that have got an address, in the log of a DHCP server: <c>DHCPACK on 10.0.0.5 to bc:24:11:00:00:01 (name) via eth1</c>, <c>assigned 10.0.0.5 for … name</c></summary>
internal sealed class LeaseLogDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(") via "), new("assigned ", WordStart: true)];

    // Of a MAC with its colons.
    private const int MacLength = 17;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'a')
        {
            Router(text, at + length, found);
            return;
        }
        var start = NamedValue.NameStart(text, at);
        if (!text[..start].EndsWith(" ("u8) || Bytes.At(text, start - 5) != ':') return;
        NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }

    /// <summary>RouterOS: <c>defconf assigned 10.0.0.5 for BC:24:11:00:00:01 name</c>, with <c>to</c> before version 7.</summary>
    private static void Router(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var address = at;
        while (at < text.Length && (Bytes.IsDigit(text[at]) || text[at] == '.')) at++;
        if (!AddressText.TryParseIpv4(text[address..at], (byte)'.', out _)) return;
        at += Bytes.StartsWithAt(text, at, " for "u8) ? 5 : Bytes.StartsWithAt(text, at, " to "u8) ? 4 : 0;
        var name = at + MacLength + 1;
        if (Bytes.At(text, at + 2) != ':' || Bytes.At(text, at + MacLength) != ' ') return;
        var count = NamedValue.NameLength(text, name);
        if (count > 1 && name + count == Bytes.LineEnd(text, name)) NamedValue.TakeName(text, name, count, PrivacyKind.Host, found);
    }
}
