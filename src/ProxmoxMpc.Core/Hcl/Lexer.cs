namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Cuts text into tokens, one at a call. Strings and heredocs are modes on an explicit stack (no recursion), because an interpolation
/// inside them goes back to the main mode. Everything that is not a token is white space: spaces and tabs only.
/// </summary>
internal sealed partial class Lexer
{
    // As long as no line is.
    private const int NoMarker = -1;

    private readonly string _text;
    private readonly int _end;
    private readonly List<Frame> _frames = [];
    private Frame _top;
    private int _pos;

    public Lexer(string text, int start, int end)
    {
        _text = text;
        _end = end;
        Reset(start);
    }

    private enum Mode { Main, Quoted, Heredoc }

    /// <summary>One mode; <c>Braces</c> counts the open braces of a main mode, so that the one that closes an interpolation is known.</summary>
    private struct Frame
    {
        public Mode Mode;
        public bool IsInterpolation;
        public int Braces;
        public int MarkerStart;
        public int MarkerLength;
        public bool AtLineStart;
    }

    /// <summary>Where the next token is looked for.</summary>
    public int Position => _pos;

    /// <summary>Starts again at <paramref name="position"/>, outside of any string.</summary>
    public void Reset(int position)
    {
        _frames.Clear();
        _top = new Frame { Mode = Mode.Main };
        _pos = position;
    }

    /// <summary>Has what follows be a template up to the end of the text.</summary>
    public void BeginTemplate() => Push(new Frame { Mode = Mode.Heredoc, MarkerLength = NoMarker });

    public Token Next() => _top.Mode switch
    {
        Mode.Quoted => NextQuoted(),
        Mode.Heredoc => NextHeredoc(),
        _ => NextMain(),
    };

    private void Push(Frame frame)
    {
        _frames.Add(_top);
        _top = frame;
    }

    private void Pop()
    {
        _top = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
    }

    private Token Take(TokenKind kind, int length)
    {
        var start = _pos;
        _pos += length;
        return new Token(kind, start, _pos);
    }

    private char At(int index) => index < _end ? _text[index] : '\0';

    private Token NextMain()
    {
        while (_pos < _end && (_text[_pos] is ' ' or '\t')) _pos++;
        if (_pos >= _end) return new Token(TokenKind.EndOfFile, _end, _end);
        var c = _text[_pos];
        var next = At(_pos + 1);
        switch (c)
        {
            case '\n': return Take(TokenKind.Newline, 1);
            case '\r' when next == '\n': return Take(TokenKind.Newline, 2);
            case '#': return LineComment();
            case '/' when next == '/': return LineComment();
            case '/' when next == '*': return BlockComment();
            case '/': return Take(TokenKind.Slash, 1);
            case '"':
                var quote = Take(TokenKind.OpenQuote, 1);
                Push(new Frame { Mode = Mode.Quoted });
                return quote;
            case '{':
                _top.Braces++;
                return Take(TokenKind.OpenBrace, 1);
            case '}': return CloseBrace(1);
            case '~' when next == '}': return CloseBrace(2);
            case '[': return Take(TokenKind.OpenBracket, 1);
            case ']': return Take(TokenKind.CloseBracket, 1);
            case '(': return Take(TokenKind.OpenParen, 1);
            case ')': return Take(TokenKind.CloseParen, 1);
            case '=': return next == '=' ? Take(TokenKind.EqualEqual, 2) : next == '>' ? Take(TokenKind.FatArrow, 2) : Take(TokenKind.Equal, 1);
            case '!': return next == '=' ? Take(TokenKind.NotEqual, 2) : Take(TokenKind.Bang, 1);
            case '>': return next == '=' ? Take(TokenKind.GreaterEqual, 2) : Take(TokenKind.Greater, 1);
            case '<' when next == '<' && HeredocMarker() is { } marker: return OpenHeredoc(marker);
            case '<': return next == '=' ? Take(TokenKind.LessEqual, 2) : Take(TokenKind.Less, 1);
            case '&' when next == '&': return Take(TokenKind.And, 2);
            case '|' when next == '|': return Take(TokenKind.Or, 2);
            case '.' when next == '.' && At(_pos + 2) == '.': return Take(TokenKind.Ellipsis, 3);
            case '.': return Take(TokenKind.Dot, 1);
            case ':': return next == ':' ? Take(TokenKind.DoubleColon, 2) : Take(TokenKind.Colon, 1);
            case ',': return Take(TokenKind.Comma, 1);
            case '+': return Take(TokenKind.Plus, 1);
            case '-': return Take(TokenKind.Minus, 1);
            case '*': return Take(TokenKind.Star, 1);
            case '%': return Take(TokenKind.Percent, 1);
            case '?': return Take(TokenKind.Question, 1);
        }
        if (char.IsAsciiDigit(c)) return Number();
        return Identifier();
    }

    private Token Identifier()
    {
        var length = CharClasses.IdentifierStart(_text, _pos, _end);
        if (length == 0)
        {
            var broken = char.IsHighSurrogate(_text[_pos]) && char.IsLowSurrogate(At(_pos + 1)) ? 2 : 1;
            return Take(TokenKind.Invalid, broken);
        }
        int part;
        while (_pos + length < _end && (part = CharClasses.IdentifierPart(_text, _pos + length, _end)) > 0) length += part;
        return Take(TokenKind.Identifier, length);
    }

    /// <summary>Digits with dots and exponents in any mix (the parser judges the value), never ending in a dot: <c>1...</c> is a number and an ellipsis.</summary>
    private Token Number()
    {
        var i = _pos + 1;
        var accepted = i;
        while (i < _end)
        {
            var c = _text[i];
            if (char.IsAsciiDigit(c)) accepted = ++i;
            else if (c == '.') i++;
            else if ((c is 'e' or 'E') && char.IsAsciiDigit(At(i + 1))) accepted = i += 2;
            else if ((c is 'e' or 'E') && (At(i + 1) is '+' or '-') && char.IsAsciiDigit(At(i + 2))) accepted = i += 3;
            else break;
        }
        return Take(TokenKind.Number, accepted - _pos);
    }

    /// <summary>A comment up to, and without, the end of its line.</summary>
    private Token LineComment()
    {
        var newline = _text.IndexOf('\n', _pos, _end - _pos);
        var stop = newline < 0 ? _end : newline > _pos && _text[newline - 1] == '\r' ? newline - 1 : newline;
        return Take(TokenKind.LineComment, stop - _pos);
    }

    private Token BlockComment()
    {
        var close = _pos + 4 <= _end ? _text.IndexOf("*/", _pos + 2, _end - _pos - 2, StringComparison.Ordinal) : -1;
        return close < 0 ? Take(TokenKind.UnclosedComment, _end - _pos) : Take(TokenKind.BlockComment, close + 2 - _pos);
    }

    private Token CloseBrace(int length)
    {
        if (_top.IsInterpolation && _top.Braces == 0)
        {
            Pop();
            return Take(TokenKind.CloseTemplate, length);
        }
        if (_top.Braces > 0) _top.Braces--;
        return Take(length == 1 ? TokenKind.CloseBrace : TokenKind.Invalid, length);
    }
}
