using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Columns of users and machines in tables that have nothing but blanks between their cells: <c>ps</c>, <c>top</c>, <c>lsof</c>, <c>w</c>, <c>lastlog</c>, <c>loginctl</c>, <c>quser</c>,
/// <c>smbstatus</c>, <c>restic snapshots</c>, <c>ceph orch host ls</c>, <c>virsh list</c>. A cell belongs to the head below which it stands.
/// </summary>
internal sealed class PlainTableDetector : Detector
{
    private const int MostRows = 4000, LongestHead = 240, FewestHeads = 5;

    private static readonly (string Head, PrivacyKind Kind)[] Heads =
    [
        ("USER ", PrivacyKind.User), ("UID ", PrivacyKind.User), ("USERNAME ", PrivacyKind.User), ("Username ", PrivacyKind.User), ("Username\n", PrivacyKind.User), ("Username\r", PrivacyKind.User), ("User  ", PrivacyKind.User), ("OWNER ", PrivacyKind.User), ("Login  ", PrivacyKind.User), ("Benutzername ", PrivacyKind.User), ("BENUTZERNAME ", PrivacyKind.User), ("UTILISATEUR ", PrivacyKind.User),
        ("HOST ", PrivacyKind.Host), ("HOSTNAME ", PrivacyKind.Host), ("Host  ", PrivacyKind.Host), ("Hostname  ", PrivacyKind.Host), ("NODE ", PrivacyKind.Node), ("Node  ", PrivacyKind.Node), ("Machine  ", PrivacyKind.Host), ("Name  ", PrivacyKind.Guest), ("NAME  ", PrivacyKind.Guest), ("Client  ", PrivacyKind.Host), ("IDENTITY ", PrivacyKind.Host),
    ];

    // Which other heads make of a column of names one of machines: tables of virsh, lxc-ls, multipass, Hyper-V.
    private static readonly string[] Machines = [" State", " AUTOSTART", " IPV4", " ADDR", "VMID", "MAC Address", " CPU%"];

    private static readonly byte[][] Others = [[.. " StartMode"u8], [.. " StartType"u8], [.. "PSJobTypeName"u8], [.. "HasMoreData"u8], [.. " Availability"u8], [.. "ProcessId"u8], [.. "TaskPath"u8], [.. "DisplayName"u8],
        // Interfaces, VLANs and the VRFs of switches and routers.
        [.. "VLAN"u8], [.. "Vlan"u8], [.. "VRF"u8], [.. "Port "u8], [.. "Intf"u8], [.. "(byte)"u8], [.. "Interface"u8], [.. "MTU"u8], [.. "Pvid"u8]];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-plain-table", PrivacyKind.User, "Users and machines in tables of ps, w, lsof, restic and their kin, by their head");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Heads.Select(head => new Anchor(head.Head, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (end - line > LongestHead || CountHeads(text[line..end]) is not (> 1 and var heads)) return;
        // Login  Time of finger: when, not who.
        if (text[at] == 'L' && Bytes.StartsWithAt(text, Bytes.SkipBlanks(text, at + length), "Time"u8)) return;
        var kind = KindOf(text[at..(at + length)]);
        var word = text.Slice(at, length).TrimEnd(" \r\n"u8).Length;
        // The number of a user; only ps has a name there.
        if (text[at] == 'U' && word == 3 && text[line..end].IndexOf("PPID"u8) < 0) return;
        if (kind == PrivacyKind.Guest && (!IsMachines(text[line..end]) || IsQualified(text, line, at))) return;
        var table = ((byte)' ', heads, at - line);
        if (!found.ReadsRows(table, line)) return;
        found.HasReadRows(table, Rows(text, end, new Extent(at - line, at - line + word), text[line..end], kind, found));
    }

    private static PrivacyKind KindOf(ReadOnlySpan<byte> head)
    {
        foreach (var (name, kind) in Heads)
            if (head.TrimEnd(" \r\n"u8).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(name.Trim()))) return kind;
        return PrivacyKind.Host;
    }

    /// <summary>Feature Name, VRF-Name: whose name it is. What machines are called by such a head others know.</summary>
    private static bool IsQualified(ReadOnlySpan<byte> text, int line, int at) =>
        at > line + 1 && (text[at - 1] is (byte)'-' or (byte)'_' || text[at - 1] == ' ' && !Bytes.IsBlank(text[at - 2])) && !Phrases.AnyEnds(text[line..at], Machinery);

    private static readonly byte[][] Machinery = Phrases.Of("VM ", "Domain ", "Guest ", "Server ", "Machine ", "Container ", "Instance ", "ID ", "Id ");

    private static bool IsMachines(ReadOnlySpan<byte> head)
    {
        // Services, jobs, runspaces and sessions of Windows have a name and a state, too.
        foreach (var others in Others)
            if (head.IndexOf(others) >= 0) return false;
        foreach (var machines in Machines)
            if (head.IndexOf(System.Text.Encoding.ASCII.GetBytes(machines)) >= 0) return true;
        return false;
    }

    /// <summary>How many words a head has; 0 for a line that is none: its words begin with a capital, and it holds no value.</summary>
    private static int CountHeads(ReadOnlySpan<byte> line)
    {
        // Columns with lines between them are read by what divides them, wherever a long cell has shifted the others to.
        if (line.IndexOf("│"u8) >= 0) return 0;
        // -----BEGIN SSH HOST KEY KEYS-----: what cloud-init says of a machine.
        if (line.StartsWith("-----"u8)) return 0;
        // Client Username ................. x: dots lead from a label to its value.
        if (line.IndexOf(".."u8) >= 0) return 0;
        var (words, small) = (0, 0);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is (byte)':' or (byte)'=' or (byte)'"' or (byte)',' or (byte)';' or (byte)'|' or (byte)'\'' or (byte)'{' or (byte)'[') return 0;
            if (Bytes.IsBlank(line[i]) || i > 0 && !Bytes.IsBlank(line[i - 1])) continue;
            words++;
            if (Bytes.IsDigit(line[i])) return 0;
            if (Bytes.IsLower(line[i])) small++;
        }
        // smbstatus has some: Service  pid  Machine  Connected at
        return small == 0 || small * 3 <= words && Bytes.IsUpper(line[0]) && line.IndexOf("  "u8) > 0 ? words : 0;
    }

    /// <summary>Returns where the rows end.</summary>
    private static int Rows(ReadOnlySpan<byte> text, int end, Extent head, ReadOnlySpan<byte> title, PrivacyKind kind, Findings found)
    {
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var line); rows++)
        {
            var row = text[line..end];
            if (row.Trim(" \t>"u8).IsEmpty || row.SequenceEqual(title) || row.StartsWith("PS "u8) || IsPrompt(row) || CountHeads(row) > FewestHeads) return line;
            if (row.IndexOfAnyExcept("-= +"u8) < 0) continue;
            if (CellAt(row, head) is not { IsEmpty: false } cell) continue;
            // > is the session that asks.
            if (row[cell.Start] == '>') cell = new Extent(cell.Start + 1, cell.End);
            var name = row[cell.Start..cell.End];
            if (NamedValue.NameLength(row, cell.Start) != name.Length)
            {
                // ps cuts what is too long: verylongn+
                if (kind == PrivacyKind.User && name.Length == 8 && name[^1] == '+' && !name.StartsWith("systemd"u8) && !name.StartsWith("message"u8) && NamedValue.NameLength(row, cell.Start) == 7) found.Replace(line + cell.Start, 7, kind);
                continue;
            }
            if (kind == PrivacyKind.User) NamedValue.TakeUser(text, line + cell.Start, name.Length, found);
            else if (Vocabulary.IsTelling(name) && !name.Contains((byte)'.') && !name.Contains((byte)'_'))
            {
                NamedValue.TakeName(text, line + cell.Start, name.Length, kind, found);
                Daemon(text, line, row, cell, kind, found);
            }
        }
        return end;
    }

    /// <summary>What runs on the machine is called by it, in the first column: <c>rgw.s3.lyra.kxqzpw   lyra</c> of ceph orch</summary>
    private static void Daemon(ReadOnlySpan<byte> text, int line, ReadOnlySpan<byte> row, Extent cell, PrivacyKind kind, Findings found)
    {
        var first = row[..Math.Max(0, row.IndexOf((byte)' '))];
        var name = row[cell.Start..cell.End];
        if (first.Length <= name.Length || first.Length >= cell.Start || first.IndexOf(name) is not (> 1 and var at) || first[at - 1] != '.') return;
        if (at + name.Length == first.Length || first[at + name.Length] == '.') found.Replace(line + at, name.Length, kind);
    }

    /// <summary>The word that stands below the head, which may begin before it or reach beyond.</summary>
    private static Extent CellAt(ReadOnlySpan<byte> row, Extent head)
    {
        for (var i = 0; i < row.Length;)
        {
            while (i < row.Length && Bytes.IsBlank(row[i])) i++;
            var start = i;
            while (i < row.Length && !Bytes.IsBlank(row[i])) i++;
            if (start >= head.End) return default;
            if (i > head.Start) return new Extent(start, i);
        }
        return default;
    }

    private static bool IsPrompt(ReadOnlySpan<byte> row)
    {
        var blank = row.IndexOf((byte)' ');
        var first = blank < 0 ? row : row[..blank];
        return first.Length > 2 && (first[^1] is (byte)'#' or (byte)'$' or (byte)'>' && first.Contains((byte)'@')) || row.StartsWith("$ "u8) || row.StartsWith("# "u8) || row.StartsWith("["u8) && row.IndexOf("]# "u8) > 0;
    }
}
