using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Ids as VMware writes them: sixteen pairs of digits with blanks between them and a dash in the middle (<c>uuid.bios = "56 4d …-…"</c>, the serial number
/// <c>VMware-56 4d …</c>), and a volume of VMFS, <c>/vmfs/volumes/5f1c2a90-7b3ce2d4-91aa-a0369f13a14c</c>, which ends with a MAC of its host.
/// </summary>
internal sealed class VmwareIdDetector : Detector
{
    private const int PairsLength = 47, Dash = 23, VolumeLength = 35, Reach = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("vmware-id", PrivacyKind.Uuid, "Ids of guests and volumes as VMware writes them");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("uuid.bios", IgnoreCase: true), new("uuid.location", IgnoreCase: true), new("vc.uuid", IgnoreCase: true), new("VMware-"), new("VMFS", IgnoreCase: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // In a table a volume stands before its type, in a log behind it.
        var line = Bytes.LineEnd(text, at);
        if (length == 4) Volumes(text, Math.Max(Bytes.LineStart(text, at), at - Reach), Math.Min(line, at + Reach), found);
        else Behind(text, at + length, Math.Min(line, at + length + PairsLength), found);
    }

    private void Volumes(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        for (var i = start; i < end; i++)
            if (IsVolume(text, i)) found.Replace(i, VolumeLength, Rule.Kind);
    }

    private void Behind(ReadOnlySpan<byte> text, int start, int limit, Findings found)
    {
        for (var i = start; i < limit; i++)
        {
            if (!IsPairs(text, i)) continue;
            found.Replace(i, PairsLength, Rule.Kind);
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
