using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What makers call a machine by without the word serial: <c>Processor board ID FLM2336W0D1</c> of Cisco, <c># software id = K4QX-9WTR</c> of MikroTik,
/// <c>Express Svc Code = 16838209119</c> of Dell.
/// </summary>
internal sealed class DeviceNumberDetector : Detector
{
    private const int Shortest = 8, Longest = 20;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("device-number", PrivacyKind.Serial, "Numbers that makers give their devices");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("Processor board ID ", WordStart: true), new("software id =", WordStart: true), new("software-id: ", WordStart: true),
        new("Express Svc Code", WordStart: true), new("Express Service Code", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        while (Bytes.At(text, start) is (byte)' ' or (byte)'=' or (byte)':') start++;
        var end = start + NamedValue.NameLength(text, start);
        var value = text[start..end];
        if (value.Length is < Shortest or > Longest || value.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8) >= 0) return;
        if (value.ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(start, value.Length, PrivacyKind.Serial);
    }
}
