using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Values to HCL text, in an order that people expect.</summary>
internal static class NodePrinter
{
    /// <summary>Writes a resource's attributes in paragraphs, and its blocks with an empty line before each.</summary>
    public static void WriteResource(HclBlockBuilder builder, CodeNode node)
    {
        var isFirst = true;
        foreach (var (name, value) in node.Attributes.OrderBy(pair => Taste.RankOfAttribute(pair.Key)))
        {
            if (!isFirst && Taste.StartsParagraph(name)) builder.Blank();
            builder.Attribute(name, value, node.Comments?.GetValueOrDefault(name));
            isFirst = false;
        }
        foreach (var block in node.Blocks.OrderBy(block => Taste.RankOfBlock(block.Type)))
        {
            builder.Blank();
            builder.Block(block.Type, content => WriteBlock(content, block.Body));
        }
    }

    /// <summary>Writes the content of a block.</summary>
    public static void WriteBlock(HclBlockBuilder builder, CodeNode node)
    {
        var attributes = node.Attributes.OrderBy(pair => Taste.RankInBlock(pair.Key)).ToArray();
        foreach (var (name, value) in attributes) builder.Attribute(name, value, node.Comments?.GetValueOrDefault(name));
        var isFirst = attributes.Length == 0;
        foreach (var block in node.Blocks)
        {
            if (!isFirst) builder.Blank();
            builder.Block(block.Type, content => WriteBlock(content, block.Body));
            isFirst = false;
        }
    }
}
