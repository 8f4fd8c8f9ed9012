namespace ProxmoxMpc.Core.Hcl;

/// <summary>Quoted strings and heredocs.</summary>
internal sealed partial class Parser
{
    private HclExpression? ParseTemplate()
    {
        var open = Read();
        var isHeredoc = open.Kind == TokenKind.OpenHeredoc;
        if (!isHeredoc && ParsePlainString(open) is { } plain) return plain;
        return ParseParts(open, isHeredoc, TokenKind.CloseQuote, TokenKind.CloseHeredoc);
    }

    /// <summary>The parts of a template up to its end, which is one of two.</summary>
    private HclTemplate? ParseParts(Token open, bool isHeredoc, TokenKind end, TokenKind otherEnd)
    {
        var builder = new TemplateBuilder();
        while (true)
        {
            // Peek would skip what looks like a newline or comment; inside a template every token counts.
            var token = Raw(_index);
            switch (token.Kind)
            {
                case TokenKind.QuotedLiteral or TokenKind.HeredocLiteral:
                    _index++;
                    if (StringEscapes.Resolve(_text, token.Start, token.End, !isHeredoc, out var error, out var errorAt) is not { } value)
                    {
                        Report(errorAt, error);
                        return null;
                    }
                    builder.AddLiteral(value);
                    break;
                case TokenKind.OpenInterpolation or TokenKind.OpenDirective:
                    if (!ParseSequence(builder)) return null;
                    break;
                case var kind when kind == end || kind == otherEnd:
                    _index++;
                    if (builder.Build(open.Kind == TokenKind.OpenHeredoc && _text[open.Start + 2] == '-', MaxDepth, out var parts) is { } problem)
                    {
                        Report(problem.Offset < 0 ? open.Start : problem.Offset, problem.Message);
                        return null;
                    }
                    return new HclTemplate(_text, open.Start, token.End, parts, isHeredoc);
                default:
                    Fail(token, isHeredoc
                        ? $"Expected the marker of the heredoc that begins at {Where(open)}"
                        : $"Expected '\"' to close the string that begins at {Where(open)}");
                    return null;
            }
        }
    }

    /// <summary>The usual string, without interpolations, in one go; null if it is another.</summary>
    private HclTemplate? ParsePlainString(Token open)
    {
        var literal = Raw(_index);
        if (literal.Kind == TokenKind.CloseQuote)
        {
            _index++;
            return new HclTemplate(_text, open.Start, literal.End, [], false);
        }
        var close = Raw(_index + 1);
        if (literal.Kind != TokenKind.QuotedLiteral || close.Kind != TokenKind.CloseQuote) return null;
        if (StringEscapes.Resolve(_text, literal.Start, literal.End, true, out _, out _) is not { } value) return null;
        _index += 2;
        return new HclTemplate(_text, open.Start, close.End, [new HclTemplatePart.Literal(value)], false);
    }

    private bool ParseSequence(TemplateBuilder builder)
    {
        var open = Raw(_index++);
        builder.BeginSequence(stripsBefore: open.Length == 3);
        var outer = _skipNewlines;
        _skipNewlines = true;
        var done = open.Kind == TokenKind.OpenInterpolation ? ParseInterpolation(builder) : ParseDirective(builder, open);
        if (done)
        {
            var close = Peek();
            if (close.Kind != TokenKind.CloseTemplate) Fail(close, $"Expected '}}' to close the '{TextOf(open)}' of {Where(open)}");
            else
            {
                _index++;
                builder.EndSequence(stripsAfter: close.Length == 2);
            }
            done = close.Kind == TokenKind.CloseTemplate;
        }
        _skipNewlines = outer;
        return done;
    }

    private bool ParseInterpolation(TemplateBuilder builder)
    {
        if (ParseExpression() is not { } expression) return false;
        builder.Add(new HclTemplatePart.Interpolation(expression));
        return true;
    }

    private bool ParseDirective(TemplateBuilder builder, Token open)
    {
        var word = Peek();
        var keyword = word.Kind == TokenKind.Identifier ? TextOf(word) : "";
        if (keyword is not ("if" or "else" or "endif" or "for" or "endfor"))
            return Fail(word, "Expected 'if', 'else', 'endif', 'for' or 'endfor' after '%{'") is not null;
        _index++;
        switch (keyword)
        {
            case "if":
                if (ParseExpression() is not { } condition) return false;
                builder.BeginIf(condition, open.Start);
                break;
            case "for":
                if (!ParseForVariables(out var key, out var value) || ParseExpression() is not { } collection) return false;
                builder.BeginFor(key, value, collection, open.Start);
                break;
            default:
                builder.AddMark(keyword, open.Start);
                break;
        }
        return true;
    }

    /// <summary>A block's label: a string without interpolations, or null after an error.</summary>
    private string? ParseLabel()
    {
        var open = Read();
        var token = Raw(_index);
        if (token.Kind == TokenKind.CloseQuote)
        {
            _index++;
            return "";
        }
        if (token.Kind == TokenKind.QuotedLiteral)
        {
            _index++;
            if (StringEscapes.Resolve(_text, token.Start, token.End, true, out var error, out var errorAt) is not { } value)
            {
                Report(errorAt, error);
                return null;
            }
            token = Raw(_index);
            if (token.Kind == TokenKind.CloseQuote)
            {
                _index++;
                return value;
            }
        }
        Fail(token, token.Kind is TokenKind.OpenInterpolation or TokenKind.OpenDirective
            ? "Expected a label without template sequences (double the sign to mean it literally)"
            : $"Expected '\"' to close the label that begins at {Where(open)}");
        return null;
    }
}
