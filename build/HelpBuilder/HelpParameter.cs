namespace ProxmoxMpc.HelpBuilder;

/// <summary>A parameter as its page describes it.</summary>
public sealed record HelpParameter
{
    public required string Name { get; init; }
    public string Description { get; init; } = "";
    public required string Type { get; init; }
    public string DefaultValue { get; init; } = "";
    public bool SupportsWildcards { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<HelpParameterSet> Sets { get; init; } = [];
    public IReadOnlyList<string> AcceptedValues { get; init; } = [];

    /// <summary>Its place in a parameter set, or null where it is not in it.</summary>
    public HelpParameterSet? In(string set) => Sets.FirstOrDefault(candidate => candidate.Name == set) ?? Sets.FirstOrDefault(candidate => candidate.Name == HelpParameterSet.All);

    /// <summary>Reads a section of PARAMETERS: the description and the YAML block that ends it.</summary>
    public static HelpParameter Parse(HelpSection section)
    {
        var start = section.Body.LastIndexOf("```yaml\n", StringComparison.Ordinal);
        if (start < 0) throw new FormatException($"The parameter {section.Title} has no yaml block.");
        var yaml = section.Body[(start + "```yaml\n".Length)..];
        var end = yaml.IndexOf("\n```", StringComparison.Ordinal);
        if (end < 0) throw new FormatException($"The yaml block of {section.Title} does not end.");
        var fields = Fields(yaml[..end], section.Title);
        string One(string key) => fields.TryGetValue(key, out var field) ? Unquoted(field.Value) : throw new FormatException($"{section.Title} has no '{key}'.");
        IReadOnlyList<string> List(string key) => fields.TryGetValue(key, out var field) ? [.. field.Items.Select(item => Unquoted(item[2..]))] : [];
        return new()
        {
            Name = section.Title[1..],
            Description = section.Body[..start].Trim('\n'),
            Type = One("Type"),
            DefaultValue = One("DefaultValue"),
            SupportsWildcards = One("SupportsWildcards") == "true",
            Aliases = List("Aliases"),
            Sets = HelpParameterSet.ParseAll(fields.GetValueOrDefault("ParameterSets").Items ?? []),
            AcceptedValues = List("AcceptedValues"),
        };
    }

    // The block is what platyPS writes: keys at the margin, list items below them. Nothing else of YAML occurs in it.
    private static Dictionary<string, (string Value, List<string> Items)> Fields(string yaml, string parameter)
    {
        var fields = new Dictionary<string, (string Value, List<string> Items)>();
        List<string>? items = null;
        foreach (var line in yaml.Split('\n').Where(line => line.Length > 0))
        {
            if (line[0] is '-' or ' ')
            {
                (items ?? throw new FormatException($"The yaml block of {parameter} begins with a list item.")).Add(line);
                continue;
            }
            var colon = line.IndexOf(':');
            if (colon < 0) throw new FormatException($"'{line}' in the yaml block of {parameter} is no key.");
            items = [];
            fields[line[..colon]] = (line[(colon + 1)..].Trim(), items);
        }
        return fields;
    }

    private static string Unquoted(string value) => value.Length >= 2 && value[0] == '\'' && value[^1] == '\'' ? value[1..^1].Replace("''", "'") : value;
}

/// <summary>How a parameter takes part in a parameter set.</summary>
public sealed record HelpParameterSet(string Name, string Position, bool IsRequired, bool ValueFromPipeline, bool ValueFromPipelineByPropertyName, bool ValueFromRemainingArguments)
{
    /// <summary>The name that stands for every parameter set.</summary>
    public const string All = "(All)";

    public string PipelineInput => (ValueFromPipeline, ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    internal static IReadOnlyList<HelpParameterSet> ParseAll(IEnumerable<string> lines)
    {
        var sets = new List<Dictionary<string, string>>();
        foreach (var line in lines)
        {
            if (line[0] == '-') sets.Add([]);
            var colon = line.IndexOf(':');
            if (colon > 2) sets[^1][line[2..colon]] = line[(colon + 1)..].Trim();
        }
        return [.. sets.Select(set => new HelpParameterSet(set.GetValueOrDefault("Name", All), set.GetValueOrDefault("Position", "Named"), Is(set, "IsRequired"),
            Is(set, "ValueFromPipeline"), Is(set, "ValueFromPipelineByPropertyName"), Is(set, "ValueFromRemainingArguments")))];
    }

    private static bool Is(Dictionary<string, string> set, string key) => set.GetValueOrDefault(key) == "true";
}
