using System.Collections.Frozen;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>What is a block in Terraform's JSON syntax, where blocks and attributes look alike.</summary>
internal static class JsonSyntax
{
    private static readonly FrozenDictionary<string, int> Top = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["resource"] = 2, ["data"] = 2, ["ephemeral"] = 2, ["variable"] = 1, ["output"] = 1, ["module"] = 1, ["provider"] = 1, ["check"] = 1,
        ["locals"] = 0, ["terraform"] = 0, ["import"] = 0, ["moved"] = 0, ["removed"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Blocks that are Terraform's own, in whatever they stand.</summary>
    private static readonly FrozenDictionary<string, int> Meta = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["lifecycle"] = 0, ["timeouts"] = 0, ["connection"] = 0, ["precondition"] = 0, ["postcondition"] = 0, ["provisioner"] = 1, ["dynamic"] = 1,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Blocks of the provider's resources that are no guests; whatever else holds objects there is an attribute.</summary>
    private static readonly FrozenSet<string> OfObjects = new[] { "rule", "cidr", "acl", "log_ratelimit", "backups", "entry", "source_file", "source_raw" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A file of code or of values, in the syntax that its name says.</summary>
    public static HclDocument Parse(string path, string text) =>
        !CodeNames.IsJson(path) ? HclDocument.Parse(text, path) : HclDocument.ParseJson(text, path, CodeNames.IsCode(path) ? Labels : null);

    private static int? Labels(HclBlock? owner, string name, bool holdsObjects)
    {
        if (owner is null) return Top.TryGetValue(name, out var labels) ? labels : null;
        if (Resource(owner) is not { } resource)
            return (owner.Type, name) switch
            {
                ("variable", "validation") or ("terraform", "cloud" or "required_providers") or ("check", "assert") or ("provider", "ssh") => 0,
                ("terraform", "backend" or "provider_meta") => 1,
                ("check", "data") => 2,
                _ => null,
            };
        if (Meta.TryGetValue(name, out var meta)) return meta;
        if (!holdsObjects) return null;
        // Of a guest everything is a block but for this one.
        if (ProviderNames.KindOf(resource) is not null) return name == "environment_variables" ? null : 0;
        return OfObjects.Contains(name) || owner.Type == "dynamic" && name == "content" ? 0 : null;
    }

    /// <summary>The type of the resource that a block is, or is in; null where it is in none.</summary>
    private static string? Resource(HclBlock block)
    {
        for (var outer = block; outer is not null; outer = outer.Parent.Owner)
            if (outer is { Type: "resource" or "data" or "ephemeral", Labels: [var type, _] }) return type;
        return null;
    }
}
