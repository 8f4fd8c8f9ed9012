using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>From YAML, of which JSON is a part, to a <see cref="Declaration"/>: structure and names. What values mean is looked at guest by guest.</summary>
internal sealed class DeclarationReader
{
    public const int FormatVersion = 1;

    /// <summary>Settings of a guest that are no config keys.</summary>
    public static readonly ImmutableArray<string> Words = ["kind", "vmid", "node", "pool", "started", "clone", "template"];

    private static readonly ImmutableArray<string> TopLevel = ["$schema", "version", "defaults", "guests", "environments"];
    private static readonly ImmutableArray<string> EnvironmentParts = ["defaults", "guests"];

    private readonly DeclarationProblems _problems;

    private DeclarationReader(DeclarationProblems problems) => _problems = problems;

    /// <summary>Reads the text; what is wrong goes to <paramref name="problems"/>, and the rest is read all the same.</summary>
    public static Declaration Read(string text, DeclarationProblems problems)
    {
        var reader = new DeclarationReader(problems);
        return reader.Document(text) is { } root ? reader.Read(root) : new(DeclaredDefaults.None, [], ImmutableSortedDictionary<string, DeclaredEnvironment>.Empty);
    }

    private YamlMappingNode? Document(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }]) return root;
            if (stream.Documents.Count > 1) _problems.Add(stream.Documents[1].RootNode, "the file holds more than one document; one is expected");
            else _problems.Add(1, 1, "the file is empty or no mapping; 'version' and 'guests' are expected");
        }
        catch (YamlException error)
        {
            // Of a tab the parser tells where the mapping begins that it is in.
            var lines = text.Split('\n');
            if (error.Message.Contains("tab", StringComparison.Ordinal) && Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t')) is >= 0 and var tab)
                _problems.Add(tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1, "YAML takes no tab for an indentation; spaces are expected");
            else _problems.Add(error.Start.Line, error.Start.Column, $"this is neither YAML nor JSON: {error.Message}");
        }
        return null;
    }

    private Declaration Read(YamlMappingNode root)
    {
        var parts = Parts(root, TopLevel, "the file");
        if (!parts.TryGetValue("version", out var version)) _problems.Add(root, "'version' is missing; 'version: 1' is expected");
        else if (version is not YamlScalarNode { Value: "1" }) _problems.Add(version, $"this version of ProxmoxMpc reads version {FormatVersion}; 'version: {FormatVersion}' is expected");
        if (!parts.ContainsKey("guests")) _problems.Add(root, "'guests' is missing; a mapping of guests' names is expected");
        return new(Defaults(parts.GetValueOrDefault("defaults")), Entries(parts.GetValueOrDefault("guests"), mayOverlap: false), Environments(parts.GetValueOrDefault("environments")));
    }

    private ImmutableSortedDictionary<string, DeclaredEnvironment> Environments(YamlNode? node)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, DeclaredEnvironment>(StringComparer.Ordinal);
        if (node is null || IsNothing(node)) return found.ToImmutable();
        foreach (var (name, value) in Mapping(node, "environments", "names with what each has otherwise"))
        {
            var parts = IsNothing(value) ? [] : Parts(value, EnvironmentParts, $"the environment '{name}'");
            found[name] = new(Defaults(parts.GetValueOrDefault("defaults")), Entries(parts.GetValueOrDefault("guests"), mayOverlap: true));
        }
        return found.ToImmutable();
    }

    private DeclaredDefaults Defaults(YamlNode? node)
    {
        if (node is null || IsNothing(node)) return DeclaredDefaults.None;
        var all = Mapping(node, "defaults", "settings of guests").ToArray();
        DeclaredLayer Of(string name) => all.FirstOrDefault(pair => pair.Name == name).Value is { } value && !IsNothing(value)
            ? new([.. Mapping(value, name, "settings").SelectMany(Values)], IsDefault: true) : DeclaredLayer.Empty;
        return new(new([.. all.Where(pair => pair.Name is not ("vm" or "container")).SelectMany(Values)], IsDefault: true), Of("vm"), Of("container"));
    }

    /// <param name="mayOverlap">Whether several entries may be about one guest, of which the later counts.</param>
    private ImmutableArray<DeclaredEntry> Entries(YamlNode? node, bool mayOverlap)
    {
        if (node is null || IsNothing(node)) return [];
        var entries = ImmutableArray.CreateBuilder<DeclaredEntry>();
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (node is not YamlMappingNode mapping)
        {
            _problems.Add(node, "'guests' is a mapping; names with settings are expected (web-[01-03]: { cores: 2 })");
            return [];
        }
        foreach (var (keyNode, value) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { Length: > 0 } key })
            {
                _problems.Add(keyNode, "a guest's name is expected");
                continue;
            }
            var names = NameRange.Expand(key, out var problem);
            if (problem is not null) _problems.Add(keyNode, problem);
            foreach (var name in names)
                if (!owners.TryAdd(name, key) && !mayOverlap) _problems.Add(keyNode, $"'{name}' is declared by '{owners[name]}' already");
            entries.Add(new(key, keyNode, names, new(IsNothing(value) ? [] : [.. Mapping(value, key, "settings of a guest (cores: 2)").SelectMany(Values)], IsDefault: false)));
        }
        return entries.ToImmutable();
    }

    /// <summary>A setting, or the parts of one.</summary>
    private IEnumerable<DeclaredValue> Values((string Name, YamlNode Value) setting)
    {
        var (name, value) = setting;
        switch (value)
        {
            case YamlScalarNode scalar:
                yield return new(name, IsNothing(scalar) ? null : Text(scalar), scalar);
                break;
            case YamlSequenceNode list:
                foreach (var item in list.Children.Where(item => item is not YamlScalarNode)) _problems.Add(item, $"'{name}' is a list of plain values");
                yield return new(name, string.Join(';', list.Children.OfType<YamlScalarNode>().Select(Text)), list);
                break;
            case YamlMappingNode when Words.Contains(name):
                _problems.Add(value, $"'{name}' takes a plain value, not settings");
                break;
            case YamlMappingNode parts:
                foreach (var (part, inner) in Mapping(parts, name, "parts of the setting"))
                {
                    if (inner is YamlMappingNode) _problems.Add(inner, $"'{name}.{part}' takes a plain value");
                    else
                        foreach (var one in Values(($"{name}.{part}", inner))) yield return one;
                }
                break;
        }
    }

    private IEnumerable<(string Name, YamlNode Value)> Mapping(YamlNode node, string what, string expected)
    {
        if (node is not YamlMappingNode mapping)
        {
            _problems.Add(node, $"'{what}' is a mapping; {expected} are expected");
            yield break;
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } name }) yield return (name, value);
            else _problems.Add(key, $"a name is expected in '{what}'");
        }
    }

    private Dictionary<string, YamlNode> Parts(YamlNode node, ImmutableArray<string> known, string where)
    {
        var parts = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            _problems.Add(node, $"{where} is a mapping; {string.Join(", ", known.Where(name => name[0] != '$'))} are expected");
            return parts;
        }
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && known.Contains(name)) parts[name] = value;
            else _problems.Add(key, Unknown((key as YamlScalarNode)?.Value ?? "", known, where));
        }
        return parts;
    }

    /// <summary>What to say of a name that is none.</summary>
    public static string Unknown(string name, IEnumerable<string> known, string where)
    {
        var expected = known.Where(one => one[0] != '$').ToArray();
        return NearestName.Of(name, expected) is { } near ? $"{where} has no '{name}'; did you mean '{near}'?"
            : $"{where} has no '{name}'; {string.Join(", ", expected.Take(12))}{(expected.Length > 12 ? " …" : "")} are expected";
    }

    private static bool IsNothing(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any };

    // YAML's words for yes and no are Proxmox's 1 and 0 where they stand unquoted.
    private static string Text(YamlScalarNode scalar) => (scalar.Style, scalar.Value) switch
    {
        (ScalarStyle.Plain, "true" or "True") => "1",
        (ScalarStyle.Plain, "false" or "False") => "0",
        _ => scalar.Value ?? "",
    };
}
