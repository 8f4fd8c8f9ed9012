using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of the round-robin databases of Proxmox VE, whose first part is a version and stays, though a node is called so as often:
/// <c>/var/lib/rrdcached/db/pve2-node/lyra</c>, <c>pve2-vm/100</c>.
/// </summary>
internal sealed class RoundRobinPathDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("round-robin-path", PrivacyKind.Node, "Keys of round-robin databases, which stay");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("pve2-node/", WordStart: true), new("pve2-vm/", WordStart: true), new("pve2-storage/", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found) => found.Keep(at, length - 1);
}
