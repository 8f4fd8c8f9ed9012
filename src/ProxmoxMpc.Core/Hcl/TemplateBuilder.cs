using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Gathers a template's pieces in order, applies strip markers and the indentation rule of <c>&lt;&lt;-</c> to the literal ones, and then builds
/// the tree of directives. Strip markers reach only the piece next to them, which in a heredoc is the rest of that line: as Terraform does.
/// </summary>
internal sealed class TemplateBuilder
{
    private readonly List<Piece> _pieces = [];
    private bool _stripNext;

    private enum Kind { Literal, Part, If, For, Mark }

    private sealed record Piece(Kind Kind, int Offset)
    {
        public string Text { get; set; } = "";
        public HclTemplatePart? Part { get; init; }
        public HclExpression? Expression { get; init; }
        public string? KeyVariable { get; init; }
    }

    public void AddLiteral(string value)
    {
        if (_stripNext)
        {
            var start = 0;
            while (start < value.Length && CharClasses.IsSpace(value[start])) start++;
            value = value[start..];
        }
        _stripNext = false;
        _pieces.Add(new Piece(Kind.Literal, -1) { Text = value });
    }

    public void BeginSequence(bool stripsBefore)
    {
        _stripNext = false;
        if (!stripsBefore || _pieces.Count == 0 || _pieces[^1].Kind != Kind.Literal) return;
        var value = _pieces[^1].Text;
        var end = value.Length;
        while (end > 0 && CharClasses.IsSpace(value[end - 1])) end--;
        _pieces[^1].Text = value[..end];
    }

    public void EndSequence(bool stripsAfter) => _stripNext = stripsAfter;

    public void Add(HclTemplatePart part) => _pieces.Add(new Piece(Kind.Part, -1) { Part = part });

    public void BeginIf(HclExpression condition, int offset) => _pieces.Add(new Piece(Kind.If, offset) { Expression = condition });

    public void BeginFor(string? key, string value, HclExpression collection, int offset) =>
        _pieces.Add(new Piece(Kind.For, offset) { Text = value, KeyVariable = key, Expression = collection });

    /// <summary><c>else</c>, <c>endif</c> or <c>endfor</c>.</summary>
    public void AddMark(string keyword, int offset) => _pieces.Add(new Piece(Kind.Mark, offset) { Text = keyword });

    /// <summary>Builds the parts; returns the error if directives do not match (offset -1: at the template's start).</summary>
    public (int Offset, string Message)? Build(bool flush, int maxDepth, out IReadOnlyList<HclTemplatePart> parts)
    {
        if (flush) Flush();
        Meld();
        var open = new Stack<Level>();
        var level = new Level(null);
        parts = level.Parts;
        foreach (var piece in _pieces)
        {
            switch (piece.Kind)
            {
                case Kind.Literal: level.Parts.Add(new HclTemplatePart.Literal(piece.Text)); break;
                case Kind.Part: level.Parts.Add(piece.Part!); break;
                case Kind.If or Kind.For:
                    if (open.Count >= maxDepth) return (piece.Offset, $"Expected at most {maxDepth} directives inside each other.");
                    open.Push(level);
                    level = new Level(piece);
                    break;
                default:
                    if (Close(piece, open, ref level) is { } error) return (piece.Offset, error);
                    break;
            }
        }
        if (level.Opener is { } unclosed) return (unclosed.Offset, $"Expected '%{{ {EndOf(unclosed)} }}' before the end of this string.");
        return null;
    }

    /// <summary>Makes one piece of the lines of a heredoc that follow each other.</summary>
    private void Meld()
    {
        var count = 0;
        for (var i = 0; i < _pieces.Count; count++)
        {
            var piece = _pieces[i++];
            if (piece.Kind == Kind.Literal && i < _pieces.Count && _pieces[i].Kind == Kind.Literal)
            {
                var text = new StringBuilder(piece.Text);
                for (; i < _pieces.Count && _pieces[i].Kind == Kind.Literal; i++) text.Append(_pieces[i].Text);
                piece.Text = text.ToString();
            }
            _pieces[count] = piece;
        }
        _pieces.RemoveRange(count, _pieces.Count - count);
    }

    private static string EndOf(Piece opener) => opener.Kind == Kind.If ? "endif" : "endfor";

    private static string? Close(Piece mark, Stack<Level> open, ref Level level)
    {
        if (level.Opener is not { } opener) return $"Expected no '{mark.Text}' here: nothing is open that it could belong to.";
        if (mark.Text == "else")
        {
            if (opener.Kind != Kind.If || level.InElse) return "Expected no 'else' here.";
            level.BeginElse();
            return null;
        }
        if (mark.Text != EndOf(opener)) return $"Expected '{EndOf(opener)}', but found '{mark.Text}'.";
        HclTemplatePart part = opener.Kind == Kind.If
            ? new HclTemplatePart.If(opener.Expression!, level.WhenTrue, level.InElse ? level.Parts : [])
            : new HclTemplatePart.For(opener.KeyVariable, opener.Text, opener.Expression!, level.Parts);
        level = open.Pop();
        level.Parts.Add(part);
        return null;
    }

    /// <summary>The rule of <c>&lt;&lt;-</c>: the smallest indentation of a line that is not blank is taken off every such line.</summary>
    private void Flush()
    {
        var smallest = int.MaxValue;
        var atLineStart = true;
        var lines = new List<Piece>();
        foreach (var piece in _pieces)
        {
            if (atLineStart)
            {
                atLineStart = false;
                var spaces = 0;
                if (piece.Kind == Kind.Literal)
                {
                    while (spaces < piece.Text.Length && CharClasses.IsSpace(piece.Text[spaces])) spaces++;
                    if (spaces == piece.Text.Length && piece.Text.EndsWith('\n')) spaces = int.MaxValue;
                    else lines.Add(piece);
                }
                smallest = Math.Min(smallest, spaces);
            }
            if (piece.Kind == Kind.Literal && piece.Text.EndsWith('\n')) atLineStart = true;
        }
        foreach (var line in lines) line.Text = line.Text[Math.Min(smallest, line.Text.Length)..];
    }

    /// <summary>The parts inside one open directive.</summary>
    private sealed class Level(Piece? opener)
    {
        private List<HclTemplatePart>? _whenTrue;

        public Piece? Opener { get; } = opener;

        public List<HclTemplatePart> Parts { get; private set; } = [];

        public List<HclTemplatePart> WhenTrue => _whenTrue ?? Parts;

        public bool InElse => _whenTrue is not null;

        public void BeginElse()
        {
            _whenTrue = Parts;
            Parts = [];
        }
    }
}
