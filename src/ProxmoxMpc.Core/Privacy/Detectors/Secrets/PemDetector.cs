using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Bodies between <c>-----BEGIN X-----</c> and <c>-----END X-----</c>: on lines of their own, indented, quoted with <c>&gt;</c>, with <c>\n</c> escapes
/// inside of a string, and cut off anywhere. Lines stay lines; headers of a body stay but for what they hold of the key.
/// </summary>
internal sealed class PemDetector : Detector
{
    private const int ShortestGlued = 24;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("pem", PrivacyKind.PrivateKey, "Bodies of PEM, PGP, OpenSSH, OpenVPN and age blocks");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("-----BEGIN ")];

    // A key may stand in a long line as a whole; it is read once.
    public override int Sight => int.MaxValue;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var head = text[(at + length)..Math.Min(text.Length, at + length + 80)].IndexOf("-----"u8);
        if (head < 0) return;
        var position = at + length + head + 5;
        var next = text[position..].IndexOf("-----BEGIN "u8);
        var end = (next < 0 ? text[position..] : text.Slice(position, next)).IndexOf("-----END "u8);
        var isClosed = end >= 0;
        var limit = isClosed ? position + end : next >= 0 ? position + next : text.Length;
        while (position < limit)
        {
            var start = SkipSeparators(text, position, limit);
            var stop = ChunkEnd(text, start, limit);
            if (!Chunk(text, start, stop, isClosed, found)) return;
            position = Math.Max(stop, position + 1);
        }
    }

    /// <summary>Line ends and their escapes, indentation, and the marks of quoting.</summary>
    private static int SkipSeparators(ReadOnlySpan<byte> text, int at, int limit)
    {
        while (at < limit)
        {
            if (Bytes.IsBlank(text[at]) || text[at] is (byte)'>' or (byte)'|' or (byte)'"' or (byte)'\'' or (byte)',') at++;
            else if (EscapeAt(text, at) is > 0 and var escape) at += escape;
            else break;
        }
        return at;
    }

    private static int ChunkEnd(ReadOnlySpan<byte> text, int at, int limit)
    {
        while (at < limit && text[at] is not ((byte)'\n' or (byte)'\r' or (byte)'"' or (byte)'\'') && EscapeAt(text, at) == 0) at++;
        return at;
    }

    private static int EscapeAt(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] == '&') return EntityAt(text, at);
        if (text[at] != '\\') return 0;
        var i = at;
        while (Bytes.At(text, i) == '\\') i++;
        return Bytes.At(text, i) is (byte)'n' or (byte)'r' or (byte)'t' ? i + 1 - at : i == at + 1 ? 0 : i - at;
    }

    /// <summary>An end of a line in XML: <c>&amp;#10;</c>, <c>&amp;#xA;</c>, <c>&amp;#13;</c>, <c>&amp;#xD;</c></summary>
    private static int EntityAt(ReadOnlySpan<byte> text, int at)
    {
        foreach (var entity in LineEnds)
            if (Bytes.StartsWithIgnoreCase(text, at, entity)) return entity.Length;
        return 0;
    }

    private static readonly byte[][] LineEnds = Phrases.Of("&#10;", "&#13;", "&#xa;", "&#xd;");

    /// <summary>False where the block is over.</summary>
    private bool Chunk(ReadOnlySpan<byte> text, int start, int stop, bool isClosed, Findings found)
    {
        // The marks of quoting of the next line, where a mail has joined it to this one.
        while (stop > start && (Bytes.IsBlank(text[stop - 1]) || text[stop - 1] == '>')) stop--;
        if (stop == start) return true;
        var chunk = text[start..stop];
        // A key of the backup client stands there as it is in its file, and is read there.
        if (chunk[0] == '{') return false;
        if (chunk.IndexOf(": "u8) is > 0 and var colon)
        {
            if (chunk[..colon].SequenceEqual("DEK-Info"u8) && chunk.LastIndexOf((byte)',') is > 0 and var comma) found.Replace(start + comma + 1, chunk.Length - comma - 1, Rule.Kind);
            return true;
        }
        foreach (var b in chunk)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'+' or (byte)'/' or (byte)'=')) return isClosed || Glued(text, start, stop, found);
        // Where the end is missing, a short line may be a word of what follows.
        if (!isClosed && chunk.Length < 20 && chunk[^1] != '=' && !IsCutHex(chunk)) return false;
        found.Replace(start, chunk.Length, Rule.Kind);
        return true;
    }

    /// <summary>The last of a static key of OpenVPN, where the file was cut off.</summary>
    private static bool IsCutHex(ReadOnlySpan<byte> chunk) =>
        chunk.Length >= 4 && chunk.ContainsAnyInRange((byte)'0', (byte)'9') && chunk.IndexOfAnyExcept("0123456789abcdef"u8) < 0;

    /// <summary>
    /// A body that was cut within its line, behind which the shell's prompt goes on: <c>MIIEow…jane@web01:~$</c>. Whose prompt it is cannot be told from it.
    /// </summary>
    private bool Glued(ReadOnlySpan<byte> text, int start, int stop, Findings found)
    {
        var end = SecretText.Base64End(text, start);
        if (end - start < ShortestGlued || end >= stop || text[end] is not ((byte)'@' or (byte)'[' or (byte)'.' or (byte)'-')) return false;
        if (SecretText.LooksRandom(text[start..end])) found.Replace(start, end - start, Rule.Kind);
        return false;
    }
}

/// <summary>PEM that was put into Base64 as a whole, as in a kubeconfig.</summary>
internal sealed class EncodedPemDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("pem-base64", PrivacyKind.PrivateKey, "PEM blocks in Base64");

    public override Precedence Precedence => Precedence.Block;

    // "-----BEGIN " at the three places that it can have within a group of four characters; a static key of OpenVPN has a comment above.
    public override ImmutableArray<Anchor> Anchors { get; } = [new("LS0tLS1CRUdJTi"), new("0tLS0tQkVHSU4g"), new("tLS0tLUJFR0lOI"), new("IyAyMDQ4IGJpdCBPcGVuVlBO", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = SecretText.Base64End(text, at);
        // The alphabet of addresses has two other signs.
        while (Bytes.At(text, end) is (byte)'-' or (byte)'_' && SecretText.Base64End(text, end + 1) is var next && next > end + 1) end = next;
        found.Replace(at, end - at, Rule.Kind);
    }
}

/// <summary>The lines of a PuTTY key file and of an Ansible vault: a line that says so, then lines of the body.</summary>
internal sealed class KeyLinesDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("key-lines", PrivacyKind.PrivateKey, "Bodies of PuTTY keys and Ansible vaults");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("Private-Lines: "), new("Public-Lines: "), new("Private-MAC: "), new("Argon2-Salt: "), new("$ANSIBLE_VAULT;")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 8] == 'M' || text[at] == 'A')
        {
            found.Replace(at + length, SecretText.HexEnd(text, at + length) - at - length, Rule.Kind);
            return;
        }
        var line = Bytes.LineEnd(text, at);
        // A PuTTY key says how many lines follow, the last of which may be short.
        var left = 0;
        for (var i = at + length; text[at] == 'P' && Bytes.IsDigit(Bytes.At(text, i)) && left < 1000; i++) left = (left * 10) + text[i] - '0';
        while (line < text.Length)
        {
            var start = line;
            while (start < text.Length && (Bytes.IsBlank(text[start]) || text[start] is (byte)'>' or (byte)'#')) start++;
            // An empty line ends a body.
            if (text[line..start].Count((byte)'\n') != 1) return;
            var end = SecretText.Base64End(text, start);
            if (end - start < 8 && !(left == 1 && end > start) || end != TrimmedEnd(text, start)) return;
            found.Replace(start, end - start, Rule.Kind);
            if (left-- == 1) return;
            line = Bytes.LineEnd(text, end);
        }
    }

    private static int TrimmedEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        while (end > at && Bytes.IsBlank(text[end - 1])) end--;
        return end;
    }
}
