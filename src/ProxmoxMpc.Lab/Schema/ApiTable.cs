using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>The API of Proxmox VE as the Lab serves it, read once from the embedded table <c>Schema/api.txt</c>.</summary>
internal sealed class ApiTable
{
    private static readonly Lazy<ApiTable> Shared = new(() => Parse(ReadResource("ProxmoxMpc.Lab.api.txt")));

    private readonly Dictionary<string, PropertyFormat> _formats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ParameterSpec>> _groups = new(StringComparer.Ordinal);
    private readonly List<EndpointSpec> _endpoints = [];
    private readonly RouteNode _root = new();

    public static ApiTable Default => Shared.Value;

    public IReadOnlyList<EndpointSpec> Endpoints => _endpoints;

    public IReadOnlyDictionary<string, PropertyFormat> Formats => _formats;

    /// <summary>Every key of a guest's configuration with its type: "qemu" or "lxc".</summary>
    public ParameterSet GuestKeys(string kind) => kind == "qemu" ? _qemuKeys : _lxcKeys;

    private readonly ParameterSet _qemuKeys = new();
    private readonly ParameterSet _lxcKeys = new();

    /// <summary>The endpoint of a method and path with the values of the path's parameters; null when there is none.</summary>
    public EndpointSpec? Route(string method, IReadOnlyList<string> segments, Dictionary<string, string> captured)
    {
        var node = _root;
        for (int i = 0; i < segments.Count; i++)
        {
            if (node.Children.TryGetValue(segments[i], out var child))
            {
                node = child;
            }
            else if (node.Parameter is { } parameter)
            {
                // A parameter of a path is text without blanks (\S+): with one it is no path of the API.
                if (segments[i].Any(char.IsWhiteSpace))
                    return null;
                // A volume ID has slashes (local:iso/x.iso), and so has a network (10.0.0.0/8): the last parameter takes the rest of the path.
                if (parameter.Name is "volume" or "cidr")
                {
                    captured[parameter.Name] = string.Join('/', segments.Skip(i));
                    return parameter.Node.Methods.GetValueOrDefault(method);
                }
                captured[parameter.Name] = segments[i];
                node = parameter.Node;
            }
            else
            {
                return null;
            }
        }
        return node.Methods.GetValueOrDefault(method);
    }

    internal static string ReadResource(string name)
    {
        using var stream = typeof(ApiTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"embedded resource {name} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    internal static ApiTable Parse(string text)
    {
        var table = new ApiTable();
        Action<ParameterSpec>? add = null;
        Action? finish = null;
        foreach (string line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == ' ')
            {
                if (line[1] == '+')
                    table._groups[line[2..]].ForEach(add!);
                else
                    add!(ParseParameter(line[1..]));
                continue;
            }
            finish?.Invoke();
            finish = null;
            var words = Words(line);
            switch (words[0])
            {
                case "format":
                    var keys = new Dictionary<string, ParameterSpec>(StringComparer.Ordinal);
                    add = spec => keys[spec.Name] = spec;
                    string name = words[1];
                    bool isChecked = words.Contains("checked");
                    finish = () => table._formats[name] = new PropertyFormat(name, isChecked, keys.ToFrozenDictionary(StringComparer.Ordinal));
                    break;
                case "group":
                    var group = table._groups[words[1]] = [];
                    add = group.Add;
                    break;
                default:
                    var endpoint = ParseEndpoint(line, words);
                    table._endpoints.Add(endpoint);
                    table._root.Add(endpoint);
                    add = endpoint.Parameters.Add;
                    break;
            }
        }
        finish?.Invoke();
        foreach (var spec in table._groups["qemu-config"])
            table._qemuKeys.Add(spec);
        foreach (string internalKey in (string[])["parent", "vmstate", "runningmachine", "runningcpu", "meta"])
            table._qemuKeys.Add(new ParameterSpec(internalKey, "string", true));
        table._qemuKeys.Add(new ParameterSpec("snaptime", "integer", true));
        foreach (var spec in table._groups["lxc-config"])
            table._lxcKeys.Add(spec);
        foreach (string internalKey in (string[])["parent", "lxc"])
            table._lxcKeys.Add(new ParameterSpec(internalKey, "string", true));
        table._lxcKeys.Add(new ParameterSpec("snaptime", "integer", true));
        return table;
    }

    private static EndpointSpec ParseEndpoint(string line, List<string> words)
    {
        JsonElement? check = null;
        int at = line.IndexOf(" perm=", StringComparison.Ordinal);
        if (at >= 0)
            check = JsonDocument.Parse(line[(at + 6)..]).RootElement;
        return new EndpointSpec(words[0], words[1])
        {
            Protected = words.Contains("protected"),
            Proxied = words.Contains("proxy"),
            AllowToken = !words.Contains("notoken"),
            Open = words.Contains("open"),
            User = words.FirstOrDefault(w => w.StartsWith("user=", StringComparison.Ordinal))?[5..],
            Check = check,
        };
    }

    private static ParameterSpec ParseParameter(string line)
    {
        var words = Words(line);
        string name = words[0];
        string? type = null;
        if (words.Count > 1 && !words[1].Contains('='))
            type = words[1];
        var spec = new ParameterSpec(name, (type ?? "string").TrimEnd('?'), type?.EndsWith('?') ?? true);
        foreach (string word in words.Skip(1))
        {
            int eq = word.IndexOf('=', StringComparison.Ordinal);
            string value = eq < 0 ? "" : word[(eq + 1)..];
            spec = (eq < 0 ? word : word[..eq]) switch
            {
                "oneof" => spec with { OneOf = true },
                "key" => spec with { DefaultKey = true },
                "fmt" => spec with { Format = value },
                "pat" => spec with { Pattern = new Regex($@"\A(?:{value.Replace("{,", "{0,", StringComparison.Ordinal)})\n?\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) },
                "min" => spec with { Minimum = Number(value) },
                "max" => spec with { Maximum = Number(value) },
                "minlen" => spec with { MinLength = (int)Number(value) },
                "maxlen" => spec with { MaxLength = (int)Number(value) },
                "enum" => spec with { Enum = value.Split('|') },
                "req" => spec with { Requires = value },
                "def" => spec with { Default = value },
                "alias" => spec with { Alias = value },
                "keyalias" => spec with { KeyAlias = value },
                _ => spec,
            };
        }
        int bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0)
            return spec;
        var range = name[(bracket + 1)..^1].Split("..");
        return spec with { Family = (name[..bracket], int.Parse(range[0], CultureInfo.InvariantCulture), int.Parse(range[^1], CultureInfo.InvariantCulture)) };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // Words are separated by blanks; a value may be a JSON string (key="a b").
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        int i = 0;
        while (i < line.Length)
        {
            int start = i;
            while (i < line.Length && line[i] != ' ' && line[i] != '"')
                i++;
            if (i < line.Length && line[i] == '"' && i > start && line[i - 1] == '=')
            {
                int end = i + 1;
                while (line[end] != '"')
                    end += line[end] == '\\' ? 2 : 1;
                words.Add(line[start..i] + JsonSerializer.Deserialize<string>(line.AsSpan(i, end + 1 - i)));
                i = end + 1;
            }
            else
            {
                while (i < line.Length && line[i] != ' ')
                    i++;
                words.Add(line[start..i]);
            }
            i++;
        }
        return words;
    }

    private sealed class RouteNode
    {
        public Dictionary<string, RouteNode> Children { get; } = new(StringComparer.Ordinal);
        public (string Name, RouteNode Node)? Parameter { get; private set; }
        public Dictionary<string, EndpointSpec> Methods { get; } = new(StringComparer.Ordinal);

        public void Add(EndpointSpec endpoint)
        {
            var node = this;
            foreach (string segment in endpoint.Segments)
            {
                if (segment[0] == '{')
                {
                    node.Parameter ??= (segment[1..^1], new RouteNode());
                    node = node.Parameter.Value.Node;
                }
                else
                {
                    if (!node.Children.TryGetValue(segment, out var child))
                        node.Children[segment] = child = new RouteNode();
                    node = child;
                }
            }
            node.Methods[endpoint.Method] = endpoint;
        }
    }
}
