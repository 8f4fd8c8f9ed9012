using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords that SQL gives to its users: <c>IDENTIFIED BY 'x'</c>.</summary>
internal sealed class SqlPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sql-password", PrivacyKind.Password, "Passwords of users of a database: IDENTIFIED BY");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("IDENTIFIED BY ", IgnoreCase: true), .. new[] { "PASSWORD", "OLD_PASSWORD", "MD5", "SHA1", "SHA2", "ENCRYPT" }.Select(function => new Anchor($"{function}('", IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // MD5('x') of a statement; of what a program computes nothing is known.
        if (text[at + length - 2] == '(' && !IsStatement(text[Bytes.LineStart(text, at)..at])) return;
        if (text[at + length - 2] == '(') length--;
        // a build identified by "12.0": SQL has single quotes there, or a statement before.
        else if (Bytes.IsLower(text[at]) && Bytes.At(text, at + length) == '"' && !Phrases.AnyIn(text[Bytes.LineStart(text, at)..at], Phrases.Statements)) return;
        var quote = SecretText.QuoteAt(text, at + length);
        if (quote.Length > 0 && SecretText.Quoted(text, at + length, quote) is { } sql && !KeyValueText.IsReference(text[sql.Start..sql.End])) found.Replace(sql.Start, sql.Length, Rule.Kind);
    }

    private static bool IsStatement(ReadOnlySpan<byte> before)
    {
        foreach (var word in Statements)
            for (var i = 0; i < before.Length; i++)
                if (Bytes.StartsWithIgnoreCase(before, i, word)) return true;
        return false;
    }

    private static readonly byte[][] Statements = [.. new[] { "set password", "insert into", "update ", "values", "identified via" }.Select(System.Text.Encoding.ASCII.GetBytes)];
}
