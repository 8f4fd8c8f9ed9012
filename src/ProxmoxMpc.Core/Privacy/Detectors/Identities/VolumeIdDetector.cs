using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>UUIDs of LVM, which are written in their own way, <c>qT3vXe-nnmK-71Qe-Zt0a-HdLm-k0rX-6FuvQz</c>, and those of a directory's objects in Base64.</summary>
internal sealed class VolumeIdDetector : Detector
{
    private const int Length = 38;

    private static readonly int[] Dashes = [6, 11, 16, 21, 26, 31];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("volume-id", PrivacyKind.Serial, "UUIDs of LVM's volumes and of a directory's objects");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("objectGUID:: "), new("ConsistencyGuid:: "), new("objectSid:: ")];

    public override int WakesAtRunsOf => Length;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == ' ')
        {
            var start = at + length;
            var end = SecretText.Base64End(text, start);
            if (end - start >= 24) found.Replace(start, end - start, Rule.Kind);
            return;
        }
        // The run may have more before it: UUID=qT3vXe-…
        for (var start = at; start + Length <= at + length; start++)
        {
            if (start > at && text[start - 1] is not ((byte)'=' or (byte)'/')) continue;
            if (start + Length < at + length && text[start + Length] != '=' && text[start + Length] != '/') continue;
            if (IsVolume(text.Slice(start, Length))) found.Replace(start, Length, Rule.Kind);
        }
    }

    private static bool IsVolume(ReadOnlySpan<byte> value)
    {
        var (next, digits, capitals) = (0, 0, 0);
        for (var i = 0; i < Length; i++)
        {
            if (next < Dashes.Length && i == Dashes[next])
            {
                if (value[i] != '-') return false;
                next++;
                continue;
            }
            if (!Bytes.IsAsciiLetterOrDigit(value[i])) return false;
            if (Bytes.IsDigit(value[i])) digits++;
            else if (Bytes.IsUpper(value[i])) capitals++;
        }
        return digits > 0 && capitals > 0;
    }
}
