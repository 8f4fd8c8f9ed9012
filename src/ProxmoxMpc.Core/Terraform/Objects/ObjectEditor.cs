using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Changes such resources in files that belong to people: only the bytes of what changes are touched.</summary>
internal static class ObjectEditor
{
    /// <summary>Brings attributes, and all blocks of types, to what the unit says.</summary>
    /// <returns>The file's new text, or null where it is written in a way that only a person can change.</returns>
    public static string? Apply(string text, string label, ObjectUnit unit, IReadOnlyCollection<string> paths)
    {
        var document = HclDocument.Parse(text);
        if (document.Diagnostics.Count > 0 || Find(document, unit.Type, label) is not { } resource) return null;
        foreach (var path in paths)
        {
            var blocks = unit.Node.BlocksOf(path).ToArray();
            var existing = resource.Body.BlocksOf(path).ToArray();
            if (blocks.Length > 0 || existing.Length > 0)
            {
                if (resource.Body.Attribute(path) is not null || resource.Body.BlocksOf("dynamic").Any(made => made.Labels is [var type] && type == path)) return null;
                Blocks(resource.Body, path, existing, blocks);
            }
            else if (unit.Node.Attributes.TryGetValue(path, out var value)) resource.Body.SetAttribute(path, value);
            else resource.Body.RemoveAttribute(path);
        }
        return document.Text;
    }

    public static string Remove(string text, string type, string label)
    {
        var document = HclDocument.Parse(text);
        if (document.Diagnostics.Count == 0 && Find(document, type, label) is { } resource) document.Root.RemoveBlock(resource);
        return document.Text;
    }

    /// <summary>Blocks go by place. Those that say the same at the beginning and at the end stay as they are written.</summary>
    private static void Blocks(HclBody body, string type, HclBlock[] existing, CodeNode[] wanted)
    {
        var (before, after) = (existing.Select(block => ObjectView.Block(type, CodeFile.Evaluate(block.Body, HclScope.Empty))).ToArray(), wanted.Select(node => ObjectView.Block(type, node)).ToArray());
        var shorter = Math.Min(before.Length, after.Length);
        var head = 0;
        while (head < shorter && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var (old, fresh) = (existing[head..^tail], wanted[head..^tail]);
        for (var i = 0; i < Math.Min(old.Length, fresh.Length); i++) Attributes(old[i].Body, fresh[i]);
        foreach (var gone in old.Skip(fresh.Length)) body.RemoveBlock(gone);
        if (fresh.Length <= old.Length) return;
        // There is no inserting between blocks: those behind are written anew, each after the other.
        foreach (var behind in existing[^tail..]) body.RemoveBlock(behind);
        foreach (var node in wanted[(head + old.Length)..]) body.AddBlock(ObjectText.Block(type, node));
    }

    private static void Attributes(HclBody body, CodeNode wanted)
    {
        var said = CodeFile.Evaluate(body, HclScope.Empty);
        foreach (var name in said.Attributes.Keys.Where(name => !wanted.Attributes.ContainsKey(name)).ToArray()) body.RemoveAttribute(name);
        foreach (var (name, value) in wanted.Attributes)
            if (!said.Attributes.TryGetValue(name, out var old) || !old.Equals(value)) body.SetAttribute(name, value);
    }

    private static HclBlock? Find(HclDocument document, string type, string label) =>
        document.Root.BlocksOf("resource").FirstOrDefault(block => block.Labels is [var itsType, var itsLabel] && itsType == type && itsLabel == label);
}
