using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Columns of devices in the tables that switches, routers and controllers print: neighbours of LLDP, CDP and IS-IS, access points, leases of DHCP. A cell belongs to the head
/// below which it stands; a name may be cut by the next column, or have a line for itself with the rest of the row below.
/// </summary>
internal sealed class DeviceTableDetector : Detector
{
    private const int MostRows = 4000, LongestHead = 240;

    private static readonly string[] Heads =
    [
        "Device ID ", "Device-ID ", "Neighbor Dev", "System Name", "System-Name", "SysName", "SYS-NAME",
        "System Id ", "System ID ", "RemoteDevice ", "Remote Device ", "Remote System", "Neighbor Name ", "AP Name ",
        "AP name ", "ap name ", "HOST-NAME ", " HOSTNAME", "Hostname  ", "Host Name  ", "Client-Hostname ",
    ];

    // One of them stands beside it, in any table of devices.
    private static readonly byte[][] Others = Phrases.Of(
        "port", "intf", "intrfce", "interface", "mac", "ip", "hold", "hldtme", "slots", "address", "image", "ttl", "chassis", "capab",
        "model", "serial", "bss", "server", "vci",
        "status", "localport", "ip_addr", "neighbor", "state", "lease", "remid");

    // How the interfaces are called that stand first in the second line of a row.
    private static readonly WordSet Interfaces = WordSet.Of("gig ten fas eth two for hun twe fou mgmt port gi te fa");

    // How they are called where they are glued to what stands before them, the longer ones first.
    private static readonly byte[][] Glued = Phrases.Of("Twe", "Gig", "Ten", "Fas", "Eth", "Hun", "For", "XGE",
        "Gi", "Te", "Fa", "Et", "Hu", "Fo", "Tw", "Po", "GE", "ge-", "xe-", "et-");

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Heads.Select(head => new Anchor(head, WordStart: head[0] != ' '))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (end - line > LongestHead || !IsHead(text[line..end])) return;
        var title = text[line..end];
        var start = at - line + (text[at] == ' ' ? 1 : 0);
        var stop = start;
        // The head goes on up to two blanks; where the whole line has none, it is what wakes.
        var isSpaced = title.TrimStart((byte)' ').TrimEnd(" \r"u8).IndexOf("  "u8) >= 0;
        while (stop < title.Length && (!Bytes.IsBlank(title[stop]) || isSpaced && stop + 1 < title.Length && !Bytes.IsBlank(title[stop + 1]))) stop++;
        if (!isSpaced) stop = at - line + text.Slice(at, length).TrimEnd((byte)' ').Length;
        var column = new Extent(start, stop);
        var next = stop;
        while (next < title.Length && title[next] is (byte)' ' or (byte)'|' or (byte)'\r') next++;
        if (!isSpaced || next >= title.Length) next = int.MaxValue;
        var table = ((byte)'\0', start, stop);
        if (found.ReadsRows(table, line)) found.HasReadRows(table, Rows(text, end, column, next, found));
    }

    /// <summary>Whether it is a line of heads: several, one of which tables of devices have, and no sentence.</summary>
    private static bool IsHead(ReadOnlySpan<byte> line)
    {
        var (words, small, others) = (0, 0, false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is (byte)':' or (byte)'=' or (byte)'"' or (byte)',' or (byte)';' or (byte)'\'' or (byte)'{' or (byte)'[' or (byte)'`') return false;
            if (Bytes.IsBlank(line[i]) || line[i] == '|' || i > 0 && !Bytes.IsBlank(line[i - 1])) continue;
            words++;
            if (Bytes.IsLower(line[i])) small++;
            foreach (var other in Others) others |= Bytes.StartsWithIgnoreCase(line, i, other);
        }
        return words >= 3 && others && (line.TrimStart((byte)' ').TrimEnd(" \r"u8).IndexOf("  "u8) > 0 || small == 0);
    }

    /// <summary>Returns where the rows end.</summary>
    private static int Rows(ReadOnlySpan<byte> text, int end, Extent column, int next, Findings found)
    {
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var line); rows++)
        {
            var row = text[line..end].TrimEnd(" \r"u8);
            if (row.IsEmpty && rows > 0 || row.StartsWith("Total "u8) || IsPrompt(row)) return line;
            if (row.IndexOfAnyExcept("-=+| ~"u8) < 0) continue;
            if (CellAt(row, column, next) is { IsEmpty: false } cell && IsApart(row, cell, column, next)) TakeCell(text, line, row.Length, cell, next, found);
        }
        return end;
    }

    /// <summary><c>sw7# show version</c>, <c>&lt;sw7>display version</c>, <c>root@web:~# tail x</c>: what was typed next.</summary>
    private static bool IsPrompt(ReadOnlySpan<byte> row)
    {
        var first = row.IndexOf((byte)' ') is >= 0 and var blank ? row[..blank] : row;
        return first.Length > 1 && (first.IndexOfAny("#$"u8) > 0 || first[^1] == '>' || first[0] == '<' || first.Contains((byte)'@')) || row.IndexOf("]# "u8) > 0;
    }

    /// <summary>Whether a word is a cell: two blanks are before it, or it begins where its head does. In a sentence below a table no word is.</summary>
    private static bool IsApart(ReadOnlySpan<byte> row, Extent cell, Extent column, int next) =>
        next == int.MaxValue && column.Start == 0 || cell.Start < 2 || cell.Start == column.Start || Bytes.IsBlank(row[cell.Start - 2]) || row[cell.Start - 1] == '\t'
        || row[..cell.Start].TrimEnd((byte)' ') is [.., (byte)'|'];

    private static void TakeCell(ReadOnlySpan<byte> text, int line, int length, Extent cell, int next, Findings found)
    {
        var row = text.Slice(line, length);
        var count = Math.Min(NamedValue.NameLength(text, line + cell.Start), cell.Length);
        var name = row.Slice(cell.Start, count);
        var rest = row[(cell.Start + count)..cell.End];
        // The name is cut, or the serial number of the device stands behind it.
        if (!rest.IsEmpty && !rest.SequenceEqual("..."u8) && rest[0] != '(' || Interfaces.Contains(name)) return;
        // Adjacencies : 2: what is counted below a table.
        if (row[cell.End..].TrimStart((byte)' ') is [(byte)':', ..]) return;
        // Maker SoundPoint IP: a product. What follows a blank is another column where there is a digit.
        if (cell.End + 1 < Math.Min(next, length) && row[cell.End] == ' ' && Bytes.IsLetter(row[cell.End + 1]))
        {
            var word = row[(cell.End + 1)..];
            word = word.IndexOf((byte)' ') is > 0 and var blank ? word[..blank] : word;
            if (next != int.MaxValue && !word.ContainsAny("0123456789/"u8)) return;
        }
        DeviceName.Take(text, line + cell.Start, count, found);
        DeviceName.TakeSerial(text, line + cell.Start + count, found);
    }

    /// <summary>How much of a word is left where the interface of the next column runs into it, in whatever place: <c>core7.haus.firGi1/0/2</c>.</summary>
    private static int ApartFromInterface(ReadOnlySpan<byte> word)
    {
        var digits = word.IndexOf((byte)'/');
        if (digits < 0) return word.Length;
        while (digits > 0 && Bytes.IsDigit(word[digits - 1])) digits--;
        foreach (var beginning in Glued)
            if (word[..digits].EndsWith(beginning)) return word[..(digits - beginning.Length)].TrimEnd("-."u8).Length;
        return word.Length;
    }

    /// <summary>The word that stands below the head, which may begin before it or reach beyond. Where the next column runs into it, without that.</summary>
    private static Extent CellAt(ReadOnlySpan<byte> row, Extent head, int next)
    {
        for (var i = 0; i < row.Length;)
        {
            while (i < row.Length && (Bytes.IsBlank(row[i]) || row[i] == '|')) i++;
            var start = i;
            while (i < row.Length && !Bytes.IsBlank(row[i]) && row[i] != '|') i++;
            if (start >= head.End) return default;
            if (i <= head.Start) continue;
            return new Extent(start, i > next ? start + ApartFromInterface(row[start..i]) : i);
        }
        return default;
    }
}
