using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts in a dump of a table of users: the text right before an e-mail address, <c>(2,'jane','jane@example.net',…)</c>.</summary>
internal sealed class SqlUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("sql-user", PrivacyKind.User, "Accounts in dumps of tables of users");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from table in new[] { "user", "account", "member", "admin", "oc_user", "auth_user" } from quote in new[] { "`", "\"", "", "public." } select new Anchor($"INSERT INTO {quote}{table}", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var last = default(Extent);
        for (var i = at + length; i < end; i++)
        {
            if (text[i] != '\'' || SecretText.Quoted(text, i, "'"u8) is not { } cell || cell.End > end) continue;
            var value = text[cell.Start..cell.End];
            if (value.Contains((byte)'@') && !last.IsEmpty)
            {
                var name = text[last.Start..last.End];
                if (NamedValue.NameLength(text, last.Start) == name.Length && Vocabulary.IsTelling(name) && !ServiceAccounts.Contains(name))
                {
                    found.Learn(PrivacyKind.User, name);
                    found.Replace(last.Start, name.Length, PrivacyKind.User);
                }
            }
            last = cell;
            i = cell.End;
        }
    }
}
