using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in tables of hashes of PowerShell: <c>@{ Name = 'lyra'; Mac = $null; Ip = '10.0.0.9' }</c>. The other keys tell that it is one; a calculated column
/// has others.
/// </summary>
internal sealed class GuestHashDetector : Detector
{
    private const int LongestHash = 500;

    private static readonly WordSet Keys = WordSet.Of(
        "ip ipaddress ipv4 ipv6 address mac macaddress vmid node targetnode cores memory memorymb ram vcpu cpus vlan ostype os disk diskgb template bridge");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-guest-hash", PrivacyKind.Guest, "Machines in hashes of PowerShell");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("@{ Name", IgnoreCase: true), new("@{Name", IgnoreCase: true), new("@{ VMName", IgnoreCase: true), new("@{VMName", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length);
        if (count == 0 || text[start - 1] is not ((byte)'\'' or (byte)'"') || NamedValue.NameLength(text, start) != count || !IsMachine(text, start + count)) return;
        var name = text.Slice(start, count);
        if (Vocabulary.IsTelling(name) && !name.Contains((byte)'.')) NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }

    private static bool IsMachine(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..Math.Min(Bytes.LineEnd(text, at), at + LongestHash)];
        if (rest.IndexOf((byte)'}') is >= 0 and var close) rest = rest[..close];
        while (rest.IndexOf((byte)';') is >= 0 and var sign)
        {
            rest = rest[(sign + 1)..];
            if (rest.IndexOf((byte)'=') is > 0 and var equals && Keys.Contains(rest[..equals].Trim((byte)' '))) return true;
        }
        return false;
    }
}
