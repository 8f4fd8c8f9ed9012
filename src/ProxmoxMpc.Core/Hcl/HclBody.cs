namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// The content of a file or block. All edits go through it; they change the document's text at once. Text that had errors is not edited, since what
/// belongs to what is not certain there: each edit then throws <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class HclBody
{
    private readonly List<HclAttribute> _attributes = [];
    private readonly List<HclBlock> _blocks = [];

    internal HclBody(HclDocument document, HclBlock? owner)
    {
        Document = document;
        Owner = owner;
    }

    /// <summary>In file order. A name that stands twice is an error of the document, and here twice.</summary>
    public IReadOnlyList<HclAttribute> Attributes => _attributes;

    /// <summary>In file order.</summary>
    public IReadOnlyList<HclBlock> Blocks => _blocks;

    internal HclDocument Document { get; }

    internal HclBlock? Owner { get; }

    /// <summary>Behind the opening brace (or the byte order mark of a file).</summary>
    internal int Start { get; set; }

    /// <summary>At the closing brace (or the end of the file).</summary>
    internal int End { get; set; }

    internal List<HclAttribute> AttributeList => _attributes;

    internal List<HclBlock> BlockList => _blocks;

    /// <summary>The first attribute of that name, or null.</summary>
    public HclAttribute? Attribute(string name) => _attributes.Find(attribute => attribute.Name == name);

    /// <summary>The blocks of that type, in file order.</summary>
    public IEnumerable<HclBlock> BlocksOf(string type) => _blocks.Where(block => block.Type == type);

    /// <summary>
    /// Sets an attribute. Of one that exists only the expression is replaced, and a comment on its line stays; an expression that is worth the value
    /// already is left as it is, a list with one item a line keeps the lines of the items that stay, and a heredoc stays one where it can. A new
    /// attribute goes behind the last one that stands before the first nested block. Neighbours are moved only to keep a group aligned that was aligned before.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no identifier, or an opaque value is not one whole expression.</exception>
    public void SetAttribute(string name, HclValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!HclText.IsIdentifier(name)) throw new ArgumentException($"'{name}' is not an identifier.", nameof(name));
        Document.RequireNoErrors();
        if (Attribute(name) is { } existing) AttributeEditor.Replace(existing, value);
        else AttributeEditor.Add(this, name, value);
    }

    /// <summary>Appends an item to an attribute that is written as a list. False when there is none, or it is not written as one.</summary>
    /// <exception cref="ArgumentException">An opaque value is not one whole expression.</exception>
    public bool AddListItem(string name, HclValue item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (Attribute(name)?.Expression is not HclTuple tuple || tuple.EvaluatePartially(HclScope.Empty) is not HclValue.List list) return false;
        SetAttribute(name, HclValue.Of(list.Items.Append(item)));
        return true;
    }

    /// <summary>Removes an attribute with its line and the comment on it; comment lines above stay. False when there is none.</summary>
    public bool RemoveAttribute(string name)
    {
        Document.RequireNoErrors();
        if (Attribute(name) is not { } existing) return false;
        AttributeEditor.Remove(existing);
        return true;
    }

    /// <summary>Appends a block behind the last one of its type, or else at the end.</summary>
    public HclBlock AddBlock(HclBlockBuilder block)
    {
        ArgumentNullException.ThrowIfNull(block);
        Document.RequireNoErrors();
        return BlockEditor.Add(this, block);
    }

    /// <summary>Removes a block of this body with its lines; comment lines above stay.</summary>
    /// <exception cref="ArgumentException">The block is not in this body (any more).</exception>
    public void RemoveBlock(HclBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        Document.RequireNoErrors();
        if (!_blocks.Contains(block)) throw new ArgumentException("The block is not in this body.", nameof(block));
        BlockEditor.Remove(block);
    }
}
