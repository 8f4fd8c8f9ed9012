using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What keepalived calls its machine: <c>router_id lyra</c>. What it is delivered with stays (<c>LVS_DEVEL</c>).</summary>
internal sealed class RouterIdDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-router-id", PrivacyKind.Host, "What keepalived calls its machine");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("router_id ", WordStart: true), new("router_id\t", WordStart: true), new("lvs_id ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, start) == '"') start++;
        if (!NamedValue.IsFirstOnLine(text, at) || Bytes.StartsWithAt(text, start, "LVS"u8)) return;
        CommandTargetDetector.TakeHost(text, start, found);
    }
}
