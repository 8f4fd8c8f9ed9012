using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names of pools, of Proxmox, ZFS and Ceph: <c>pool: x</c>, <c>pool_id = "x"</c>, <c>/pool/x</c>, <c>--pool x</c>, the lines of user.cfg.</summary>
internal sealed class PoolDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("pool", PrivacyKind.Pool, "Names of pools");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("pool", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        // acl:1:/pool/x, and pool:x:comment:vms:storages: in user.cfg.
        if (Bytes.At(text, after) == '/' && Bytes.At(text, at - 1) == '/' || Bytes.At(text, after) == ':' && Bytes.LineStart(text, at) == at && Bytes.IsLetterOrDigit(Bytes.At(text, after + 1)))
        {
            var count = NamedValue.NameLength(text, after + 1);
            SettingText.Take(text, after + 1, count, PrivacyKind.Pool, found);
            if (text[after] == ':') Fields(text, after + 1 + count, found);
            return;
        }
        if (Bytes.StartsWithIgnoreCase(text, after, "id"u8)) length += 2;
        else if (Bytes.StartsWithIgnoreCase(text, after, "s/"u8)) { SettingText.Take(text, after + 2, NamedValue.NameLength(text, after + 2), PrivacyKind.Pool, found); return; }
        if (Bytes.At(text, at + length) == ' ' && Bytes.At(text, at + length + 1) == '\'' && NamedValue.NameLength(text, at + length + 2) is > 1 and var quoted && Bytes.At(text, at + length + 2 + quoted) == '\'')
        {
            SettingText.Take(text, at + length + 2, quoted, PrivacyKind.Pool, found);
            return;
        }
        if (SettingText.ValueOf(text, at, length, takesLine: false) is { } value) SettingText.Take(text, value.Start, value.Length, PrivacyKind.Pool, found);
    }

    /// <summary>A pool's comment, its guests and its storages.</summary>
    private static void Fields(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (Bytes.At(text, at) != ':' || text[(at + 1)..end].IndexOf((byte)':') is not (>= 0 and var comment)) return;
        found.Replace(at + 1, comment, PrivacyKind.FreeText);
        var guests = at + comment + 2;
        if (text[guests..end].IndexOf((byte)':') is not (>= 0 and var colon)) return;
        for (var i = guests + colon + 1; i < end && NamedValue.NameLength(text, i) is > 0 and var count; i += count + 1) SettingText.Take(text, i, count, PrivacyKind.Storage, found);
    }
}
