using System.Collections.Frozen;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Where an attribute of the provider (<c>disk.speed.read</c>) is in a resource, for the config key that owns it.</summary>
internal static class BlockPath
{
    /// <summary>A path taken apart.</summary>
    /// <param name="Blocks">From the outermost; the same array for every attribute of a block.</param>
    /// <param name="Leaf">The attribute's own name.</param>
    internal sealed record Place((string Type, BlockRule Rule, string? KeyAttribute)[] Blocks, string Leaf);

    // Every path of the schema: each guest asks for some hundreds of them.
    private static readonly FrozenDictionary<string, Place> OfVm = All(GuestKind.Qemu);
    private static readonly FrozenDictionary<string, Place> OfContainer = All(GuestKind.Lxc);

    private static FrozenDictionary<string, Place> All(GuestKind kind) => GuestSchema.For(kind).Keys
        .SelectMany(key => key.Attributes()).Select(attribute => attribute.Provider?.Path).OfType<string>().Distinct(StringComparer.Ordinal)
        .GroupBy(path => path[..Math.Max(path.LastIndexOf('.'), 0)], StringComparer.Ordinal)
        .SelectMany(block => Places(kind, block)).ToFrozenDictionary(pair => pair.Path, pair => pair.Place, StringComparer.Ordinal);

    private static IEnumerable<(string Path, Place Place)> Places(GuestKind kind, IEnumerable<string> paths)
    {
        (string, BlockRule, string?)[]? blocks = null;
        foreach (var path in paths) yield return (path, new(blocks ??= Blocks(kind, path), Leaf(path)));
    }

    private static (string, BlockRule, string?)[] Blocks(GuestKind kind, string path) =>
        [.. Split(path).Select(block => (block.Type, BlockShape.Of(kind, block.Path).Rule, BlockShape.Of(kind, block.Path).KeyAttribute))];

    /// <summary>Where the attribute of that path is.</summary>
    public static Place Of(GuestKind kind, string path) => (kind == GuestKind.Qemu ? OfVm : OfContainer).GetValueOrDefault(path) ?? new(Blocks(kind, path), Leaf(path));

    /// <summary>The block that holds the attribute; blocks that are missing are made.</summary>
    /// <param name="place">The number of the key's block where blocks go by place.</param>
    public static CodeNode Make(CodeNode root, Place at, string key, int place)
    {
        var node = root;
        foreach (var (type, rule, attribute) in at.Blocks)
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
    public static CodeNode? Find(CodeNode root, Place at, string key)
    {
        CodeNode? node = root;
        foreach (var (type, rule, attribute) in at.Blocks)
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

    /// <summary>The outermost block, or the attribute itself where it is in none.</summary>
    public static string Top(string path) => path.Split('.')[0];

    private static IEnumerable<(string Type, string Path)> Split(string path)
    {
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
            yield return (Leaf(path[..dot]), path[..dot]);
    }
}
