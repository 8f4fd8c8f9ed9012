namespace ProxmoxMpc.Core.Hcl;

/// <summary><c>type "label" { … }</c>. The object stays the same one when the document is edited, until the block is removed.</summary>
public sealed class HclBlock
{
    internal HclBlock(HclBody parent, string type, IReadOnlyList<string> labels, int start, int bodyStart)
    {
        Parent = parent;
        Type = type;
        Labels = labels;
        Start = start;
        Body = new HclBody(parent.Document, this) { Start = bodyStart, End = bodyStart };
    }

    public string Type { get; }

    /// <summary>The labels' values, quoted or bare in the text.</summary>
    public IReadOnlyList<string> Labels { get; }

    public HclBody Body { get; }

    /// <summary>Where the type stands now.</summary>
    public HclPosition Position => Parent.Document.PositionAt(Start);

    /// <summary>The text of the comment lines directly above, without their marks; null when there are none.</summary>
    public string? LeadingComment => Comments.Leading(Parent, Start);

    /// <summary>The block exactly as it stands in the document now, from its type to its closing brace.</summary>
    public string Text => Parent.Document.Text[Start..End];

    internal HclBody Parent { get; }

    internal int Start { get; set; }

    /// <summary>Behind the closing brace, or where the body ends when it has none.</summary>
    internal int End { get; set; }
}
