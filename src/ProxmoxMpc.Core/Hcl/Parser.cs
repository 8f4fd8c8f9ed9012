namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Recursive descent over tokens that are cut on demand. An error is reported where it is met and passed up as null; whoever owns the item
/// looks for the next place to go on. Depth is counted, so that hostile nesting is an error and not a stack overflow.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Levels of blocks, brackets, operators and templates inside each other; people need a dozen.</summary>
    internal const int MaxDepth = 300;

    private readonly HclDocument? _document;
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private Lexer _lexer;
    private int _index;
    private int _depth;
    private bool _skipNewlines;
    private int _lastError = -1;
    private List<string>? _problems;

    public Parser(HclDocument document) : this(document.Text, 0, document.Text.Length)
    {
        _document = document;
        // Code has a token every four or five characters.
        _tokens.EnsureCapacity(Math.Min(document.Text.Length / 4, 4096));
    }

    private Parser(string text, int start, int end)
    {
        _text = text;
        _lexer = new Lexer(text, start, end);
    }

    /// <summary>Reads the expression that stands at a place known to hold one; what cannot be read is an <see cref="HclInvalidExpression"/>.</summary>
    public static HclExpression ReadExpression(string text, int start, int end)
    {
        var parser = new Parser(text, start, text.Length);
        var expression = parser.ParseExpression();
        return expression is not null && expression.End == end ? expression : new HclInvalidExpression(text, start, end);
    }

    /// <summary>The expression, if <paramref name="text"/> is exactly one, with nothing before or behind it; else null.</summary>
    public static HclExpression? ReadWholeExpression(string text)
    {
        // A heredoc's closing marker needs the end of its line, which is not part of the expression.
        var parser = new Parser(text + "\n", 0, text.Length + 1);
        var expression = parser.ParseExpression();
        if (expression is null || expression.Start != 0 || expression.End != text.Length) return null;
        var end = parser.Peek();
        return end.Kind == TokenKind.Newline && end.Start == text.Length ? expression : null;
    }

    /// <summary>Text that is a template from end to end, without quotes and their escapes; null where it is none, with what is wrong.</summary>
    public static HclTemplate? ReadTemplate(string text, out string problem)
    {
        // The lines of a heredoc without its marks: the template ends where the text does.
        var parser = new Parser(text, 0, text.Length) { _problems = [] };
        parser._lexer.BeginTemplate();
        var template = parser.ParseParts(new(TokenKind.Invalid, 0, 0), isHeredoc: true, TokenKind.UnclosedHeredoc, TokenKind.CloseHeredoc);
        problem = template is null ? parser._problems.FirstOrDefault() ?? "it is not whole." : "";
        return template;
    }

    private Token Raw(int index)
    {
        while (_tokens.Count <= index)
        {
            if (_tokens.Count > 0 && _tokens[^1].Kind == TokenKind.EndOfFile) return _tokens[^1];
            _tokens.Add(_lexer.Next());
        }
        return _tokens[index];
    }

    /// <summary>The next token that counts: comments never do, newlines only outside of brackets.</summary>
    private Token Peek()
    {
        while (true)
        {
            var token = Raw(_index);
            if (token.Kind is TokenKind.LineComment or TokenKind.BlockComment || (_skipNewlines && token.Kind == TokenKind.Newline)) _index++;
            else return token;
        }
    }

    private TokenKind PeekKind() => Peek().Kind;

    private Token Read()
    {
        var token = Peek();
        if (token.Kind != TokenKind.EndOfFile) _index++;
        return token;
    }

    private bool TryRead(TokenKind kind)
    {
        if (PeekKind() != kind) return false;
        _index++;
        return true;
    }

    private bool PeekIsWord(string word)
    {
        var token = Peek();
        return token.Kind == TokenKind.Identifier && token.Length == word.Length && string.CompareOrdinal(_text, token.Start, word, 0, word.Length) == 0;
    }

    private string TextOf(Token token) => _text[token.Start..token.End];

    /// <summary>Reports one error at a place; a second one at the same place would only be its echo.</summary>
    private void Report(int offset, string message)
    {
        if (offset == _lastError) return;
        _lastError = offset;
        _document?.Report(offset, message);
        _problems?.Add(message);
    }

    private HclExpression? Fail(Token found, string expected)
    {
        Report(found.Start, $"{expected}, but found {Describe(found)}.");
        return null;
    }

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.EndOfFile => "the end of the file",
        TokenKind.Newline => "the end of the line",
        TokenKind.UnclosedComment => "a comment without its '*/'",
        TokenKind.UnclosedQuote => "a quoted string that is not closed on its line",
        TokenKind.UnclosedHeredoc => "a heredoc without its closing marker on a line of its own",
        TokenKind.OpenQuote => "a quoted string",
        TokenKind.OpenHeredoc => "a heredoc",
        TokenKind.QuotedLiteral or TokenKind.HeredocLiteral => "text of a string",
        TokenKind.Invalid when token.Length == 1 && char.IsControl(_text[token.Start]) => $"the control character U+{(int)_text[token.Start]:X4}",
        _ => $"'{(token.Length > 40 ? _text.Substring(token.Start, 40) + "…" : TextOf(token))}'",
    };

    private bool Enter(int offset)
    {
        if (_depth >= MaxDepth)
        {
            Report(offset, $"This is nested more than {MaxDepth} levels deep, which is not supported.");
            return false;
        }
        _depth++;
        return true;
    }
}
