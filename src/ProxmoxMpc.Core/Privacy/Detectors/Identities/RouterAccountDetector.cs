using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts that a router of MikroTik is told to make: <c>add name=x password=y</c>, <c>add name=x group=full</c></summary>
internal sealed class RouterAccountDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" name=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (MakesAccount(text, at)) AccountValue.Take(text, new Extent(at + length, SecretText.WordEnd(text, at + length)), found);
    }

    private static bool MakesAccount(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..Bytes.LineEnd(text, at)];
        return rest.IndexOf(" password="u8) > 0 || rest.IndexOf(" group="u8) > 0 && text[Bytes.LineStart(text, at)..at].SequenceEqual("add"u8);
    }
}
