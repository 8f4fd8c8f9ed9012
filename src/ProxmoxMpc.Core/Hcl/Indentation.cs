namespace ProxmoxMpc.Core.Hcl;

/// <summary>A file's own way to indent.</summary>
internal static class Indentation
{
    /// <summary>What the lines of a body begin with: as its first item does, or one level more than its block.</summary>
    public static string Of(HclBody body)
    {
        var text = body.Document.Text;
        if (FirstItemOnOwnLine(body) is { } first) return Lines.IndentOf(text, first);
        return body.Owner is null ? "" : Lines.IndentOf(text, body.Owner.Start) + Unit(body.Document);
    }

    /// <summary>One level: as the first nested item of the file has it, else two spaces.</summary>
    public static string Unit(HclDocument document)
    {
        foreach (var block in document.Root.BlockList)
        {
            if (FirstItemOnOwnLine(block.Body) is not { } first) continue;
            var outer = Lines.IndentOf(document.Text, block.Start);
            var inner = Lines.IndentOf(document.Text, first);
            if (inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal)) return inner[outer.Length..];
        }
        return "  ";
    }

    private static int? FirstItemOnOwnLine(HclBody body)
    {
        var text = body.Document.Text;
        var starts = body.AttributeList.Select(item => item.NameStart).Concat(body.BlockList.Select(item => item.Start)).Order();
        foreach (var start in starts)
            if (Lines.IsFirstOnLine(text, start)) return start;
        return null;
    }
}
