namespace ProxmoxMpc.Core.Hcl;

internal enum TokenKind
{
    EndOfFile, Newline, LineComment, BlockComment, Identifier, Number,
    OpenQuote, CloseQuote, QuotedLiteral, UnclosedQuote,
    OpenHeredoc, CloseHeredoc, HeredocLiteral, UnclosedHeredoc,
    OpenInterpolation, OpenDirective, CloseTemplate,
    OpenBrace, CloseBrace, OpenBracket, CloseBracket, OpenParen, CloseParen,
    Equal, EqualEqual, NotEqual, Greater, GreaterEqual, Less, LessEqual, And, Or, Bang,
    Plus, Minus, Star, Slash, Percent, Question, Colon, DoubleColon, Comma, Dot, Ellipsis, FatArrow,
    UnclosedComment, Invalid,
}

/// <summary>A token by its place in the text; white space is what lies between two tokens.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End)
{
    public int Length => End - Start;

    /// <summary>+1 for what opens a bracket, -1 for what closes one, as <c>terraform fmt</c> counts them.</summary>
    public int BracketChange => Kind switch
    {
        TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.OpenParen or TokenKind.OpenInterpolation or TokenKind.OpenDirective => 1,
        TokenKind.CloseBrace or TokenKind.CloseBracket or TokenKind.CloseParen or TokenKind.CloseTemplate => -1,
        _ => 0,
    };
}
