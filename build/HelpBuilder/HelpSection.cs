namespace ProxmoxMpc.HelpBuilder;

/// <summary>A heading and what stands under it.</summary>
public sealed record HelpSection(string Title, string Body)
{
    /// <summary>The contents of its fenced code blocks in one of the languages (or without any).</summary>
    public IEnumerable<string> CodeBlocks => Blocks().Where(block => block.Language is "powershell" or "").Select(block => block.Text);

    /// <summary>What stands outside of the PowerShell code blocks; the output of examples stays, as a block that keeps its lines.</summary>
    public string Prose => string.Join('\n', Blocks(codeOnly: false).Where(block => block.Language is not ("powershell" or ""))
        .Select(block => block.Language is null ? block.Text : $"```{block.Language}\n{block.Text}\n```")).Trim('\n');

    /// <summary>The part before the first heading of that level, and the sections. Headings in code blocks are text.</summary>
    public static (string Lead, IReadOnlyList<HelpSection> Sections) Split(IEnumerable<string> lines, string marker)
    {
        var sections = new List<HelpSection>();
        string? title = null;
        var lead = "";
        var body = new List<string>();
        var inCode = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            if (!inCode && line.StartsWith(marker, StringComparison.Ordinal))
            {
                Close();
                title = line[marker.Length..].Trim();
            }
            else body.Add(line);
        }
        Close();
        return (lead, sections);

        void Close()
        {
            var text = string.Join('\n', body).Trim('\n');
            if (title is null) lead = text;
            else sections.Add(new(title, text));
            body.Clear();
        }
    }

    // Language is null for text outside of blocks.
    private IEnumerable<(string? Language, string Text)> Blocks(bool codeOnly = true)
    {
        string? language = null;
        var block = new List<string>();
        foreach (var line in Body.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                block.Add(line);
                continue;
            }
            if (language is not null || !codeOnly) yield return (language, string.Join('\n', block));
            block.Clear();
            language = language is null ? line[3..].Trim() : null;
        }
        if (language is null && !codeOnly) yield return (null, string.Join('\n', block));
    }
}
