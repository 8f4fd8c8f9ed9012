using System.Buffers;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// Lines as they come down a pipe. Each is handed on at once, but for those of a block that only makes sense as a whole (PEM, a vault's body, a PuTTY
/// key): they are held until the block ends. Names that only a later line tells are not known here; files are read twice for that.
/// </summary>
public sealed class SharedLines(Sharing share, Action<IReadOnlyList<PrivacyResidue>>? allowed = null)
{
    // Held lines beyond this are handed on as a part of their block.
    private const int MostHeld = 4096;

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    private static readonly string[] Begins = ["-----BEGIN ", "$ANSIBLE_VAULT;", "Private-Lines:", "Public-Lines:"];

    private readonly List<string> _held = [];
    private long _line = 1;
    private bool _isPem;
    private bool _isContinued;

    /// <summary>Takes a line and gives what is ready. A text of several lines is a block of its own.</summary>
    public IReadOnlyList<string> Push(string line)
    {
        if (line.Contains('\n')) return [.. End(), Single(line)];
        if (_held.Count == 0) return Begin(line);
        if (_isPem && line.Contains("-----END ", StringComparison.Ordinal))
        {
            _held.Add(line);
            return End();
        }
        if (!IsBody(line)) return [.. End(), .. Begin(line)];
        _held.Add(line);
        if (_held.Count < MostHeld) return [];
        // What follows is still the same block: it gets its first line again.
        var (first, ready) = (_held[0], End());
        _held.Add(first);
        _isContinued = true;
        return ready;
    }

    /// <summary>What is still held.</summary>
    public IReadOnlyList<string> End()
    {
        if (_held.Count == 0) return [];
        var lines = _held.ToArray();
        _held.Clear();
        var skipped = _isContinued ? 1 : 0;
        _isContinued = false;
        var first = _line - skipped;
        _line += lines.Length - skipped;
        return [.. share.Text(string.Join('\n', lines), first, allowed).Split('\n').Skip(skipped)];
    }

    private string[] Begin(string line)
    {
        var begin = Begins.FirstOrDefault(begin => line.Contains(begin, StringComparison.Ordinal));
        // A block within one line, with \n escapes, is whole already.
        if (begin is null || line.Contains("-----END ", StringComparison.Ordinal)) return [Single(line)];
        _isPem = begin == Begins[0];
        _held.Add(line);
        return [];
    }

    private string Single(string text)
    {
        var first = _line;
        _line += text.Count(c => c == '\n') + 1;
        return share.Text(text, first, allowed);
    }

    private static bool IsBody(string line)
    {
        var text = line.AsSpan().Trim(" \t>|\"',\r");
        if (text.IndexOfAnyExcept(Base64) < 0) return true;
        // Proc-Type: 4,ENCRYPTED – the headers of a block.
        var colon = text.IndexOf(": ");
        return colon is > 0 and < 40 && text[..colon].IndexOfAnyExceptInRange('-', 'z') < 0 && text[colon..].Length < 200 && !text[..colon].Contains(':') && char.IsAsciiLetterUpper(text[0]) && text[..colon].Contains('-');
    }
}
