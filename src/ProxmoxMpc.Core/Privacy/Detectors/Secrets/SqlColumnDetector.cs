using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Columns of a database dump whose name speaks of a secret: <c>INSERT INTO t (id, smtp_pass) VALUES (1, 'x')</c>, the rows of <c>COPY t (login, totp_secret) FROM stdin</c>,
/// a table of that kind that was created just before, and rows of a name and its value: <c>(4, 'smtp.password', 'x')</c>.
/// </summary>
internal sealed class SqlColumnDetector : Detector
{
    // Bytes of one statement that are read, columns of a table, bytes from a table to its rows.
    private const int Reach = 1 << 15, MostColumns = 64, ToRows = 1 << 14;

    private enum Column
    {
        Other,
        Secret,

        /// <summary>A secret where it looks like one.</summary>
        Perhaps,
        Name,
        Value,

        /// <summary>A column that is only called key or name: what it is tells its table.</summary>
        Key,
        Called,
        Node,
        Host,
        Guest,
        User,
        Phone,
    }

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sql-column", PrivacyKind.Password, "Columns of secrets in dumps of databases");

    public override Precedence Precedence => Precedence.Credential;

    public override int Sight => Reach;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("INSERT INTO ", IgnoreCase: true, WordStart: true), new("REPLACE INTO ", WordStart: true), new("COPY ", WordStart: true), new("CREATE TABLE ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(text.Length, at + Reach);
        var i = at + length;
        if (Bytes.StartsWithIgnoreCase(text, i, "if not exists "u8)) i += 14;
        if (Bytes.StartsWithIgnoreCase(text, i, "ignore "u8)) i += 7;
        var table = i;
        while (i < limit && !Bytes.IsBlank(text[i]) && text[i] != '(') i++;
        var tableEnd = i;
        i = SkipSpace(text, i, limit);
        if (tableEnd > table && Bytes.StartsWithIgnoreCase(text, i, "values"u8))
        {
            SqlRowText.BesideHashes(text, i + 6, limit, found);
            Pairs(text, i + 6, limit, found);
        }
        if (i >= limit || text[i] != '(' || tableEnd == table) return;
        Span<Column> columns = stackalloc Column[MostColumns];
        var creates = Bytes.ToLower(text[at]) == 'c' && Bytes.ToLower(text[at + 1]) == 'r';
        var count = Columns(text, ref i, limit, columns, creates);
        OfTable(text[table..tableEnd], columns[..count]);
        if (count == 0 || !Tells(columns[..count])) return;
        if (creates)
        {
            // mysqldump and others write no columns where the rows have all of them.
            var name = text[table..tableEnd];
            var window = text[i..Math.Min(text.Length, i + ToRows)];
            if (window.IndexOf(name) is not (>= 0 and var next)) return;
            for (; next >= 0; next = window[(next + 1)..].IndexOf(name) is >= 0 and var further ? next + 1 + further : -1)
                if (next >= 12 && Bytes.StartsWithIgnoreCase(window, next - 12, "insert into "u8) && SkipSpace(window, next + name.Length, window.Length) is var values && Bytes.StartsWithIgnoreCase(window, values, "values"u8))
                {
                    Rows(text, i + values + 6, limit, columns[..count], found);
                    return;
                }
            return;
        }
        i = SkipSpace(text, i, limit);
        if (Bytes.StartsWithIgnoreCase(text, i, "values"u8)) Rows(text, i + 6, limit, columns[..count], found);
        else if (Bytes.StartsWithIgnoreCase(text, i, "from stdin"u8)) Lines(text, Bytes.LineEnd(text, i), columns[..count], found);
    }

    /// <summary>Reads names of columns between brackets; with what they are where the table is created.</summary>
    private static int Columns(ReadOnlySpan<byte> text, ref int at, int limit, Span<Column> columns, bool creates)
    {
        var (count, depth, isStart) = (0, 0, true);
        for (; at < limit; at++)
        {
            var b = text[at];
            if (b == '(') depth++;
            else if (b == ')' && --depth == 0)
            {
                at++;
                return count;
            }
            else if (b == ',' && depth == 1) isStart = true;
            else if (isStart && depth == 1 && (Bytes.IsLetterOrDigit(b) || b == '_'))
            {
                var start = at;
                while (at < limit && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'_' or (byte)'-' or (byte)'$')) at++;
                var name = text[start..at];
                at--;
                isStart = false;
                if (creates && Bytes.At(text, start - 1) is not ((byte)'`' or (byte)'"') && Constraints.Contains(name)) continue;
                if (count == columns.Length) return 0;
                columns[count++] = Of(name);
            }
            else if (!creates && !(Bytes.IsLetterOrDigit(b) || Bytes.IsBlank(b) || b is (byte)'`' or (byte)'"' or (byte)'_' or (byte)'-' or (byte)'.' or (byte)'[' or (byte)']' or (byte)',')) return 0;
        }
        return 0;
    }

    private static readonly WordSet Constraints = WordSet.Of("primary key unique constraint foreign index check fulltext exclude");

    private static readonly WordSet Keys = WordSet.Of("pubkey public_key publickey privkey private_key privatekey seed totp_seed otp_seed otp salt hash passhash pwhash nthash lmhash token_hash password_hash pass_hash");

    private static Column Of(ReadOnlySpan<byte> name)
    {
        if (Keys.Contains(name)) return Column.Perhaps;
        if (name.SequenceEqual("key"u8)) return Column.Key;
        if (name.SequenceEqual("name"u8)) return Column.Called;
        if (name.SequenceEqual("option_name"u8) || name.SequenceEqual("setting"u8) || name.SequenceEqual("attribute"u8) || name.SequenceEqual("param"u8) || name.SequenceEqual("parameter"u8) || name.SequenceEqual("variable"u8) || name.SequenceEqual("configkey"u8)) return Column.Name;
        if (name.SequenceEqual("value"u8) || name.SequenceEqual("val"u8) || name.SequenceEqual("option_value"u8) || name.SequenceEqual("configvalue"u8)) return Column.Value;
        return KeyNames.MeaningOf(name) switch { KeyMeaning.Password or KeyMeaning.Token => Column.Secret, KeyMeaning.PerhapsToken => Column.Perhaps, _ => OfNames(name) };
    }

    private static Column OfNames(ReadOnlySpan<byte> name)
    {
        if (Nodes.Contains(name)) return Column.Node;
        if (Hosts.Contains(name)) return Column.Host;
        if (Guests.Contains(name)) return Column.Guest;
        if (Phones.Contains(name)) return Column.Phone;
        return Users.Contains(name) ? Column.User : Column.Other;
    }

    private static readonly WordSet Nodes = WordSet.Of("node node_name nodename pve_node hypervisor");

    private static readonly WordSet Hosts = WordSet.Of("host hostname host_name server server_name computer computername machine device device_name asset");

    private static readonly WordSet Guests = WordSet.Of("vm vm_name vmname guest guest_name container_name");

    private static readonly WordSet Phones = WordSet.Of(
        "phone phone1 phone2 phone_number phonenumber telephone telephone_number mobile mobile_phone mobile_number cell cellphone fax tel telefon telefono handy msisdn");

    private static readonly WordSet Users = WordSet.Of("login username user_name samaccountname account_name rolname");

    /// <summary>Settles what columns are that say only key or name: the name of a setting where its value is beside it, a token, a machine.</summary>
    private static void OfTable(ReadOnlySpan<byte> table, Span<Column> columns)
    {
        var hasValue = columns.Contains(Column.Value);
        foreach (ref var column in columns)
        {
            if (column == Column.Key) column = !hasValue && SqlTableText.IsOfTokens(table) ? Column.Perhaps : Column.Name;
            if (column == Column.Called) column = hasValue ? Column.Name : SqlTableText.MachineOf(table) switch { PrivacyKind.Guest => Column.Guest, PrivacyKind.Host => Column.Host, _ => Column.Name };
        }
    }

    private static bool Tells(ReadOnlySpan<Column> columns) => columns.Contains(Column.Secret) || columns.Contains(Column.Perhaps) || columns.Contains(Column.Name) && columns.Contains(Column.Value) || columns.ContainsAny([Column.Node, Column.Host, Column.Guest, Column.User, Column.Phone]);

    /// <summary>Rows in brackets, with commas between.</summary>
    private void Rows(ReadOnlySpan<byte> text, int at, int limit, ReadOnlySpan<Column> columns, Findings found)
    {
        for (var i = SkipSpace(text, at, limit); i < limit && text[i] == '(';)
        {
            i++;
            var meaning = KeyMeaning.Nothing;
            for (var column = 0; i < limit && column < columns.Length; column++)
            {
                i = SkipSpace(text, i, limit);
                var (cell, isText) = Cell(text, ref i, limit);
                if (cell.Start < 0) return;
                if (isText) Judge(text, cell, columns[column], ref meaning, found);
                else if (columns[column] == Column.Secret && SqlRowText.OfBytes(text, cell) is { } bytes) Take(text[bytes.Start..bytes.End], bytes, false, found);
                i = SkipSpace(text, i, limit);
                if (i >= limit || text[i] != ',') break;
                i++;
            }
            if (i >= limit || text[i] != ')') return;
            i = SkipSpace(text, i + 1, limit);
            if (i >= limit || text[i] != ',') return;
            i = SkipSpace(text, i + 1, limit);
        }
    }

    /// <summary>A text, or what else stands for a value; it begins at -1 where none does.</summary>
    private static (Extent Cell, bool IsText) Cell(ReadOnlySpan<byte> text, ref int at, int limit)
    {
        var start = at;
        // E'x', N'x', MD5('x')
        while (start < limit && (Bytes.IsAsciiLetterOrDigit(text[start]) || text[start] is (byte)'_' or (byte)'(')) start++;
        if (start >= limit || text[start] != '\'')
        {
            start = at;
            while (at < limit && text[at] is not ((byte)',' or (byte)')' or (byte)'\'' or (byte)'\n')) at++;
            return (at == limit || text[at] is (byte)'\'' or (byte)'\n' ? new Extent(-1, -1) : new Extent(start, at), false);
        }
        var end = start + 1;
        for (; end < limit; end++)
        {
            if (text[end] == '\\') end++;
            else if (text[end] == '\'' && Bytes.At(text, end + 1) == '\'') end++;
            else if (text[end] == '\'') break;
        }
        if (end >= limit) return (new Extent(-1, -1), false);
        var isCall = text[at..start].Contains((byte)'(');
        at = end + 1;
        if (isCall) while (at < limit && text[at] == ')' && Bytes.At(text, at + 1) is (byte)')' or (byte)',') at++;
        // 'x'::text
        if (Bytes.StartsWithAt(text, at, "::"u8)) while (at < limit && text[at] is not ((byte)',' or (byte)')')) at++;
        return (new Extent(start + 1, end), true);
    }

    /// <summary>The rows of COPY, with tabs between their cells.</summary>
    private void Lines(ReadOnlySpan<byte> text, int end, ReadOnlySpan<Column> columns, Findings found)
    {
        while (Bytes.NextLine(text, ref end, out var start))
        {
            if (text[start..end].StartsWith("\\."u8) || text[start..end].Count((byte)'\t') != columns.Length - 1) return;
            var meaning = KeyMeaning.Nothing;
            for (var column = 0; column < columns.Length; column++)
            {
                var stop = text[start..end].IndexOf((byte)'\t') is >= 0 and var tab ? start + tab : end;
                Judge(text, new Extent(start, stop), columns[column], ref meaning, found);
                start = Math.Min(stop + 1, end);
            }
        }
    }

    private void Judge(ReadOnlySpan<byte> text, Extent cell, Column column, ref KeyMeaning meaning, Findings found)
    {
        var span = text[cell.Start..cell.End];
        switch (column)
        {
            case Column.Name:
                meaning = KeyNames.MeaningOf(span);
                // RADIUS: Cleartext-Password, NT-Password
                if (meaning == KeyMeaning.Nothing && span.EndsWith("-Password"u8)) meaning = KeyMeaning.Password;
                return;
            case Column.Value:
                if (meaning != KeyMeaning.Nothing) Take(span, cell, meaning == KeyMeaning.PerhapsToken, found);
                return;
            case Column.Secret or Column.Perhaps:
                Take(span, cell, column == Column.Perhaps, found);
                return;
            case Column.Phone:
                if (SqlRowText.IsPhone(span)) found.Replace(cell.Start, cell.Length, PrivacyKind.Phone);
                return;
            case Column.Node or Column.Host or Column.Guest or Column.User:
                SqlRowText.TakeName(text, cell, KindOf(column), found);
                return;
        }
    }

    /// <summary>
    /// Rows of a setting and its value, where the table's columns are not told: <c>INSERT INTO config VALUES ('smtp_pass','x')</c>, with a number before them or a
    /// word behind.
    /// </summary>
    private void Pairs(ReadOnlySpan<byte> text, int at, int limit, Findings found)
    {
        const int MostCells = 4;
        for (var i = SkipSpace(text, at, limit); i < limit && text[i] == '(';)
        {
            i++;
            var (meaning, value, isBehind, cells) = (KeyMeaning.Nothing, default(Extent), false, 0);
            for (; i < limit; i++, cells++)
            {
                i = SkipSpace(text, i, limit);
                var (cell, isText) = Cell(text, ref i, limit);
                if (cell.Start < 0) return;
                if (isBehind && isText) value = cell;
                isBehind = value.IsEmpty && isText && IsSetting(text[cell.Start..cell.End], out meaning);
                i = SkipSpace(text, i, limit);
                if (i >= limit || text[i] != ',') break;
            }
            if (i >= limit || text[i] != ')') return;
            if (!value.IsEmpty && cells < MostCells) Take(text[value.Start..value.End], value, meaning == KeyMeaning.PerhapsToken, found);
            i = SkipSpace(text, i + 1, limit);
            if (i >= limit || text[i] != ',') return;
            i = SkipSpace(text, i + 1, limit);
        }
    }

    /// <summary>Whether a cell is the name of a secret setting: <c>smtp_pass</c>, <c>smtppass</c>. One word alone says what is spoken of, too.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> cell, out KeyMeaning meaning)
    {
        meaning = KeyMeaning.Nothing;
        if (cell.Length is < 6 or > 64 || NamedValue.NameLength(cell, 0) != cell.Length || CommonWords.Contains(cell) || Vocabulary.IsWord(cell)) return false;
        meaning = KeyNames.MeaningOf(cell);
        return meaning != KeyMeaning.Nothing;
    }

    private static PrivacyKind KindOf(Column column) => column switch
    {
        Column.Node => PrivacyKind.Node,
        Column.Guest => PrivacyKind.Guest,
        Column.User => PrivacyKind.User,
        _ => PrivacyKind.Host,
    };

    private void Take(ReadOnlySpan<byte> span, Extent cell, bool ifRandom, Findings found)
    {
        if (span.Length < 3 || span.SequenceEqual("\\N"u8) || KeyValueText.IsReference(span) || span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && span.Length < 6) return;
        if (PlausibleValue.IsProxmoxToken(span)) return;
        // Hashes and what has a form of its own is read by those who know it, and an address by those who know which part is secret.
        if (span[0] is (byte)'$' or (byte)'{' && span.Length > 20 || span.IndexOf("://"u8) > 0 || span.StartsWith("md5"u8) && span.Length == 35 || span.StartsWith("SCRAM-"u8)) return;
        if (ifRandom && (span.Length < 16 || span.Contains((byte)' ') || !SecretText.LooksRandom(span) && SecretText.HexEnd(span, 0) != span.Length)) return;
        found.Replace(cell.Start, cell.Length, Rule.Kind);
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at, int limit)
    {
        while (at < limit && Bytes.IsBlank(text[at])) at++;
        return at;
    }
}
