using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The domain of Windows that an option names: <c>pvesm add cifs x --server lyra --domain FIRMA</c>. A full one is found as such.</summary>
internal sealed class DomainOptionDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-domain-option", PrivacyKind.Domain, "Domains of Windows behind an option");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("--domain "), new("--workgroup ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var name = text.Slice(start, NamedValue.NameLength(text, start));
        // What is in small letters may be any kind of domain, and a word of a manual.
        if (name.ContainsAnyInRange((byte)'a', (byte)'z') || !Vocabulary.IsTelling(name)) return;
        AccountValue.TakeDomain(text, start, name.Length, found);
    }
}
