using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What cloud-init and Ansible write into a file that holds nothing but a secret: <c>- path: /etc/krb5.keytab</c> and its <c>content:</c>, <c>"content": "x", "dest": "/etc/x.psk"</c>.
/// </summary>
internal sealed class WrittenFileDetector : Detector
{
    private const int Reach = 400, MostLines = 5;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("written-file", PrivacyKind.Password, "Contents that are written into a file of a secret");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("content: ", WordStart: true), new("content\": \"", WordStart: true), new("content\":\"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == '"')
        {
            if (SecretText.Quoted(text, at + length - 1, "\""u8) is not { Length: >= 4 } value) return;
            // The end of the file's line is no part of what stands on it.
            if (text[value.Start..value.End] is [.., not (byte)'\\', (byte)'\\', (byte)'n']) value = value with { End = value.End - 2 };
            var window = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..Math.Min(Bytes.LineEnd(text, at), value.End + Reach)];
            if (Path(window, "\"dest\": \""u8) || Path(window, "\"path\": \""u8)) Take(text, value, found);
            return;
        }
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOfAnyExcept(" -"u8) >= 0) return;
        if (!Beside(text, line, at - line)) return;
        var start = at + length;
        var end = Bytes.LineEnd(text, start);
        if (BlockScalarText.IsSign(text, start))
        {
            for (var stop = end; BlockScalarText.Next(text, ref stop, at - line) is { } body;)
                if (body.Length >= 4) Take(text, body, found);
            return;
        }
        var quote = SecretText.QuoteAt(text, start);
        Take(text, quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, start + text[start..end].TrimEnd((byte)' ').Length), found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        var span = text[value.Start..value.End];
        // A line of .pgpass is read by those who know which part of it is secret. What is only the beginning of one tells nothing: bWFjaGluZQ== is a word of .netrc.
        if (span.Length < 4 || span.Length < 20 && span[^1] == '=' || KeyValueText.IsReference(span) || span.Count((byte)':') >= 4 || span[0] is (byte)'{' or (byte)'#' or (byte)'[' || span.StartsWith("-----"u8) || span.IndexOf((byte)'=') is > 0 and var equals && equals < span.Length - 3) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }

    private static bool Path(ReadOnlySpan<byte> window, ReadOnlySpan<byte> name) =>
        window.IndexOf(name) is >= 0 and var at && window[(at + name.Length)..] is var path && path.IndexOf((byte)'"') is > 0 and var end && IsSecret(path[..end]);

    /// <summary>The lines around that have the same indentation: one of them says where to.</summary>
    private static bool Beside(ReadOnlySpan<byte> text, int line, int indent)
    {
        for (var (start, count) = (line, 0); count < MostLines && start > 0; count++)
        {
            start = Bytes.LineStart(text, start - 1);
            if (Says(text, start, indent) is { } says) return says;
            if (Bytes.At(text, start + Math.Max(0, indent - 2)) == '-') break;
        }
        for (var (end, count) = (Bytes.LineEnd(text, line), 0); count < MostLines + MostLines && Bytes.NextLine(text, ref end, out var start); count++)
        {
            if (Bytes.At(text, start + Math.Max(0, indent - 2)) == '-') return false;
            if (Says(text, start, indent) is { } says) return says;
        }
        return false;
    }

    private static bool? Says(ReadOnlySpan<byte> text, int line, int indent)
    {
        var at = line + indent;
        if (at >= text.Length || !Bytes.StartsWithAt(text, at, "path: "u8) && !Bytes.StartsWithAt(text, at, "dest: "u8)) return null;
        return IsSecret(text[(at + 6)..Bytes.LineEnd(text, at)].Trim(" \"'"u8));
    }

    private static bool IsSecret(ReadOnlySpan<byte> path) => Phrases.AnyEnds(path, Files) || SecretFileDetector.IsSecret(path);

    private static readonly byte[][] Files = Phrases.Of("keytab", "/authkey", "/.netrc", "/env", ".env");
}
