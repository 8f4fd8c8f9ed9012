namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Words that only a password's rules make: capitals, small letters, digits and a sign between them, and nothing of an address, a path or an option
/// (<c>Clocher!1789</c>, <c>Marianne&amp;Coq2</c>). In a sentence nothing else tells them, whatever its language.
/// </summary>
internal sealed class StrongWordDetector : Detector
{
    private const int Shortest = 8, Longest = 40;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("strong-word", PrivacyKind.Password, "Words of capitals, small letters, digits and signs, as only passwords are");

    public override Precedence Precedence => Precedence.Structure;

    public override bool WakesAtSigns => true;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && at - start <= Longest && IsOfWord(text[start - 1])) start--;
        start = BehindColour(text, start, at);
        while (end < text.Length && end - at <= Longest && IsOfWord(text[end])) end++;
        // What ends a sentence; an exclamation mark may be the password's.
        while (end > at + 1 && text[end - 1] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'?') end--;
        // mysql -pX: the option is none of it.
        if (text[start] == '-' && start + 2 < at && IsBorder(Bytes.At(text, start - 1))) start += text[start + 1] == 'p' ? 2 : 1;
        var word = text[start..end];
        if (word.Length is < Shortest or > Longest || at == start || !IsBorder(Bytes.At(text, start - 1)) && !IsOption(text, start) && Bytes.EscapeBefore(text, start) == 0 && Bytes.At(text, start - 3) != 0xE2 || !IsBorder(Bytes.At(text, end)) && !(text[end] == '.' && IsBorder(Bytes.At(text, end + 1))) || Bytes.At(text, end) == ';' && text[start..end].Contains((byte)'&')) return;
        int upper = 0, lower = 0, digits = 0, turns = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (Bytes.IsDigit(word[i])) digits++;
            else if (Bytes.IsUpper(word[i])) upper++;
            else if (Bytes.IsLetter(word[i])) lower++;
            if (i > 0 && Bytes.IsDigit(word[i - 1]) && Bytes.IsLetter(word[i])) turns++;
        }
        if (upper == 0 || lower == 0 || digits == 0 || word.IndexOf("+0x"u8) >= 0) return;
        var sign = at - start;
        // Sommer2024! and S4ntaMarta!, and not the end of a sentence about Debian12!
        if (sign == word.Length - 1 && turns == 0 && digits < 3) return;
        // Ticket#2025011410000231, Section.md#Step2
        if (word.Count((byte)'#') > 1 || word[sign] == '#' && (word[..sign].Contains((byte)'.') || word[(sign + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (word.Length - sign > 5 || CommonWords.Contains(word[..sign]) || Vocabulary.IsWord(word[..sign])))) return;
        // ECDSA_P256#Microsoft Software Key Storage Provider: an algorithm and whose it is.
        if (word[(sign + 1)..].StartsWith("Microsoft"u8)) return;
        found.Replace(start, word.Length, Rule.Kind);
    }

    /// <summary>What colours a terminal is none of the word behind it: <c>ESC[32mSuccess!</c></summary>
    private static int BehindColour(ReadOnlySpan<byte> text, int start, int at)
    {
        if (Bytes.At(text, start - 1) is not ((byte)'[' or (byte)';')) return start;
        var colour = start;
        while (colour < at && Bytes.IsDigit(text[colour])) colour++;
        return Bytes.ColourBefore(text, colour + 1) > 0 ? colour + 1 : start;
    }

    private static bool IsOption(ReadOnlySpan<byte> text, int start) => Bytes.At(text, start - 1) == '-' || text[..start].EndsWith("-p"u8);

    private static bool IsOfWord(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'!' or (byte)'#' or (byte)'&' or (byte)'_' or (byte)'-' or (byte)'.' or (byte)'+' or (byte)'?' or (byte)'*';

    private static bool IsBorder(byte b) => b is 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'(' or (byte)')' or (byte)',' or (byte)';' or (byte)'<' or (byte)'>' or (byte)'|' or (byte)'[' or (byte)']' or 0xE2;
}
