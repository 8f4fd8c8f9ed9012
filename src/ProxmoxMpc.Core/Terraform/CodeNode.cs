using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A resource or a block in it, as values: what stands between guests and HCL text in both directions.</summary>
internal sealed class CodeNode
{
    /// <summary>In the order in which they were set.</summary>
    public OrderedDictionary<string, HclValue> Attributes { get; } = [];

    public List<CodeBlock> Blocks { get; } = [];

    /// <summary>Block types that a <c>dynamic</c> block makes: how many there are, only Terraform knows.</summary>
    public HashSet<string> Dynamic { get; } = new(StringComparer.Ordinal);

    /// <summary>Comments to write behind attributes.</summary>
    public Dictionary<string, string> Comments { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the attributes stand, for messages.</summary>
    public Dictionary<string, HclPosition> Positions { get; } = new(StringComparer.Ordinal);

    public HclValue? Get(string name) => Attributes.TryGetValue(name, out var value) && value is not HclValue.Null ? value : null;

    public string? Text(string name) => Get(name) is HclValue.String { Value: var text } ? text : null;

    public IEnumerable<CodeNode> BlocksOf(string type) => Blocks.Where(block => block.Type == type).Select(block => block.Body);

    /// <summary>The first block of that type, made if there is none.</summary>
    public CodeNode Single(string type) => BlocksOf(type).FirstOrDefault() ?? Add(type);

    /// <summary>The block at that place among those of its type; empty ones fill the places before it.</summary>
    public CodeNode At(string type, int index)
    {
        while (BlocksOf(type).Count() <= index) Add(type);
        return BlocksOf(type).ElementAt(index);
    }

    /// <summary>The block whose attribute has that value, made if there is none.</summary>
    public CodeNode Keyed(string type, string attribute, string value)
    {
        if (BlocksOf(type).FirstOrDefault(block => block.Text(attribute) == value) is { } found) return found;
        var added = Add(type);
        added.Attributes[attribute] = value;
        return added;
    }

    private CodeNode Add(string type)
    {
        var body = new CodeNode();
        Blocks.Add(new(type, body));
        return body;
    }
}

/// <summary>A nested block.</summary>
internal sealed record CodeBlock(string Type, CodeNode Body);
