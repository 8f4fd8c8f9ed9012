using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The user's own rules, <c>.proxmox/privacy.yml</c>: words, patterns, what stays, rules that are switched, the level.</summary>
internal static class PrivacySettings
{
    private const string Level = "level", Words = "words", Patterns = "patterns", Allow = "allow", Disable = "disable", Enable = "enable";
    private const int LongestPattern = 1000;
    private const int LongestWord = 200;

    private static readonly ImmutableArray<string> TopLevel = [Level, Words, Patterns, Allow, Disable, Enable];

    public static string PathIn(Workspace workspace) => Path.Combine(workspace.Root, Workspace.FolderName, "privacy.yml");

    /// <summary>The file's text; empty where there is none.</summary>
    public static string TextOf(Workspace workspace)
    {
        var path = PathIn(workspace);
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcConfigNotReadable", PmpcErrorKind.Workspace, $"'{path}' cannot be read: {error.Message}", "Check that you own it.", path, error);
        }
    }

    /// <exception cref="PmpcException"><c>PmpcConfigInvalid</c> with file, line and column.</exception>
    public static PrivacyPolicy Read(string text, string path)
    {
        if (text.Split('\n').All(line => line.TrimStart() is "" or "\r" or ['#', ..])) return PrivacyPolicy.Standard;
        var place = new WorkspaceConfigReader.Place(path);
        var root = place.Mapping(WorkspaceConfigReader.Document(text, place), "the file");
        var policy = PrivacyPolicy.Standard;
        foreach (var (key, value) in root.Children)
        {
            var name = place.Text(key, "a setting");
            if (!TopLevel.Contains(name)) throw place.Error(key, $"'{name}' is no setting of privacy", $"There are: {string.Join(", ", TopLevel)}.");
            if (place.IsEmpty(value)) continue;
            policy = name switch
            {
                Level => policy with { Level = Choice<PrivacyLevel>(place, value, Level) },
                Words => policy with { Words = [.. Items(place, value, Words).Select(item => Word(place, item))] },
                Patterns => policy with { Patterns = [.. Items(place, value, Patterns).Select((item, index) => Pattern(place, item, index + 1))] },
                Allow => policy with { Allowed = policy.Allowed.Union(Items(place, value, Allow).Select(item => place.Text(item, Allow))) },
                Disable => policy with { Disabled = policy.Disabled.Union(Items(place, value, Disable).Select(item => Rule(place, item))) },
                _ => policy with { Enabled = policy.Enabled.Union(Items(place, value, Enable).Select(item => Rule(place, item))) },
            };
        }
        return policy;
    }

    private static PrivacyWord Word(WorkspaceConfigReader.Place place, YamlNode item)
    {
        if (item is not YamlMappingNode mapping) return new(Text(place, item));
        var parts = Parts(place, mapping, "word", "kind");
        return new(Text(place, Required(place, mapping, parts, "word")), parts.TryGetValue("kind", out var kind) ? Choice<PrivacyKind>(place, kind, "kind") : PrivacyKind.Word);

        static string Text(WorkspaceConfigReader.Place place, YamlNode node) =>
            place.Text(node, "a word") is { Length: <= LongestWord } word ? word : throw place.Error(node, $"a word has {LongestWord} characters at most");
    }

    private static PrivacyPattern Pattern(WorkspaceConfigReader.Place place, YamlNode item, int number)
    {
        var mapping = item as YamlMappingNode;
        var parts = mapping is null ? [] : Parts(place, mapping, "name", "pattern", "kind");
        var node = mapping is null ? item : Required(place, mapping, parts, "pattern");
        var text = place.Text(node, "pattern");
        if (text.Length > LongestPattern) throw place.Error(node, $"a pattern has {LongestPattern} characters at most");
        var name = parts.TryGetValue("name", out var named) ? place.Text(named, "name") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"pattern-{number}");
        var kind = parts.TryGetValue("kind", out var of) ? Choice<PrivacyKind>(place, of, "kind") : PrivacyKind.Word;
        try
        {
            var pattern = new PrivacyPattern(name, text, kind);
            return pattern.Regex.IsMatch("") ? throw place.Error(node, "the pattern matches nothing at all, and so everywhere", "Let it match at least one character.") : pattern;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw place.Error((int)node.Start.Line, (int)node.Start.Column, $"the pattern cannot be used: {error.Message.TrimEnd('.')}", "Look-around, back-references and atomic groups are not possible, for they could make a search hang.", error);
        }
    }

    private static string Rule(WorkspaceConfigReader.Place place, YamlNode item)
    {
        var id = place.Text(item, "a rule");
        return PrivacyRules.All.Any(rule => string.Equals(rule.Id, id, StringComparison.OrdinalIgnoreCase)) ? id
            : throw place.Error(item, $"there is no rule '{id}'", "Get-PmpcPrivacyRule lists the rules.");
    }

    private static T Choice<T>(WorkspaceConfigReader.Place place, YamlNode node, string what)
        where T : struct, Enum
    {
        var text = place.Text(node, what);
        return Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase)) is { } known ? Enum.Parse<T>(known)
            : throw place.Error(node, $"'{text}' is no {what}", $"There are: {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static IEnumerable<YamlNode> Items(WorkspaceConfigReader.Place place, YamlNode node, string what) =>
        node as YamlSequenceNode ?? throw place.Error(node, $"'{what}' must be a list");

    private static Dictionary<string, YamlNode> Parts(WorkspaceConfigReader.Place place, YamlMappingNode mapping, params string[] names)
    {
        var parts = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = place.Text(key, "a setting");
            if (!names.Contains(name)) throw place.Error(key, $"'{name}' is not known here", $"There are: {string.Join(", ", names)}.");
            parts[name] = value;
        }
        return parts;
    }

    private static YamlNode Required(WorkspaceConfigReader.Place place, YamlNode mapping, Dictionary<string, YamlNode> parts, string name) =>
        parts.GetValueOrDefault(name) ?? throw place.Error(mapping, $"'{name}' is missing");
}
