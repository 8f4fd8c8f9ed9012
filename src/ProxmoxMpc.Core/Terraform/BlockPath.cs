using System.Collections.Frozen;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Where an attribute of the provider (<c>disk.speed.read</c>) is in a resource, for the config key that owns it.</summary>
internal static class BlockPath
{
    /// <summary>Every path of the schema, split once.</summary>
    private static readonly FrozenDictionary<string, (string Type, string Path)[]> Known = new[] { GuestKind.Qemu, GuestKind.Lxc }
        .SelectMany(kind => GuestSchema.For(kind).Keys).SelectMany(key => key.Attributes()).Select(attribute => attribute.Provider?.Path).OfType<string>().Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(path => path, path => Split(path).ToArray(), StringComparer.Ordinal);

    /// <summary>The block that holds the attribute; blocks that are missing are made.</summary>
    /// <param name="place">The number of the key's block where blocks go by place.</param>
    public static CodeNode Make(CodeNode root, GuestKind kind, string path, string key, int place)
    {
        var node = root;
        foreach (var (type, blockPath) in Blocks(path))
        {
            var (rule, attribute) = BlockShape.Of(kind, blockPath);
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
        foreach (var (type, blockPath) in Blocks(path))
        {
            var (rule, attribute) = BlockShape.Of(kind, blockPath);
            var blocks = node.BlocksOf(type);
            node = rule switch
            {
                BlockRule.Single => blocks.FirstOrDefault(),
                BlockRule.Keyed => blocks.FirstOrDefault(block => block.Text(attribute!) == key),
                _ => blocks.ElementAtOrDefault(SchemaTable.IndexOf(key)),
            };
            if (node is null) return null;
        }
        return node;
    }

    /// <summary>Whether a <c>dynamic</c> block stands where the attribute's block would be.</summary>
    public static bool IsDynamic(CodeNode root, string path)
    {
        var nodes = new[] { root };
        foreach (var (type, _) in Blocks(path))
        {
            if (nodes.Any(node => node.Dynamic.Contains(type))) return true;
            nodes = [.. nodes.SelectMany(node => node.BlocksOf(type))];
        }
        return false;
    }

    /// <summary>The attribute's own name.</summary>
    public static string Leaf(string path) => path[(path.LastIndexOf('.') + 1)..];

    /// <summary>The outermost block, or the attribute itself where it is in none.</summary>
    public static string Top(string path) => path.Split('.')[0];

    private static (string Type, string Path)[] Blocks(string path) => Known.GetValueOrDefault(path) ?? [.. Split(path)];

    private static IEnumerable<(string Type, string Path)> Split(string path)
    {
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
            yield return (Leaf(path[..dot]), path[..dot]);
    }
}
