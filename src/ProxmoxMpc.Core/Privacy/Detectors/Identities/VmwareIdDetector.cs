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
    [
        new("uuid.bios", IgnoreCase: true), new("uuid.location", IgnoreCase: true), new("vc.uuid", IgnoreCase: true), new("VMware-"),
        new("vmfs/volumes/"), new("VMFS-"), new("VMFS uuid", IgnoreCase: true), new("VmfsUuid", IgnoreCase: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at..(at + length)].EndsWith("VMFS-"u8)) BeforeType(text, at, found);
        else Behind(text, at + length, Math.Min(Bytes.LineEnd(text, at), at + length + PairsLength), found);
    }

    /// <summary>A row of a table: the volume stands before its type.</summary>
    private void BeforeType(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var i = Bytes.LineStart(text, at); i < at; i++)
            if (IsVolume(text, i)) found.Replace(i, VolumeLength, Rule.Kind);
    }

    private void Behind(ReadOnlySpan<byte> text, int start, int limit, Findings found)
    {
        for (var i = start; i < limit; i++)
        {
            var length = IsPairs(text, i) ? PairsLength : IsVolume(text, i) ? VolumeLength : 0;
            if (length == 0) continue;
            found.Replace(i, length, Rule.Kind);
            return;
        }
    }

    private static bool IsAlone(ReadOnlySpan<byte> text, int at, int length) =>
        at + length <= text.Length && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) && !Bytes.IsLetterOrDigit(Bytes.At(text, at + length));

    private static bool IsPairs(ReadOnlySpan<byte> text, int at)
    {
        if (!IsAlone(text, at, PairsLength)) return false;
        for (var i = 0; i < PairsLength; i++)
            if (i % 3 == 2 ? text[at + i] != (i == Dash ? '-' : ' ') : !Bytes.IsHex(text[at + i])) return false;
        return true;
    }

    /// <summary>8-8-4-12 digits.</summary>
    private static bool IsVolume(ReadOnlySpan<byte> text, int at)
    {
        if (!IsAlone(text, at, VolumeLength)) return false;
        for (var i = 0; i < VolumeLength; i++)
            if (i is 8 or 17 or 22 ? text[at + i] != '-' : !Bytes.IsHex(text[at + i])) return false;
        return true;
    }
}
