namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Keeps groups aligned over an edit: the <c>=</c>, and the trailing comments, of consecutive lines. A group that was aligned before is aligned
/// again; one that was not stays as its author left it.
/// </summary>
internal sealed class Alignment
{
    private readonly HclDocument _document;
    private HashSet<int> _aligned = [];
    private HashSet<int> _known = [];
    private int _offset;

    private Alignment(HclDocument document, int offset)
    {
        _document = document;
        var (start, end) = Region(offset);
        foreach (var group in Groups(start, end))
        {
            var column = group.Max(cell => cell.LeadWidth) + 1;
            var isAligned = group.All(cell => cell.Column == column);
            foreach (var cell in group)
            {
                _known.Add(cell.Offset);
                if (isAligned) _aligned.Add(cell.Offset);
            }
        }
    }

    /// <summary>Looks at the surroundings of an offset before they are edited.</summary>
    public static Alignment Before(HclDocument document, int offset) => new(document, offset);

    /// <summary>
    /// Makes the edit and then aligns what was aligned before. <paramref name="settle"/> puts the tree right after the edit and says where in the
    /// new text its surroundings are.
    /// </summary>
    public void Apply(IReadOnlyList<TextEdit> edits, Func<int> settle)
    {
        Edit(edits);
        _offset = settle();
        Realign(comments: false);
        Realign(comments: true);
    }

    private void Edit(IReadOnlyList<TextEdit> edits)
    {
        _document.Apply(edits);
        _aligned = Moved(_aligned);
        _known = Moved(_known);
        _offset = TextEdit.MoveStart(edits, _offset);

        HashSet<int> Moved(HashSet<int> offsets) =>
            [.. offsets.Where(offset => !edits.Any(edit => edit.Start <= offset && offset < edit.End)).Select(offset => TextEdit.MoveStart(edits, offset))];
    }

    private void Realign(bool comments)
    {
        var edits = new List<TextEdit>();
        var (start, end) = Region(_offset);
        foreach (var group in Groups(start, end).Where(group => group[0].IsComment == comments))
        {
            var isOurs = group.All(cell => _aligned.Contains(cell.Offset) || !_known.Contains(cell.Offset));
            if (isOurs)
            {
                var column = group.Max(cell => cell.LeadWidth) + 1;
                edits.AddRange(group.Where(cell => cell.Column != column).Select(cell => cell.MoveTo(column)));
                continue;
            }
            // A new line in a group that its author aligned in another way follows the others, if they agree.
            var columns = group.Where(cell => _known.Contains(cell.Offset)).Select(cell => cell.Column).Distinct().ToList();
            if (columns.Count != 1) continue;
            edits.AddRange(group.Where(cell => !_known.Contains(cell.Offset) && cell.LeadWidth < columns[0]).Select(cell => cell.MoveTo(columns[0])));
        }
        Edit(edits);
    }

    /// <summary>The items at the top around an offset that no blank line separates. Groups do not reach over a blank line.</summary>
    private (int Start, int End) Region(int offset)
    {
        var text = _document.Text;
        var spans = _document.Root.AttributeList.Select(item => (Start: item.NameStart, End: item.ExpressionEnd))
            .Concat(_document.Root.BlockList.Select(item => (item.Start, item.End))).OrderBy(span => span.Start).ToList();
        var start = _document.Root.Start;
        var previousEnd = start;
        foreach (var span in spans)
        {
            if (span.Start > offset) break;
            if (HasBlankLine(text, previousEnd, span.Start)) start = span.Start;
            previousEnd = Math.Max(previousEnd, span.End);
        }
        start = Math.Max(Lines.StartOf(text, start), _document.Root.Start);
        var end = start;
        foreach (var span in spans.Where(span => span.Start >= start))
        {
            if (span.Start > offset && HasBlankLine(text, end, span.Start)) break;
            end = Math.Max(end, span.End);
        }
        return (start, Lines.EndAfter(text, end));
    }

    private static bool HasBlankLine(string text, int start, int end)
    {
        for (var i = text.IndexOf('\n', start, Math.Max(0, end - start)); i >= 0 && i + 1 < end; i = text.IndexOf('\n', i + 1, end - i - 1))
            if (Lines.IsBlank(text, i + 1)) return true;
        return false;
    }

    private List<List<Cell>> Groups(int start, int end)
    {
        var text = _document.Text;
        var tokens = Formatter.Tokens(text, start, end);
        var groups = new List<List<Cell>>();
        List<Cell>? assigns = null, comments = null;
        var lineStart = start;
        foreach (var line in FormatLine.Split(tokens))
        {
            if (!line.HasAssign) assigns = null;
            if (line.Equal >= 0)
            {
                // The '=' before a value of several lines is a group of its own.
                List<Cell>? alone = null;
                var cell = new Cell(text, lineStart, tokens[line.Equal - 1].End, tokens[line.Equal].Start, false);
                if (line.HasAssign) Add(ref assigns, cell);
                else Add(ref alone, cell);
            }
            if (line.Comment < 0) comments = null;
            else Add(ref comments, new Cell(text, lineStart, tokens[line.Comment - 1].End, tokens[line.Comment].Start, true));
            if (line.Newline >= 0) lineStart = tokens[line.Newline].End;
        }
        return groups;

        void Add(ref List<Cell>? group, Cell cell)
        {
            if (group is null) groups.Add(group = []);
            group.Add(cell);
        }
    }

    /// <summary>An <c>=</c> or comment that a line may align.</summary>
    private sealed record Cell(string Text, int LineStart, int LeadEnd, int Offset, bool IsComment)
    {
        public int LeadWidth { get; } = Formatter.Columns(Text.AsSpan(LineStart, LeadEnd - LineStart));

        public int Column { get; } = Formatter.Columns(Text.AsSpan(LineStart, Offset - LineStart));

        public TextEdit MoveTo(int column) => new(LeadEnd, Offset, new string(' ', column - LeadWidth));
    }
}
