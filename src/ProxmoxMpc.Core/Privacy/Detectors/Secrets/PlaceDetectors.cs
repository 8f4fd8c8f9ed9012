using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Values that Terraform marks as sensitive: <c>"value": x … "sensitive": true</c>, and the result of a random password.</summary>
internal sealed class TerraformStateDetector : Detector
{
    private const int Reach = 3000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("terraform-sensitive", PrivacyKind.Password, "Sensitive values of a Terraform state");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"sensitive\""), new("\"random_password\""), new("\"random_string\""), new("random_password.", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'r')
        {
            // random_password.x.result = "…", as a plan or a comment tells it.
            var stop = Bytes.LineEnd(text, at);
            if (text[at..stop].IndexOf(".result"u8) is > 0 and var told && Bytes.SkipBlanks(text, at + told + 7) is var sign && Bytes.At(text, sign) is (byte)'=' or (byte)':' && Bytes.SkipBlanks(text, sign + 1) is var mark && Bytes.At(text, mark) == '"' && SecretText.Quoted(text, mark, "\""u8) is { IsEmpty: false } random) found.Replace(random.Start, random.Length, Rule.Kind);
            return;
        }
        if (text[at + 1] == 'r')
        {
            var end = Math.Min(text.Length, at + Reach);
            if (text[at..end].IndexOf("\"result\""u8) is >= 0 and var result) Value(text, at + result + 8, found);
            return;
        }
        var i = Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, i) != ':' || !Bytes.StartsWithAt(text, Bytes.SkipBlanks(text, i + 1), "true"u8)) return;
        // The value stands in the same object, before it or behind it.
        var open = text[..at].LastIndexOf((byte)'{');
        var close = text[at..].IndexOf((byte)'}');
        if (open < 0 || at - open > Reach || close < 0) return;
        if (text[open..(at + close)].IndexOf("\"value\""u8) is >= 0 and var value) Value(text, open + value + 7, found);
        else if (text[open..(at + close)].IndexOf("\"result\""u8) is >= 0 and var outcome) Value(text, open + outcome + 8, found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var i = Bytes.SkipBlanks(text, at);
        if (Bytes.At(text, i) != ':') return;
        i = Bytes.SkipBlanks(text, i + 1);
        // An address tells more than its password, and is left to those who know which part that is.
        if (Bytes.At(text, i) == '"' && SecretText.Quoted(text, i, "\""u8) is { IsEmpty: false } value && (text[value.Start..value.End].IndexOf("://"u8) is not > 0 || !text[value.Start..value.End].Contains((byte)'@'))) found.Replace(value.Start, value.Length, Rule.Kind);
    }
}

/// <summary>A column of a CSV whose head names a secret.</summary>
internal sealed class CsvColumnDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("csv-password", PrivacyKind.Password, "Columns of secrets in tables with commas");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "pass", "pwd", "secret", "token", "kennwort", "key", "session_", "sessionid" }.Select(word => new Anchor(word, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var head = text[line..end];
        // A head is a row of plain names.
        foreach (var separator in ",;\t|"u8)
        {
            if (head.Count(separator) < 2 && separator != '|' || head.Count(separator) == 0 || head.ContainsAny("=:{}<>()"u8) && !(separator == '|' && head.IndexOf((byte)'=') < 0) || (separator != ';' && head.Contains((byte)';'))) continue;
            var column = head[..(at - line)].Count(separator);
            var name = FieldAt(head, column, separator);
            // A quote that is never closed.
            if (name.Start < 0) return;
            var meaning = KeyNames.MeaningOf(head[name.Start..name.End].Trim("\" "u8));
            if (meaning == KeyMeaning.Nothing) return;
            var table = (separator, head.Count(separator), column);
            if (separator == '|' && !HasRule(text, end)) return;
            if (found.ReadsRows(table, line)) found.HasReadRows(table, Rows(text, end, table.Item2, column, separator, meaning == KeyMeaning.PerhapsToken, found));
            return;
        }
    }

    /// <summary>Returns where the rows end.</summary>
    /// <param name="ifRandom">Whether only what looks random is a secret.</param>
    private int Rows(ReadOnlySpan<byte> text, int at, int separators, int column, byte separator, bool ifRandom, Findings found)
    {
        while (text[at..].IndexOf((byte)'\n') is >= 0 and var feed)
        {
            var start = at + feed + 1;
            if (start >= text.Length) return start;
            at = Bytes.LineEnd(text, start);
            var row = text[start..at];
            if (separator == '|' && IsRule(row)) continue;
            if (FieldAt(row, separators, separator).Start < 0 || FieldAt(row, separators + 1, separator).Start >= 0) return start;
            var field = FieldAt(row, column, separator);
            var value = row[field.Start..field.End];
            if (value.Length >= 2 && value[0] == '"' && value[^1] == '"') field = new Extent(field.Start + 1, field.End - 1);
            // A table for people, whose cells are padded and may hold words.
            if (separator == '|')
            {
                while (field.Start < field.End && Bytes.IsBlank(row[field.Start])) field = field with { Start = field.Start + 1 };
                while (field.Start < field.End && Bytes.IsBlank(row[field.End - 1])) field = field with { End = field.End - 1 };
                if (field.Length < 4 || row[field.Start..field.End].Contains((byte)' ') || !KeySentenceText.LooksLikePassword(row[field.Start..field.End], false)) continue;
            }
            if (ifRandom && (field.Length < 16 || !SecretText.LooksRandom(row[field.Start..field.End]))) continue;
            if (!field.IsEmpty && !KeyValueText.IsReference(row[field.Start..field.End])) found.Replace(start + field.Start, field.Length, Rule.Kind);
        }
        return text.Length;
    }

    /// <summary>Whether the line below a head is drawn, as psql, mysql and Markdown do: <c>----+----</c>, <c>|---|:--|</c>.</summary>
    private static bool HasRule(ReadOnlySpan<byte> text, int end) => text[end..].IndexOf((byte)'\n') is >= 0 and var feed && end + feed + 1 < text.Length && IsRule(text[(end + feed + 1)..Bytes.LineEnd(text, end + feed + 1)]);

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

/// <summary>Secrets known by their place in a file: sasl_passwd, chap-secrets, hidden fields of a page, Proxmox's own files.</summary>
internal sealed class PlaceDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-place", PrivacyKind.Password, "Secrets known by their place in a file");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("]:587"), new("]:465"), new("]:25"), new("]:submission"), new("]:smtp"), new("\" * \""), new("type=\"password\"", IgnoreCase: true), new(" PSK \""), new(" EAP \""), new(" XAUTH \""), new(" NTLM \""), new("rocommunity"), new("rwcommunity"), new("trap2sink "), new("trapsink "), new("informsink "), new("trapcommunity "), new("com2sec "), new("stats auth "),
        new("\"entries\""), new("\"kdf\""), new("data "), new("secret name="), new("header name="), new("otp ", IgnoreCase: true, WordStart: true), new("createUser "), new("snmp community "), new("snmp-server community "), new("dns ", WordStart: true), new("\"private\": \""), new("priv: ", WordStart: true), new("radius-server ", WordStart: true), new("tacacs-server ", WordStart: true),
    ];

    /// <summary>Net-SNMP: <c>rocommunity X</c>, <c>trap2sink HOST X</c>, <c>com2sec NAME SOURCE X</c>. The ones that everybody has stay.</summary>
    private void Community(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var skip = text[at] == 'c' ? 3 : Bytes.StartsWithAt(text, at, "trapc"u8) || text[at] == 'r' ? 1 : 2;
        var i = at;
        for (var word = 0; i < line; word++)
        {
            var start = i;
            while (i < line && !Bytes.IsBlank(text[i])) i++;
            if (word == skip)
            {
                var value = text[start..i];
                if (!value.IsEmpty && !value.SequenceEqual("public"u8) && !value.SequenceEqual("private"u8) && value[0] is not ((byte)'-' or (byte)'=' or (byte)':')) found.Replace(start, value.Length, Rule.Kind);
                return;
            }
            i = Bytes.SkipBlanks(text, i);
        }
    }

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // A provider of Terraform keeps the version of its schema there: {"schema_version":"1"}
        if (text[at] == '"' && length == 12 && SecretText.IsSchemaVersion(text[(at + length)..])) return;
        // What kind of content a web hook sends is no secret, be it in Base64.
        if (text[at] == 'h' && length == 12 && Bytes.StartsWithIgnoreCase(text, at + length, "content-type"u8)) return;
        var line = Bytes.LineEnd(text, at);
        var after = at + length;
        switch (text[at])
        {
            case (byte)'p':
                PrivateSnmp(text, at, after, line, found);
                break;
            case (byte)'s' when Bytes.StartsWithAt(text, at, "snmp-"u8):
                // snmp-server community X RO, snmp-server community "x y" operator, snmp-server community 0 X view all
                var named = DeviceText.Secret(text, after, line, out _);
                if (DeviceText.CanBeSecret(text[named.Start..named.End])) found.Replace(named.Start, named.Length, Rule.Kind);
                break;
            case (byte)']':
            case (byte)'s' when Bytes.StartsWithAt(text, at, "stats"u8):
                // [smtp.example.net]:587 user:password – and not [::1]:25 of a list of sockets.
                if (text[at] == ']')
                {
                    while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, after))) after++;
                    if (!Bytes.IsBlank(Bytes.At(text, after))) break;
                    after = Bytes.SkipBlanks(text, after);
                    if (after >= line) break;
                }
                if (text[after..line].IndexOf((byte)':') is not (> 0 and var colon) || text[at] == ']' && (text[Bytes.LineStart(text, at)] != '[' || text.Slice(after, colon).ContainsAny(" [*"u8))) break;
                found.Replace(after + colon + 1, line - after - colon - 1, Rule.Kind);
                if (!ServiceAccounts.Contains(text.Slice(after, colon)) && !text.Slice(after, colon).Contains((byte)'@')) found.Replace(after, colon, PrivacyKind.User);
                break;
            case (byte)'"' when text[at + 1] == ' ':
            case (byte)' ':
                // name : EAP "x"
                if (text[at + 1] is (byte)'E' or (byte)'X' or (byte)'N' && text[Bytes.LineStart(text, at)..at].TrimEnd(" :"u8) is { Length: > 1 } owner && NamedValue.NameLength(text, Bytes.LineStart(text, at)) == owner.Length)
                {
                    found.Learn(PrivacyKind.User, owner);
                    found.Replace(Bytes.LineStart(text, at), owner.Length, PrivacyKind.User);
                }
                if (text[at] == '"' && text[..at].LastIndexOf((byte)'"') is >= 0 and var open && open >= Bytes.LineStart(text, at)) found.Replace(open + 1, at - open - 1, PrivacyKind.User);
                found.Replace(after, Math.Max(0, text[after..line].IndexOf((byte)'"')), Rule.Kind);
                break;
            case (byte)'t' or (byte)'T' when Bytes.StartsWithIgnoreCase(text, at, "type"u8):
                if (text[after..line].IndexOf("value=\""u8) is >= 0 and var field && text[after..line].IndexOf((byte)'>') > field) found.Replace(after + field + 7, Math.Max(0, text[(after + field + 7)..line].IndexOf((byte)'"')), Rule.Kind);
                break;
            case (byte)'o' or (byte)'O':
                if (Digits(text, after) == 6) found.Replace(after, 6, PrivacyKind.OneTimeCode);
                break;
            case (byte)'r' when text[at + 1] is (byte)'o' or (byte)'w':
            case (byte)'t' when text[at + 1] == 'r':
            case (byte)'i':
            case (byte)'c' when text[at + 1] == 'o':
                Community(text, at, line, found);
                break;
            case (byte)'r':
            case (byte)'t' when Bytes.StartsWithAt(text, at, "tacacs"u8):
                // Cisco and Aruba: behind key, and how it is written down.
                if (text[(after - 1)..line].IndexOf(" key "u8) is >= 0 and var key && DeviceText.Secret(text, after + key + 4, line, out _) is var shared && DeviceText.CanBeSecret(text[shared.Start..shared.End])) found.Replace(shared.Start, shared.Length, Rule.Kind);
                break;
            case (byte)'c':
                // createUser name SHA "x" AES "y"; a word behind the name of an algorithm
                if (text[after..line].IndexOf((byte)'"') < 0) Phrases(text, after, line, found);
                for (var i = after; i < line; i++)
                    if (text[i] == '"' && SecretText.Quoted(text, i, "\""u8) is { } phrase) { found.Replace(phrase.Start, phrase.Length, Rule.Kind); i = phrase.End; }
                break;
            case (byte)'d' when text[at + 1] == 'n':
                // Caddy: dns PROVIDER TOKEN
                if (Bytes.IsLower(Bytes.At(text, after)) && text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0 && text[after..line].LastIndexOf((byte)' ') is > 0 and var provider && line - after - provider > 20 && SecretText.LooksRandom(text[(after + provider + 1)..line]))
                    found.Replace(after + provider + 1, line - after - provider - 1, PrivacyKind.ServiceToken);
                break;
            case (byte)'d':
                AcmeData(text, at, after, line, found);
                break;
            case (byte)'s' when text[at + 1] == 'n':
                if (text[after..line].IndexOf("name="u8) < 0)
                {
                    // Junos: set snmp community X authorization read-only
                    if (SecretText.WordEnd(text, after) is var junos && junos - after > 3 && text[junos..line].StartsWith(" authorization"u8)) found.Replace(after, junos - after, Rule.Kind);
                }
                else if (text[after..line].IndexOf(" name="u8) is >= 0 and var community) found.Replace(after + community + 6, SecretText.WordEnd(text, after + community + 6) - after - community - 6, Rule.Kind);
                break;
            case (byte)'s' or (byte)'h':
                if (text[after..line].IndexOf("value="u8) is >= 0 and var value && !Headers.Contains(text.Slice(after, text[after..line].IndexOf((byte)',') is > 0 and var comma ? comma : 0))) found.Replace(after + value + 6, SecretText.Base64End(text, after + value + 6) - after - value - 6, PrivacyKind.ServiceToken);
                break;
            default:
                Json(text, at, after, found);
                break;
        }
    }

    // Headers of a request that say nothing about who sends it.
    private static readonly WordSet Headers = WordSet.Of("Content-Type content-type Content-Encoding Accept accept Accept-Language Accept-Encoding User-Agent user-agent Cache-Control Connection Priority X-Priority Title Tags Markdown");

    /// <summary>SNMPv3 in one line: <c>snmpv3: { user: x, auth: y, priv: z }</c></summary>
    private void PrivateSnmp(ReadOnlySpan<byte> text, int at, int after, int line, Findings found)
    {
        var before = text[Bytes.LineStart(text, at)..at];
        if (before.IndexOf("snmp"u8) < 0 && before.IndexOf("SNMP"u8) < 0 || before.LastIndexOf("auth: "u8) is not (>= 0 and var auth)) return;
        Word(text, at - before.Length + auth + 6, line, found);
        Word(text, after, line, found);
    }

    private void Word(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var quote = SecretText.QuoteAt(text, at);
        var value = quote.Length > 0 && SecretText.Quoted(text, at, quote) is { } quoted ? quoted : new Extent(at, Math.Min(line, SecretText.WordEnd(text, at)));
        if (value.Length >= 6 && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    private void Phrases(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        for (var (i, isNext) = (at, false); i < line; i = Bytes.SkipBlanks(text, i))
        {
            var start = i;
            while (i < line && !Bytes.IsBlank(text[i])) i++;
            if (i == start) return;
            var word = text[start..i];
            var isAlgorithm = word.StartsWith("SHA"u8) || word.StartsWith("AES"u8) || word.SequenceEqual("MD5"u8) || word.SequenceEqual("DES"u8);
            if (isNext && !isAlgorithm && word.Length >= 6 && word[0] != '-') found.Replace(start, word.Length, Rule.Kind);
            isNext = isAlgorithm;
        }
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        return end - at;
    }

    /// <summary>The credentials of an ACME plugin: its <c>data</c> in Base64, indented below the section.</summary>
    private static void AcmeData(ReadOnlySpan<byte> text, int at, int after, int line, Findings found)
    {
        if (Bytes.At(text, at - 1) is not ((byte)'\t' or (byte)' ') || text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) return;
        var end = after;
        while (end < line && Bytes.IsBase64(text[end])) end++;
        if (end == line && end - after >= 20) found.Replace(after, end - after, PrivacyKind.ServiceToken);
    }

    /// <summary>Hashed recovery codes of tfa.cfg, the key file of a backup, what a provider keeps in a Terraform state.</summary>
    private static void Json(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        if (text[at + 1] == 'p')
        {
            // null and {} say that nothing is kept.
            if (SecretText.Base64End(text, after) is var stop && stop - after > 8) found.Replace(after, stop - after, PrivacyKind.ServiceToken);
            return;
        }
        var limit = Math.Min(text.Length, after + 3000);
        if (text[at + 1] == 'k')
        {
            // The key of a tape, and what reminds of its password.
            var open = text[Math.Max(0, at - 600)..at].LastIndexOf((byte)'{') is >= 0 and var brace ? Math.Max(0, at - 600) + brace : at;
            var end = text[at..limit].IndexOf((byte)'}') is > 0 and var bracket ? at + bracket : limit;
            if (text[open..end].IndexOf("\"salt\""u8) is > 0 and var salt && NamedValue.After(text, open + salt + 6) is { Length: > 8 } grain) found.Replace(grain.Start, grain.Length, PrivacyKind.PrivateKey);
            if (text[open..end].IndexOf("\"hint\""u8) is > 0 and var hint && NamedValue.After(text, open + hint + 6) is { Length: > 2 } reminder) found.Replace(reminder.Start, reminder.Length, PrivacyKind.Password);
            if (text[after..limit].IndexOf("\"data\""u8) is >= 0 and var data && text[(after + data + 6)..limit].IndexOf((byte)'"') is >= 0 and var quote)
                found.Replace(after + data + quote + 7, SecretText.Base64End(text, after + data + quote + 7) - after - data - quote - 7, PrivacyKind.PrivateKey);
            return;
        }
        if (text[after..limit].IndexOf((byte)']') is not (> 0 and var close)) return;
        for (var i = after; i < after + close; i++)
            if (SecretText.HexEnd(text, i) is var end && end - i == 64) { found.Replace(i, 64, PrivacyKind.ServiceToken); i = end; }
    }
}
