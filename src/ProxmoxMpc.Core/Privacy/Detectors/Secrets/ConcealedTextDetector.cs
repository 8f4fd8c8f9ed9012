using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a terminal was told not to show, and a log of it holds nevertheless: <c>New password: ESC[8mxESC[0m</c>.</summary>
internal sealed class ConcealedTextDetector : Detector
{
    private const int Shortest = 3, Longest = 64;

    // As it is, and as JSON, C and a shell write the escape.
    private static readonly byte[][] Escapes = [[0x1b], [.. "\\u001b"u8], [.. "\\x1b"u8], [.. "\\033"u8], [.. "\\e["u8]];

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\u001b[8m"), new("\\u001b[8m"), new("\\x1b[8m"), new("\\033[8m"), new("\\e[8m")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        for (var limit = Math.Min(Bytes.LineEnd(text, start), start + Longest); end < limit && !Phrases.AnyStarts(text[end..], Escapes);) end++;
        if (end - start >= Shortest && text[start..end].ContainsAnyExcept(" *"u8)) found.Replace(start, end - start, Rule.Kind);
    }
}
