using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords of any command that takes them right behind the user: <c>-u jane -p x</c>, <c>-U sa -P 'x'</c>, <c>--user=jane -p x</c>. Ports, paths, priorities and names of
/// databases stand there, too, and look otherwise.
/// </summary>
internal sealed class OptionPairDetector : Detector
{
    private const int Shortest = 4, Longest = 128;

    private static readonly WordSet Users = WordSet.Of("-u -U -l -user -username --user --username --login -login");

    /// <summary>Programs that mean something else by it: a database, a prompt, a property, a priority.</summary>
    private static readonly byte[][] Others = [.. new[] { "mysql", "mariadb", "sudo -u", "systemd-run", "journalctl", "psql", "pg_" }.Select(Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("option-pair", PrivacyKind.Password, "Passwords behind the user among the options of any command");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" -p "), new(" -P ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (UserBefore(text, at) is not { } user) return;
        var start = Bytes.SkipBlanks(text, at + length);
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        if (!IsPassword(text[value.Start..value.End]) || Phrases.AnyIn(text[Bytes.LineStart(text, at)..at], Others)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        LoginText.TakeUser(text, user, found);
    }

    /// <summary>The word before, if it is an option's that names a user.</summary>
    private static Extent? UserBefore(ReadOnlySpan<byte> text, int at)
    {
        var line = Math.Max(Bytes.LineStart(text, at), at - Longest);
        var start = at;
        while (start > line && !Bytes.IsBlank(text[start - 1])) start--;
        var word = text[start..at];
        if (word.StartsWith("--user"u8) && word.IndexOf((byte)'=') is > 0 and var sign) return new Extent(start + sign + 1, at);
        if (word.IsEmpty || word[0] == '-' || start == line) return null;
        var option = start - 1;
        while (option > line && !Bytes.IsBlank(text[option - 1])) option--;
        if (!Users.Contains(text[option..(start - 1)])) return null;
        return word is [(byte)'\'' or (byte)'"', .., _] && word[^1] == word[0] ? new Extent(start + 1, at - 1) : new Extent(start, at);
    }

    private static bool IsPassword(ReadOnlySpan<byte> value)
    {
        if (value.Length is < Shortest or > Longest || value[0] is (byte)'-' or (byte)'/' or (byte)'.' or (byte)'~' || KeyValueText.IsReference(value)) return false;
        if (value.IndexOf((byte)'=') is > 0 and var sign && NamedValue.NameLength(value, 0) == sign) return false;
        var (letters, others) = (0, 0);
        foreach (var b in value)
        {
            if (Bytes.IsLetter(b)) letters++;
            else if (b is not ((byte)'.' or (byte)'-' or (byte)'_')) others++;
        }
        // A service's range of ports: ftp:21-22
        return letters > 0 && others > 0 && !(value.Contains((byte)':') && letters < 4);
    }
}
