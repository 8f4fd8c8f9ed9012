using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// A file of HCL that can be read and edited. The text is the truth: edits patch it where they must, and whatever they do not touch stays
/// byte for byte. Not safe for use from two threads at once.
/// </summary>
public sealed class HclDocument
{
    private readonly List<HclDiagnostic> _diagnostics = [];
    private int[]? _lines;

    private HclDocument(string text, string? path)
    {
        Text = text;
        Path = path;
        Root = new HclBody(this, null);
    }

    /// <summary>The path given to <see cref="Parse"/>; it only names the file in errors.</summary>
    public string? Path { get; }

    /// <summary>The text with all edits so far; the very input when there were none.</summary>
    public string Text { get; private set; }

    public HclBody Root { get; }

    /// <summary>What was wrong with the text that was parsed; edits do not change it.</summary>
    public IReadOnlyList<HclDiagnostic> Diagnostics => _diagnostics;

    /// <summary>Reads any text. Never throws for what the text holds: errors are in <see cref="Diagnostics"/>, and what follows them is read all the same.</summary>
    public static HclDocument Parse(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = new HclDocument(text, path);
        new Parser(document).ParseDocument();
        return document;
    }

    /// <summary>
    /// Reads text in HCL's JSON syntax, to be looked at alone: an edit of it is an <see cref="InvalidOperationException"/>. Never throws for
    /// what the text holds, but JSON with an error has no content.
    /// </summary>
    /// <param name="blocks">Tells blocks from attributes; null: all are attributes, and no string is a template, as in a file of values.</param>
    public static HclDocument ParseJson(string text, string? path, HclJsonBlocks? blocks)
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = new HclDocument(text, path) { IsJson = true };
        if (JsonPart.Read(text, out var problem) is { } part) new HclJson(document, blocks).Fill(document.Root, part);
        else document.Report(problem.Offset, problem.Message);
        return document;
    }

    /// <summary>Whether it is in the JSON syntax.</summary>
    public bool IsJson { get; private init; }

    internal HclPosition PositionAt(int offset)
    {
        _lines ??= LineStarts(Text);
        var line = Array.BinarySearch(_lines, offset);
        if (line < 0) line = ~line - 1;
        return new HclPosition(offset, line + 1, offset - _lines[line] + 1);
    }

    internal void Report(int offset, string message) => _diagnostics.Add(new HclDiagnostic(message, Path, PositionAt(offset)));

    /// <summary>Takes back what was reported since there were <paramref name="count"/>: the parser reads that part again.</summary>
    internal void TruncateDiagnostics(int count) => _diagnostics.RemoveRange(count, _diagnostics.Count - count);

    /// <exception cref="InvalidOperationException">The text that was parsed has errors, or is JSON.</exception>
    internal void RequireNoErrors()
    {
        if (IsJson) throw new InvalidOperationException("Text in JSON syntax is not edited.");
        if (_diagnostics.Count > 0) throw new InvalidOperationException($"Text with errors is not edited. {_diagnostics[0]}");
    }

    /// <summary>Patches the text and moves everything that stands behind the patches. They are in order and do not overlap.</summary>
    internal void Apply(IReadOnlyList<TextEdit> edits)
    {
        if (edits.Count == 0) return;
        var text = new StringBuilder(Text.Length + edits.Sum(edit => edit.Text.Length));
        var from = 0;
        foreach (var edit in edits)
        {
            text.Append(Text, from, edit.Start - from).Append(edit.Text);
            from = edit.End;
        }
        text.Append(Text, from, Text.Length - from);
        Text = text.ToString();
        _lines = null;
        Move(Root, edits);
    }

    private static void Move(HclBody body, IReadOnlyList<TextEdit> edits)
    {
        body.Start = TextEdit.MoveEnd(edits, body.Start);
        body.End = TextEdit.MoveStart(edits, body.End);
        foreach (var attribute in body.AttributeList)
        {
            if (edits.Any(edit => edit.Start < attribute.ExpressionEnd && edit.End > attribute.ExpressionStart)) attribute.ForgetExpression();
            attribute.NameStart = TextEdit.MoveStart(edits, attribute.NameStart);
            attribute.ExpressionStart = TextEdit.MoveStart(edits, attribute.ExpressionStart);
            attribute.ExpressionEnd = TextEdit.MoveEnd(edits, attribute.ExpressionEnd);
        }
        foreach (var block in body.BlockList)
        {
            block.Start = TextEdit.MoveStart(edits, block.Start);
            block.End = TextEdit.MoveEnd(edits, block.End);
            Move(block.Body, edits);
        }
    }

    private static int[] LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) starts.Add(i + 1);
        return [.. starts];
    }
}
