using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The codes that replace a second factor, listed behind a word for them or on the lines below: <c>Backup codes:</c>, <c>kody zapasowe</c>, <c>záložní kódy</c>.</summary>
internal sealed class BackupCodeDetector : Detector
{
    private const int MostLines = 24, MostEmpty = 2;

    private static readonly string[] Words =
    [
        "backup codes", "backup-codes", "backupcodes", "backup_codes", "recovery codes", "recovery-codes", "recovery_codes", "scratch codes", "emergency codes", "one-time codes", "wiederherstellungscodes", "notfallcodes", "ersatzcodes", "sicherungscodes", "codes de secours", "codes de récupération", "codes de sauvegarde", "códigos de respaldo", "códigos de recuperación", "códigos de seguridad", "códigos de recuperação", "codici di backup", "codici di recupero", "codici di emergenza", "herstelcodes", "kody zapasowe", "kody odzyskiwania", "kody awaryjne", "záložní kódy", "záložné kódy", "obnovovací kódy", "emergency scratch", "einmalcodes", "einmal-codes", "codes à usage unique", "eenmalige codes", "códigos de un solo uso", "codici monouso", "kody jednorazowe",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("backup-code", PrivacyKind.OneTimeCode, "Codes that replace a second factor");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Words.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var start = at + length;
        // Words may be between: the codes of somebody are:
        var isTold = text[start..end].LastIndexOf((byte)':') is >= 0 and var colon;
        if (isTold) start += text[start..end].LastIndexOf((byte)':') + 1;
        // backup codes are sent to web01-prod2: without a colon the first word has to be one.
        var count = isTold || BeginsWithCode(text[start..end]) ? Codes(text, start, end, false, found) : 0;
        for (var (lines, empty) = (0, 0); lines < MostLines && Bytes.NextLine(text, ref end, out start); lines++)
        {
            if (Bytes.SkipBlanks(text, start) == end)
            {
                if (count > 0 || ++empty > MostEmpty) return;
                continue;
            }
            var more = Codes(text, start, end, true, found);
            if (more <= 0) return;
            count += more;
        }
    }

    /// <summary>How many codes a line holds and nothing else; -1 where something else stands there.</summary>
    private int Codes(ReadOnlySpan<byte> text, int start, int end, bool alone, Findings found)
    {
        if (alone && !IsAll(text[start..end])) return -1;
        var count = 0;
        for (var i = start; i < end;)
        {
            while (i < end && !Bytes.IsAsciiLetterOrDigit(text[i])) i++;
            var from = i;
            while (i < end && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] == '-' && Bytes.IsAsciiLetterOrDigit(Bytes.At(text, i + 1)))) i++;
            // 1234 5678
            if (i - from == 4 && text[from..i].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Bytes.At(text, i) == ' ' && i + 5 <= end && text.Slice(i + 1, 4).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && !Bytes.IsLetterOrDigit(Bytes.At(text, i + 5))) i += 5;
            if (!IsCode(text[from..i])) continue;
            found.Replace(from, i - from, Rule.Kind);
            count++;
        }
        return count;
    }

    /// <summary>Whether the first word is a code, behind a verb or not.</summary>
    private static bool BeginsWithCode(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t"u8);
        var word = line.IndexOf((byte)' ') is >= 0 and var blank ? line[..blank] : line;
        if (ToldText.IsVerb(word) || word.SequenceEqual("are"u8) || word.SequenceEqual("sind"u8)) return BeginsWithCode(line[word.Length..]);
        return IsCode(word.TrimEnd(",;."u8));
    }

    /// <summary>Whether a line is codes, and the numbers and marks of a list.</summary>
    private static bool IsAll(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length;)
        {
            while (i < line.Length && !Bytes.IsLetterOrDigit(line[i])) i++;
            var from = i;
            while (i < line.Length && (Bytes.IsLetterOrDigit(line[i]) || line[i] == '-')) i++;
            var word = line[from..i].TrimEnd((byte)'-');
            if (word.IsEmpty || IsCode(word) || word.Length <= 4 && word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) continue;
            return false;
        }
        return true;
    }

    private static bool IsCode(ReadOnlySpan<byte> word) => word.Length is >= 6 and <= 24 && word.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && word.IndexOfAnyExcept("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ- "u8) < 0;
}
