namespace ProxmoxMpc.Core.Hcl;

/// <summary>Finding the place to go on after an error.</summary>
internal sealed partial class Parser
{
    private readonly Stack<TokenKind> _brackets = new();

    /// <summary>How many characters may still be cut into tokens again: it keeps the worst input linear.</summary>
    private long _relexBudget = -1;

    /// <summary>
    /// Goes to the end of the item that began at a token: the first end of a line, or brace of the enclosing body, outside of the brackets that the
    /// item opened. Where its brackets do not match, the line tells: what follows the line of the error is taken for the next item.
    /// </summary>
    private void Recover(int start, HclBody body)
    {
        var itemStart = Raw(start).Start;
        var error = Math.Max(_lastError, itemStart);
        // What was missed only at the end of the file began with this item.
        if (error >= _text.Length) error = itemStart;
        _skipNewlines = false;
        _brackets.Clear();
        for (var i = start; ; i++)
        {
            var token = Raw(i);
            switch (token.Kind)
            {
                case TokenKind.EndOfFile:
                    if (_brackets.Count > 0 && ResumeAfterLine(itemStart, error)) return;
                    _index = i;
                    return;
                case TokenKind.UnclosedQuote or TokenKind.UnclosedHeredoc or TokenKind.UnclosedComment:
                    if (ResumeAfterLine(itemStart, error)) return;
                    break;
                case TokenKind.Newline when _brackets.Count == 0 && token.Start >= error:
                    _index = i;
                    return;
                case TokenKind.CloseBrace when _brackets.Count == 0 && body.Owner is not null:
                    _index = i;
                    return;
                case TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.OpenParen or TokenKind.OpenInterpolation or TokenKind.OpenDirective:
                    _brackets.Push(token.Kind);
                    break;
                case TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.CloseParen or TokenKind.CloseTemplate when _brackets.Count > 0:
                    if (!Matches(_brackets.Pop(), token.Kind) && ResumeAfterLine(itemStart, error)) return;
                    break;
            }
        }
    }

    private static bool Matches(TokenKind open, TokenKind close) => close switch
    {
        TokenKind.CloseBrace => open == TokenKind.OpenBrace,
        TokenKind.CloseBracket => open == TokenKind.OpenBracket,
        TokenKind.CloseParen => open == TokenKind.OpenParen,
        _ => open is TokenKind.OpenInterpolation or TokenKind.OpenDirective,
    };

    /// <summary>Goes on with the line of the error where the error is the first thing on it, or the line is a block's header, else with the line after it. False when that was done too often.</summary>
    private bool ResumeAfterLine(int itemStart, int error)
    {
        var lineStart = error == 0 ? 0 : _text.LastIndexOf('\n', error - 1) + 1;
        var isFirst = _text.AsSpan(lineStart, error - lineStart).IndexOfAnyExcept(' ', '\t') < 0;
        if ((isFirst || IsHeader(lineStart)) && lineStart > itemStart) return ResumeAt(lineStart, _text.Length);
        var newline = _text.IndexOf('\n', error);
        return newline >= 0 && ResumeAt(newline, _text.Length);
    }

    /// <summary>Cuts tokens again from an offset, outside of any string.</summary>
    private bool ResumeAt(int offset, int end)
    {
        if (_relexBudget < 0) _relexBudget = 20L * _text.Length + 10_000;
        var cost = Math.Max(0, _lexer.Position - offset) + 100;
        if (_relexBudget < cost) return false;
        _relexBudget -= cost;
        var keep = _tokens.Count;
        while (keep > 0 && _tokens[keep - 1].End > offset) keep--;
        // A token without length (the end of the file, of an unclosed string) may stand right at the offset.
        while (keep > 0 && _tokens[keep - 1].Start >= offset) keep--;
        _tokens.RemoveRange(keep, _tokens.Count - keep);
        _lexer = new Lexer(_text, offset, end);
        _index = keep;
        _skipNewlines = false;
        return true;
    }

    /// <summary>
    /// A block whose brace never comes has eaten what follows it. When it stands at the top and a later line at the margin looks like a block's
    /// header, while its own content is indented, it is read again up to there.
    /// </summary>
    private void RecoverUnclosed(HclBlock block, Token open, int bodyIndex, int diagnostics)
    {
        var bodyStart = block.Body.Start;
        var message = $"Expected '}}' to close the block '{block.Type}', but found the end of the file.";
        if (block.Parent.Owner is null && NextHeader(bodyStart) is var header and > 0 && ResumeAt(bodyStart, header))
        {
            _document!.TruncateDiagnostics(diagnostics);
            _lastError = -1;
            block.Body.AttributeList.Clear();
            block.Body.BlockList.Clear();
            _depth++;
            ParseBody(block.Body);
            _depth--;
            block.End = block.Body.End = header;
            if (_index < _tokens.Count) _tokens.RemoveRange(_index, _tokens.Count - _index);
            _lexer = new Lexer(_text, header, _text.Length);
            message = $"Expected '}}' to close the block '{block.Type}' before the next one on line {_document.PositionAt(header).Line}.";
        }
        Report(open.Start, message);
    }

    /// <summary>The next line at the margin that reads <c>name … {</c>, if what stands before it is indented; else -1.</summary>
    private int NextHeader(int from)
    {
        var isIndented = false;
        for (var newline = _text.IndexOf('\n', from); newline >= 0 && newline + 1 < _text.Length; newline = _text.IndexOf('\n', newline + 1))
        {
            var start = newline + 1;
            var c = _text[start];
            if (c is '\r' or '\n' or '#' or '}') continue;
            isIndented |= c is ' ' or '\t';
            if (IsHeader(start)) return start;
            if (!isIndented) return -1;
        }
        return -1;
    }

    /// <summary>Whether the line at this offset begins with a name at the margin and ends with an opening brace, without an assignment between.</summary>
    private bool IsHeader(int lineStart)
    {
        if (lineStart >= _text.Length || CharClasses.IdentifierStart(_text, lineStart, _text.Length) == 0) return false;
        var end = _text.IndexOf('\n', lineStart);
        var line = _text.AsSpan(lineStart, (end < 0 ? _text.Length : end) - lineStart).TrimEnd();
        return line.EndsWith("{") && line.IndexOf('=') < 0;
    }
}
