using System.Collections.Frozen;
using ProxmoxMpc.Core.Model;
using Scriban;
using Scriban.Runtime;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Renders the templates that are embedded in this assembly. What a template prints of a cluster goes through a filter.</summary>
internal static class TemplateSet
{
    private const string Prefix = "Generation/";
    private const string Suffix = ".sbn";

    private static readonly Lazy<FrozenDictionary<string, Template>> Parsed = new(ParseAll);

    /// <summary>Renders <c>Generation/Templates/NAME.sbn</c> to a file of that path.</summary>
    public static GeneratedFile File(string path, string template, object model) => new(path, Render(template, model));

    /// <summary>The text that the template makes of the model.</summary>
    public static string Render(string name, object model)
    {
        var globals = new ScriptObject();
        globals.Import(model);
        globals.Import("yaml", (string text) => YamlText.Scalar(text));
        globals.Import("variable", (string text) => YamlText.Variable(text));
        globals.Import("ps", (string? text) => PowerShellText.Literal(text));
        globals.Import("title", (string text) => PowerShellText.Title(text));
        globals.Import("md", (string? text) => MarkdownText.Inline(text));
        globals.Import("label", (string? text) => MarkdownText.Label(text));
        // No limits: a cluster may have more guests than Scriban allows a loop, and the templates are our own.
        var context = new TemplateContext { LoopLimit = 0, LimitToString = 0, AutoIndent = false, NewLine = "\n", StrictVariables = true };
        context.PushGlobal(globals);
        return Parsed.Value[name].Render(context);
    }

    private static FrozenDictionary<string, Template> ParseAll()
    {
        var assembly = typeof(TemplateSet).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(Suffix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..^Suffix.Length], resource => Parse(assembly.GetManifestResourceStream(resource)!, resource), StringComparer.Ordinal);
    }

    private static Template Parse(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        var template = Template.Parse(reader.ReadToEnd().ReplaceLineEndings("\n"), name);
        return template.HasErrors ? throw new InvalidOperationException(string.Join(Environment.NewLine, template.Messages)) : template;
    }
}
