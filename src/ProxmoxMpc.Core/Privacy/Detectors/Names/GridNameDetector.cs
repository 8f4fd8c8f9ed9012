using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Columns whose head says that they hold names: CSV, tables of Markdown, HTML and pvesh. A column that is only called <c>name</c> needs another one that guests
/// or machines have.
/// </summary>
internal sealed class GridNameDetector : Detector
{
    private const int FewestColumns = 2, MostColumns = 40;

    // Lines between rows that are none, one after another: those of a frame, tags on lines of their own.
    private const int MostFrames = 4;

    // Rows above one that may be a head.
    private const int MostBody = 16;

    private static readonly string[] Separators = [",", ";", "\t", "| ", "|", "<th>", "│ ", "\",\"", ";\""];

    private static readonly string[] Heads =
        ["name", "node", "host", "vm", "guest", "gast", "user", "owner", "account", "password", "passwort", "server", "computer", "serial", "mac", "snmp", "community"];

    // A table that begins with them is known by them alone.
    private static readonly string[] FirstHeads =
        ["name", "node", "hostname", "host", "vmname", "user", "username", "computername", "machinename", "server", "login", "owner", "samaccountname"];

    private static readonly string[] OtherHeads = ["login", "hasło", "haslo", "contrase", "senha", "phone"];

    /// <summary>The rule, which tables of PowerShell share.</summary>
    public static PrivacyRule ColumnRule { get; } = PrivacyRule.Standard("name-column", PrivacyKind.Host, "Columns of names in tables of any syntax, by their head");

    public override PrivacyRule Rule => ColumnRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from separator in Separators from head in Heads select new Anchor(separator + head, IgnoreCase: true),
        .. from head in FirstHeads from separator in new[] { ",", ";" } select new Anchor(head + separator, IgnoreCase: true, WordStart: true),
        .. from head in OtherHeads from separator in new[] { "| ", "," } select new Anchor(separator + head, IgnoreCase: true),
        // The line below the heads of psql, which stand in the middle of their columns.
        new("-+-"),
        // In pages, whatever language the heads are in.
        new("<tr><th"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // A head's first word.
        if (Bytes.IsAsciiLetter(text[at]) && at > 0 && text[at - 1] != '\n') return;
        var line = at;
        if (text[at] == '-')
        {
            // Only the first of a line, which nothing but dashes stands before.
            while (line > 0 && text[line - 1] == '-') line--;
            // A frame, which has a head above it if it is no frame's first line: +------+
            if (Bytes.At(text, line - 1) == '+') line--;
            if (line < 2 || text[line - 1] != '\n' || text[line..Bytes.LineEnd(text, at)].IndexOfAnyExcept("-+\r"u8) >= 0) return;
            line--;
        }
        line = Bytes.LineStart(text, line);
        var end = Bytes.LineEnd(text, line);
        var separator = GridText.SeparatorOf(text[line..end]);
        if (separator.Length == 0 || text[line..end].ContainsAny("={("u8) && separator is [(byte)',' or (byte)';' or (byte)'\t']) return;
        var heads = GridText.Split(text, line, end, separator);
        if (heads.Count is < FewestColumns or > MostColumns) return;
        var kinds = ColumnHeads.KindsOf(text, heads);
        if (kinds.TrueForAll(kind => kind is null)) return;
        if (heads.Count == 2 && kinds[1] is null && separator is [(byte)';' or (byte)','] && IsList(text, end, separator))
        {
            if (kinds[0] is { } listed) ColumnValue.Take(text, heads[1], listed, found, false);
            return;
        }
        if (separator is [(byte)'|', ..] && IsBody(text, line)) return;
        // Whichever head comes first does the work for the whole table.
        var table = (separator[0], heads.Count, -1);
        if (found.ReadsRows(table, line)) found.HasReadRows(table, TakeRows(text, end, separator, kinds, found, ColumnHeads.HaveVmid(text, heads)));
    }

    /// <summary>Whether a list of names and values is there, and no table: what follows a machine's name is its address, its model and the like, each called so.</summary>
    private static bool IsList(ReadOnlySpan<byte> text, int end, ReadOnlySpan<byte> separator) =>
        Bytes.NextLine(text, ref end, out var below) && text[below..end].IndexOf(separator) is > 0 and var name && Properties.Contains(text.Slice(below, name));

    private static readonly WordSet Properties = WordSet.Of(
        "ip ipv4 ipv6 mac subnet subnetz subnetmask netmask gateway dns domain firmware model modell serial seriennummer version location standort os uptime ip-adresse mac-adresse");

    /// <summary>Whether a row of Markdown stands below the line of dashes that ends a head, or a row and a frame above it, and so is none: <c>| Node | pve1 |</c> of a list of properties.</summary>
    private static bool IsBody(ReadOnlySpan<byte> text, int line)
    {
        var isFramed = false;
        for (var lines = 0; lines < MostBody && line > 0; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var row = text[line..Bytes.LineEnd(text, line)].Trim(" \t>"u8);
            if (row.Length > 4 && row.StartsWith("+-"u8) && row.IndexOfAnyExcept("+-"u8) < 0 && lines == 0)
            {
                // A list of properties has a frame between each two.
                isFramed = true;
                continue;
            }
            if (row.IsEmpty || row[0] != '|') return false;
            if (isFramed) return true;
            if (row.Length > 4 && row.IndexOfAnyExcept("|-: "u8) < 0 && row.IndexOf("--"u8) >= 0) return true;
        }
        return false;
    }

    /// <summary>Returns where the rows end.</summary>
    private static int TakeRows(ReadOnlySpan<byte> text, int end, ReadOnlySpan<byte> separator, List<PrivacyKind?> kinds, Findings found, bool areGuests)
    {
        var isHtml = separator.SequenceEqual("<th"u8);
        var cell = isHtml ? "<td"u8 : separator;
        for (var frames = 0; Bytes.NextLine(text, ref end, out var start);)
        {
            if (cell is [(byte)',' or (byte)';']) end = GridText.RowEnd(text, start, end);
            if (text[start..end].IndexOf(cell) < 0)
            {
                if (!IsFrame(text[start..end], isHtml) || ++frames > MostFrames) return start;
                continue;
            }
            var cells = GridText.Split(text, start, end, cell);
            // In psql's tables, which have no border, the last cell may be empty.
            if (cells.Count == kinds.Count || cells.Count == kinds.Count - 1 && text[start] != '|' && text[start..end].TrimEnd(" \r"u8) is [.., (byte)'|']) TakeRow(text, cells, kinds, found, areGuests);
            else if (separator.Length == 1 && separator[0] != '|') return start;
        }
        return text.Length;
    }

    private static bool IsFrame(ReadOnlySpan<byte> row, bool isHtml)
    {
        if (row.IndexOf("─"u8) >= 0 || row.StartsWith("--"u8) && row.IndexOfAnyExcept("-+\r"u8) < 0 || row.IndexOf("═"u8) >= 0 || row.StartsWith("+-"u8)) return true;
        return isHtml && row.TrimStart(" \t"u8) is [(byte)'<', ..] && row.IndexOf("</table"u8) < 0;
    }

    private static void TakeRow(ReadOnlySpan<byte> text, List<Extent> cells, List<PrivacyKind?> kinds, Findings found, bool isGuest)
    {
        if (IsCluster(text, cells)) return;
        foreach (var cell in cells) isGuest |= IsGuestType(text[cell.Start..cell.End]);
        for (var i = 0; i < cells.Count; i++)
            if (kinds[i] is { } kind) ColumnValue.Take(text, cells[i], kind, found, isGuest);
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

    private static bool IsGuestType(ReadOnlySpan<byte> cell) => cell.Length <= 3 && GuestTypes.Contains(cell) || Bytes.StartsWithIgnoreCase(cell, 0, "qemu"u8);

    private static readonly WordSet GuestTypes = WordSet.Of("vm ct lxc kvm");
}
