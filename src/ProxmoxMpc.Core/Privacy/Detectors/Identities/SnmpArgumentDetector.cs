using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The user with whom a device is asked by SNMP, where code lists the arguments: <c>("authPriv", "sha", "jane", …)</c>. The way of signing stands between where
/// there is any.
/// </summary>
internal sealed class SnmpArgumentDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("authPriv\"", WordStart: true), new("authNoPriv\"", WordStart: true), new("noAuthNoPriv\"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        if (text[at] == 'a' && SkipText(text, ref end) is null) return;
        if (SkipText(text, ref end) is { } user) AccountValue.Take(text, user, found, learns: true);
    }

    /// <summary>The next text of a list in quotes; null where none follows.</summary>
    private static Extent? SkipText(ReadOnlySpan<byte> text, ref int at)
    {
        if (!Bytes.StartsWithAt(text, at, ", \""u8)) return null;
        var start = at + 3;
        var value = new Extent(start, start + NamedValue.NameLength(text, start));
        at = value.End + 1;
        return value;
    }
}
