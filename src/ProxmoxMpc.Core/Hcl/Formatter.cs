using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// The layout of <c>terraform fmt</c>, by the rules of HashiCorp's hclwrite: indentation by brackets, one space between most tokens, and the
/// <c>=</c> and trailing comments of consecutive lines aligned. It changes white space only. For valid text.
/// </summary>
internal static class Formatter
{
    /// <summary>Lays out text; each line begins with <paramref name="prefix"/> and one <paramref name="unit"/> a level.</summary>
    public static string Format(string text, string prefix = "", string unit = "  ")
    {
        var tokens = Tokens(text);
        var lines = FormatLine.Split(tokens);
        var spaces = new int[tokens.Count];
        var levels = Indent(tokens, lines);
        foreach (var line in lines)
        {
            Space(text, tokens, spaces, line.Start, line.LeadEnd);
            if (!line.HasAssign) continue;
            Space(text, tokens, spaces, line.LeadEnd, line.AssignEnd);
            spaces[line.LeadEnd] = 1;
        }
        int Width(FormatLine line, int end)
        {
            var width = prefix.Length + levels[line.Index] * unit.Length;
            for (var i = line.Start; i < end; i++) width += (i > line.Start ? spaces[i] : 0) + Columns(text.AsSpan(tokens[i].Start, tokens[i].Length));
            return width;
        }
        Align(lines, line => line.HasAssign ? line.LeadEnd : -1, line => Width(line, line.LeadEnd), spaces);
        Align(lines, line => line.Comment, line => Width(line, line.AssignEnd), spaces);
        return Write(text, tokens, lines, spaces, levels, prefix, unit);
    }

    /// <summary>How many columns a text takes: one a grapheme cluster, as terraform fmt counts them.</summary>
    public static int Columns(ReadOnlySpan<char> text)
    {
        var columns = 0;
        while (text.Length > 0)
        {
            if (text[0] is > ' ' and < '\u007F' && (text.Length == 1 || text[1] < '\u007F')) text = text[1..];
            else text = text[StringInfo.GetNextTextElementLength(text)..];
            columns++;
        }
        return columns;
    }

    public static List<Token> Tokens(string text) => Tokens(text, 0, text.Length);

    public static List<Token> Tokens(string text, int start, int end)
    {
        var tokens = new List<Token>((end - start) / 4);
        var lexer = new Lexer(text, start, end);
        for (var token = lexer.Next(); token.Kind != TokenKind.EndOfFile; token = lexer.Next()) tokens.Add(token);
        return tokens;
    }

    private static int[] Indent(List<Token> tokens, List<FormatLine> lines)
    {
        var levels = new int[lines.Count];
        var open = new List<int>();
        foreach (var line in lines)
        {
            if (line.Start == line.End) continue;
            var net = 0;
            for (var i = line.Start; i < line.LeadEnd; i++)
            {
                net += tokens[i].BracketChange;
                if (tokens[i].Kind == TokenKind.OpenHeredoc) break;
            }
            for (var i = line.LeadEnd; i < line.AssignEnd; i++) net += tokens[i].BracketChange;
            if (net > 0)
            {
                levels[line.Index] = open.Count;
                open.Add(net);
                continue;
            }
            for (var closed = -net; closed > 0 && open.Count > 0;)
            {
                if (closed < open[^1])
                {
                    open[^1] -= closed;
                    break;
                }
                closed -= open[^1];
                open.RemoveAt(open.Count - 1);
            }
            levels[line.Index] = open.Count;
        }
        return levels;
    }

    private static void Space(string text, List<Token> tokens, int[] spaces, int start, int end)
    {
        for (var i = start; i + 1 < end; i++)
            spaces[i + 1] = Spacing.IsAfter(text, tokens[i], i > start ? tokens[i - 1] : null, tokens[i + 1]) ? 1 : 0;
    }

    private static void Align(List<FormatLine> lines, Func<FormatLine, int> cell, Func<FormatLine, int> width, int[] spaces)
    {
        var widths = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var start = i;
            widths.Clear();
            for (; i < lines.Count && cell(lines[i]) >= 0; i++) widths.Add(width(lines[i]));
            var widest = widths.Count > 0 ? widths.Max() : 0;
            for (var j = start; j < i; j++) spaces[cell(lines[j])] = widest - widths[j - start] + 1;
        }
    }

    private static string Write(string text, List<Token> tokens, List<FormatLine> lines, int[] spaces, int[] levels, string prefix, string unit)
    {
        var result = new StringBuilder(text.Length);
        foreach (var line in lines)
        {
            if (line.Start < line.End)
            {
                result.Append(prefix);
                for (var i = 0; i < levels[line.Index]; i++) result.Append(unit);
            }
            for (var i = line.Start; i < line.End; i++)
            {
                if (i > line.Start) result.Append(' ', spaces[i]);
                result.Append(text, tokens[i].Start, tokens[i].Length);
            }
            if (line.Newline >= 0) result.Append(text, tokens[line.Newline].Start, tokens[line.Newline].Length);
        }
        return result.ToString();
    }
}
