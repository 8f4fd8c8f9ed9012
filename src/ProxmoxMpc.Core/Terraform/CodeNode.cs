using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A resource or a block in it, as values: what stands between guests and HCL text in both directions.</summary>
internal sealed class CodeNode
{
    // There are a dozen nodes a guest, and most sets would be empty: they are made when they are needed.
    private bool _hasDynamic;

    /// <summary>In the order in which they were set.</summary>
    public OrderedDictionary<string, HclValue> Attributes { get; } = [];

    public List<CodeBlock> Blocks { get; } = [];

    /// <summary>Block types that a <c>dynamic</c> block makes: how many there are, only Terraform knows.</summary>
    public HashSet<string> Dynamic => field ??= NewSet(out _hasDynamic);

    /// <summary>Comments to write behind attributes.</summary>
    public Dictionary<string, string>? Comments { get; private set; }

    /// <summary>What it was read from; null: it was made of values.</summary>
    public HclBody? Source { get; init; }

    /// <summary>Where an attribute or the first block of that type stands, or with an empty name the block itself: for messages, which are rare.</summary>
    public HclPosition? PositionOf(string name) =>
        name.Length == 0 ? Source?.Owner?.Position : Source?.Attribute(name)?.Position ?? Source?.BlocksOf(name).FirstOrDefault()?.Position;

    public HclValue? Get(string name) => Attributes.TryGetValue(name, out var value) && value is not HclValue.Null ? value : null;

    public string? Text(string name) => Get(name) is HclValue.String { Value: var text } ? text : null;

    public IEnumerable<CodeNode> BlocksOf(string type)
    {
        foreach (var block in Blocks)
            if (block.Type == type) yield return block.Body;
    }

    /// <summary>The block at that place among those of its type, or null.</summary>
    public CodeNode? Find(string type, int index = 0)
    {
        foreach (var block in Blocks)
            if (block.Type == type && index-- == 0) return block.Body;
        return null;
    }

    /// <summary>The block whose attribute has that value, or null.</summary>
    public CodeNode? Find(string type, string attribute, string value)
    {
        foreach (var block in Blocks)
            if (block.Type == type && block.Body.Text(attribute) == value) return block.Body;
        return null;
    }

    /// <summary>Whether a <c>dynamic</c> block makes blocks of that type.</summary>
    public bool IsDynamic(string type) => _hasDynamic && Dynamic.Contains(type);

    /// <summary>Whether there is a <c>dynamic</c> block here or in a block.</summary>
    public bool HasDynamic()
    {
        if (_hasDynamic && Dynamic.Count > 0) return true;
        foreach (var block in Blocks)
            if (block.Body.HasDynamic()) return true;
        return false;
    }

    /// <summary>Has a comment written behind an attribute.</summary>
    public void Comment(string name, string comment) => (Comments ??= new(StringComparer.Ordinal))[name] = comment;

    /// <summary>Puts over it what an override says: attributes one by one, blocks of a type all at once, be they written out or made.</summary>
    public void Override(CodeNode other)
    {
        foreach (var type in other.Blocks.Select(block => block.Type).Concat(other._hasDynamic ? other.Dynamic : []).Distinct(StringComparer.Ordinal).ToArray())
        {
            Blocks.RemoveAll(block => block.Type == type);
            Attributes.Remove(type);
            if (_hasDynamic) Dynamic.Remove(type);
        }
        foreach (var (name, value) in other.Attributes)
        {
            Blocks.RemoveAll(block => block.Type == name);
            if (_hasDynamic) Dynamic.Remove(name);
            Attributes[name] = value;
        }
        Blocks.AddRange(other.Blocks);
        if (other._hasDynamic) Dynamic.UnionWith(other.Dynamic);
    }

    /// <summary>The first block of that type, made if there is none.</summary>
    public CodeNode Single(string type) => Find(type) ?? Add(type);

    /// <summary>The block at that place among those of its type; empty ones fill the places before it.</summary>
    public CodeNode At(string type, int index)
    {
        CodeNode? found;
        while ((found = Find(type, index)) is null) Add(type);
        return found;
    }

    /// <summary>The block whose attribute has that value, made if there is none.</summary>
    public CodeNode Keyed(string type, string attribute, string value)
    {
        if (Find(type, attribute, value) is { } found) return found;
        var added = Add(type);
        added.Attributes[attribute] = value;
        return added;
    }

    private static HashSet<string> NewSet(out bool isThere)
    {
        isThere = true;
        return new(StringComparer.Ordinal);
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
