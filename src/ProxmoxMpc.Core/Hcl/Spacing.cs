namespace ProxmoxMpc.Core.Hcl;

/// <summary>Whether <c>terraform fmt</c> puts a space between two tokens of a line. The order of the rules matters; it is hclwrite's.</summary>
internal static class Spacing
{
    public static bool IsAfter(string text, Token subject, Token? before, Token after)
    {
        var (left, right) = (subject.Kind, after.Kind);
        if (left == TokenKind.Identifier && right == TokenKind.OpenParen) return false;
        if (left == TokenKind.Identifier && right == TokenKind.DoubleColon) return false;
        if (left == TokenKind.DoubleColon && right == TokenKind.Identifier) return false;
        if (left == TokenKind.Dot || right == TokenKind.Dot) return false;
        if (right is TokenKind.Comma or TokenKind.Ellipsis) return false;
        if (left == TokenKind.Comma) return true;
        if (left is TokenKind.QuotedLiteral or TokenKind.HeredocLiteral or TokenKind.OpenQuote or TokenKind.OpenHeredoc) return false;
        if (right is TokenKind.QuotedLiteral or TokenKind.HeredocLiteral or TokenKind.CloseQuote or TokenKind.CloseHeredoc) return false;
        // [for x in [foo] : x] would else read like an index.
        if (left == TokenKind.Identifier && text.AsSpan(subject.Start, subject.Length) is "in" && before?.Kind == TokenKind.Identifier) return true;
        if (right == TokenKind.OpenBracket && (left is TokenKind.Identifier or TokenKind.Number || subject.BracketChange < 0)) return false;
        if (left == TokenKind.Bang) return false;
        if (left == TokenKind.Minus) return !IsNegation(before?.Kind);
        if (left == TokenKind.OpenBrace || right == TokenKind.CloseBrace) return !(left == TokenKind.OpenBrace && right == TokenKind.CloseBrace);
        if ((left is TokenKind.OpenInterpolation or TokenKind.OpenDirective) && right == TokenKind.OpenBrace) return true;
        if (left == TokenKind.CloseBrace && right == TokenKind.CloseTemplate) return true;
        if (left == TokenKind.CloseTemplate && (right is TokenKind.OpenInterpolation or TokenKind.OpenDirective)) return false;
        return subject.BracketChange <= 0 && after.BracketChange >= 0;
    }

    private static bool IsNegation(TokenKind? before) => before is null
        or TokenKind.OpenParen or TokenKind.OpenBrace or TokenKind.OpenBracket or TokenKind.Equal or TokenKind.Colon or TokenKind.Comma or TokenKind.Question
        or TokenKind.Plus or TokenKind.Star or TokenKind.Slash or TokenKind.Percent or TokenKind.Minus
        or TokenKind.EqualEqual or TokenKind.NotEqual or TokenKind.Greater or TokenKind.GreaterEqual or TokenKind.Less or TokenKind.LessEqual
        or TokenKind.And or TokenKind.Or or TokenKind.Bang;
}
