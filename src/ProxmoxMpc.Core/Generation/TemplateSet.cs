using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using ProxmoxMpc.Core.Model;
using Scriban;
using Scriban.Runtime;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Renders the templates that are embedded in this assembly. What a template prints of a cluster goes through a filter.</summary>
internal static class TemplateSet
{
    private const string Prefix = "Generation/";
    private const string Suffix = ".sbn";
    private const int LongestKept = 40_000;

    private static readonly Lazy<FrozenDictionary<string, Template>> Parsed = new(ParseAll);

    private static readonly Lazy<ScriptObject> Filters = new(MakeFilters);

    // What a context has learnt of the models' members is worth keeping: ten thousand files are made of the same few.
    private static readonly ConcurrentBag<TemplateContext> Idle = [];

    // The properties of each kind of model, by the names that templates call them.
    private static readonly ConcurrentDictionary<Type, (string Member, PropertyInfo Property)[]> Members = new();

    /// <summary>Adds what the template makes of the model to a text.</summary>
    public static void Render(string name, object model, Utf8Text text) => With(model, context =>
    {
        context.PushOutput(new Utf8Output(text));
        Parsed.Value[name].Render(context);
        context.PopOutput();
        return 0;
    });

    /// <summary>The text that the template makes of the model.</summary>
    public static string Render(string name, object model) => With(model, context => Parsed.Value[name].Render(context), text => text.Length <= LongestKept);

    /// <summary>Does something in a context in which the model's members are known.</summary>
    /// <param name="keeps">Whether the context may be kept after that.</param>
    private static T With<T>(object model, Func<TemplateContext, T> work, Func<T, bool>? keeps = null)
    {
        var globals = new ScriptObject();
        foreach (var (member, property) in Members.GetOrAdd(model.GetType(), MembersOf)) globals.SetValue(member, property.GetValue(model), readOnly: false);
        var context = Idle.TryTake(out var idle) ? idle : MakeContext();
        context.PushGlobal(globals);
        var result = work(context);
        // One that failed half-way is not used again; one that wrote a long text would keep the room for it.
        context.PopGlobal();
        if (keeps?.Invoke(result) ?? true) Idle.Add(context);
        return result;
    }

    private static (string, PropertyInfo)[] MembersOf(Type model) => [.. model.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => (StandardMemberRenamer.Rename(property), property))];

    private sealed class Utf8Output(Utf8Text text) : IScriptOutput
    {
        public void Write(string piece, int offset, int count) => text.Append(piece.AsSpan(offset, count));

        public ValueTask WriteAsync(string piece, int offset, int count, CancellationToken cancellationToken)
        {
            Write(piece, offset, count);
            return default;
        }

        // Who renders asks for it.
        public override string ToString() => "";
    }

    private static TemplateContext MakeContext()
    {
        // No limits: a cluster may have more guests than Scriban allows a loop, and the templates are our own.
        var context = new TemplateContext { LoopLimit = 0, LimitToString = 0, AutoIndent = false, NewLine = "\n", StrictVariables = true };
        context.PushGlobal(Filters.Value);
        return context;
    }

    private static ScriptObject MakeFilters()
    {
        var filters = new ScriptObject();
        // Typed, so that no call goes by reflection.
        void Add(string name, Func<string, string> filter) => filters.SetValue(name, DelegateCustomFunction.CreateFunc(filter), readOnly: true);
        Add("yaml", YamlText.Scalar);
        Add("variable", YamlText.Variable);
        Add("ps", PowerShellText.Literal);
        Add("title", PowerShellText.Title);
        Add("md", MarkdownText.Inline);
        Add("label", MarkdownText.Label);
        filters.IsReadOnly = true;
        return filters;
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
