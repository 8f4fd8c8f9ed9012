using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A guest of ESXi, whose file lies in a folder of the same name: <c>esx:ha-datacenter/datastore1/web-01/web-01.vmx</c>.</summary>
internal sealed class DiskFileDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("vmx-name", PrivacyKind.Guest, "Guests of ESXi in the paths of their files");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(".vmx")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return;
        var start = NamedValue.NameStart(text, at);
        var count = at - start;
        var folder = start - 1 - count;
        if (count < 2 || folder < 1 || text[start - 1] != '/' || text[folder - 1] is not ((byte)'/' or (byte)' ')) return;
        if (!text.Slice(folder, count).SequenceEqual(text[start..at])) return;
        NamedValue.TakeName(text, folder, count, PrivacyKind.Guest, found);
        NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }
}
