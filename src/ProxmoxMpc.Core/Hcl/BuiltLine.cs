using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>What a line of a block that is being built is.</summary>
internal enum BuiltLineKind
{
    Blank,
    Comment,

    /// <summary>The header of a block and its opening brace.</summary>
    Open,

    /// <summary>A closing brace.</summary>
    Close,

    /// <summary>A block without content, on one line.</summary>
    Empty,
    Assignment,
}

/// <summary>A line of a block that is being built.</summary>
/// <param name="Text">The comment with its mark, the header of a block, or the name of an attribute.</param>
/// <param name="Value">What stands behind the <c>=</c>, a trailing comment included.</param>
/// <param name="IsPlain">Whether a value is on one line and spaced as it is to be, without a comment.</param>
internal readonly record struct BuiltLine(BuiltLineKind Kind, string Text = "", string Value = "", bool IsPlain = true)
{
    /// <summary>The lines as text that <see cref="Formatter"/> lays out.</summary>
    public static string Unformatted(List<BuiltLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line.Text);
            switch (line.Kind)
            {
                case BuiltLineKind.Open: text.Append(" {"); break;
                case BuiltLineKind.Close: text.Append('}'); break;
                case BuiltLineKind.Empty: text.Append(" {}"); break;
                case BuiltLineKind.Assignment: text.Append(" = ").Append(line.Value); break;
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>
    /// The same as <see cref="Formatter.Format"/> makes of them, without cutting the text into tokens again: what is indented and what is
    /// aligned is known while nothing but plain lines is there. Null where a line is none.
    /// </summary>
    public static string? Layout(List<BuiltLine> lines, string prefix, string unit)
    {
        var text = new StringBuilder(lines.Count * 40);
        var level = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            switch (line.Kind)
            {
                case BuiltLineKind.Comment: Indent(text, prefix, unit, level).Append(line.Text); break;
                case BuiltLineKind.Open: Indent(text, prefix, unit, level++).Append(line.Text).Append(" {"); break;
                case BuiltLineKind.Close: Indent(text, prefix, unit, --level).Append('}'); break;
                case BuiltLineKind.Empty: Indent(text, prefix, unit, level).Append(line.Text).Append(" {}"); break;
                case BuiltLineKind.Assignment:
                    var (start, widest) = (i, 0);
                    for (; i < lines.Count && lines[i].Kind == BuiltLineKind.Assignment; i++)
                    {
                        if (!lines[i].IsPlain) return null;
                        widest = Math.Max(widest, Formatter.Columns(lines[i].Text));
                    }
                    for (var at = start; at < i; at++)
                    {
                        var (_, name, value, _) = lines[at];
                        Indent(text, prefix, unit, level).Append(name).Append(' ', widest - Formatter.Columns(name) + 1).Append("= ").Append(value);
                        if (at + 1 < i) text.Append('\n');
                    }
                    i--;
                    break;
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static StringBuilder Indent(StringBuilder text, string prefix, string unit, int level)
    {
        text.Append(prefix);
        for (var i = 0; i < level; i++) text.Append(unit);
        return text;
    }
}
