using System.Collections.Frozen;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Where an attribute of the provider (<c>disk.speed.read</c>) is in a resource, for the config key that owns it.</summary>
internal static class BlockPath
{
    /// <summary>A path taken apart.</summary>
    private sealed record Known((string Type, BlockRule Rule, string? KeyAttribute)[] Blocks, string Leaf);

    // Every path of the schema: each guest asks for some hundreds of them.
    private static readonly FrozenDictionary<string, Known> OfVm = All(GuestKind.Qemu);
    private static readonly FrozenDictionary<string, Known> OfContainer = All(GuestKind.Lxc);

    private static FrozenDictionary<string, Known> All(GuestKind kind) => GuestSchema.For(kind).Keys
        .SelectMany(key => key.Attributes()).Select(attribute => attribute.Provider?.Path).OfType<string>().Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(path => path, path => Take(kind, path), StringComparer.Ordinal);

    private static Known Take(GuestKind kind, string path) => new([.. Split(path).Select(block => (block.Type, BlockShape.Of(kind, block.Path).Rule, BlockShape.Of(kind, block.Path).KeyAttribute))], Leaf(path));

    private static Known Of(GuestKind kind, string path) => (kind == GuestKind.Qemu ? OfVm : OfContainer).GetValueOrDefault(path) ?? Take(kind, path);

    /// <summary>The block that holds the attribute; blocks that are missing are made.</summary>
    /// <param name="place">The number of the key's block where blocks go by place.</param>
    public static CodeNode Make(CodeNode root, GuestKind kind, string path, string key, int place)
    {
        var node = root;
        foreach (var (type, rule, attribute) in Of(kind, path).Blocks)
        {
            node = rule switch
            {
                BlockRule.Single => node.Single(type),
                BlockRule.Keyed => node.Keyed(type, attribute!, key),
                _ => node.At(type, place),
            };
        }
        return node;
    }

    /// <summary>The block that holds the attribute, or null.</summary>
    public static CodeNode? Find(CodeNode root, GuestKind kind, string path, string key)
    {
        CodeNode? node = root;
        foreach (var (type, rule, attribute) in Of(kind, path).Blocks)
        {
            node = rule switch
            {
                BlockRule.Single => node.Find(type),
                BlockRule.Keyed => node.Find(type, attribute!, key),
                _ => node.Find(type, SchemaTable.IndexOf(key)),
            };
            if (node is null) return null;
        }
        return node;
    }

    /// <summary>Whether a <c>dynamic</c> block stands where the attribute's block would be.</summary>
    public static bool IsDynamic(CodeNode root, string path)
    {
        var nodes = new[] { root };
        foreach (var (type, _) in Split(path))
        {
            if (nodes.Any(node => node.IsDynamic(type))) return true;
            nodes = [.. nodes.SelectMany(node => node.BlocksOf(type))];
        }
        return false;
    }

    /// <summary>The attribute's own name.</summary>
    public static string Leaf(string path) => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The same for a path that the schema has.</summary>
    public static string Leaf(GuestKind kind, string path) => Of(kind, path).Leaf;

    /// <summary>The outermost block, or the attribute itself where it is in none.</summary>
    public static string Top(string path) => path.Split('.')[0];

    private static IEnumerable<(string Type, string Path)> Split(string path)
    {
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
            yield return (Leaf(path[..dot]), path[..dot]);
    }
}
