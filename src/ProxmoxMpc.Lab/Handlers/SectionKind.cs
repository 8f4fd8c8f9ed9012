using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>A configuration file of sections: which options each type of section has, and the words of its refusals.</summary>
/// <param name="Area">Where the Lab keeps the sections.</param>
/// <param name="Path">The endpoint that creates one; its parameters give the types of the values.</param>
/// <param name="Types">By type: required options and the others, separated by blanks.</param>
internal sealed record SectionKind(string Area, string Path, IReadOnlyDictionary<string, (string Required, string Optional)> Types)
{
    private static readonly string[] Control = ["type", "digest", "delete", "lock-token"];

    public SortedDictionary<string, SortedDictionary<string, string>> Of(LabState state) => state.Section(Area);

    public SortedDictionary<string, string> Require(LabState state, string id, string message) => Of(state).GetValueOrDefault(id) ?? throw LabException.Die(message);

    /// <summary>The options of a call, apart from what names or steers it.</summary>
    public static SortedDictionary<string, string> Options(Call call, params string[] names) =>
        new(call.Parameters.Where(p => !Control.Contains(p.Key) && !names.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);

    /// <exception cref="LabException">500: an option this type does not have, or – of a new one – one that is missing.</exception>
    public void RequireKnown(string type, IReadOnlyDictionary<string, string> options, bool create, string prefix = "")
    {
        var (required, optional) = Types.GetValueOrDefault(type, ("", ""));
        var known = $"{required} {optional}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (options.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unexpected)
            throw LabException.Die($"{prefix}unexpected property '{unexpected}'");
        if (create && Words(required).FirstOrDefault(r => !options.ContainsKey(r)) is { } missing)
            throw LabException.Die($"{prefix}missing value for required option '{missing}'");
    }

    /// <summary>Takes options out of a section.</summary>
    /// <exception cref="LabException">500: unknown, required, or set by the same call.</exception>
    public void Delete(string type, SortedDictionary<string, string> section, string? keys, IReadOnlyDictionary<string, string> options, string prefix = "")
    {
        var (required, optional) = Types.GetValueOrDefault(type, ("", ""));
        foreach (string key in TextRules.SplitList(keys))
        {
            if (Words(required).Contains(key))
                throw LabException.Die($"{prefix}unable to delete required option '{key}'");
            if (!Words(optional).Contains(key))
                throw LabException.Die($"{prefix}no such option '{key}'");
            if (options.ContainsKey(key))
                throw LabException.Die($"{prefix}cannot set and delete property '{key}' at the same time!");
            section.Remove(key);
        }
    }

    /// <summary>One digest for the whole file; a file that is empty has that of nothing.</summary>
    public string Digest(LabState state) => NodeHandlers.Digest(string.Concat(Of(state).Select(s => $"{s.Value.GetValueOrDefault("type")}: {s.Key}\n" + string.Concat(s.Value.Where(o => o.Key != "type").Select(o => $"\t{o.Key} {o.Value}\n")) + "\n")));

    /// <exception cref="LabException">500: the file changed since.</exception>
    public void RequireDigest(Call call, string prefix)
    {
        if (call["digest"] is { Length: > 0 } digest && digest != Digest(call.State))
            throw LabException.Die($"{prefix}detected modified configuration - file changed by other user? Try again.");
    }

    /// <summary>The options with their JSON types.</summary>
    public JsonObject Typed(IEnumerable<KeyValuePair<string, string>> section)
    {
        var parameters = ApiTable.Default.Endpoints.First(e => e.Method == "POST" && e.Path == Path).Parameters;
        return new JsonObject(section.Select(v => KeyValuePair.Create(v.Key, parameters.Find(v.Key) is { } spec && spec.IsNumeric ? JsonText.Numeric(v.Value) : (JsonNode?)JsonValue.Create(v.Value))));
    }

    /// <summary>A refusal of a parameter that is raised under the file's lock: it comes out as the text of a die.</summary>
    public static LabException Nested(string prefix, string key, string reason) => LabException.Die($"{prefix}400 Parameter verification failed.\n{key}: {reason}");

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
