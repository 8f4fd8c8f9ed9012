using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What people wrote about their machines: <c>description</c>, <c>comment</c>, <c>notes</c> in every syntax, the lines with a hash at the
/// head of a guest's configuration (its notes) and in /etc/network/interfaces, names of persons.
/// </summary>
internal sealed class FreeTextDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("free-text", PrivacyKind.FreeText, "Descriptions, comments, notes and names of persons");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "description", "comment", "notes", "note", "gecos", "firstname", "lastname", "first_name", "last_name", "full_name", "fullname", "display_name", "displayname", "title", "summary", "sysContact", "sysLocation" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        new("\nscsihw: "), new("\nostype: "), new("\nrootfs: "), new("\nvmgenid: "), new("\niface "), new("user:", WordStart: true), new("group:", WordStart: true), new("token:", WordStart: true), new("From: "), new("To: "), new("Cc: "), new("Author: "), new("-by: "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '\n')
        {
            Hashes(text, at, found);
            return;
        }
        if (text[at + length - 1] == ':')
        {
            Fields(text, at, found);
            return;
        }
        if (text[at + length - 1] == ' ')
        {
            // Jane Doe <jane@firma.de>
            var mail = text[(at + length)..Bytes.LineEnd(text, at)].IndexOf(" <"u8);
            if (mail > 1 && !text.Slice(at + length, mail).ContainsAny("@<=:"u8)) found.Replace(at + length, mail, PrivacyKind.FreeText);
            return;
        }
        if (SettingText.ValueOf(text, at, length, takesLine: true) is not { } value) return;
        if (text[value.Start] is (byte)'<' && Bytes.StartsWithAt(text, value.Start, "<<"u8))
        {
            Heredoc(text, value, found);
            return;
        }
        if (text[value.Start] is (byte)'|' or (byte)'>' && value.Length <= 2)
        {
            Block(text, at, value.End, found);
            return;
        }
        var end = value.End;
        // A flow mapping, an object on one line: the value ends at its comma.
        if (Bytes.At(text, value.Start - 1) is not ((byte)'"' or (byte)'\'') && text[value.Start..end].IndexOfAny("{}[]"u8) is >= 0 and var brace) end = value.Start + brace;
        var words = text[value.Start..end].TrimEnd(" ,;"u8);
        if (words.Length > 1 && words.ContainsAnyExcept("0123456789.-:"u8) && !KeyValueText.IsReference(words)) found.Replace(value.Start, words.Length, PrivacyKind.FreeText);
    }

    /// <summary>The lines of a section that begin with a hash: Proxmox keeps a guest's notes so.</summary>
    private static void Hashes(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = at + 1;
        while (line > 0)
        {
            var before = Bytes.LineStart(text, line - 1);
            if (text[before] is (byte)'[' or (byte)'\n' or (byte)'\r' || text[before..Bytes.LineEnd(text, before)].IndexOf("# cat "u8) >= 0 || text[before..Bytes.LineEnd(text, before)].IndexOf("~# "u8) >= 0) break;
            line = before;
        }
        while (line < text.Length && text[line] is not ((byte)'[' or (byte)'\n' or (byte)'\r'))
        {
            var end = Bytes.LineEnd(text, line);
            // #text is a note, "# pct config 100" was typed.
            if (text[line] == '#' && end - line > 1 && text[line + 1] != ' ') found.Replace(line + 1, end - line - 1, PrivacyKind.FreeText);
            var feed = text[end..].IndexOf((byte)'\n');
            if (feed < 0) return;
            line = end + feed + 1;
        }
    }

    /// <summary>user.cfg: names of persons and comments by their place.</summary>
    private static void Fields(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var end = Bytes.LineEnd(text, at);
        var isUser = text[at] == 'u';
        if (text[at..end].Count((byte)':') < (text[at] == 'g' ? 3 : 4) || text[at..end].IndexOf((byte)'@') < 0) return;
        var start = at;
        for (var field = 0; start <= end; field++)
        {
            var colon = text[start..end].IndexOf((byte)':');
            var stop = colon < 0 ? end : start + colon;
            if (stop > start && (isUser ? field is 4 or 5 or 7 : field == (text[at] == 'g' ? 3 : 4))) found.Replace(start, stop - start, PrivacyKind.FreeText);
            start = stop + 1;
        }
    }

    /// <summary>HCL: the lines between &lt;&lt;-EOT and EOT.</summary>
    private static void Heredoc(ReadOnlySpan<byte> text, Extent mark, Findings found)
    {
        var word = text[mark.Start..mark.End].TrimStart("<-~"u8).Trim("\" "u8);
        var end = mark.End;
        for (var lines = 0; lines < 200 && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var content = text[start..end].Trim(" \t"u8);
            if (content.SequenceEqual(word)) return;
            if (content.Length > 0) found.Replace(Bytes.SkipBlanks(text, start), content.Length, PrivacyKind.FreeText);
        }
    }

    /// <summary>YAML: the lines of a block scalar, indented deeper than their key.</summary>
    private static void Block(ReadOnlySpan<byte> text, int key, int end, Findings found)
    {
        var indent = key - Bytes.LineStart(text, key);
        while (Bytes.NextLine(text, ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end) continue;
            if (first - start <= indent) return;
            found.Replace(first, end - first, PrivacyKind.FreeText);
        }
    }
}
