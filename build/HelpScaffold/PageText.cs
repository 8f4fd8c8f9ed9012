using System.Globalization;
using System.Management.Automation;
using System.Text;
using ProxmoxMpc.HelpBuilder;

namespace ProxmoxMpc.HelpScaffold;

/// <summary>The page of a cmdlet: facts from its metadata, words from the page that exists.</summary>
public static class PageText
{
    /// <summary>What stands where somebody has still to write.</summary>
    public const string Unwritten = "{{ ";

    private const string CommonParameters = """
        This cmdlet supports the common parameters: -Debug, -ErrorAction, -ErrorVariable,
        -InformationAction, -InformationVariable, -OutBuffer, -OutVariable, -PipelineVariable,
        -ProgressAction, -Verbose, -WarningAction, and -WarningVariable. For more information, see
        [about_CommonParameters](https://go.microsoft.com/fwlink/?LinkID=113216).
        """;

    public static string Of(CmdletInfo cmdlet, HelpPage? existing)
    {
        var text = new StringBuilder();
        var date = existing?.FrontMatter.FirstOrDefault(pair => pair.Key == "ms.date").Value ?? DateTime.UtcNow.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
        text.Append($"""
            ---
            document type: cmdlet
            external help file: {Path.GetFileName(cmdlet.HelpFile)}
            HelpUri: ''
            Locale: en-US
            Module Name: {cmdlet.ModuleName}
            ms.date: {date}
            PlatyPS schema version: 2024-05-01
            title: {cmdlet.Name}
            ---

            # {cmdlet.Name}

            ## SYNOPSIS

            {Or(existing?.Synopsis, "{{ Fill in the Synopsis }}")}

            ## SYNTAX


            """);
        foreach (var set in cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault))
            Section(text, "###", set.IsDefault && cmdlet.ParameterSets.Count > 1 ? $"{set.Name} (Default)" : set.Name, $"```\n{SyntaxText.Of(cmdlet, set)}\n```");
        Section(text, "##", "ALIASES", "");
        Section(text, "##", "DESCRIPTION", Or(existing?.Description, "{{ Fill in the Description }}"));
        Section(text, "##", "EXAMPLES", "");
        foreach (var example in existing?.Examples is { Count: > 0 } examples ? examples : [new("Example 1", "{{ Add example description here }}")])
            Section(text, "###", example.Title, example.Body);
        Section(text, "##", "PARAMETERS", "");
        foreach (var parameter in ParameterFacts.Of(cmdlet))
        {
            var written = existing?.Parameters.FirstOrDefault(candidate => candidate.Name == parameter.Name);
            Section(text, "###", $"-{parameter.Name}", $"{Or(written?.Description, parameter.Description)}\n\n```yaml\n{parameter.ToYaml(written?.DefaultValue ?? "")}```");
        }
        Section(text, "###", "CommonParameters", CommonParameters);
        Types(text, "INPUTS", ParameterFacts.Inputs(cmdlet), existing?.Inputs);
        Types(text, "OUTPUTS", cmdlet.OutputType.Select(output => output.Name).Distinct(), existing?.Outputs);
        Section(text, "##", "NOTES", existing?.Notes ?? "");
        Section(text, "##", "RELATED LINKS", Or(existing?.RelatedLinks, "{{ Fill in the related links here }}"));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Types(StringBuilder text, string title, IEnumerable<string> types, IReadOnlyList<HelpSection>? existing)
    {
        Section(text, "##", title, "");
        foreach (var type in types) Section(text, "###", type, Or(existing?.FirstOrDefault(section => section.Title == type)?.Body, "{{ Fill in the Description }}"));
    }

    private static void Section(StringBuilder text, string marker, string title, string body)
    {
        text.Append($"{marker} {title}\n\n");
        if (body.Length > 0) text.Append(body).Append("\n\n");
    }

    private static string Or(string? written, string placeholder) => string.IsNullOrWhiteSpace(written) ? placeholder : written;
}
