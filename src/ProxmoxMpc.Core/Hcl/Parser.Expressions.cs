namespace ProxmoxMpc.Core.Hcl;

/// <summary>Operators and terms.</summary>
internal sealed partial class Parser
{
    private HclExpression? ParseExpression()
    {
        if (!Enter(Peek().Start)) return null;
        var expression = ParseConditional();
        _depth--;
        return expression;
    }

    private HclExpression? ParseConditional()
    {
        var condition = ParseBinary(1);
        if (condition is null || !TryRead(TokenKind.Question)) return condition;
        var whenTrue = ParseExpression();
        if (whenTrue is null) return null;
        if (!TryRead(TokenKind.Colon)) return Fail(Peek(), "Expected ':' and the value for false of the conditional");
        var whenFalse = ParseExpression();
        return whenFalse is null ? null : new HclConditional(_text, condition, whenTrue, whenFalse);
    }

    /// <summary>Precedence climbing; every operator associates to the left.</summary>
    private HclExpression? ParseBinary(int minimum)
    {
        var left = ParseUnary();
        while (left is not null)
        {
            var (precedence, op) = BinaryOperator(PeekKind());
            if (precedence < minimum) return left;
            _index++;
            var right = ParseBinary(precedence + 1);
            left = right is null ? null : new HclBinary(_text, left, op, right);
        }
        return null;
    }

    private static (int Precedence, string Operator) BinaryOperator(TokenKind kind) => kind switch
    {
        TokenKind.Or => (1, "||"),
        TokenKind.And => (2, "&&"),
        TokenKind.EqualEqual => (3, "=="),
        TokenKind.NotEqual => (3, "!="),
        TokenKind.Greater => (4, ">"),
        TokenKind.GreaterEqual => (4, ">="),
        TokenKind.Less => (4, "<"),
        TokenKind.LessEqual => (4, "<="),
        TokenKind.Plus => (5, "+"),
        TokenKind.Minus => (5, "-"),
        TokenKind.Star => (6, "*"),
        TokenKind.Slash => (6, "/"),
        TokenKind.Percent => (6, "%"),
        _ => (0, ""),
    };

    private HclExpression? ParseUnary()
    {
        var sign = Peek();
        if (sign.Kind is not (TokenKind.Minus or TokenKind.Bang))
        {
            var term = ParseTerm();
            return term is null ? null : ParseTraversal(term);
        }
        if (!Enter(sign.Start)) return null;
        _index++;
        var operand = ParseUnary();
        _depth--;
        return operand is null ? null : new HclUnary(_text, sign.Start, sign.Kind == TokenKind.Minus ? "-" : "!", operand);
    }

    private HclExpression? ParseTerm()
    {
        var token = Peek();
        switch (token.Kind)
        {
            case TokenKind.Number:
                _index++;
                return ParseNumber(token);
            case TokenKind.Identifier:
                _index++;
                return PeekKind() is TokenKind.OpenParen or TokenKind.DoubleColon ? ParseCall(token) : Word(token);
            case TokenKind.OpenQuote or TokenKind.OpenHeredoc: return ParseTemplate();
            case TokenKind.OpenParen: return ParseParentheses();
            case TokenKind.OpenBracket: return ParseTuple();
            case TokenKind.OpenBrace: return ParseObject();
            default: return Fail(token, "Expected a value or an expression");
        }
    }

    private HclExpression Word(Token token)
    {
        var value = TextOf(token) switch
        {
            "true" => HclValue.Of(true),
            "false" => HclValue.Of(false),
            "null" => new HclValue.Null(),
            _ => null,
        };
        return value is null ? new HclVariable(_text, token.Start, token.End) : new HclLiteral(_text, token.Start, token.End, value);
    }

    private HclExpression? ParseNumber(Token token)
    {
        var text = TextOf(token);
        if (!Numbers.IsLiteral(text))
        {
            Report(token.Start, $"Expected a number such as 12, 1.5 or 2e3, but found '{text}'.");
            return null;
        }
        HclValue value = Numbers.TryParse(text, out var number) ? new HclValue.Number(number) : new HclValue.Opaque(text);
        return new HclLiteral(_text, token.Start, token.End, value);
    }

    private HclExpression? ParseParentheses()
    {
        var open = Read();
        var outer = _skipNewlines;
        _skipNewlines = true;
        var inner = ParseExpression();
        var close = inner is null ? default : Peek();
        if (inner is not null && close.Kind != TokenKind.CloseParen) Fail(close, $"Expected ')' to close the '(' of {Where(open)}");
        else if (inner is not null) _index++;
        _skipNewlines = outer;
        return inner is null || close.Kind != TokenKind.CloseParen ? null : new HclParentheses(_text, open.Start, close.End, inner);
    }

    private HclExpression? ParseCall(Token nameToken)
    {
        var name = TextOf(nameToken);
        while (TryRead(TokenKind.DoubleColon))
        {
            var part = Peek();
            if (part.Kind != TokenKind.Identifier) return Fail(part, "Expected the function's name after '::'");
            _index++;
            name += "::" + TextOf(part);
        }
        var open = Peek();
        if (open.Kind != TokenKind.OpenParen) return Fail(open, $"Expected '(' after the function name '{name}'");
        _index++;
        var outer = _skipNewlines;
        _skipNewlines = true;
        var arguments = new List<HclExpression>();
        var close = ParseArguments(arguments, open, out var expandsLast);
        _skipNewlines = outer;
        return close is null ? null : new HclCall(_text, nameToken.Start, close.Value.End, name, arguments, expandsLast);
    }

    private Token? ParseArguments(List<HclExpression> arguments, Token open, out bool expandsLast)
    {
        expandsLast = false;
        while (true)
        {
            if (PeekKind() == TokenKind.CloseParen) return Read();
            var argument = ParseExpression();
            if (argument is null) return null;
            arguments.Add(argument);
            if (TryRead(TokenKind.Ellipsis))
            {
                expandsLast = true;
                if (PeekKind() == TokenKind.CloseParen) return Read();
                Fail(Peek(), "Expected ')' right after '...'");
                return null;
            }
            if (PeekKind() == TokenKind.CloseParen || TryRead(TokenKind.Comma)) continue;
            Fail(Peek(), $"Expected ',' or ')' in the arguments that begin at {Where(open)}");
            return null;
        }
    }

    private string Where(Token token)
    {
        if (_document is null) return "this expression";
        var position = _document.PositionAt(token.Start);
        return $"line {position.Line}, column {position.Column}";
    }
}
