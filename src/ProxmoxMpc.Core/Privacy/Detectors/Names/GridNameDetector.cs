using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Columns whose head says that they hold names: CSV, tables of Markdown, HTML and pvesh, tables of PowerShell with a line of dashes below the
/// head. A column that is only called <c>name</c> needs another one that guests or machines have.
/// </summary>
internal sealed class GridNameDetector : Detector
{
    private static readonly Dictionary<string, PrivacyKind> Heads = new(StringComparer.OrdinalIgnoreCase)
    {
        ["node"] = PrivacyKind.Node, ["nodename"] = PrivacyKind.Node, ["targetnode"] = PrivacyKind.Node, ["knoten"] = PrivacyKind.Node,
        ["host"] = PrivacyKind.Host, ["hostname"] = PrivacyKind.Host, ["computername"] = PrivacyKind.Host, ["computer"] = PrivacyKind.Host, ["pscomputername"] = PrivacyKind.Host, ["server"] = PrivacyKind.Host, ["servername"] = PrivacyKind.Host, ["machine"] = PrivacyKind.Host, ["device"] = PrivacyKind.Host, ["rechner"] = PrivacyKind.Host, ["inventoryhostname"] = PrivacyKind.Host,
        ["vmname"] = PrivacyKind.Guest, ["guest"] = PrivacyKind.Guest, ["gast"] = PrivacyKind.Guest, ["maschine"] = PrivacyKind.Host, ["instance"] = PrivacyKind.Host, ["gerät"] = PrivacyKind.Host, ["naam"] = PrivacyKind.Word, ["nom"] = PrivacyKind.Word, ["nombre"] = PrivacyKind.Word, ["navn"] = PrivacyKind.Word, ["namn"] = PrivacyKind.Word, ["guestname"] = PrivacyKind.Guest, ["vm"] = PrivacyKind.Guest, ["container"] = PrivacyKind.Guest, ["name"] = PrivacyKind.Word,
        ["user"] = PrivacyKind.User, ["username"] = PrivacyKind.User, ["owner"] = PrivacyKind.User, ["samaccountname"] = PrivacyKind.User, ["login"] = PrivacyKind.User, ["usename"] = PrivacyKind.User, ["rolname"] = PrivacyKind.User, ["benutzername"] = PrivacyKind.User, ["loginname"] = PrivacyKind.User, ["utilisateur"] = PrivacyKind.User, ["usuario"] = PrivacyKind.User, ["konto"] = PrivacyKind.User, ["requester"] = PrivacyKind.User, ["assignedto"] = PrivacyKind.User, ["assignee"] = PrivacyKind.User, ["reporter"] = PrivacyKind.User, ["bearbeiter"] = PrivacyKind.User, ["melder"] = PrivacyKind.User, ["creator"] = PrivacyKind.User, ["benutzer"] = PrivacyKind.User,
        ["account"] = PrivacyKind.User, ["password"] = PrivacyKind.Password, ["passwort"] = PrivacyKind.Password, ["kennwort"] = PrivacyKind.Password, ["pw"] = PrivacyKind.Password, ["pass"] = PrivacyKind.Password, ["pwd"] = PrivacyKind.Password, ["wachtwoord"] = PrivacyKind.Password, ["motdepasse"] = PrivacyKind.Password, ["secret"] = PrivacyKind.Password, ["token"] = PrivacyKind.Password, ["old"] = PrivacyKind.FreeText, ["new"] = PrivacyKind.FreeText, ["alt"] = PrivacyKind.FreeText, ["neu"] = PrivacyKind.FreeText, ["serial"] = PrivacyKind.Serial, ["serialnumber"] = PrivacyKind.Serial, ["seriennummer"] = PrivacyKind.Serial, ["servicetag"] = PrivacyKind.Serial, ["snmp"] = PrivacyKind.Password, ["community"] = PrivacyKind.Password, ["officephone"] = PrivacyKind.Phone, ["telephonenumber"] = PrivacyKind.Phone, ["telephone"] = PrivacyKind.Phone, ["phone"] = PrivacyKind.Phone, ["phonenumber"] = PrivacyKind.Phone, ["mobile"] = PrivacyKind.Phone, ["mobilephone"] = PrivacyKind.Phone, ["telefon"] = PrivacyKind.Phone, ["telefonnummer"] = PrivacyKind.Phone, ["handy"] = PrivacyKind.Phone, ["fax"] = PrivacyKind.Phone, ["logonworkstations"] = PrivacyKind.Host, ["workstation"] = PrivacyKind.Host, ["workstations"] = PrivacyKind.Host, ["mac"] = PrivacyKind.Mac, ["macaddress"] = PrivacyKind.Mac,
        ["hasło"] = PrivacyKind.Password, ["haslo"] = PrivacyKind.Password, ["contraseña"] = PrivacyKind.Password, ["clave"] = PrivacyKind.Password, ["senha"] = PrivacyKind.Password, ["lösenord"] = PrivacyKind.Password, ["passord"] = PrivacyKind.Password, ["adgangskode"] = PrivacyKind.Password, ["salasana"] = PrivacyKind.Password, ["heslo"] = PrivacyKind.Password, ["jelszó"] = PrivacyKind.Password, ["parola"] = PrivacyKind.Password, ["şifre"] = PrivacyKind.Password, ["пароль"] = PrivacyKind.Password, ["passphrase"] = PrivacyKind.Password, ["adminpassword"] = PrivacyKind.Password, ["localpassword"] = PrivacyKind.Password, ["rootpassword"] = PrivacyKind.Password, ["localadmin"] = PrivacyKind.User, ["localuser"] = PrivacyKind.User, ["adminuser"] = PrivacyKind.User, ["adminaccount"] = PrivacyKind.User, ["użytkownik"] = PrivacyKind.User, ["gebruiker"] = PrivacyKind.User, ["bruker"] = PrivacyKind.User, ["användare"] = PrivacyKind.User, ["felhasználó"] = PrivacyKind.User, ["uživatel"] = PrivacyKind.User, ["teléfono"] = PrivacyKind.Phone, ["telefono"] = PrivacyKind.Phone, ["téléphone"] = PrivacyKind.Phone, ["mobil"] = PrivacyKind.Phone, ["cell"] = PrivacyKind.Phone, ["tel"] = PrivacyKind.Phone,
    };

    // What makes of a column of names one of machines.
    private static readonly HashSet<string> Company = new(StringComparer.OrdinalIgnoreCase) { "vmid", "node", "maxmem", "ip", "ipaddress", "ipaddr", "ipv4", "ipv6", "vcpu", "vcpus", "memory", "memorymb", "guest", "os", "ostype", "fqdn", "host", "cores", "mac", "macaddress", "serial", "serialnumber", "servicetag", "firmware", "hypervisor", "vlan", "cpuusage(%)", "memoryassigned(m)", "dnshostname", "operatingsystem", "ipv4address" };

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-column", PrivacyKind.Host, "Columns of names in tables of any syntax, by their head");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from separator in new[] { ",", ";", "\t", "| ", "|", "<th>", "│ ", "\"," + "\"", ";\"" } from head in new[] { "name", "node", "host", "vm", "guest", "gast", "user", "owner", "account", "password", "passwort", "server", "computer", "serial", "mac", "snmp", "community" } select new Anchor(separator + head, IgnoreCase: true),
        .. from head in new[] { "name", "node", "hostname", "host", "vmname", "user", "username", "computername", "server", "login", "owner", "samaccountname" } from separator in new[] { ",", ";" } select new Anchor(head + separator, IgnoreCase: true, WordStart: true),
        .. from head in new[] { "login", "has\u0142o", "haslo", "contrase", "senha", "phone" } from separator in new[] { "| ", "," } select new Anchor(separator + head, IgnoreCase: true),
        new("\n----"), new("\r\n----"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == '-')
        {
            Underlined(text, at + length - 4, found);
            return;
        }
        // A head's first word.
        if (Bytes.IsAsciiLetter(text[at]) && at > 0 && text[at - 1] != '\n') return;
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var separator = SeparatorOf(text[line..end]);
        if (separator.Length == 0 || (text[line..end].ContainsAny("={("u8) && separator is [(byte)',' or (byte)';' or (byte)'\t'])) return;
        var heads = Split(text, line, end, separator);
        if (heads.Count < 2 || heads.Count > 40) return;
        // Whichever head comes first does the work for the whole table.
        var kinds = KindsOf(text, heads);
        var first = kinds.FindIndex(kind => kind is not null);
        if (first < 0) return;
        var table = (separator[0], heads.Count, -1);
        var hasNumbers = false;
        foreach (var head in heads) hasNumbers |= Bytes.StartsWithIgnoreCase(text[head.Start..head.End], 0, "vmid"u8) && head.Length == 4;
        if (found.ReadsRows(table, line)) found.HasReadRows(table, Rows(text, end, separator, kinds, found, hasNumbers));
    }

    private static ReadOnlySpan<byte> SeparatorOf(ReadOnlySpan<byte> head)
    {
        if (head.IndexOf("<th"u8) >= 0) return "<th"u8;
        if (head.IndexOf("│"u8) >= 0) return "│"u8;
        if (head.Count((byte)'|') >= 2) return "|"u8;
        if (head.Count((byte)';') >= 1 && head.Count((byte)';') >= head.Count((byte)',')) return ";"u8;
        if (head.Count((byte)',') >= 1) return ","u8;
        return head.Count((byte)'\t') >= 1 && !Bytes.IsBlank(head[0]) ? "\t"u8 : default;
    }

    private static List<PrivacyKind?> KindsOf(ReadOnlySpan<byte> text, List<Extent> heads)
    {
        var names = new List<string>(heads.Count);
        foreach (var head in heads) names.Add(Encoding.UTF8.GetString(text[head.Start..head.End]).Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));
        // Get-NetAdapter: what has an index or a speed is an interface.
        var isMachines = !names.Exists(name => name.Equals("ifindex", StringComparison.OrdinalIgnoreCase) || name.Equals("interfacedescription", StringComparison.OrdinalIgnoreCase) || name.Equals("linkspeed", StringComparison.OrdinalIgnoreCase)) && names.Any(name => Company.Contains(name) || name.Length > 4 && name.EndsWith("ip", StringComparison.OrdinalIgnoreCase));
        // Who has a SID or an e-mail address beside the name is a user.
        var isUsers = names.Exists(name => name.Equals("sid", StringComparison.OrdinalIgnoreCase) || name.Equals("userid", StringComparison.OrdinalIgnoreCase));
        // Get-LocalUser
        isUsers |= names.Count == 3 && names[0].Equals("name", StringComparison.OrdinalIgnoreCase) && names[1].Equals("enabled", StringComparison.OrdinalIgnoreCase) && names[2].Equals("description", StringComparison.OrdinalIgnoreCase);
        // What is old or new of an account is its password.
        var isAccounts = names.Exists(name => Heads.TryGetValue(name, out var kind) && kind is PrivacyKind.User or PrivacyKind.Password);
        return [.. names.Select(name => Heads.TryGetValue(name, out var kind) ? kind == PrivacyKind.FreeText ? isAccounts ? PrivacyKind.Password : (PrivacyKind?)null : kind == PrivacyKind.Word ? isUsers ? PrivacyKind.User : isMachines ? PrivacyKind.Guest : (PrivacyKind?)null : kind : null)];
    }

    /// <summary>The cells of a row, without quotes, blanks and tags.</summary>
    private static List<Extent> Split(ReadOnlySpan<byte> text, int from, int to, ReadOnlySpan<byte> separator)
    {
        var cells = new List<Extent>();
        var isHtml = separator.SequenceEqual("<th"u8) || separator.SequenceEqual("<td"u8);
        var start = from;
        var quoted = false;
        for (var i = from; i <= to; i++)
        {
            if (i < to && text[i] == '"' && separator.Length == 1) quoted = !quoted;
            if (i < to && (quoted || !Bytes.StartsWithAt(text, i, separator))) continue;
            if (!isHtml || start > from) cells.Add(Trim(text, start, i, isHtml));
            start = i + separator.Length;
            i = Math.Max(i, start - 1);
        }
        // A border has nothing before it and nothing behind it.
        if (separator.SequenceEqual("|"u8) || separator.SequenceEqual("│"u8))
        {
            if (cells.Count > 0 && cells[0].IsEmpty) cells.RemoveAt(0);
            if (cells.Count > 0 && cells[^1].IsEmpty) cells.RemoveAt(cells.Count - 1);
        }
        return cells;
    }

    private static Extent Trim(ReadOnlySpan<byte> text, int start, int end, bool isHtml)
    {
        if (isHtml)
        {
            // <th scope="col"><b>Name</b></th>
            if (text[start..end].IndexOf((byte)'>') is >= 0 and var close) start += close + 1;
            while (start < end && text[start] == '<' && text[start..end].IndexOf((byte)'>') is >= 0 and var tag) start += tag + 1;
            if (text[start..end].IndexOf((byte)'<') is >= 0 and var next) end = start + next;
        }
        while (start < end && text[start] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'`' or (byte)'*') start++;
        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t' or (byte)'"' or (byte)'`' or (byte)'*' or (byte)'\r') end--;
        return new Extent(start, end);
    }

    /// <summary>Returns where the rows end.</summary>
    private static int Rows(ReadOnlySpan<byte> text, int end, ReadOnlySpan<byte> separator, List<PrivacyKind?> kinds, Findings found, bool areGuests)
    {
        var isHtml = separator.SequenceEqual("<th"u8);
        var cell = isHtml ? "<td"u8 : separator;
        for (var blanks = 0; text[end..].IndexOf((byte)'\n') is >= 0 and var feed;)
        {
            var start = end + feed + 1;
            if (start >= text.Length) return start;
            end = Bytes.LineEnd(text, start);
            var row = text[start..end];
            // Lines of a frame; tags on lines of their own.
            if (row.IndexOf(cell) < 0)
            {
                var isFrame = row.IndexOf("─"u8) >= 0 || row.IndexOf("═"u8) >= 0 || row.StartsWith("+-"u8) || (isHtml && row.TrimStart(" \t"u8) is [(byte)'<', ..] && row.IndexOf("</table"u8) < 0);
                if (!isFrame || blanks++ > 3) return start;
                continue;
            }
            var cells = Split(text, start, end, cell);
            if (cells.Count != kinds.Count)
            {
                if (separator.Length == 1 && separator[0] != '|') return start;
                continue;
            }
            // A machine may be called as the program that runs on it where the row says that it is one.
            var isGuest = areGuests;
            if (IsCluster(text, cells)) continue;
            foreach (var type in cells) isGuest |= IsGuestType(text[type.Start..type.End]);
            for (var i = 0; i < cells.Count; i++)
                if (kinds[i] is { } kind) Take(text, cells[i], kind, found, isGuest);
        }
        return text.Length;
    }

    /// <summary>The row of the cluster itself, amid those of its nodes, where it is called by everyday words.</summary>
    private static bool IsCluster(ReadOnlySpan<byte> text, List<Extent> cells)
    {
        var isCluster = false;
        foreach (var cell in cells)
        {
            if (Vocabulary.IsTelling(text[cell.Start..cell.End].TrimEnd("0123456789"u8))) return false;
            isCluster |= cell.Length == 7 && Bytes.StartsWithIgnoreCase(text, cell.Start, "cluster"u8);
        }
        return isCluster;
    }

    private static bool IsGuestType(ReadOnlySpan<byte> cell) =>
        (Bytes.StartsWithIgnoreCase(cell, 0, "vm"u8) && cell.Length == 2 || Bytes.StartsWithIgnoreCase(cell, 0, "ct"u8) && cell.Length == 2 || Bytes.StartsWithIgnoreCase(cell, 0, "lxc"u8) && cell.Length == 3 || Bytes.StartsWithIgnoreCase(cell, 0, "kvm"u8) && cell.Length == 3 || Bytes.StartsWithIgnoreCase(cell, 0, "qemu"u8));

    private static void Take(ReadOnlySpan<byte> text, Extent cell, PrivacyKind kind, Findings found, bool isGuest = false)
    {
        if (cell.IsEmpty) return;
        var count = NamedValue.NameLength(text, cell.Start);
        var value = text[cell.Start..cell.End];
        if (kind == PrivacyKind.Password)
        {
            // Several words are a remark, but for those with a sign that no remark has.
            if (value.Length is >= 5 and <= 80 && (!value.Contains((byte)' ') || value.Count((byte)' ') < 4 && value.ContainsAny("!#$%&+=^~*"u8) && value.ContainsAnyInRange((byte)'0', (byte)'9')) && !KeyValueText.IsReference(value) && !Vocabulary.IsWord(value) && !CommonWords.Contains(value) && (value.ContainsAny("0123456789!#$%&+=^~?*"u8) || value.IndexOfAny("-_."u8) > 0 && (value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 || value.IndexOfAnyInRange((byte)128, (byte)255) >= 0 || value.Count((byte)'-') > 1) || IsUnknownWord(value))) found.Replace(cell.Start, cell.Length, kind);
            return;
        }
        if (kind == PrivacyKind.Phone)
        {
            // An extension behind it is no part of the number, as it is none elsewhere.
            var length = value.IndexOfAnyExcept("0123456789 +-./()"u8) is >= 0 and var sign ? sign : value.Length;
            while (length > 0 && value[length - 1] is (byte)' ' or (byte)'(') length--;
            var digits = 0;
            foreach (var b in value[..length]) digits += Bytes.IsDigit(b) ? 1 : 0;
            if (digits is >= 7 and <= 15 && (length == value.Length || Bytes.IsBlank(value[length]) || value[length] == ',')) found.Replace(cell.Start, length, kind);
            return;
        }
        if (kind == PrivacyKind.Mac)
        {
            // With signs it is found anywhere; without any the head has to say so.
            if (value.Length == 12 && SecretText.HexEnd(text, cell.Start) == cell.End) found.Replace(cell.Start, cell.Length, kind);
            return;
        }
        // WKS-01,WKS-02
        if (kind == PrivacyKind.Host && value.IndexOf((byte)',') is > 0 and var comma)
        {
            Take(text, new Extent(cell.Start, cell.Start + comma), kind, found, isGuest);
            Take(text, new Extent(cell.Start + comma + 1, cell.End), kind, found, isGuest);
            return;
        }
        if (kind == PrivacyKind.Serial)
        {
            if (value.Length is >= 6 and <= 40 && value.ContainsAnyInRange((byte)'0', (byte)'9') && count == value.Length) found.Replace(cell.Start, count, kind);
            return;
        }
        if (count != cell.Length || Vocabulary.IsWord(value) && !(isGuest && kind == PrivacyKind.Guest) || (kind is PrivacyKind.User or PrivacyKind.Host && CommonWords.Contains(value))) return;
        if (kind == PrivacyKind.User && (Vocabulary.IsSystemUser(value) || Vocabulary.IsDaemon(value) || !Vocabulary.CanBeName(value) || ServiceAccounts.Contains(value) || value.Length < 3)) return;
        NamedValue.TakeName(text, cell.Start, count, kind, found);
    }

    /// <summary>Small letters that no language has, and that are no program that keeps passwords.</summary>
    private static bool IsUnknownWord(ReadOnlySpan<byte> value) =>
        value.Length >= 8 && value.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && !OtherLanguages.Contains(value) && !SentenceText.IsDerived(value) && !Keepers.Contains(value);

    private static readonly WordSet Keepers = WordSet.Of("keepassxc lastpass passbolt onepassword dashlane nordpass protonpass passwordsafe umschlag tresor envelope laps generated autogenerated identical unchanged nopassword keyonly sshkey");

    /// <summary>A table of PowerShell: dashes below each head, a cell begins below its head.</summary>
    private static void Underlined(ReadOnlySpan<byte> text, int dashes, Findings found)
    {
        var end = Bytes.LineEnd(text, dashes);
        if (text[dashes..end].IndexOfAnyExcept("- "u8) >= 0 || text[dashes..end].IndexOf((byte)' ') < 0 || dashes < 2) return;
        var head = Bytes.LineStart(text, dashes - 1);
        var columns = new List<Extent>();
        for (var i = dashes; i < end;)
        {
            var from = i;
            while (i < end && text[i] == '-') i++;
            while (i < end && text[i] == ' ') i++;
            columns.Add(new Extent(from - dashes, i >= end ? int.MaxValue : i - dashes));
        }
        var headEnd = Bytes.LineEnd(text, head);
        var heads = new List<Extent>();
        foreach (var column in columns) heads.Add(Cell(text, head, headEnd, column));
        var kinds = KindsOf(text, heads);
        if (kinds.TrueForAll(kind => kind is null)) return;
        var areGuests = false;
        foreach (var title in heads) areGuests |= Bytes.StartsWithIgnoreCase(text[title.Start..title.End], 0, "vmid"u8) && title.Length == 4;
        while (text[end..].IndexOf((byte)'\n') is >= 0 and var feed)
        {
            var row = end + feed + 1;
            if (row >= text.Length) return;
            end = Bytes.LineEnd(text, row);
            if (end == row || text[row..end].StartsWith("PS "u8)) return;
            // Where a row does not keep to the columns, its words do, if there are as many.
            var words = IsCut(text, row, end, columns) ? WordsOf(text, row, end) : null;
            for (var i = 0; i < columns.Count; i++)
                if (kinds[i] is { } kind && (words is null || words.Count == columns.Count)) Take(text, words?[i] ?? Cell(text, row, end, columns[i]), kind, found, areGuests);
        }
    }

    private static bool IsCut(ReadOnlySpan<byte> text, int row, int end, List<Extent> columns)
    {
        foreach (var column in columns)
            if (column.Start > 0 && row + column.Start < end && text[row + column.Start - 1] != ' ') return true;
        return false;
    }

    private static List<Extent> WordsOf(ReadOnlySpan<byte> text, int row, int end)
    {
        var words = new List<Extent>();
        for (var i = Bytes.SkipBlanks(text, row); i < end; i = Bytes.SkipBlanks(text, i))
        {
            var from = i;
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            // A carriage return in the middle of a line is blank, and nothing that is skipped.
            if (i == from) i++;
            else words.Add(new Extent(from, i));
        }
        return words;
    }

    private static Extent Cell(ReadOnlySpan<byte> text, int line, int end, Extent column)
    {
        var start = Math.Min(end, line + column.Start);
        var stop = column.End == int.MaxValue ? end : Math.Min(end, line + column.End);
        // What is cut by the column's edge began elsewhere.
        if (start > line && start < end && text[start - 1] != ' ') return default;
        while (start < stop && text[start] == ' ') start++;
        while (stop > start && Bytes.IsBlank(text[stop - 1])) stop--;
        return new Extent(start, stop);
    }
}
