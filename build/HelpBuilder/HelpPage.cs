namespace ProxmoxMpc.HelpBuilder;

/// <summary>The markdown help of a cmdlet, in platyPS's schema.</summary>
public sealed record HelpPage
{
    /// <summary>The keys of the front matter in order, values as they stand.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> FrontMatter { get; init; }

    public required string Name { get; init; }
    public string Synopsis { get; init; } = "";
    public string Description { get; init; } = "";
    public string Notes { get; init; } = "";
    public string RelatedLinks { get; init; } = "";
    public IReadOnlyList<HelpSection> Examples { get; init; } = [];
    public IReadOnlyList<HelpParameter> Parameters { get; init; } = [];
    public IReadOnlyList<HelpSection> Inputs { get; init; } = [];
    public IReadOnlyList<HelpSection> Outputs { get; init; } = [];

    /// <summary>The parameter sets in the order of the syntax section; the default one first.</summary>
    public IReadOnlyList<HelpSyntax> Syntax { get; init; } = [];

    public string HelpFile => FrontMatter.FirstOrDefault(pair => pair.Key == "external help file").Value ?? throw new FormatException("The front matter has no 'external help file'.");

    /// <summary>Reads a page. Throws <see cref="FormatException"/> where it does not follow the schema.</summary>
    public static HelpPage Parse(string markdown)
    {
        var lines = markdown.Split('\n');
        if (lines[0] != "---") throw new FormatException("The page does not begin with front matter.");
        var end = Array.IndexOf(lines, "---", 1);
        if (end < 0) throw new FormatException("The front matter does not end.");
        var frontMatter = lines[1..end].Where(line => line.Contains(':')).Select(line =>
        {
            var colon = line.IndexOf(':');
            return KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim());
        }).ToArray();
        var page = HelpSection.Split(lines[(end + 1)..], "# ");
        if (page.Sections.Count != 1) throw new FormatException("A page has one heading of the first level, the cmdlet's name.");
        var sections = HelpSection.Split(page.Sections[0].Body.Split('\n'), "## ").Sections.ToDictionary(section => section.Title, section => section.Body);
        IReadOnlyList<HelpSection> Subsections(string title) => HelpSection.Split(Text(title).Split('\n'), "### ").Sections;
        string Text(string title) => sections.GetValueOrDefault(title) ?? throw new FormatException($"The section '{title}' is missing.");
        return new()
        {
            FrontMatter = frontMatter,
            Name = page.Sections[0].Title,
            Synopsis = Text("SYNOPSIS"),
            Description = Text("DESCRIPTION"),
            Notes = Text("NOTES"),
            RelatedLinks = Text("RELATED LINKS"),
            Examples = Subsections("EXAMPLES"),
            Parameters = [.. Subsections("PARAMETERS").Where(section => section.Title.StartsWith('-')).Select(HelpParameter.Parse)],
            Inputs = Subsections("INPUTS"),
            Outputs = Subsections("OUTPUTS"),
            Syntax = [.. Subsections("SYNTAX").Select(HelpSyntax.Parse)],
        };
    }
}

/// <summary>A parameter set of the syntax section.</summary>
public sealed record HelpSyntax(string Name, bool IsDefault, string Text)
{
    /// <summary>The heading of a cmdlet's only parameter set that has no name.</summary>
    public const string Unnamed = "__AllParameterSets";

    public static HelpSyntax Parse(HelpSection section)
    {
        var isDefault = section.Title.EndsWith(" (Default)", StringComparison.Ordinal);
        var name = isDefault ? section.Title[..^" (Default)".Length] : section.Title;
        return new(name, isDefault || name == Unnamed, section.CodeBlocks.FirstOrDefault() ?? "");
    }
}
