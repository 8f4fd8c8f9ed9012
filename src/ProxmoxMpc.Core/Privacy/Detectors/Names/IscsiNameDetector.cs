using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in the names that iSCSI gives them: <c>iqn.2000-01.com.synology:NAME.Target-1.8e9d…</c>, <c>iqn.1991-05.com.microsoft:NAME</c>,
/// <c>iqn.1998-01.com.vmware:NAME-5f3b8c1a</c>. What others call their targets is no machine.
/// </summary>
internal sealed class IscsiNameDetector : Detector
{
    // As VMware numbers its initiators.
    private const int NumberLength = 8;

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Standard("iscsi-name", PrivacyKind.Host, "Machines in names of iSCSI: iqn.2000-01.com.synology:NAME.Target-1");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "com.synology:", "com.microsoft:", "com.vmware:" }.Select(maker => new Anchor(maker, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[Math.Max(0, at - 12)..at].IndexOf("iqn."u8) < 0) return;
        var end = start + NamedValue.NameLength(text, start);
        var name = text[start..end];
        var count = length switch
        {
            // com.synology:
            13 => Math.Max(name.IndexOf(".Target-"u8), name.IndexOf(".target-"u8)),
            11 => Numbered(name),
            _ => name.Contains((byte)'.') ? -1 : name.IndexOf("-target"u8) is > 0 and var target ? target : name.Length,
        };
        if (count > 1) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    private static int Numbered(ReadOnlySpan<byte> name)
    {
        var dash = name.LastIndexOf((byte)'-');
        return dash > 0 && name.Length - dash - 1 == NumberLength && SecretText.HexEnd(name, dash + 1) == name.Length ? dash : -1;
    }
}
