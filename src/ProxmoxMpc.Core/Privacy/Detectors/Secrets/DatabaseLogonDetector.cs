using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Oracle's way to log in, user and password with a slash: <c>sqlplus jane/x@//10.0.0.5/DB</c>, <c>expdp jane/x</c>, <c>jdbc:oracle:thin:jane/x@10.0.0.5:1521:DB</c>.</summary>
internal sealed class DatabaseLogonDetector : Detector
{
    private const int MostWords = 6;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("database-logon", PrivacyKind.Password, "User and password with a slash in commands and addresses of Oracle");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "sqlplus", "sqlldr ", "expdp ", "impdp ", "rman target ", "SQL> connect ", "SQL> conn " }.Select(command => new Anchor(command, WordStart: true)), new("oracle:thin:"), new("oracle:oci:")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at + length - 1] == ':')
        {
            Logon(text, at + length, line, found);
            return;
        }
        var i = at + length;
        for (var word = 0; i < line && word < MostWords; word++)
        {
            i = Bytes.SkipBlanks(text, i);
            if (i < line && text[i] is (byte)'\'' or (byte)'"') i++;
            if (i >= line || Logon(text, i, line, found)) return;
            while (i < line && !Bytes.IsBlank(text[i])) i++;
        }
    }

    /// <summary>Returns whether a user and a slash stand there. Nobody is before the slash of an option, and of one who logs in as the system does.</summary>
    private bool Logon(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var user = at;
        while (at < line && (Bytes.IsAsciiLetterOrDigit(text[at]) || text[at] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)'#' or (byte)'$' or (byte)'[' or (byte)']')) at++;
        if (at == user || !Bytes.IsAsciiLetter(text[user]) || Bytes.At(text, at) != '/') return false;
        var name = text[user..at];
        var start = at + 1;
        var quote = SecretText.QuoteAt(text, start);
        var quoted = quote is [(byte)'`'] ? null : quote.Length > 0 ? SecretText.Quoted(text, start, quote) : null;
        var end = start;
        if (quoted is { } inner) (start, end) = (inner.Start, inner.End);
        else
            while (end < line && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'@' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)')' or (byte)',')) end++;
        if (end - start < 2 || KeyValueText.IsReference(text[start..end])) return false;
        found.Replace(start, end - start, Rule.Kind);
        if (Vocabulary.CanBeName(name) && !System.Contains(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name)) NamedValue.TakeUser(text, user, name.Length, found);
        return true;
    }

    // Accounts that every such database has.
    private static readonly WordSet System = WordSet.Of("sys system sysman dbsnmp scott hr internal rman");
}
