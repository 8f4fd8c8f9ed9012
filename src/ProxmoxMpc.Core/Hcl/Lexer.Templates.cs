namespace ProxmoxMpc.Core.Hcl;

/// <summary>The modes inside quoted strings and heredocs.</summary>
internal sealed partial class Lexer
{
    private Token NextQuoted()
    {
        var i = _pos;
        while (i < _end)
        {
            var c = _text[i];
            if (c == '"' || IsNewline(c)) break;
            if (c == '\\' && i + 1 < _end && !IsNewline(_text[i + 1])) i += 2;
            else if (c is '$' or '%')
            {
                if (OpensSequence(i, out var run)) break;
                i += run;
            }
            else i++;
        }
        if (i > _pos) return Take(TokenKind.QuotedLiteral, i - _pos);
        if (_pos >= _end || IsNewline(_text[_pos]))
        {
            // A quoted string cannot span lines; ending it here keeps one forgotten quote from eating the rest of the file.
            Pop();
            return Take(TokenKind.UnclosedQuote, 0);
        }
        if (_text[_pos] != '"') return OpenSequence();
        Pop();
        return Take(TokenKind.CloseQuote, 1);
    }

    private Token NextHeredoc()
    {
        if (_pos >= _end)
        {
            Pop();
            return Take(TokenKind.UnclosedHeredoc, 0);
        }
        var atLineStart = _top.AtLineStart;
        var i = _pos;
        while (i < _end)
        {
            var c = _text[i];
            if (c == '\n')
            {
                if (atLineStart && IsMarkerLine(_pos, i))
                {
                    var stop = i > _pos && _text[i - 1] == '\r' ? i - 1 : i;
                    Pop();
                    return Take(TokenKind.CloseHeredoc, stop - _pos);
                }
                _top.AtLineStart = true;
                return Take(TokenKind.HeredocLiteral, i + 1 - _pos);
            }
            if (c is '$' or '%')
            {
                if (OpensSequence(i, out var run)) break;
                i += run;
            }
            else i++;
        }
        _top.AtLineStart = false;
        return i > _pos ? Take(TokenKind.HeredocLiteral, i - _pos) : OpenSequence();
    }

    /// <summary>
    /// Whether <c>${</c> or <c>%{</c> stands at <paramref name="index"/>. A run of two or more of the sign before the brace is an escape
    /// (it loses one sign); <paramref name="run"/> is then the whole run with its brace, else the run alone.
    /// </summary>
    private bool OpensSequence(int index, out int run)
    {
        var sign = _text[index];
        run = 1;
        while (At(index + run) == sign && index + run < _end) run++;
        if (index + run >= _end || _text[index + run] != '{') return false;
        if (run == 1) return true;
        run++;
        return false;
    }

    private Token OpenSequence()
    {
        var kind = _text[_pos] == '$' ? TokenKind.OpenInterpolation : TokenKind.OpenDirective;
        var token = Take(kind, At(_pos + 2) == '~' ? 3 : 2);
        Push(new Frame { Mode = Mode.Main, IsInterpolation = true });
        return token;
    }

    /// <summary>The marker after <c>&lt;&lt;</c> or <c>&lt;&lt;-</c> if a heredoc really starts here: a name, then at once the end of the line.</summary>
    private (int Start, int Length, int TokenLength)? HeredocMarker()
    {
        var start = _pos + 2;
        if (At(start) == '-') start++;
        if (start >= _end) return null;
        var length = CharClasses.IdentifierStart(_text, start, _end);
        if (length == 0) return null;
        int part;
        while (start + length < _end && (part = CharClasses.IdentifierPart(_text, start + length, _end)) > 0) length += part;
        var after = start + length;
        if (At(after) == '\n') return (start, length, after + 1 - _pos);
        return At(after) == '\r' && At(after + 1) == '\n' ? (start, length, after + 2 - _pos) : null;
    }

    private Token OpenHeredoc((int Start, int Length, int TokenLength) marker)
    {
        var token = Take(TokenKind.OpenHeredoc, marker.TokenLength);
        Push(new Frame { Mode = Mode.Heredoc, MarkerStart = marker.Start, MarkerLength = marker.Length, AtLineStart = true });
        return token;
    }

    private bool IsMarkerLine(int start, int end)
    {
        while (start < end && CharClasses.IsSpace(_text[start])) start++;
        while (end > start && CharClasses.IsSpace(_text[end - 1])) end--;
        return end - start == _top.MarkerLength
            && string.CompareOrdinal(_text, start, _text, _top.MarkerStart, _top.MarkerLength) == 0;
    }

    private static bool IsNewline(char c) => c is '\n' or '\r';
}
