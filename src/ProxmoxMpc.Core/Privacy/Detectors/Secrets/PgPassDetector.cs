using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines of PostgreSQL's .pgpass, <c>host:port:database:user:password</c>: those that its port or its stars tell, and all below the file's name.</summary>
internal sealed class PgPassDetector : Detector
{
    private const int MostLines = 60, Separators = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("pgpass", PrivacyKind.Password, "Users and passwords in .pgpass");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(":5432:"), new(":*:*:"), new("pgpass <==", WordStart: true), new("pgpass\n", WordStart: true), new("pgpass\r\n", WordStart: true), new("hostname:port:database:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at] == ':')
        {
            var start = at;
            while (start > 0 && !IsBorder(text, start)) start--;
            var end = at;
            while (end < line && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'\'') && !Bytes.StartsWithAt(text, end, "\\n"u8)) end++;
            Entry(text, start, end, found);
            return;
        }
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            if (text[start] != '#' && !Entry(text, start, line, found)) return;
        }
    }

    /// <summary>Whether an entry begins there: behind a blank, a quote, and a line's end as strings have it.</summary>
    private static bool IsBorder(ReadOnlySpan<byte> text, int at) =>
        Bytes.IsBlank(text[at - 1]) || text[at - 1] is (byte)'"' or (byte)'\'' || text[at - 1] == 'n' && Bytes.At(text, at - 2) == '\\';

    /// <summary>False where it is no such line.</summary>
    private bool Entry(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var entry = text[start..end];
        if (entry.IndexOf("://"u8) >= 0 || entry.Count((byte)':') < Separators) return false;
        // A password may hold a colon.
        var (colons, user, password) = (0, 0, 0);
        for (var i = 0; i < entry.Length && colons < Separators; i++)
        {
            if (entry[i] != ':') continue;
            colons++;
            if (colons == Separators - 1) user = i + 1;
            if (colons == Separators) password = i + 1;
        }
        if (password >= entry.Length || entry[..password].Contains((byte)' ') || KeyValueText.IsReference(entry[password..])) return false;
        found.Replace(start + password, entry.Length - password, Rule.Kind);
        var name = entry[user..(password - 1)];
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name)) found.Replace(start + user, name.Length, PrivacyKind.User);
        return true;
    }
}
