namespace ProxmoxMpc.Core.Hcl;

/// <summary>One replacement in a text: the range [<paramref name="Start"/>, <paramref name="End"/>) becomes <paramref name="Text"/>.</summary>
internal readonly record struct TextEdit(int Start, int End, string Text)
{
    /// <summary>Where something that begins at <paramref name="offset"/> is after the edits: text inserted right there goes before it.</summary>
    public static int MoveStart(IReadOnlyList<TextEdit> edits, int offset) => Move(edits, offset, isEnd: false);

    /// <summary>Where something that ends at <paramref name="offset"/> ends after the edits: text inserted right there goes behind it.</summary>
    public static int MoveEnd(IReadOnlyList<TextEdit> edits, int offset) => Move(edits, offset, isEnd: true);

    private static int Move(IReadOnlyList<TextEdit> edits, int offset, bool isEnd)
    {
        var moved = offset;
        foreach (var edit in edits)
        {
            if (edit.End > offset || (edit.End == offset && isEnd && edit.Start == edit.End)) break;
            moved += edit.Text.Length - (edit.End - edit.Start);
        }
        return moved;
    }
}
