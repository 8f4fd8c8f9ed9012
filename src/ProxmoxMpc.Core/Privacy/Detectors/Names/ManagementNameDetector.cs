using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The controller of a machine, which is called after it, before its address: <c>lyra-ipmi 10.0.0.9</c>, <c>pve1-idrac: 10.0.0.9</c>.</summary>
internal sealed class ManagementNameDetector : Detector
{
    private static readonly string[] Kinds = ["ipmi", "ilo", "idrac", "drac", "bmc", "imm", "irmc", "xcc"];

    public override PrivacyRule Rule => AddressedNameDetector.AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from kind in Kinds from sign in new[] { " ", ": ", "\t" } select new Anchor("-" + kind + sign, IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length - 1;
        var address = Bytes.SkipBlanks(text, end);
        if (text[end - 1] == ':') end--;
        var start = NamedValue.NameStart(text, end);
        if (start == at || !Bytes.IsLetter(text[start]) || Bytes.At(text, start - 1) is (byte)'/' or (byte)'@' or (byte)'=' or (byte)'$') return;
        if (Bytes.At(text, address) == '(') address++;
        var stop = address;
        while (stop < text.Length && (Bytes.IsHex(text[stop]) || text[stop] is (byte)'.' or (byte)':')) stop++;
        // A full stop ends a sentence, a bracket a remark.
        if (!AddressedNameDetector.IsAddress(text, address, Bytes.At(text, stop))) return;
        var owner = text[start..at];
        if (!Vocabulary.IsWord(owner) && !CommonWords.Contains(owner)) CommandTargetDetector.TakeHost(text, start, found);
    }
}
