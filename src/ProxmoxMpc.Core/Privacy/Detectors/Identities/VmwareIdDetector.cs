using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Ids as VMware writes them: sixteen pairs of digits with blanks between them and a dash in the middle (<c>uuid.bios = "56 4d …-…"</c>, the serial number
/// <c>VMware-56 4d …</c>), and a volume of VMFS, <c>/vmfs/volumes/5f1c2a90-7b3ce2d4-91aa-a0369f13a14c</c>, which ends with a MAC of its host.
/// </summary>
internal sealed class VmwareIdDetector : Detector
{
    private const int PairsLength = 47, Dash = 23, VolumeLength = 35;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("vmware-id", PrivacyKind.Uuid, "Ids of guests and volumes as VMware writes them");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("uuid.bios", IgnoreCase: true), new("uuid.location", IgnoreCase: true), new("vc.uuid", IgnoreCase: true), new("VMware-"), new("vmfs/volumes/"), new("VMFS-"), new("VMFS uuid", IgnoreCase: true), new("VmfsUuid", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at..(at + length)] is [(byte)'V', (byte)'M', (byte)'F', (byte)'S', (byte)'-'])
        {
            // A row of a table: the volume stands before its type.
            for (var i = Bytes.LineStart(text, at); i < at; i++)
                if (IsVolume(text, i)) found.Replace(i, VolumeLength, Rule.Kind);
            return;
        }
        for (var i = at + length; i < Math.Min(line, at + length + PairsLength); i++)
        {
            if (IsPairs(text, i)) found.Replace(i, PairsLength, Rule.Kind);
            else if (IsVolume(text, i)) found.Replace(i, VolumeLength, Rule.Kind);
            else continue;
            return;
        }
    }

    private static bool IsPairs(ReadOnlySpan<byte> text, int at)
    {
        if (at + PairsLength > text.Length || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) || Bytes.IsLetterOrDigit(Bytes.At(text, at + PairsLength))) return false;
        for (var i = 0; i < PairsLength; i++)
            if (i % 3 == 2 ? text[at + i] != (i == Dash ? '-' : ' ') : !Bytes.IsHex(text[at + i])) return false;
        return true;
    }

    /// <summary>8-8-4-12 digits.</summary>
    private static bool IsVolume(ReadOnlySpan<byte> text, int at)
    {
        if (at + VolumeLength > text.Length || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) || Bytes.IsLetterOrDigit(Bytes.At(text, at + VolumeLength))) return false;
        for (var i = 0; i < VolumeLength; i++)
            if (i is 8 or 17 or 22 ? text[at + i] != '-' : !Bytes.IsHex(text[at + i])) return false;
        return true;
    }
}
