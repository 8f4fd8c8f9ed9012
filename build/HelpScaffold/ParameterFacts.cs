using System.Management.Automation;
using System.Text;

namespace ProxmoxMpc.HelpScaffold;

/// <summary>What a cmdlet's metadata says of a parameter.</summary>
internal sealed record ParameterFacts(ParameterMetadata Metadata, IReadOnlyList<(string Name, ParameterSetMetadata Set)> Sets)
{
    public string Name => Metadata.Name;

    /// <summary>The description to begin with; those of PowerShell's own parameters need no better.</summary>
    public string Description => Name switch
    {
        "Confirm" => "Prompts you for confirmation before running the cmdlet.",
        "WhatIf" => "Runs the command in a mode that only reports what would happen without performing the actions.",
        _ => $"{{{{ Fill {Name} Description }}}}",
    };

    /// <summary>The parameters of a page, sorted by name.</summary>
    public static IEnumerable<ParameterFacts> Of(CmdletInfo cmdlet) => cmdlet.Parameters.Values
        .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
        .OrderBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase)
        .Select(parameter => new ParameterFacts(parameter, [.. parameter.ParameterSets
            .Select(set => (set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key, set.Value)).OrderBy(set => set.Item1, StringComparer.Ordinal)]));

    /// <summary>The types that the pipeline may bring.</summary>
    public static IEnumerable<string> Inputs(CmdletInfo cmdlet) => Of(cmdlet)
        .Where(parameter => parameter.Sets.Any(set => set.Set.ValueFromPipeline || set.Set.ValueFromPipelineByPropertyName))
        .Select(parameter => TypeName(parameter.Metadata.ParameterType)).Distinct();

    /// <summary>The block that platyPS puts under a parameter.</summary>
    public string ToYaml(string defaultValue)
    {
        var text = new StringBuilder();
        text.Append($"Type: {TypeName(Metadata.ParameterType)}\n");
        text.Append($"DefaultValue: {Scalar(defaultValue)}\n");
        text.Append($"SupportsWildcards: {Bool(Metadata.Attributes.OfType<SupportsWildcardsAttribute>().Any())}\n");
        List(text, "Aliases", Metadata.Aliases);
        text.Append("ParameterSets:\n");
        foreach (var (name, set) in Sets)
        {
            text.Append($"""
                - Name: {name}
                  Position: {(set.Position >= 0 ? set.Position : "Named")}
                  IsRequired: {Bool(set.IsMandatory)}
                  ValueFromPipeline: {Bool(set.ValueFromPipeline)}
                  ValueFromPipelineByPropertyName: {Bool(set.ValueFromPipelineByPropertyName)}
                  ValueFromRemainingArguments: {Bool(set.ValueFromRemainingArguments)}

                """);
        }
        text.Append("DontShow: false\n");
        List(text, "AcceptedValues", AcceptedValues());
        text.Append("HelpMessage: ''\n");
        return text.ToString();
    }

    // A wildcard alone would be an alias of YAML's.
    private static string Scalar(string value) => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? value : $"'{value.Replace("'", "''")}'";

    private IEnumerable<string> AcceptedValues()
    {
        if (Metadata.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set) return set.ValidValues;
        var type = Nullable.GetUnderlyingType(Metadata.ParameterType) ?? Metadata.ParameterType;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }

    private static void List(StringBuilder text, string key, IEnumerable<string> items)
    {
        var all = items.ToArray();
        text.Append(all.Length == 0 ? $"{key}: []\n" : $"{key}:\n{string.Concat(all.Select(item => $"- {item}\n"))}");
    }

    private static string TypeName(Type type)
    {
        if (type.IsArray) return TypeName(type.GetElementType()!) + "[]";
        return Nullable.GetUnderlyingType(type) is { } inner ? $"System.Nullable`1[{inner.FullName}]" : type.FullName ?? type.Name;
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
