using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The machine that a mail of a job or of a monitor is about, last in its subject: <c>Subject: ZFS device fault for pool rpool on lyra</c>, <c>PROBLEM: Disk space low on lyra</c>.
/// </summary>
internal sealed class SubjectHostDetector : Detector
{
    private static readonly byte[][] Joints = Phrases.Of(" on ", " auf ", " sur ");

    private static readonly WordSet Verdicts = WordSet.Of("failed finished successful succeeded completed complete down up ok fehlgeschlagen erfolgreich abgeschlossen échouée échoué");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-subject", PrivacyKind.Host, "Machines at the end of subjects and of what monitors say");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("Subject: ", WordStart: true), new("Betreff: ", WordStart: true), new("PROBLEM: ", WordStart: true), new("RESOLVED: ", WordStart: true), new("Problem: ", WordStart: true), new("Resolved: ", WordStart: true), new("Trigger: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var line = text[at..Bytes.LineEnd(text, at)].TrimEnd(" \r"u8);
        // Verify Datastore 'main' on lyra failed
        if (line.LastIndexOf((byte)' ') is > 0 and var verdict && Verdicts.Contains(line[(verdict + 1)..])) line = line[..verdict];
        var start = line.LastIndexOf((byte)' ') + 1;
        if (start == 0 || !Phrases.AnyEnds(line[..start], Joints)) return;
        // A name in small letters: what is called with a capital is a day, a place or a product.
        var name = line[start..];
        if (name.Length < 3 || NamedValue.NameLength(text, at + start) != name.Length || name.Contains((byte)'.') || name.ContainsAnyInRange((byte)'A', (byte)'Z') || !Vocabulary.IsTelling(name) || SentenceText.IsDerived(name) || OtherLanguages.Contains(name)) return;
        NamedValue.TakeName(text, at + start, name.Length, PrivacyKind.Host, found);
    }
}
