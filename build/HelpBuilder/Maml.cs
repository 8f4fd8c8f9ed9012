using System.Xml.Linq;

namespace ProxmoxMpc.HelpBuilder;

/// <summary>Pages in the XML that Get-Help reads.</summary>
internal static class Maml
{
    private const string Switch = "System.Management.Automation.SwitchParameter";
    private static readonly XNamespace s_help = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<HelpPage> pages) => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + new XElement(s_help + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", s_maml), new XAttribute(XNamespace.Xmlns + "command", s_command), new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        pages.Select(Command)) + "\n";

    private static XElement Command(HelpPage page) => new(s_command + "command",
        new XElement(s_command + "details",
            new XElement(s_command + "name", page.Name),
            Paragraphs("description", page.Synopsis),
            new XElement(s_command + "verb", page.Name.Split('-')[0]),
            new XElement(s_command + "noun", page.Name.Split('-')[1])),
        Paragraphs("description", page.Description),
        new XElement(s_command + "syntax", page.Syntax.Select(syntax => SyntaxItem(page, syntax))),
        new XElement(s_command + "parameters", page.Parameters.Select(parameter => Parameter(parameter, parameter.Sets[0], withText: true))),
        new XElement(s_command + "inputTypes", page.Inputs.Select(input => TypeOf("inputType", input))),
        new XElement(s_command + "returnValues", page.Outputs.Select(output => TypeOf("returnValue", output))),
        new XElement(s_maml + "alertSet", Paragraphs("alert", page.Notes)),
        new XElement(s_command + "examples", page.Examples.Select(Example)),
        new XElement(s_command + "relatedLinks", Links(page.RelatedLinks)));

    private static XElement SyntaxItem(HelpPage page, HelpSyntax syntax) => new(s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        page.Parameters.Select(parameter => (parameter, set: parameter.In(syntax.Name))).Where(pair => pair.set is not null)
            .OrderBy(pair => int.TryParse(pair.set!.Position, out var position) ? position : int.MaxValue).ThenBy(pair => !pair.set!.IsRequired)
            .Select(pair => Parameter(pair.parameter, pair.set!, withText: false)));

    private static XElement Parameter(HelpParameter parameter, HelpParameterSet set, bool withText) => new(s_command + "parameter",
        new XAttribute("required", Bool(set.IsRequired)),
        new XAttribute("variableLength", Bool(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
        new XAttribute("globbing", Bool(parameter.SupportsWildcards)),
        new XAttribute("pipelineInput", set.PipelineInput),
        new XAttribute("position", set.Position == "Named" ? "named" : set.Position),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(s_maml + "name", parameter.Name),
        withText ? Paragraphs("description", parameter.Description) : new XElement(s_maml + "description"),
        parameter.Type == Switch ? null : new XElement(s_command + "parameterValue", new XAttribute("required", "true"),
            new XAttribute("variableLength", Bool(parameter.Type.EndsWith("[]", StringComparison.Ordinal))), ShortName(parameter.Type)),
        withText && parameter.AcceptedValues.Count > 0
            ? new XElement(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(value => new XElement(s_command + "parameterValue", new XAttribute("required", "false"), value)))
            : null,
        new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")),
        new XElement(s_dev + "defaultValue", parameter.DefaultValue.Length == 0 ? "None" : parameter.DefaultValue));

    private static XElement Example(HelpSection example, int index) => new(s_command + "example",
        new XElement(s_maml + "title", $"--- {(example.Title.StartsWith("Example", StringComparison.OrdinalIgnoreCase) ? example.Title : $"Example {index + 1}: {example.Title}")} ---"),
        new XElement(s_dev + "code", string.Join("\n\n", example.CodeBlocks)),
        // The empty paragraph parts it from the next example.
        new XElement(s_dev + "remarks", PlainText.Paragraphs(example.Prose).Append("").Select(Para)));

    private static XElement TypeOf(string element, HelpSection section) => new(s_command + element,
        new XElement(s_dev + "type", new XElement(s_maml + "name", section.Title), new XElement(s_maml + "uri")),
        Paragraphs("description", section.Body));

    private static IEnumerable<XElement> Links(string markdown) => markdown.Split('\n').Where(line => line.StartsWith("- [", StringComparison.Ordinal)).Select(line =>
    {
        var middle = line.IndexOf("](", StringComparison.Ordinal);
        var target = line[(middle + 2)..].TrimEnd(')');
        return new XElement(s_maml + "navigationLink", new XElement(s_maml + "linkText", line[3..middle]),
            new XElement(s_maml + "uri", target.StartsWith("http", StringComparison.Ordinal) ? target : ""));
    });

    private static XElement Paragraphs(string element, string markdown) => new(s_maml + element, PlainText.Paragraphs(markdown).Select(Para));

    // Get-Help takes the blanks off a paragraph's first line only, so a block of code must not be indented.
    private static XElement Para(string text) => new(s_maml + "para", text.StartsWith("    ", StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(Outdented)) : text);

    private static string Outdented(string line) => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line;

    private static string ShortName(string type) => type[(type.LastIndexOf('.') + 1)..];

    private static string Bool(bool value) => value ? "true" : "false";
}
