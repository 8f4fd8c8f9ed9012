using System.Text;

namespace ProxmoxMpc.Console.Interactive;

/// <summary>Reads a line from a terminal: history with the arrows, Tab completes, Ctrl+C drops the line, Ctrl+D leaves.</summary>
internal sealed class LineEditor(Completer completer)
{
    /// <summary>What <see cref="ReadLine"/> gives for a line that was dropped; no line that is typed can be it.</summary>
    public const string Cancelled = "\u0003";

    private readonly List<string> _history = [];
    private readonly StringBuilder _line = new();
    private string _prompt = "";
    private int _cursor;
    private int _row;
    private (int Start, int Length, IReadOnlyList<string> Candidates)? _completion;
    private int _candidate;

    /// <summary>The line, <see cref="Cancelled"/>, or null at the end of the input.</summary>
    public string? ReadLine(string prompt)
    {
        _prompt = prompt;
        _line.Clear();
        _cursor = _row = 0;
        _completion = null;
        var at = _history.Count;
        // Ctrl+C is a key here; while a command runs it is the signal that stops it.
        Terminal.TreatControlCAsInput = true;
        try
        {
            Draw();
            while (true)
            {
                var key = Terminal.ReadKey(intercept: true);
                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                if (key.Key != ConsoleKey.Tab) _completion = null;
                switch (key.Key)
                {
                    case ConsoleKey.Enter:
                        return Accept();
                    case ConsoleKey.C when control:
                        Leave();
                        return Cancelled;
                    case ConsoleKey.D when control && _line.Length == 0:
                        Leave();
                        return null;
                    case ConsoleKey.UpArrow when at > 0:
                        Replace(_history[--at]);
                        break;
                    case ConsoleKey.DownArrow when at < _history.Count:
                        Replace(++at < _history.Count ? _history[at] : "");
                        break;
                    case ConsoleKey.Tab:
                        Complete(key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1);
                        break;
                    default:
                        Edit(key, control);
                        break;
                }
                Draw();
            }
        }
        finally
        {
            Terminal.TreatControlCAsInput = false;
        }
    }

    private void Edit(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _cursor = Math.Max(0, _cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                _cursor = Math.Min(_line.Length, _cursor + 1);
                break;
            case ConsoleKey.Home or ConsoleKey.A when key.Key == ConsoleKey.Home || control:
                _cursor = 0;
                break;
            case ConsoleKey.End or ConsoleKey.E when key.Key == ConsoleKey.End || control:
                _cursor = _line.Length;
                break;
            case ConsoleKey.Escape or ConsoleKey.U when key.Key == ConsoleKey.Escape || control:
                Replace("");
                break;
            case ConsoleKey.Backspace when _cursor > 0:
                _line.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _line.Length:
                _line.Remove(_cursor, 1);
                break;
            default:
                if (!char.IsControl(key.KeyChar)) _line.Insert(_cursor++, key.KeyChar);
                break;
        }
    }

    private void Complete(int direction)
    {
        if (_completion is not { } found)
        {
            found = completer.Complete(_line.ToString(), _cursor);
            if (found.Candidates.Count == 0) return;
            _candidate = direction > 0 ? 0 : found.Candidates.Count - 1;
        }
        else _candidate = (_candidate + direction + found.Candidates.Count) % found.Candidates.Count;
        var text = found.Candidates[_candidate];
        _line.Remove(found.Start, found.Length).Insert(found.Start, text);
        _cursor = found.Start + text.Length;
        _completion = (found.Start, text.Length, found.Candidates);
    }

    private string Accept()
    {
        Leave();
        var line = _line.ToString();
        if (line.Trim().Length > 0 && (_history.Count == 0 || _history[^1] != line)) _history.Add(line);
        return line;
    }

    private void Replace(string text)
    {
        _line.Clear().Append(text);
        _cursor = text.Length;
    }

    private void Leave()
    {
        _cursor = _line.Length;
        Draw();
        Terminal.Out.WriteLine();
    }

    // Draws the whole line again from where the prompt began, however many rows it takes.
    private void Draw()
    {
        var width = Math.Max(1, Terminal.WindowWidth);
        var text = new StringBuilder();
        if (_row > 0) text.Append($"\e[{_row}A");
        text.Append("\r\e[J").Append(_prompt).Append(_line);
        var end = _prompt.Length + _line.Length;
        // A full row leaves the terminal's cursor at its edge; a blank and back settles it on the next.
        if (end > 0 && end % width == 0) text.Append(" \r");
        var at = _prompt.Length + _cursor;
        var up = (end / width) - (at / width);
        if (up > 0) text.Append($"\e[{up}A");
        text.Append('\r');
        if (at % width > 0) text.Append($"\e[{at % width}C");
        _row = at / width;
        Terminal.Out.Write(text);
    }
}
