using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hosts of Ansible: lines of an inventory in INI form, keys above <c>ansible_host:</c> in YAML, results of a play.</summary>
internal sealed class AnsibleNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-ansible", PrivacyKind.Host, "Hosts in inventories and plays of Ansible");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("ansible_", WordStart: true), new("ok: ["), new("changed: ["), new("skipping: ["), new("fatal: ["), new("failed: ["), new("unreachable: ["), new("rescued: ["), new("ignored: ["), new(": ok="), new(": \u001b[0;32mok="), new("delegate_to"), new("hosts:", WordStart: true), new("hosts="), new(":children]"), new(":vars]")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at + length - 1] == ']') Inventory(text, line, found);
        else if (text[at + length - 1] == '[')
        {
            // ok: [web-01 -> localhost]
            var name = at + length;
            var count = NamedValue.NameLength(text, name);
            if (Bytes.At(text, name + count) is (byte)']' or (byte)' ') NamedValue.TakeName(text, name, count, PrivacyKind.Host, found);
            // Whom it was delegated to: [web-01 -> lb-01(10.0.0.5)]
            if (Bytes.StartsWithAt(text, name + count, " -> "u8)) Take(text, name + count + 4, found, isSure: true);
        }
        else if (text[at] == ':') Recap(text, Bytes.SkipColours(text, line), at, found);
        else if (text[at] == 'd')
        {
            var (start, count) = NamedValue.After(text, at + length);
            if (count > 0 && NamedValue.NameLength(text, start) == count) Take(text, start, found);
        }
        else if (text[at] == 'h') Hosts(text, at, length, line, found);
        else Variable(text, at, line, found);
    }

    private static void Variable(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var first = Bytes.SkipBlanks(text, line);
        if (Bytes.At(text, end) == '=')
        {
            if (first == at || !Bytes.IsBlank(text[at - 1])) return;
            var count = NamedValue.NameLength(text, first);
            // echo "${name} ansible_user=x": a command.
            if (Bytes.At(text, first + count + 1) is (byte)'"' or (byte)'\'') return;
            if (!Bytes.IsBlank(Bytes.At(text, first + count)) || text[first..at].IndexOf(" -"u8) >= 0) return;
            Take(text, first, found, IsAddress(text[at..end]));
            Section(text, line, found);
            return;
        }
        // The key above that is less indented is the host's.
        var name = text[at..end];
        if (Bytes.At(text, end) != ':' || first != at) return;
        for (var i = line; i > 0;)
        {
            var start = Bytes.LineStart(text, i - 1);
            var key = Bytes.SkipBlanks(text, start);
            if (key - start < first - line && key < i - 1 && text[key] != '#')
            {
                var count = NamedValue.NameLength(text, key);
                if (Bytes.At(text, key + count) == ':' && !Groups.Contains(text.Slice(key, count))) Take(text, key, found, IsAddress(name));
                return;
            }
            i = start;
        }
    }

    /// <summary>Lines of one word in the other sections of an inventory, which its groups of groups and of variables tell.</summary>
    private static void Inventory(ReadOnlySpan<byte> text, int line, Findings found)
    {
        var table = ((byte)'[', 1, -2);
        if (!found.ReadsRows(table, line)) return;
        var start = line;
        for (var lines = 0; lines < 400 && start > 0 && IsOfInventory(text, Bytes.LineStart(text, start - 1)); lines++) start = Bytes.LineStart(text, start - 1);
        var takes = false;
        for (var lines = 0; lines < 2000 && start < text.Length && IsOfInventory(text, start); lines++)
        {
            var end = Bytes.LineEnd(text, start);
            var row = text[start..end].TrimEnd(" \t"u8);
            if (row.Length > 0 && row[0] == '[') takes = row.IndexOf(":vars"u8) < 0 && row.IndexOf(":children"u8) < 0;
            else if (takes && row.Length > 2 && NamedValue.NameLength(text, start) == row.Length) Take(text, start, found);
            if (text[end..].IndexOf((byte)'\n') is not (>= 0 and var feed)) break;
            start = end + feed + 1;
        }
        found.HasReadRows(table, start);
    }

    /// <summary>A section, a comment, a host with or without variables, a variable.</summary>
    private static bool IsOfInventory(ReadOnlySpan<byte> text, int line)
    {
        var row = text[line..Bytes.LineEnd(text, line)].Trim(" \t"u8);
        return row.IsEmpty || row[0] is (byte)'[' && row[^1] == ']' || row[0] is (byte)'#' or (byte)';' || row.IndexOf((byte)' ') < 0 || row.IndexOf((byte)'=') > 0;
    }

    /// <summary>The other lines of the section: hosts without variables.</summary>
    private static void Section(ReadOnlySpan<byte> text, int line, Findings found)
    {
        var start = line;
        while (start > 0)
        {
            var before = Bytes.LineStart(text, start - 1);
            if (text[before] is (byte)'[' or (byte)'\n' or (byte)'\r') break;
            start = before;
        }
        // Each section is walked once: from its first line with a variable.
        if (text[start..line].IndexOf(" ansible_"u8) >= 0) return;
        while (start < text.Length && text[start] is not ((byte)'[' or (byte)'\n' or (byte)'\r'))
        {
            var end = Bytes.LineEnd(text, start);
            var count = NamedValue.NameLength(text, start);
            if (count > 0 && (start + count == end || Bytes.IsBlank(text[start + count])) && (text[start..end].IndexOf((byte)' ') < 0 || text[start..end].IndexOf((byte)'=') > 0)) Take(text, start, found);
            var feed = text[end..].IndexOf((byte)'\n');
            if (feed < 0) return;
            start = end + feed + 1;
        }
    }

    /// <summary>Keys without anything behind them below <c>hosts:</c>; a list of hosts in a play is one of groups as often.</summary>
    private static void Hosts(ReadOnlySpan<byte> text, int at, int length, int line, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // hosts: web-front-01; a word alone is a group as often.
        var single = Bytes.SkipBlanks(text, at + length);
        if (text[at + length - 1] == ':' && NamedValue.NameLength(text, single) is > 3 and var host && text[(single + host)..end].Trim(" \t"u8).Length == 0 && text[single + host - 1] is >= (byte)'0' and <= (byte)'9' && text.Slice(single, host).Contains((byte)'-'))
        {
            Take(text, single, found);
            return;
        }
        if (text[at + length - 1] != ':' || text[(at + length)..end].Trim(" \t"u8).Length > 0 || text[line..at].IndexOfAnyExcept(" -"u8) >= 0) return;
        var indent = -1;
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end) continue;
            if (first - start <= at - line) return;
            if (indent < 0) indent = first - start;
            if (first - start > indent) continue;
            if (first - start < indent || text[first] == '-') return;
            if (text[first] is (byte)'"' or (byte)'\'') first++;
            var count = NamedValue.NameLength(text, first);
            if (Bytes.At(text, first + count) is (byte)':' or (byte)'"' or (byte)'\'' && !text.Slice(first, count).Contains((byte)'_')) Take(text, first, found);
        }
    }

    // What an inventory has above its hosts.
    private static readonly WordSet Groups = WordSet.Of("vars hosts all children ungrouped compose groups keyed_groups");

    /// <summary>The variable that only a host has, so that an everyday word is one.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> variable) => variable.SequenceEqual("ansible_host"u8);

    /// <summary><c>web-01    : ok=12   changed=0</c>, in colours or without.</summary>
    private static void Recap(ReadOnlySpan<byte> text, int name, int at, Findings found)
    {
        var end = name + NamedValue.NameLength(text, name);
        if (end < at && text[Bytes.SkipColours(text, end)..at].IndexOfAnyExcept((byte)' ') < 0) Take(text, name, found, isSure: true);
    }

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found, bool isSure = false)
    {
        var count = NamedValue.NameLength(text, at);
        if (count < 2 || Vocabulary.IsWord(text.Slice(at, count)) || !isSure && CommonWords.Contains(text.Slice(at, count))) return;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }
}
