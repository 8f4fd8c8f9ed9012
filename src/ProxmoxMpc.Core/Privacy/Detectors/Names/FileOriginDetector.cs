using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Where a file is from, in a comment that holds nothing but its path and its machines: <c># /etc/haproxy/haproxy.cfg on lb-a / lb-b</c>,
/// <c># docker-compose on lyra (CT 104)</c>. A sentence goes on behind the word.
/// </summary>
internal sealed class FileOriginDetector : Detector
{
    private const int MostNames = 6;

    private static readonly string[] Folders = ["etc", "srv", "opt", "root", "home", "var", "usr", "mnt", "data"];

    // On, in languages of administrators.
    private static readonly byte[][] Words = Phrases.Of("on ", "auf ", "sur ", "na ", "op ", "på ", "en ", "su ");

    // Files without an ending.
    private static readonly WordSet Files = WordSet.Of("interfaces hosts fstab exports crontab sudoers crypttab Caddyfile docker-compose passwd group shadow");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-file-origin", PrivacyKind.Host, "Machines that a file is from, in a comment above it");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Folders.Select(folder => new Anchor($"# /{folder}/")), new("# docker-compose")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept("#=- "u8) >= 0) return;
        var end = Bytes.LineEnd(text, at);
        var path = text[(at + 2)..end];
        if (path.IndexOf((byte)' ') is not (> 0 and var blank) || !IsFile(path[..blank])) return;
        var start = at + 2 + blank + 1;
        if (Bytes.At(text, start) == '(') start++;
        if (WordLength(text[start..end]) is not (> 0 and var word)) return;
        Span<Extent> names = stackalloc Extent[MostNames];
        var count = NamesOf(text, start + word, end, names);
        foreach (var name in names[..count]) NamedValue.TakeName(text, name.Start, name.Length, PrivacyKind.Host, found);
    }

    private static bool IsFile(ReadOnlySpan<byte> path)
    {
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        return Files.Contains(name) || name.IndexOf((byte)'.') > 0 && Bytes.IsLetterOrDigit(name[^1]);
    }

    private static int WordLength(ReadOnlySpan<byte> text)
    {
        foreach (var word in Words)
            if (text.StartsWith(word)) return word.Length;
        return 0;
    }

    /// <summary>The names up to the comment's end, a bracket or a sign; none where a word follows that is no name.</summary>
    private static int NamesOf(ReadOnlySpan<byte> text, int at, int end, Span<Extent> names)
    {
        for (var count = 0; count < names.Length;)
        {
            var length = NamedValue.NameLength(text, at);
            var name = text.Slice(at, length);
            if (length == 0 || name.Contains((byte)'.') || !Vocabulary.IsTelling(name)) return 0;
            names[count++] = new Extent(at, at + length);
            at += length;
            var next = Bytes.SkipBlanks(text, at);
            if (next >= end || text[next] is (byte)'(' or (byte)')' or (byte)':' or (byte)';' or (byte)'=' or (byte)'#') return count;
            // A word is none of a list; a dash, a comma and another word go on with a sentence.
            if (text[next] is (byte)'-') return count;
            if (text[next] is not ((byte)'/' or (byte)',' or (byte)'+' or (byte)'&')) return 0;
            at = Bytes.SkipBlanks(text, next + 1);
            if (text[next] == ',' && !Vocabulary.IsTelling(text.Slice(at, NamedValue.NameLength(text, at)))) return count;
        }
        return names.Length;
    }
}
