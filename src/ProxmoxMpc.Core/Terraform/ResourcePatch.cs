using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Carries the difference of two resources into a third: the one in the user's file, which may be written otherwise.</summary>
internal static class ResourcePatch
{
    /// <param name="before">What the file says, as this product would write it.</param>
    /// <param name="after">What it shall say.</param>
    public static void Apply(GuestKind kind, HclBody body, CodeNode before, CodeNode after) => Apply(kind, body, "", before, after);

    private static void Apply(GuestKind kind, HclBody body, string path, CodeNode before, CodeNode after)
    {
        foreach (var name in before.Attributes.Keys.Union(after.Attributes.Keys).ToArray())
        {
            before.Attributes.TryGetValue(name, out var old);
            after.Attributes.TryGetValue(name, out var wanted);
            if (Equals(old, wanted)) continue;
            // A false that is written keeps the comment on its line, where leaving it out would lose it.
            if (wanted is null && old is HclValue.Bool { Value: true } && body.Attribute(name) is not null) wanted = false;
            if (wanted is not null) body.SetAttribute(name, wanted);
            else body.RemoveAttribute(name);
        }
        foreach (var type in before.Blocks.Concat(after.Blocks).Select(block => block.Type).Distinct(StringComparer.Ordinal).ToArray())
            ApplyBlocks(kind, body, type, path.Length == 0 ? type : $"{path}.{type}", [.. before.BlocksOf(type)], [.. after.BlocksOf(type)]);
    }

    private static void ApplyBlocks(GuestKind kind, HclBody body, string type, string path, CodeNode[] before, CodeNode[] after)
    {
        var (rule, key) = BlockShape.Of(kind, path);
        var blocks = body.BlocksOf(type).ToArray();
        if (rule == BlockRule.Keyed)
        {
            HclBlock? Find(string? name) => blocks.FirstOrDefault(block => block.Body.Attribute(key!)?.Expression.Evaluate(HclScope.Empty) is HclValue.String { Value: var text } && text == name);
            foreach (var gone in before.Where(old => after.All(block => block.Text(key!) != old.Text(key!))))
                if (Find(gone.Text(key!)) is { } block) body.RemoveBlock(block);
            foreach (var wanted in after)
                Change(kind, body, type, path, Find(wanted.Text(key!)), before.FirstOrDefault(block => block.Text(key!) == wanted.Text(key!)), wanted);
            return;
        }
        for (var place = 0; place < Math.Max(before.Length, after.Length); place++)
        {
            var block = blocks.ElementAtOrDefault(place);
            if (place < after.Length) Change(kind, body, type, path, block, before.ElementAtOrDefault(place), after[place]);
            else if (block is not null) body.RemoveBlock(block);
        }
    }

    private static void Change(GuestKind kind, HclBody body, string type, string path, HclBlock? block, CodeNode? before, CodeNode after)
    {
        if (before is not null && IsSame(before, after)) return;
        if (body.Attribute(type) is not null || body.BlocksOf("dynamic").Any(made => made.Labels is [var label, ..] && label == type))
            throw new PmpcException("PmpcNotEditable", PmpcErrorKind.NotSupported, $"{type} is made by an expression here, which only a person can change.", "Edit the file by hand.", type);
        if (block is not null) Apply(kind, block.Body, path, before ?? new(), after);
        else
        {
            var builder = new HclBlockBuilder(type);
            NodePrinter.WriteBlock(builder, after);
            body.AddBlock(builder);
        }
    }

    private static bool IsSame(CodeNode one, CodeNode other) =>
        one.Attributes.Count == other.Attributes.Count
        && one.Attributes.All(pair => other.Attributes.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value))
        && one.Blocks.Count == other.Blocks.Count
        && one.Blocks.GroupBy(block => block.Type).All(group => group.Select(block => block.Body).Zip(other.BlocksOf(group.Key)).All(pair => IsSame(pair.First, pair.Second))
            && other.BlocksOf(group.Key).Count() == group.Count());
}
