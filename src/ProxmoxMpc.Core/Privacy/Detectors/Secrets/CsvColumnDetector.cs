using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A column of a table whose head names a secret: of a CSV, of what psql and mysql print, of Markdown.</summary>
internal sealed class CsvColumnDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("csv-password", PrivacyKind.Password, "Columns of secrets in tables with commas");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "pass", "pwd", "secret", "token", "kennwort", "key", "credential", "session_", "sessionid", "totp\"", "totp," }.Select(word => new Anchor(word, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        foreach (var separator in ",;\t|"u8)
        {
            if (!CanDivide(text[line..end], separator)) continue;
            Column(text, at, new Extent(line, end), separator, found);
            return;
        }
    }

    /// <summary>A head is a row of plain names. A table for people may have two columns only.</summary>
    private static bool CanDivide(ReadOnlySpan<byte> head, byte separator)
    {
        // ["protocol", "http", ["organization", "token"]]: a list within a list.
        if (separator == ',' && head.TrimStart(" \t"u8) is [(byte)'[', ..]) return false;
        // What begins with blanks is indented.
        if (separator == '\t' && head.IndexOfAnyExcept((byte)'\t') is var first && (first < 0 || head[first..].Count(separator) < 2)) return false;
        if (head.Count(separator) < (separator == '|' ? 1 : 2) || separator != ';' && head.Contains((byte)';')) return false;
        return !head.ContainsAny("=:{}<>()"u8) || separator == '|' && head.IndexOf((byte)'=') < 0;
    }

    private void Column(ReadOnlySpan<byte> text, int at, Extent line, byte separator, Findings found)
    {
        var head = text[line.Start..line.End];
        var column = head[..(at - line.Start)].Count(separator);
        var name = FieldAt(head, column, separator);
        // A quote that is never closed.
        if (name.Start < 0) return;
        var meaning = KeyNames.MeaningOf(head[name.Start..name.End].Trim("\" "u8));
        // --password-file: options in a sentence.
        if (head[name.Start..name.End].TrimStart("\" "u8).StartsWith("-"u8)) return;
        // pass 1/3, pass 2/3: parts of a whole.
        if (head[name.Start..name.End].IndexOf((byte)'/') is > 0 and var slash && Bytes.IsDigit(head[name.Start + slash - 1]) && Bytes.IsDigit(Bytes.At(head, name.Start + slash + 1))) return;
        if (meaning == KeyMeaning.Nothing || separator == '|' && !HasRule(text, line.End)) return;
        var table = (separator, head.Count(separator), column);
        if (found.ReadsRows(table, line.Start)) found.HasReadRows(table, Rows(text, line.End, table, CertaintyOf(meaning, head[name.Start..name.End]), found));
    }

    /// <summary>What a value of a column has to look like to be a secret.</summary>
    private enum Certainty
    {
        Any,

        /// <summary>No name: a credential may be called by one.</summary>
        Password,
        Random,
    }

    private static Certainty CertaintyOf(KeyMeaning meaning, ReadOnlySpan<byte> head) =>
        meaning == KeyMeaning.PerhapsToken ? Certainty.Random : Bytes.StartsWithIgnoreCase(head.Trim("\" "u8), 0, "credential"u8) ? Certainty.Password : Certainty.Any;

    /// <summary>Returns where the rows end.</summary>
    private int Rows(ReadOnlySpan<byte> text, int at, (byte Separator, int Separators, int Column) table, Certainty certainty, Findings found)
    {
        var isPadded = table.Separator == '|';
        while (Bytes.NextLine(text, ref at, out var start))
        {
            if (table.Separator is (byte)',' or (byte)';') at = GridText.RowEnd(text, start, at);
            var row = text[start..at];
            if (isPadded && IsRule(row)) continue;
            if (FieldAt(row, table.Separators, table.Separator).Start < 0 || FieldAt(row, table.Separators + 1, table.Separator).Start >= 0) return start;
            var field = Content(row, FieldAt(row, table.Column, table.Separator), isPadded);
            if (IsSecret(row[field.Start..field.End], isPadded, certainty)) found.Replace(start + field.Start, field.Length, Rule.Kind);
        }
        return text.Length;
    }

    /// <summary>What a field holds, without quotes or what pads it.</summary>
    private static Extent Content(ReadOnlySpan<byte> row, Extent field, bool isPadded)
    {
        var (start, end) = (field.Start, field.End);
        if (end - start >= 2 && row[start] == '"' && row[end - 1] == '"') (start, end) = (start + 1, end - 1);
        while (isPadded && start < end && Bytes.IsBlank(row[start])) start++;
        while (isPadded && start < end && Bytes.IsBlank(row[end - 1])) end--;
        return new Extent(start, end);
    }

    /// <summary>A table for people may hold words in the place of a secret.</summary>
    private static bool IsSecret(ReadOnlySpan<byte> value, bool isPadded, Certainty certainty)
    {
        // Where the seed of a second factor stands in an address, those who know it take the seed.
        if (value.IsEmpty || KeyValueText.IsReference(value) || value.StartsWith("otpauth:"u8)) return false;
        if (isPadded && (value.Length < 4 || value.Contains((byte)' ') || !KeySentenceText.LooksLikePassword(value, false))) return false;
        return certainty switch
        {
            Certainty.Random => value.Length >= 16 && SecretText.LooksRandom(value),
            Certainty.Password => IsPin(value) || !value.ContainsAny(" \\/"u8) && !IsUserid(value) && KeySentenceText.LooksLikePassword(value, false),
            _ => true,
        };
    }

    /// <summary><c>root@pam</c></summary>
    private static bool IsUserid(ReadOnlySpan<byte> value) => value.IndexOf((byte)'@') is > 0 and var at && Realms.IsBuiltIn(value[(at + 1)..]);

    private static bool IsPin(ReadOnlySpan<byte> value) => value.Length is >= 4 and <= 10 && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Whether the line below a head is drawn, as psql, mysql and Markdown do: <c>----+----</c>, <c>|---|:--|</c>.</summary>
    private static bool HasRule(ReadOnlySpan<byte> text, int end) => Bytes.NextLine(text, ref end, out var below) && IsRule(text[below..end]);

    private static bool IsRule(ReadOnlySpan<byte> row) => row.Length > 2 && row.IndexOfAnyExcept("-+|: ="u8) < 0 && row.IndexOf("--"u8) >= 0;

    /// <summary>A field of a row; it begins at -1 where the row has fewer.</summary>
    private static Extent FieldAt(ReadOnlySpan<byte> row, int column, byte separator)
    {
        var start = 0;
        var isQuoted = false;
        for (var i = 0; i <= row.Length; i++)
        {
            if (i < row.Length && row[i] == '"') isQuoted = !isQuoted;
            if (i < row.Length && (row[i] != separator || isQuoted)) continue;
            if (column-- == 0) return new Extent(start, i);
            start = i + 1;
        }
        return new Extent(-1, -1);
    }
}
