using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts of GitHub and Launchpad whose keys a machine takes: <c>ssh_import_id: [gh:jane]</c>, or an item of the list below it.</summary>
internal sealed class ImportedKeyDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("gh:", WordStart: true), new("lp:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = text[Bytes.LineStart(text, at)..at];
        if (line.IndexOf("import"u8) < 0 && line.Trim(" \t-\"'"u8).Length > 0) return;
        var start = at + length;
        AccountValue.Take(text, new Extent(start, start + NamedValue.NameLength(text, start)), found, learns: true);
    }
}
