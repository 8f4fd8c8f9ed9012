using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>Proxmox's own description of its API, and what it says of a request.</summary>
internal sealed class PveSchema
{
    private const int LargestBody = 512 * 1024;

    private readonly Endpoint[] _endpoints;
    private readonly PveValues _values;

    public PveSchema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(SharedData.Path("data/pve-schema.json")));
        using var formats = JsonDocument.Parse(File.ReadAllText(SharedData.Path("data/pve-formats.json")));
        _values = new(formats.RootElement.GetProperty("named").Clone());
        _endpoints = [.. schema.RootElement.GetProperty("endpoints").EnumerateArray().Select(entry => new Endpoint(entry.Clone()))];
    }

    /// <summary>Formats of which nothing is known here but the name.</summary>
    public IReadOnlyCollection<string> Unknown => _values.Unknown;

    /// <summary>The endpoint that a request reaches, as <c>METHOD /path/{part}</c>; null where there is none.</summary>
    public string? NameOf(WireRequest request) => Find(request) is { } endpoint ? $"{request.Method} {endpoint.Path}" : null;

    /// <summary>Why Proxmox would refuse the request; empty where it would not.</summary>
    public IEnumerable<string> Check(WireRequest request)
    {
        if (Find(request) is not { } endpoint)
        {
            yield return $"there is no {request.Method} {request.Path}";
            yield break;
        }
        foreach (var fault in Envelope(request, endpoint)) yield return fault;
        var given = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in endpoint.Parts(request.RawPath).Concat(request.Parameters))
        {
            if (given.TryGetValue(name, out var values)) values.Add(value);
            else given[name] = [value];
        }
        foreach (var (name, values) in given)
        {
            if (endpoint.Parameter(name) is not { } spec)
            {
                if (!endpoint.IsOpen) yield return $"{endpoint.Path} does not take {name}";
                continue;
            }
            var isList = spec.Type() == "array" || spec.Format()?.EndsWith("-list", StringComparison.Ordinal) == true;
            if (values.Count > 1 && !isList) yield return $"{name} is given {values.Count} times";
            foreach (var value in values)
                if (_values.Refuse(spec.Type() == "array" ? spec.GetProperty("items") : spec, value) is { } why) yield return $"{name}='{value}': {why}";
            if (spec.TryGetProperty("requires", out var needed) && needed.GetString() is { } other && !given.ContainsKey(other)) yield return $"{name} needs {other}";
        }
        foreach (var missing in endpoint.Required.Where(name => !given.ContainsKey(name))) yield return $"{missing} is missing";
    }

    private static IEnumerable<string> Envelope(WireRequest request, Endpoint endpoint)
    {
        if (request.Method is "GET" or "DELETE" && (request.Bytes > 0 || request.Form is not null)) yield return "has a body";
        if (request.Method is "POST" or "PUT" && request.Length != request.Bytes) yield return "does not say its length";
        if (request.Bytes > 0 && request.ContentType != "application/x-www-form-urlencoded") yield return $"is {request.ContentType}";
        if (request.Bytes > LargestBody) yield return "is too large";
        // A volume's name is the rest of its path, whatever is in it (fragmentDelimiter of PVE::API2::Storage::Status).
        if (request.RawPath.Contains("%2F", StringComparison.OrdinalIgnoreCase) && !request.RawPath.Contains("/content/", StringComparison.Ordinal)) yield return "has a '/' in a part of its path, at which Proxmox splits";
        if (request.HasToken && !endpoint.AllowsTokens) yield return "is not for tokens";
    }

    private Endpoint? Find(WireRequest request) => _endpoints.Where(endpoint => endpoint.Method == request.Method && endpoint.Matches(request.RawPath)).MinBy(endpoint => endpoint.Path.Count(c => c == '{'));

    private sealed class Endpoint
    {
        private readonly JsonElement _properties;
        private readonly (Regex Name, JsonElement Spec)[] _families;
        private readonly Regex _path;

        public Endpoint(JsonElement entry)
        {
            Path = entry.GetProperty("path").GetString()!;
            Method = entry.GetProperty("method").GetString()!;
            // Without a word on permissions it is for root@pam alone.
            AllowsTokens = entry.TryGetProperty("allowtoken", out var allow) && allow.GetInt32() == 1
                && entry.TryGetProperty("permissions", out var permissions) && permissions.ValueKind != JsonValueKind.Null;
            var parameters = entry.GetProperty("parameters");
            IsOpen = !(parameters.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Number && more.GetInt32() == 0);
            _properties = parameters.TryGetProperty("properties", out var properties) ? properties : JsonDocument.Parse("{}").RootElement;
            _families = [.. _properties.EnumerateObject().Where(one => one.Name.Contains('[')).Select(one => (Family(one.Name), one.Value))];
            Required = [.. _properties.EnumerateObject().Where(one => !one.Name.Contains('[') && !(one.Value.TryGetProperty("optional", out var optional) && optional.ToString() is not "0")).Select(one => one.Name)];
            _path = new("^" + Regex.Replace(Regex.Escape(Path), @"\\\{([^}]+)}", match => $"(?<{match.Groups[1].Value.Replace('-', '_')}>[^/]+)") + "$", RegexOptions.CultureInvariant);
        }

        public string Path { get; }
        public string Method { get; }
        public bool AllowsTokens { get; }
        public bool IsOpen { get; }
        public string[] Required { get; }

        public bool Matches(string rawPath) => _path.IsMatch(rawPath);

        /// <summary>The parameters that stand in the path.</summary>
        public IEnumerable<KeyValuePair<string, string>> Parts(string rawPath) => _path.Match(rawPath).Groups.Values.Skip(1)
            .Select(group => KeyValuePair.Create(group.Name.Replace('_', _properties.TryGetProperty(group.Name, out _) ? '_' : '-'), Uri.UnescapeDataString(group.Value)));

        public JsonElement? Parameter(string name) => _properties.TryGetProperty(name, out var spec) ? spec
            : _families.FirstOrDefault(family => family.Name.IsMatch(name)) is { Name: not null } found ? found.Spec : null;

        /// <summary><c>net[0..31]</c>: the name with a number from there, without leading zeros.</summary>
        private static Regex Family(string name)
        {
            var parts = Regex.Match(name, @"^(\w+)\[(\d+)\.\.(\d+)\]$", RegexOptions.CultureInvariant);
            Assert.True(parts.Success, $"'{name}' is no family.");
            var numbers = Enumerable.Range(int.Parse(parts.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(parts.Groups[3].Value, CultureInfo.InvariantCulture) - int.Parse(parts.Groups[2].Value, CultureInfo.InvariantCulture) + 1);
            return new($"^{parts.Groups[1].Value}(?:{string.Join('|', numbers)})$", RegexOptions.CultureInvariant);
        }
    }
}

internal static class SpecReading
{
    public static string Type(this JsonElement spec) => spec.TryGetProperty("type", out var type) ? type.GetString()! : "string";

    /// <summary>The format's name; null where there is none, or where it is written out.</summary>
    public static string? Format(this JsonElement spec) => spec.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? format.GetString() : null;

    public static string? Text(this JsonElement spec, string name) => spec.TryGetProperty(name, out var value) ? value.ToString() : null;
}
