namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Base64 that nobody can read and that may hold anything: text that tells a secret or an address (contents of files, pairs of a user and a password, the
/// credentials of a plugin), and lines of a dump, as <c>base64</c> writes them.
/// </summary>
internal sealed class EncodedBlobDetector : Detector
{
    // Characters of which a chance text of printable bytes does not come.
    private const int ShortestText = 24;

    // Bytes of a text that are looked at for what they tell.
    private const int Read = 512;

    // Lines of base64, PEM and MIME have 64 or 76, a folded one may have some more.
    private const int ShortestLine = 60, LongestLine = 100;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("encoded-text", PrivacyKind.ServiceToken, "Texts and dumps in Base64");

    public override Precedence Precedence => Precedence.Credential;

    public override int WakesAtRunsOf => ShortestText;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // NAME=base64: the run begins with the name.
        var run = text.Slice(at, length);
        var start = run.TrimEnd((byte)'=').LastIndexOf((byte)'=') + 1;
        if (length - start < ShortestText) return;
        if (IsText(run[start..])) found.Replace(at + start, length - start, Rule.Kind);
        else if (start == 0 && length is >= ShortestLine and <= LongestLine && IsDumpLine(text, at, length)) Dump(text, at, length, found);
    }

    /// <summary>Whether a run is the code of a text that tells what must not be told.</summary>
    internal static bool IsText(ReadOnlySpan<byte> run)
    {
        var body = run.TrimEnd((byte)'=');
        if (body.Length % 4 == 1 || body.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 || body.IndexOfAnyInRange((byte)'a', (byte)'z') < 0) return false;
        Span<byte> plain = stackalloc byte[Read];
        var (bits, count, length) = (0, 0, 0);
        var isWide = IsWide(body);
        foreach (var b in body)
        {
            var value = ValueOf(b);
            if (value < 0) return false;
            bits = ((bits << 6) | value) & 0xffff;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            var letter = (byte)(bits >> count);
            // Windows has two bytes for a letter, of which the second one is zero: passwords of an answer file.
            if (letter == 0 && isWide) continue;
            if (letter is < 32 and not (9 or 10 or 13) or > 126) return false;
            // What is longer is taken for what it begins with.
            if (length < Read) plain[length++] = letter;
        }
        return Tells(plain[..length]) || isWide && EndsAsPassword(plain[..length]);
    }

    /// <summary>Whether of the first six bytes every second one is zero: <c>SwByAGEA</c> of K, r, a.</summary>
    private static bool IsWide(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8) return false;
        var second = ((ValueOf(body[1]) & 15) << 4) | (ValueOf(body[2]) >> 2);
        var fourth = (ValueOf(body[4]) << 2) | (ValueOf(body[5]) >> 4);
        var sixth = ((ValueOf(body[6]) & 3) << 6) | ValueOf(body[7]);
        return second == 0 && fourth == 0 && sixth == 0 && ValueOf(body[0]) > 0;
    }

    /// <summary>What Windows adds to a password of an answer file before it encodes it.</summary>
    private static bool EndsAsPassword(ReadOnlySpan<byte> plain) => plain.EndsWith("Password"u8);

    /// <summary>A pair of a user and a password, one word that looks random, an address, a mailbox, a setting whose name speaks of a secret.</summary>
    private static bool Tells(ReadOnlySpan<byte> plain)
    {
        var word = plain.TrimEnd("\r\n"u8);
        // What a restore of files is asked for: /drive-scsi0.img.fidx/part/2
        if (word is [(byte)'/', (byte)'d', ..] && IsArchivePath(word)) return false;
        if (!word.ContainsAny(" \t\n<>{"u8))
            return word.IndexOf((byte)':') > 0 || word.IndexOf((byte)'=') > 0 || SecretText.LooksRandom(word) || word.Length >= 32 && SecretText.HexEnd(word, 0) == word.Length;
        if (plain.Contains((byte)'@')) return true;
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain[i] is (byte)':' or (byte)'=' && IsSetting(plain[..i])) return true;
            if (Bytes.IsDigit(plain[i]) && (i == 0 || !Bytes.IsDigit(plain[i - 1])) && IsQuad(plain, i)) return true;
        }
        return false;
    }

    /// <summary>The path of a disk in a backup, and of its partitions, in which nothing is somebody's.</summary>
    private static bool IsArchivePath(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith("/drive-"u8) || path.IndexOf(".img.fidx"u8) is not (> 0 and var end)) return false;
        var rest = path[(end + 9)..];
        while (rest is [(byte)'/', ..] && rest.Length > 1)
        {
            var part = rest[1..];
            if (part.IndexOf((byte)'/') is >= 0 and var slash) part = part[..slash];
            if (!Vocabulary.IsWord(part) && !PathWords.Contains(part) && part.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
            rest = rest[(part.Length + 1)..];
        }
        return path[7..end].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789"u8) < 0 && (rest.IsEmpty || rest.SequenceEqual("/"u8));
    }

    private static readonly WordSet PathWords = WordSet.Of("part lvm raw zpool etc var home root usr opt srv boot log lib tmp mnt data");

    private static bool IsQuad(ReadOnlySpan<byte> plain, int at)
    {
        var end = at;
        while (end < plain.Length && (Bytes.IsDigit(plain[end]) || plain[end] == '.')) end++;
        return AddressText.TryParseIpv4(plain[at..end].TrimEnd((byte)'.'), (byte)'.', out _);
    }

    private static bool IsSetting(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd(" \t\"'"u8);
        var start = before.Length;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(before[start - 1]) || before[start - 1] is (byte)'_' or (byte)'-')) start--;
        return KeyNames.MeaningOf(before[start..]) != KeyMeaning.Nothing;
    }

    private static int ValueOf(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    /// <summary>Whether a run is alone on its line, of capitals, small letters and digits as only coded bytes are.</summary>
    private static bool IsDumpLine(ReadOnlySpan<byte> text, int at, int length)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOfAnyExcept(" \t>|"u8) >= 0 || text[(at + length)..Bytes.LineEnd(text, at + length)].IndexOfAnyExcept(" \t"u8) >= 0) return false;
        return IsCoded(text.Slice(at, length));
    }

    private static bool IsCoded(ReadOnlySpan<byte> run)
    {
        int upper = 0, lower = 0, digits = 0;
        foreach (var b in run)
        {
            if (Bytes.IsUpper(b)) upper++;
            else if (Bytes.IsLower(b)) lower++;
            else if (Bytes.IsDigit(b)) digits++;
            else if (b is not ((byte)'+' or (byte)'/' or (byte)'=')) return false;
        }
        return upper * 6 > run.Length && lower * 6 > run.Length && digits > 1 && SecretText.LooksRandom(run);
    }

    /// <summary>The line, and a shorter one that ends what the line belongs to.</summary>
    private void Dump(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        found.Replace(at, length, Rule.Kind);
        var end = Bytes.LineEnd(text, at + length);
        if (!Bytes.NextLine(text, ref end, out var start)) return;
        while (start < text.Length && text[start] is (byte)' ' or (byte)'\t' or (byte)'>') start++;
        var stop = SecretText.Base64End(text, start);
        if (stop - start < ShortestLine && (stop - start) % 4 == 0 && stop > start && Bytes.SkipBlanks(text, stop) == Bytes.LineEnd(text, stop) && (text[stop - 1] == '=' || stop - start >= 16 && SecretText.LooksRandom(text[start..stop]))) found.Replace(start, stop - start, Rule.Kind);
    }
}
