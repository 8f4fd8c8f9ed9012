using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts that a router of MikroTik is told to make: <c>add name=x password=y</c>, <c>add name=x group=full</c></summary>
internal sealed class RouterAccountDetector : Detector
{
    // Bytes up to the head of the section that a line is in.
    private const int Reach = 4096;

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
        if (rest.IndexOf(" password="u8) > 0) return !IsOfLine(text[Bytes.LineStart(text, at)..Bytes.LineEnd(text, at)]);
        var before = text[Bytes.LineStart(text, at)..at];
        if (rest.IndexOf(" group="u8) > 0 && before.SequenceEqual("add"u8)) return true;
        // An export has its settings in the order of the alphabet: add comment=x group=full name=x below /user.
        return before.StartsWith("add "u8) && before.IndexOf(" group="u8) > 0 && IsBelowUser(text, at);
    }

    /// <summary>A line to a provider has a user of its own, and is called as the interface: <c>add interface=ether1 name=pppoe-wan password=x user=y</c>.</summary>
    private static bool IsOfLine(ReadOnlySpan<byte> line) => line.IndexOf(" user="u8) > 0;

    private static bool IsBelowUser(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Math.Max(0, at - Reach)..at];
        if (before.LastIndexOf("\n/"u8) is >= 0 and var section) before = before[(section + 1)..];
        return before.StartsWith("/user\n"u8) || before.StartsWith("/user\r\n"u8);
    }
}
