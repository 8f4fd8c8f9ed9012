using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Edits of a text as people read them.</summary>
public static class TextDiff
{
    private const int Context = 3;

    /// <summary>A unified diff without file headers; empty where the texts are equal. A null text is a file that is not there.</summary>
    public static string Unified(string? before, string? after)
    {
        var lines = InlineDiffBuilder.Diff(before ?? "", after ?? "", ignoreWhiteSpace: false).Lines;
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type == ChangeType.Unchanged) continue;
            for (var near = Math.Max(0, i - Context); near <= Math.Min(lines.Count - 1, i + Context); near++) shown[near] = true;
        }
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (!shown[i])
            {
                if (i > 0 && shown[i - 1]) text.Append("...\n");
                continue;
            }
            text.Append(lines[i].Type switch { ChangeType.Inserted => '+', ChangeType.Deleted => '-', _ => ' ' }).Append(lines[i].Text).Append('\n');
        }
        return text.ToString();
    }
}
