using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Nagios tells whom it told something, and then of which machine: <c>SERVICE NOTIFICATION: jane;lyra;CPU load</c></summary>
internal sealed class NotifiedUserDetector : Detector
{
    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" NOTIFICATION: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var user = at + length;
        var count = NamedValue.NameLength(text, user);
        if (Bytes.At(text, user + count) != ';') return;
        NamedValue.TakeUser(text, user, count, found);
        var host = user + count + 1;
        var size = NamedValue.NameLength(text, host);
        if (Bytes.At(text, host + size) == ';' && Vocabulary.IsTelling(text.Slice(host, size))) NamedValue.TakeName(text, host, size, PrivacyKind.Host, found);
    }
}
