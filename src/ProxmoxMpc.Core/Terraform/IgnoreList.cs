using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The <c>ignore_changes</c> of a resource in a file.</summary>
internal static class IgnoreList
{
    /// <summary>Takes out the entries that would keep Terraform, and this product, from seeing what was just written.</summary>
    public static void Release(GuestKind kind, HclBody resource, IReadOnlyCollection<string> paths, AttributeMap values)
    {
        foreach (var lifecycle in resource.BlocksOf("lifecycle"))
        {
            if (lifecycle.Body.Attribute("ignore_changes") is not { Expression: HclTuple tuple }) continue;
            var kept = tuple.Items.Where(item => !IgnoredPaths.Of(kind, item.Text, values).Any(ignored => paths.Any(path => path == ignored || path.StartsWith(ignored + ".", StringComparison.Ordinal)))).ToArray();
            if (kept.Length == tuple.Items.Count) continue;
            if (kept.Length == 0) lifecycle.Body.RemoveAttribute("ignore_changes");
            else lifecycle.Body.SetAttribute("ignore_changes", new HclValue.Opaque($"[{string.Join(", ", kept.Select(item => item.Text))}]"));
        }
    }
}
