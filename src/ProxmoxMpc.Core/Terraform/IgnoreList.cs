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
        if (wanted.Length == 0)
        {
            lifecycle!.Body.RemoveAttribute("ignore_changes");
            return;
        }
        lifecycle ??= resource.AddBlock(new HclBlockBuilder("lifecycle"));
        lifecycle.Body.SetAttribute("ignore_changes", new HclValue.Opaque($"[{string.Join(", ", wanted)}]"));
    }
}
