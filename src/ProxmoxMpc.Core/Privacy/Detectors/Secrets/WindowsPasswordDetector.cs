using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary><c>net use Z: \\host\share PASSWORD /user:x</c> and <c>net user name PASSWORD</c>; the texts given to ConvertTo-SecureString.</summary>
internal sealed class WindowsPasswordDetector : Detector
{
    private const string SecureStringMaker = "ConvertTo-SecureString", SignBySign = ".ToCharArray()";

    // How far before it the variable may be assigned that is given to it.
    private const int AssignmentReach = 2000;

    /// <summary>The text may stand behind the switches: <c>-AsPlainText "x" -Force</c>.</summary>
    private static readonly byte[][] Switches = [.. new[] { "-force", "-asplaintext", "-force", "-string" }.Select(Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("windows-password", PrivacyKind.Password, "Passwords in commands of Windows and PowerShell");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("net use ", IgnoreCase: true, WordStart: true), new("net user ", IgnoreCase: true, WordStart: true),
        new("net  user ", IgnoreCase: true, WordStart: true),
        .. new[] { SecureStringMaker, "NetworkCredential(", "PSCredential(", "NetworkCredential]::new(",
        "PSCredential]::new(", SignBySign }.Select(word => new Anchor(word, IgnoreCase: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '.') Before(text, at, found);
        else if (length <= 10) NetCommand(text, at + length, length > 8, found);
        else if (length == SecureStringMaker.Length)
        {
            Piped(text, at, found);
            SecureString(text, at + length, found);
        }
        else if (Bytes.ToLower(text[at]) == 'n' || text[..at].EndsWith("PS"u8)) SecondText(text, at + length, found);
    }

    /// <summary>The second or third bare word is the password, where it is neither path, option nor drive.</summary>
    private void NetCommand(ReadOnlySpan<byte> text, int at, bool isUser, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // In a task of Windows the element ends it: <Arguments>/c net use … x</Arguments>
        if (text[at..end].IndexOf("</Arguments>"u8) is > 0 and var element) end = at + element;
        var bare = 0;
        // Of a connection the drive or the path comes first; else a sentence speaks of the command.
        var isConnection = isUser;
        var user = default(Extent);
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            // A return within a line is no end of it.
            if (text[i] == '\r')
            {
                i++;
                continue;
            }
            var argument = ArgumentAt(text, i, end);
            // Nothing is there that ends: the text is damaged.
            if (argument.IsEmpty) return;
            // Behind the quote where it stands in some.
            i = argument.Start > i ? argument.End + 1 : argument.End;
            if (text[argument.Start] is (byte)'\\' or (byte)'/' or (byte)'*' or (byte)'>' or (byte)'|' || text[argument.End - 1] == ':')
            {
                isConnection = true;
                continue;
            }
            // What closes a block, and no letter in it.
            if (!isConnection || text[argument.Start] is (byte)'}' or (byte)')' or (byte)';' && argument.Length == 1) return;
            if (isUser && bare++ == 0)
            {
                if (!Vocabulary.IsTelling(text[argument.Start..argument.End])) user = argument;
                else NamedValue.TakeName(text, argument.Start, argument.Length, PrivacyKind.User, found);
                continue;
            }
            if (!IsOfVariable(text, at, argument, found)) found.Replace(argument.Start, argument.Length, Rule.Kind);
            // An everyday word that gets a password is somebody, too.
            if (!user.IsEmpty && NamedValue.NameLength(text, user.Start) == user.Length && !Vocabulary.IsSystemUser(text[user.Start..user.End])) found.Replace(user.Start, user.Length, PrivacyKind.User);
            return;
        }
    }

    /// <summary><c>$p = 'x'; net user jane $p</c>: the password is where the variable gets it. In a name without digits a password is not to be told from one.</summary>
    private bool IsOfVariable(ReadOnlySpan<byte> text, int at, Extent argument, Findings found)
    {
        if (text[argument.Start] != '$' || !KeyValueText.IsReference(text[argument.Start..argument.End])) return false;
        return Assigned(text, at, argument.Start, found) || !text[argument.Start..argument.End].ContainsAnyInRange((byte)'0', (byte)'9');
    }

    /// <summary>What stands in quotes, else a word.</summary>
    private static Extent ArgumentAt(ReadOnlySpan<byte> text, int at, int end)
    {
        if (SecretText.QuoteAt(text, at) is { Length: > 0 } quote && SecretText.Quoted(text, at, quote) is { IsEmpty: false } quoted) return quoted;
        var i = at;
        while (i < end && !Bytes.IsBlank(text[i])) i++;
        // "net use \\\\nas\\x /user:jane Word-1",
        var word = text[at..i].TrimEnd((byte)',');
        return word is [.. var inner, (byte)'"' or (byte)'\''] && text[Bytes.LineStart(text, at)..at].Count(word[^1]) % 2 == 1 ? new Extent(at, at + inner.Length) : new Extent(at, i);
    }

    /// <summary><c>'x'.ToCharArray() | % { $s.AppendChar($_) }</c></summary>
    private void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (at < line + 3 || text[at - 1] is not ((byte)'"' or (byte)'\'') || text[at..Bytes.LineEnd(text, at)].IndexOf("AppendChar"u8) < 0) return;
        if (text[line..(at - 1)].LastIndexOf(text[at - 1]) is >= 0 and var open && line + open + 1 < at - 1) Take(text, new Extent(line + open + 1, at - 1), found);
    }

    /// <summary><c>"x" | ConvertTo-SecureString</c></summary>
    private void Piped(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimEnd((byte)' ');
        if (before is not [.., (byte)'|'] || before[..^1].TrimEnd((byte)' ') is not [.., (byte)'"' or (byte)'\''] given) return;
        var open = given[..^1].LastIndexOf(given[^1]);
        if (open < 0 || open + 2 >= given.Length || KeyValueText.IsReference(given[(open + 1)..^1])) return;
        found.Replace(Bytes.LineStart(text, at) + open + 1, given.Length - open - 2, Rule.Kind);
    }

    /// <summary><c>$plain = "x"</c> before <c>ConvertTo-SecureString $plain</c></summary>
    /// <returns>Whether it is.</returns>
    private bool Assigned(ReadOnlySpan<byte> text, int at, int variable, Findings found)
    {
        var end = variable + 1;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        var name = text[variable..end];
        var from = Math.Max(0, at - AssignmentReach);
        for (var window = text[from..at]; name.Length > 1 && window.LastIndexOf(name) is >= 0 and var place; window = window[..place])
        {
            var sign = Bytes.SkipBlanks(text, from + place + name.Length);
            if (Bytes.At(text, sign) != '=') continue;
            var value = Bytes.SkipBlanks(text, sign + 1);
            if (SecretText.QuoteAt(text, value) is { Length: > 0 } quote && SecretText.Quoted(text, value, quote) is { } quoted) Take(text, quoted, found);
            return true;
        }
        return false;
    }

    private void SecureString(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var i = Bytes.SkipBlanks(text, at);
        foreach (var option in Switches)
            if (Bytes.StartsWithIgnoreCase(text, i, option)) i = Bytes.SkipBlanks(text, i + option.Length);
        if (Bytes.At(text, i) is (byte)'(') i++;
        if (Bytes.At(text, i) == '$') Assigned(text, at, i, found);
        var quote = SecretText.QuoteAt(text, i);
        if (quote.IsEmpty) Bare(text, at, i, found);
        else if (SecretText.Quoted(text, i, quote) is { } quoted) Take(text, quoted, found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        if (!KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>A word with a digit, and no option, variable or call.</summary>
    private void Bare(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var end = SecretText.WordEnd(text, start);
        if (end - start < 4 || Bytes.At(text, at) != ' ' || text[start] is (byte)'-' or (byte)'$' or (byte)':') return;
        // What its switch makes a plain text is one, unless a manual says what stands there.
        var isPlain = Bytes.StartsWithIgnoreCase(text, end, " -asplaintext"u8) && text[start] != '<' && !CommonWords.Contains(text[start..end])
            && !(text[start..end].IndexOf((byte)'-') is > 2 and var dash && PowerShellText.IsBehindVerb(text, start + dash));
        if (isPlain || text[start..end].ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary><c>NetworkCredential("jane", "x")</c></summary>
    private void SecondText(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var quote = SecretText.QuoteAt(text, Bytes.SkipBlanks(text, at));
        if (quote.Length == 0 || SecretText.Quoted(text, Bytes.SkipBlanks(text, at), quote) is not { } first) return;
        if (NamedValue.NameLength(text, first.Start) == first.Length && Vocabulary.IsTelling(text[first.Start..first.End]))
            NamedValue.TakeUser(text, first.Start, first.Length, found);
        var i = Bytes.SkipBlanks(text, first.End + quote.Length);
        if (Bytes.At(text, i) != ',') return;
        i = Bytes.SkipBlanks(text, i + 1);
        if (SecretText.QuoteAt(text, i) is { Length: > 0 } next && SecretText.Quoted(text, i, next) is { } second)
            found.Replace(second.Start, second.Length, Rule.Kind);
    }
}
