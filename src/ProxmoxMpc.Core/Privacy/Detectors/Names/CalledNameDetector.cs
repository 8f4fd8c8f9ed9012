using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that somebody says the name of: <c>the new server is called nebula</c>, <c>hostname is nebula</c></summary>
internal sealed class CalledNameDetector : Detector
{
    // How far before it the machine is spoken of.
    private const int Reach = 40;

    private static readonly string[] Verbs = ["is called ", "s'appelle ", "se llama ", "heißt ", "is named ", "hostname is ", "hieß ", "heet ", "called "];

    // With the noun right before it.
    private static readonly string[] Named = ["server named ", "computer named ", "machine named ", "node named ", "host named ", "vm named ", "cluster named "];

    private static readonly byte[][] Nouns = Phrases.Of(
        "server", "machine", "host", "node", "knoten", " vm", "rechner", "maschine", "container", "guest", "hypervisor", "box ", "nas", "serveur", "servidor");

    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Verbs.Select(verb => new Anchor(verb, WordStart: true)), .. Named.Select(phrase => new Anchor(phrase, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found) => TakeCalled(text, at, at + length, found);

    /// <summary>Takes the name behind a phrase where a machine is spoken of before, or by the phrase itself.</summary>
    internal static void TakeCalled(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var isHost = text[at] == 'h' && text[at + 1] == 'o' || text[..start].EndsWith(" named "u8) && text[at] is not (byte)'i';
        if (!isHost && !ToldText.Holds(text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at], Nouns)) return;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'*') start++;
        if (text[start..].StartsWith("\u201e"u8) || text[start..].StartsWith("\u201c"u8)) start += 3;
        var count = NamedValue.NameLength(text, start);
        // All hosts can connect to MiniDLNA service: a program.
        if (Bytes.StartsWithAt(text, start + count, " service"u8)) return;
        if (count > 2 && !SentenceText.IsDerived(text.Slice(start, count)) && Vocabulary.IsTelling(text.Slice(start, count)) && Bytes.At(text, start + count) != '(') NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
