using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Domains of Windows, in capitals, in the options of a share, storage.cfg, smb.conf and JSON: <c>domain=FIRMA</c>, <c>workgroup = FIRMA</c>, <c>"domain": "FIRMA"</c></summary>
internal sealed class WindowsDomainDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"domain\""), new("domain=", WordStart: true), new("\tdomain "), new("workgroup = ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var isJson = text[at] == '"';
        var (start, count) = isJson ? NamedValue.After(text, at + length - 1) : (at + length, NamedValue.NameLength(text, at + length));
        var name = text.Slice(start, count);
        if (count < 2 || name.ContainsAnyInRange((byte)'a', (byte)'z') || !isJson && !name.ContainsAnyInRange((byte)'A', (byte)'Z')) return;
        AccountValue.TakeDomain(text, start, count, found);
    }
}
