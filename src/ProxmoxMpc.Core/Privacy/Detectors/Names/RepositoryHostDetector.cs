using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The backup server in how its client is told where to: <c>--repository jane@pbs@lyra:store</c>, <c>PBS_REPOSITORY=jane@pbs!job@lyra:store</c>.</summary>
internal sealed class RepositoryHostDetector : Detector
{
    private const int Longest = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-repository", PrivacyKind.Host, "Backup servers in repositories of the backup client");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("--repository"), new("PBS_REPOSITORY"), new("BACKUP_REPOSITORY")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.At(text, start) is not ((byte)' ' or (byte)'=' or (byte)':' or (byte)'"')) return;
        while (Bytes.At(text, start) is (byte)' ' or (byte)'=' or (byte)':' or (byte)'"' or (byte)'\'') start++;
        // PBS_REPOSITORY=3Djane of a mail
        if (Bytes.StartsWithAt(text, start, "3D"u8) && text[start - 1] == '=') start += 2;
        var value = text[start..Math.Min(Bytes.LineEnd(text, Math.Min(start, text.Length)), start + Longest)];
        if (value.IndexOfAny(" \t\"'"u8) is >= 0 and var stop) value = value[..stop];
        if (value.LastIndexOf((byte)'@') is not (> 0 and var sign) || value[sign..].IndexOf((byte)':') < 0) return;
        CommandTargetDetector.TakeHost(text, start + sign + 1, found);
    }
}
