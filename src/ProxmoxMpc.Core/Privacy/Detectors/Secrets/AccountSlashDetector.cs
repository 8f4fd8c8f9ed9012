using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Standard accounts and a password behind a slash, where the password has neither digits nor signs: what a board leaves the factory with
/// (<c>ADMIN / JXQWPTNKLA</c>), words that are joined for a guest (<c>guest / three-plain-words</c>), and all of a cell of a table (<c>"sa / x;y"",>"</c>).
/// </summary>
internal sealed class AccountSlashDetector : Detector
{
    private const int FactoryLength = 10, MostVowels = 2, LongestCell = 64;

    private static readonly string[] Accounts =
    [
        "root", "admin", "ADMIN", "Admin", "administrator", "Administrator", "sa", "user", "USERID", "pi", "guest", "Guest", "gast", "Gast", "invite",
        "invitado", "visitor",
    ];

    private static readonly WordSet Guests = WordSet.Of("guest gast invite invitado visitor");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("account-slash", PrivacyKind.Password, "Passwords behind standard accounts and a slash");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from account in Accounts from slash in new[] { " / ", "/" } select new Anchor(account + slash, WordStart: true),
        new("</code> / <code>"), new("</code>/<code>"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == '<')
        {
            Code(text, at, start, found);
            return;
        }
        if (Cell(text, at, start) is { } cell)
        {
            found.Replace(cell.Start, cell.Length, Rule.Kind);
            return;
        }
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',') end--;
        var account = text[at..(at + length)].TrimEnd(" /"u8);
        var isOfGuest = text[start - 1] == ' ' && Guests.Contains(account) && IsJoined(text[start..end]);
        if (isOfGuest || IsFactory(text[start..end])) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>
    /// What stands behind the slash of a cell in quotes that begins with the account, up to the quote that closes it; a doubled one belongs to it.
    /// </summary>
    private static Extent? Cell(ReadOnlySpan<byte> text, int at, int start)
    {
        var isCell = Bytes.At(text, at - 1) == '"' && Bytes.At(text, at - 2) is (byte)',' or (byte)';' or (byte)'\t' or (byte)'\n';
        if (!isCell || text[start - 1] != ' ') return null;
        var limit = Math.Min(Bytes.LineEnd(text, start), start + LongestCell);
        for (var i = start; i < limit; i++)
        {
            if (text[i] != '"') continue;
            if (Bytes.At(text, i + 1) != '"') return text[start..i] is { Length: >= 5 } value && IsOneWord(value) ? new Extent(start, i) : null;
            i++;
        }
        return null;
    }

    /// <summary>Each of them as a wiki shows code: <c>&lt;code&gt;root&lt;/code&gt; / &lt;code&gt;x&lt;/code&gt;</c>.</summary>
    private void Code(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var account = NamedValue.NameStart(text, at);
        if (Bytes.At(text, account - 1) != '>' || !ServiceAccounts.Contains(text[account..at]) && !Accounts.Contains(Encoding.UTF8.GetString(text[account..at]))) return;
        var end = start + text[start..Math.Min(text.Length, start + LongestCell)].IndexOf((byte)'<');
        if (end - start >= 5 && IsOneWord(text[start..end])) found.Replace(start, end - start, Rule.Kind);
    }

    private static bool IsOneWord(ReadOnlySpan<byte> value) => !value.Contains((byte)' ') && KeySentenceText.LooksLikePassword(value, false);

    /// <summary>Ten capitals that no word is made of.</summary>
    private static bool IsFactory(ReadOnlySpan<byte> value)
    {
        if (value.Length != FactoryLength || value.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') >= 0) return false;
        var vowels = 0;
        foreach (var b in value)
            if (b is (byte)'A' or (byte)'E' or (byte)'I' or (byte)'O' or (byte)'U') vowels++;
        return vowels <= MostVowels;
    }

    private static bool IsJoined(ReadOnlySpan<byte> value) =>
        value.Count((byte)'-') >= 2 && value.Length >= 10 && value.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz-0123456789"u8) < 0;
}
