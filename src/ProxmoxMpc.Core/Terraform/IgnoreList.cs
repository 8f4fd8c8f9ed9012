using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The <c>ignore_changes</c> of a resource in a file.</summary>
internal static class IgnoreList
{
    /// <summary>
    /// After an edit of these paths: takes out the entries that would keep Terraform, and this product, from seeing what was
    /// just written, and adds those without which the new values would never plan empty.
    /// </summary>
    public static void Update(GuestKind kind, HclBody resource, IReadOnlyCollection<string> paths, AttributeMap values, IReadOnlyList<IgnoredChange> traps)
    {
        bool Covers(string entry) => IgnoredPaths.Of(kind, entry, values).Any(ignored => paths.Any(path => path == ignored || path.StartsWith(ignored + ".", StringComparison.Ordinal)));
        var needed = traps.Select(trap => trap.Attribute).Where(Covers).ToArray();
        var lifecycle = resource.BlocksOf("lifecycle").FirstOrDefault();
        var attribute = lifecycle?.Body.Attribute("ignore_changes");
        // "all", or an expression that is none of ours.
        if (attribute is not null && attribute.Expression is not HclTuple) return;
        string[] entries = attribute?.Expression is HclTuple tuple ? [.. tuple.Items.Select(item => item.Text)] : [];
        string[] kept = [.. entries.Where(entry => needed.Contains(entry) || !Covers(entry))];
        string[] wanted = [.. kept, .. needed.Where(entry => !kept.Contains(entry))];
        if (wanted.SequenceEqual(entries)) return;
        if (wanted.Length == 0) lifecycle!.Body.RemoveAttribute("ignore_changes");
        else Write(lifecycle ?? resource.AddBlock(new HclBlockBuilder("lifecycle")), wanted);
    }

    /// <summary>Adds the entries that a guest needs from the moment it exists, and protects it from being destroyed by a plan.</summary>
    public static void Adopt(HclBody resource, IReadOnlyList<IgnoredChange> traps)
    {
        var lifecycle = resource.BlocksOf("lifecycle").FirstOrDefault() ?? resource.AddBlock(new HclBlockBuilder("lifecycle").Attribute("prevent_destroy", true));
        if (lifecycle.Body.Attribute("prevent_destroy") is null) lifecycle.Body.SetAttribute("prevent_destroy", true);
        var attribute = lifecycle.Body.Attribute("ignore_changes");
        if (attribute is not null && attribute.Expression is not HclTuple) return;
        string[] entries = attribute?.Expression is HclTuple tuple ? [.. tuple.Items.Select(item => item.Text)] : [];
        string[] missing = [.. traps.Select(trap => trap.Attribute).Distinct(StringComparer.Ordinal).Except(entries, StringComparer.Ordinal)];
        if (missing.Length > 0) Write(lifecycle, [.. entries, .. missing]);
    }

    private static void Write(HclBlock lifecycle, IEnumerable<string> entries) =>
        lifecycle.Body.SetAttribute("ignore_changes", new HclValue.Opaque($"[{string.Join(", ", entries)}]"));
}
