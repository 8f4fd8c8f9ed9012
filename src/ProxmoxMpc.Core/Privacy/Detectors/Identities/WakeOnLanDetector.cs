using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>MACs without separators that a machine is woken by: <c>wakeonlan 525400a1b2c3</c>, <c>etherwake -i vmbr0 525400A1B2C3</c>.</summary>
internal sealed class WakeOnLanDetector : Detector
{
    private const int MacDigits = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("wake-on-lan", PrivacyKind.Mac, "MACs without separators behind the commands that wake a machine");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("wakeonlan ", WordStart: true), new("etherwake ", WordStart: true), new("ether-wake ", WordStart: true), new("wol.exe ", WordStart: true), new("pvenode wakeonlan ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var start = Bytes.SkipBlanks(text, at + length); start < end; start = Bytes.SkipBlanks(text, start))
        {
            if (text[start] is (byte)';' or (byte)'|' or (byte)'&' or (byte)'#') return;
            var stop = start;
            while (stop < end && !Bytes.IsBlank(text[stop]) && text[stop] is not ((byte)'"' or (byte)'\'' or (byte)';')) stop++;
            if (stop - start == MacDigits && SecretText.HexEnd(text, start) == stop) found.Replace(start, MacDigits, Rule.Kind);
            start = Math.Max(stop, start + 1);
        }
    }
}
