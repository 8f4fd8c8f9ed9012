using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The first element of a user in the configuration of OPNsense and pfSense: <c>&lt;user>&lt;name>jane&lt;/name></c></summary>
internal sealed class FirewallUserDetector : Detector
{
    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<user><name>"), new("<user>\n")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + "<user>"u8.Length;
        while (start < text.Length && Bytes.IsBlank(text[start])) start++;
        if (!Bytes.StartsWithAt(text, start, "<name>"u8)) return;
        start += "<name>"u8.Length;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + count) == '<') NamedValue.TakeUser(text, start, count, found);
    }
}
