using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords that SQL gives to its users: <c>IDENTIFIED BY 'x'</c>.</summary>
internal sealed class SqlPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sql-password", PrivacyKind.Password, "Passwords of users of a database: IDENTIFIED BY");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("IDENTIFIED BY ", IgnoreCase: true), new("= PASSWORD(", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var quote = SecretText.QuoteAt(text, at + length);
        if (quote.Length > 0 && SecretText.Quoted(text, at + length, quote) is { } sql && !KeyValueText.IsReference(text[sql.Start..sql.End])) found.Replace(sql.Start, sql.Length, Rule.Kind);
    }
}
