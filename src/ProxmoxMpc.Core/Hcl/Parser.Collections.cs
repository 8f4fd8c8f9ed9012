namespace ProxmoxMpc.Core.Hcl;

/// <summary>Tuples, objects, <c>for</c> expressions and traversals.</summary>
internal sealed partial class Parser
{
    private HclExpression? ParseTuple()
    {
        var open = Read();
        var outer = _skipNewlines;
        _skipNewlines = true;
        var result = PeekIsWord("for") ? ParseFor(open, TokenKind.CloseBracket) : ParseTupleItems(open);
        _skipNewlines = outer;
        return result;
    }

    private HclExpression? ParseTupleItems(Token open)
    {
        var items = new List<HclExpression>();
        while (PeekKind() != TokenKind.CloseBracket)
        {
            var item = ParseExpression();
            if (item is null) return null;
            items.Add(item);
            if (PeekKind() != TokenKind.CloseBracket && !TryRead(TokenKind.Comma))
                return Fail(Peek(), $"Expected ',' or ']' in the list that begins at {Where(open)}");
        }
        return new HclTuple(_text, open.Start, Read().End, items);
    }

    private HclExpression? ParseObject()
    {
        var open = Read();
        var outer = _skipNewlines;
        // "for" may stand on the next line; a plain object's newlines separate its members.
        var index = _index;
        _skipNewlines = true;
        var isFor = PeekIsWord("for");
        if (!isFor)
        {
            _index = index;
            _skipNewlines = false;
        }
        var result = isFor ? ParseFor(open, TokenKind.CloseBrace) : ParseObjectItems(open);
        _skipNewlines = outer;
        return result;
    }

    private HclExpression? ParseObjectItems(Token open)
    {
        var items = new List<HclObjectItem>();
        while (true)
        {
            while (TryRead(TokenKind.Newline)) { }
            if (PeekKind() == TokenKind.CloseBrace) return new HclObjectExpression(_text, open.Start, Read().End, items);
            var key = ParseExpression();
            if (key is null) return null;
            if (PeekKind() is not (TokenKind.Equal or TokenKind.Colon)) return Fail(Peek(), "Expected '=' or ':' after the key");
            _index++;
            var value = ParseExpression();
            if (value is null) return null;
            items.Add(new HclObjectItem(key, value));
            if (PeekKind() != TokenKind.CloseBrace && !TryRead(TokenKind.Comma) && !TryRead(TokenKind.Newline))
                return Fail(Peek(), $"Expected a new line, ',' or '}}' in the object that begins at {Where(open)}");
        }
    }

    private HclExpression? ParseFor(Token open, TokenKind close)
    {
        _index++;
        if (!ParseForVariables(out var keyVariable, out var valueVariable)) return null;
        var collection = ParseExpression();
        if (collection is null) return null;
        if (!TryRead(TokenKind.Colon)) return Fail(Peek(), "Expected ':' after the collection of 'for'");
        var value = ParseExpression();
        if (value is null) return null;
        HclExpression? key = null;
        var arrow = Peek();
        if (TryRead(TokenKind.FatArrow))
        {
            key = value;
            value = ParseExpression();
            if (value is null) return null;
        }
        var ellipsis = Peek();
        var groups = TryRead(TokenKind.Ellipsis);
        HclExpression? condition = null;
        if (PeekIsWord("if"))
        {
            _index++;
            condition = ParseExpression();
            if (condition is null) return null;
        }
        var end = Peek();
        if (end.Kind != close) return Fail(end, $"Expected '{(close == TokenKind.CloseBrace ? '}' : ']')}' to close the 'for' that begins at {Where(open)}");
        _index++;
        if (close == TokenKind.CloseBrace && key is null) return Fail(end, "Expected 'key => value' in a 'for' that makes an object");
        if (close == TokenKind.CloseBracket && key is not null) return Fail(arrow, "Expected no key in a 'for' that makes a list");
        if (close == TokenKind.CloseBracket && groups) return Fail(ellipsis, "Expected no '...' in a 'for' that makes a list");
        return new HclFor(_text, open.Start, end.End)
        {
            KeyVariable = keyVariable, ValueVariable = valueVariable, Collection = collection,
            Key = key, Value = value, Condition = condition, Groups = groups,
        };
    }

    /// <summary>Reads <c>v in</c> or <c>k, v in</c>.</summary>
    private bool ParseForVariables(out string? key, out string value)
    {
        key = null;
        value = "";
        var name = Peek();
        if (name.Kind != TokenKind.Identifier) return Fail(name, "Expected a variable's name after 'for'") is not null;
        _index++;
        value = TextOf(name);
        if (TryRead(TokenKind.Comma))
        {
            name = Peek();
            if (name.Kind != TokenKind.Identifier) return Fail(name, "Expected the value variable's name after ','") is not null;
            _index++;
            (key, value) = (value, TextOf(name));
        }
        if (!PeekIsWord("in")) return Fail(Peek(), "Expected 'in' after the variables of 'for'") is not null;
        _index++;
        return true;
    }

    private HclExpression? ParseTraversal(HclExpression root)
    {
        List<HclTraversalStep>? steps = null;
        var end = root.End;
        var splats = 0;
        while (true)
        {
            var token = Peek();
            if (token.Kind is not (TokenKind.Dot or TokenKind.OpenBracket)) break;
            _index++;
            var step = token.Kind == TokenKind.Dot ? ParseDotStep(ref end) : ParseBracketStep(token, ref end);
            if (step is null) return null;
            // Splats are the steps that nest when they are evaluated.
            if (step is HclTraversalStep.Splat && ++splats > MaxDepth) return Fail(token, $"Expected at most {MaxDepth} splats");
            (steps ??= []).Add(step);
        }
        return steps is null ? root : new HclTraversal(_text, end, root, steps);
    }

    private HclTraversalStep? ParseDotStep(ref int end)
    {
        var token = Peek();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                _index++;
                end = token.End;
                return new HclTraversalStep.Attribute(TextOf(token));
            case TokenKind.Star:
                _index++;
                end = token.End;
                return new HclTraversalStep.Splat(AttributesOnly: true);
            case TokenKind.Number when !TextOf(token).Contains('.'):
                _index++;
                end = token.End;
                return ParseNumber(token) is { } index ? new HclTraversalStep.Index(index, IsOldStyle: true) : null;
            case TokenKind.Number:
                Fail(token, "Expected one old-style index (write [0][1] for two)");
                return null;
            default:
                Fail(token, "Expected an attribute's name after '.'");
                return null;
        }
    }

    private HclTraversalStep? ParseBracketStep(Token open, ref int end)
    {
        var outer = _skipNewlines;
        _skipNewlines = true;
        HclTraversalStep? step = null;
        if (TryRead(TokenKind.Star)) step = new HclTraversalStep.Splat(AttributesOnly: false);
        else if (ParseExpression() is { } key) step = new HclTraversalStep.Index(key);
        var close = step is null ? default : Peek();
        if (step is not null && close.Kind != TokenKind.CloseBracket)
        {
            Fail(close, $"Expected ']' to close the '[' of {Where(open)}");
            step = null;
        }
        else if (step is not null)
        {
            _index++;
            end = close.End;
        }
        _skipNewlines = outer;
        return step;
    }
}
