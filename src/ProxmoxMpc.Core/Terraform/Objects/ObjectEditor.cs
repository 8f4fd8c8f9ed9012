using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Changes such resources in files that belong to people: only the bytes of what changes are touched.</summary>
internal static class ObjectEditor
{
    /// <summary>Brings attributes, and all blocks of types, to what the unit says.</summary>
    /// <returns>The file's new text, or null where it is written in a way that only a person can change.</returns>
    public static string? Apply(string text, string label, ObjectUnit unit, IReadOnlyCollection<string> paths) => Apply(text, label, unit.Type, unit.Node, paths);

    /// <summary>Brings attributes, and all blocks of types, to what a node says.</summary>
    /// <returns>The file's new text, or null where it is written in a way that only a person can change.</returns>
    public static string? Apply(string text, string label, string resourceType, CodeNode node, IReadOnlyCollection<string> paths)
    {
        foreach (var path in paths)
        {
            var document = HclDocument.Parse(text);
            if (document.Diagnostics.Count > 0 || Find(document, resourceType, label) is not { } resource) return null;
            var blocks = node.BlocksOf(path).ToArray();
            if (blocks.Length > 0 || resource.Body.BlocksOf(path).Any())
            {
                if (resource.Body.Attribute(path) is not null || resource.Body.BlocksOf("dynamic").Any(made => made.Labels is [var type] && type == path)) return null;
                text = BlockSequence.Change(document, resource.Body, path, blocks);
                continue;
            }
            if (node.Attributes.TryGetValue(path, out var value)) resource.Body.SetAttribute(path, value);
            else resource.Body.RemoveAttribute(path);
            text = document.Text;
        }
        return text;
    }

    public static string Remove(string text, string type, string label)
    {
        var document = HclDocument.Parse(text);
        if (document.Diagnostics.Count == 0 && Find(document, type, label) is { } resource) document.Root.RemoveBlock(resource);
        return document.Text;
    }

    private static HclBlock? Find(HclDocument document, string type, string label) =>
        document.Root.BlocksOf("resource").FirstOrDefault(block => block.Labels is [var itsType, var itsLabel] && itsType == type && itsLabel == label);
}
