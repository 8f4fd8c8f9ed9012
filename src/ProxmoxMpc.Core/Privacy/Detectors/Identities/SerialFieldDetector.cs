using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Serial numbers in fields whose short name says so with capitals and digits only: <c>devid="FGT60F…"</c> of FortiGate's log, <c>sn=…</c>, <c>SN     : …</c></summary>
internal sealed class SerialFieldDetector : Detector
{
    private const int Shortest = 8, Longest = 24, FewestDigits = 2;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("serial-field", PrivacyKind.Serial, "Serial numbers in devid and sn");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("devid=", WordStart: true), new("SN   ", WordStart: true), .. new[] { "sn=", "sn:", "sn\"" }.Select(name => new Anchor(name, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + (length == "SN   ".Length && text[at] == 'S' ? 2 : length - 1));
        var value = text.Slice(start, count);
        if (count is < Shortest or > Longest || value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) >= 0) return;
        var digits = 0;
        foreach (var b in value)
            if (Bytes.IsDigit(b)) digits++;
        if (digits >= FewestDigits && digits < count) found.Replace(start, count, PrivacyKind.Serial);
    }
}
