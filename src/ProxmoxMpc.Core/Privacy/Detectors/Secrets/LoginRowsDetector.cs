using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A list of logins in a mail or a note, set in columns below a line that announces it: <c>Logins for the safe:</c>, and <c>iDRAC both    jane    x-7</c> below.
/// </summary>
internal sealed class LoginRowsDetector : Detector
{
    private const int MostRows = 40, MostEmpty = 2, LongestHead = 100, Shortest = 5, Longest = 64;

    private static readonly string[] Nouns =
    [
        "logins", "credentials", "passwords", "accounts", "zugangsdaten", "zugänge", "logindaten", "anmeldedaten", "passwörter", "kennwörter", "identifiants", "mots de passe",
        "credenciales", "contraseñas", "credenziali", "inloggegevens", "wachtwoorden", "hasła", "hesla", "access data",
    ];

    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (end - line > LongestHead || text[line..end].TrimEnd((byte)' ') is not [.., (byte)':']) return;
        // Below such a head two columns are enough.
        var isOfPasswords = Bytes.ToLower(text[at]) is (byte)'p' or (byte)'k' or (byte)'w' || length > 9 && Bytes.ToLower(text[at]) == 'c' && Bytes.ToLower(text[at + 1]) == 'o';
        var (read, empty) = (0, 0);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            if (text[start..end].Trim(" \t>"u8).IsEmpty)
            {
                if (read > 0 || ++empty > MostEmpty) return;
                continue;
            }
            if (!Row(text, start, end, isOfPasswords, found)) return;
            read++;
        }
    }

    /// <summary>At least three columns (two where it is passwords that are listed), of which the last is a word that looks like a password; whoever it is of stands before it.</summary>
    /// <returns>Whether it is a row of columns.</returns>
    private bool Row(ReadOnlySpan<byte> text, int start, int end, bool isOfPasswords, Findings found)
    {
        while (end > start && text[end - 1] == ' ') end--;
        if (ColumnBefore(text, start, end) is not { } password) return false;
        var user = ColumnBefore(text, start, password.Start) ?? default;
        if (user.IsEmpty && !isOfPasswords) return false;
        var value = text[password.Start..password.End];
        if (value.Length is < Shortest or > Longest || value.IndexOf((byte)' ') >= 0 || KeyValueText.IsReference(value) || !IsPassword(value)) return true;
        found.Replace(password.Start, value.Length, Rule.Kind);
        if (user.IsEmpty) return true;
        var name = text[user.Start..user.End];
        if (name.IndexOf((byte)'@') is > 0 and var realm) name = name[..realm];
        if (NamedValue.NameLength(text, user.Start) == name.Length && LoginText.IsPerson(name) && !CommonWords.Contains(name)) found.Replace(user.Start, name.Length, PrivacyKind.User);
        return true;
    }

    private static bool IsPassword(ReadOnlySpan<byte> value) =>
        !(value.IndexOf((byte)'@') is > 0 and var at && Realms.IsBuiltIn(value[(at + 1)..])) &&
        KeySentenceText.LooksLikePassword(value, false) && !AddressText.TryParseIpv4(value, (byte)'.', out _) && value.IndexOf("://"u8) < 0 && !Domains.IsDomain(value, out _, out _, out _);

    /// <summary>The column that ends at a place: back to two blanks or a tab; null where it would be the first of its line.</summary>
    private static Extent? ColumnBefore(ReadOnlySpan<byte> text, int line, int end)
    {
        while (end > line && Bytes.IsBlank(text[end - 1])) end--;
        for (var start = end; start > line; start--)
            if (text[start - 1] == '\t' || text[start - 1] == ' ' && start - 1 > line && text[start - 2] == ' ')
                return start < end && !text[line..start].Trim(" \t>"u8).IsEmpty ? new Extent(start, end) : null;
        return null;
    }
}
