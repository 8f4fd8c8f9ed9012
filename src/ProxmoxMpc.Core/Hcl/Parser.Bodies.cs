namespace ProxmoxMpc.Core.Hcl;

/// <summary>Bodies, attributes and blocks.</summary>
internal sealed partial class Parser
{
    /// <summary>Reads the whole document into its root body.</summary>
    public void ParseDocument()
    {
        var root = _document!.Root;
        root.Start = _text.StartsWith('\uFEFF') ? 1 : 0;
        root.End = _text.Length;
        _lexer.Reset(root.Start);
        ParseBody(root);
    }

    /// <summary>Reads the block that stands at an offset of the edited text into a body.</summary>
    public HclBlock ReadBlock(HclBody body, int offset)
    {
        _lexer.Reset(offset);
        var count = body.BlockList.Count;
        Dictionary<string, HclAttribute>? names = null;
        while (PeekKind() == TokenKind.Newline) _index++;
        ParseItem(body, ref names);
        var block = body.BlockList[count];
        body.BlockList.RemoveAt(count);
        var index = body.BlockList.FindIndex(other => other.Start > block.Start);
        body.BlockList.Insert(index < 0 ? count : index, block);
        return block;
    }

    /// <summary>Reads up to and with the closing brace; false if the end of the file came first (which is how the root ends).</summary>
    private bool ParseBody(HclBody body)
    {
        Dictionary<string, HclAttribute>? names = null;
        while (true)
        {
            var token = Peek();
            switch (token.Kind)
            {
                case TokenKind.EndOfFile:
                    body.End = token.Start;
                    return false;
                case TokenKind.Newline:
                    _index++;
                    break;
                case TokenKind.CloseBrace when body.Owner is not null:
                    body.End = token.Start;
                    _index++;
                    return true;
                case TokenKind.Identifier:
                    ParseItem(body, ref names);
                    break;
                default:
                    Fail(token, token.Kind == TokenKind.OpenQuote
                        ? "Expected the bare name of an attribute or block"
                        : "Expected an attribute or a block");
                    if (token.Kind == TokenKind.CloseBrace) _index++;
                    Recover(_index, body);
                    break;
            }
        }
    }

    private void ParseItem(HclBody body, ref Dictionary<string, HclAttribute>? names)
    {
        var start = _index;
        var name = Read();
        var next = Peek();
        switch (next.Kind)
        {
            case TokenKind.Equal:
                _index++;
                var attribute = ParseAttribute(body, name);
                CheckName(body, attribute, ref names);
                if (PeekKind() is TokenKind.Newline or TokenKind.EndOfFile || attribute.Expression is HclInvalidExpression) break;
                Fail(Peek(), "Expected the end of the line after the value");
                Recover(start, body);
                break;
            case TokenKind.OpenQuote or TokenKind.OpenBrace or TokenKind.Identifier:
                ParseBlock(body, name, start);
                break;
            default:
                Fail(next, $"Expected '=' and a value, or a block's '{{', after '{TextOf(name)}'");
                Recover(start, body);
                break;
        }
    }

    private HclAttribute ParseAttribute(HclBody body, Token name)
    {
        var start = _index;
        var first = Peek();
        var attribute = new HclAttribute(body, TextOf(name), name.Start);
        body.AttributeList.Add(attribute);
        var expression = ParseExpression();
        if (expression is null)
        {
            Recover(start, body);
            var end = Math.Max(first.Start, Raw(_index).Start);
            while (end > first.Start && char.IsWhiteSpace(_text[end - 1])) end--;
            expression = new HclInvalidExpression(_text, first.Start, end);
        }
        attribute.Expression = expression;
        attribute.ExpressionStart = expression.Start;
        attribute.ExpressionEnd = expression.End;
        return attribute;
    }

    private void CheckName(HclBody body, HclAttribute attribute, ref Dictionary<string, HclAttribute>? names)
    {
        var known = body.AttributeList;
        HclAttribute? first;
        if (known.Count < 16) first = body.Attribute(attribute.Name);
        else
        {
            if (names is null)
            {
                names = new Dictionary<string, HclAttribute>(StringComparer.Ordinal);
                foreach (var other in known) names.TryAdd(other.Name, other);
            }
            if (!names.TryGetValue(attribute.Name, out first)) names[attribute.Name] = first = attribute;
        }
        if (first is null || first == attribute) return;
        var line = _document!.PositionAt(first.NameStart).Line;
        Report(attribute.NameStart, $"Expected each attribute once, but '{attribute.Name}' is already set on line {line}.");
    }

    private void ParseBlock(HclBody parent, Token type, int startIndex)
    {
        var labels = new List<string>();
        while (true)
        {
            var token = Peek();
            if (token.Kind == TokenKind.OpenBrace) break;
            var label = token.Kind switch
            {
                TokenKind.Identifier => TextOf(Read()),
                TokenKind.OpenQuote => ParseLabel(),
                _ => null,
            };
            if (label is null)
            {
                if (token.Kind != TokenKind.OpenQuote) Fail(token, $"Expected a label or '{{' in the header of the block '{TextOf(type)}'");
                Recover(startIndex, parent);
                return;
            }
            labels.Add(label);
        }
        var open = Read();
        var block = new HclBlock(parent, TextOf(type), labels, type.Start, open.End);
        parent.BlockList.Add(block);
        if (!Enter(open.Start))
        {
            Recover(startIndex, parent);
            block.Body.End = block.End = Math.Max(open.End, Raw(_index).Start);
            return;
        }
        var bodyIndex = _index;
        var diagnostics = _document!.Diagnostics.Count;
        var closed = PeekKind() is TokenKind.Newline or TokenKind.CloseBrace or TokenKind.EndOfFile ? ParseBody(block.Body) : ParseSingleLineBody(block.Body);
        _depth--;
        block.End = closed ? _tokens[_index - 1].End : block.Body.End;
        if (closed) CheckBlockEnd(parent);
        else RecoverUnclosed(block, open, bodyIndex, diagnostics);
    }

    /// <summary>The body of <c>name { attribute = value }</c>, which holds one attribute and ends on its line.</summary>
    private bool ParseSingleLineBody(HclBody body)
    {
        var start = _index;
        var name = Peek();
        if (name.Kind != TokenKind.Identifier) return EndSingleLine(name, "Expected an attribute or '}'", start, body);
        _index++;
        if (!TryRead(TokenKind.Equal)) return EndSingleLine(Peek(), "Expected '=' (a block on one line holds one attribute)", start, body);
        var attribute = ParseAttribute(body, name);
        var close = Peek();
        if (close.Kind == TokenKind.CloseBrace)
        {
            body.End = close.Start;
            _index++;
            return true;
        }
        return attribute.Expression is HclInvalidExpression ? ParseBody(body) : EndSingleLine(close, "Expected '}' after the one attribute of a block on one line", start, body);
    }

    private bool EndSingleLine(Token found, string expected, int start, HclBody body)
    {
        Fail(found, expected);
        Recover(start, body);
        return ParseBody(body);
    }

    private void CheckBlockEnd(HclBody parent)
    {
        var token = Peek();
        if (token.Kind is TokenKind.Newline or TokenKind.EndOfFile) return;
        Fail(token, "Expected the end of the line after the block's '}'");
        Recover(_index, parent);
    }
}
