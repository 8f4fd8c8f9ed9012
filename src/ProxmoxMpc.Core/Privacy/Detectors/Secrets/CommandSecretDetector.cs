using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords that commands take by an option which does not say so: <c>mysql -pX</c>, <c>ldapsearch -w X</c>, <c>curl -u user:X</c>.</summary>
internal sealed class CommandSecretDetector : Detector
{
    /// <summary>Commands that sshpass starts, whose options are their own: <c>sshpass -p x ssh -p 2211</c>.</summary>
    private static readonly byte[][] Started = [[.. " ssh "u8], [.. " scp "u8], [.. " sftp "u8], [.. " rsync "u8], [.. " ssh-copy-id "u8]];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("command-password", PrivacyKind.Password, "Passwords among the options of commands");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. CommandOptions.All.Keys.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // `oathtool` in a sentence.
        if (Bytes.At(text, at + length) == '`') return;
        var command = text.Slice(at, length);
        var arguments = InElement(text, at + length) ?? new Extent(at + length, CommandEnd(text, at + length));
        // "$(openssl rand -hex 16)" -k 19456: what another command is given stands behind the bracket.
        if (text[..at].EndsWith("$("u8) && text[arguments.Start..arguments.End].IndexOf((byte)')') is > 0 and var close && text[arguments.Start..(arguments.Start + close)].IndexOfAny("'\"("u8) < 0) arguments = arguments with { End = arguments.Start + close };
        if (command.SequenceEqual("sshpass"u8)) arguments = BeforeStarted(text, arguments);
        foreach (var option in CommandOptions.All[Encoding.ASCII.GetString(command)])
        {
            if (option.Form is OptionForm.Last or OptionForm.LastOfPassword) LastWord(text, arguments, option.Form, command[0] == 'h', found);
            else if (option.Text.Length == 0) Argument(text, Bytes.SkipBlanks(text, arguments.Start), arguments.End, option.Form, found);
            else Option(text, arguments, option, found);
        }
    }

    /// <summary>Where the command ends: at its line's end, a pipe, a semicolon between blanks.</summary>
    private static int CommandEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        for (var i = at; i < end - 1; i++)
            if (text[i] == '|' && text[i - 1] == ' ' || text[i] == '&' && text[i + 1] == '&' || text[i] == ';' && text[i + 1] == ' ') return i;
        return end;
    }

    /// <summary>
    /// A task of Windows has what a command is given in an element of its own:
    /// <c>&lt;Command>C:\7z.exe&lt;/Command></c> and <c>&lt;Arguments>a -px …&lt;/Arguments></c>
    /// </summary>
    private static Extent? InElement(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.StartsWithIgnoreCase(text, at, ".exe"u8)) at += 4;
        if (Bytes.At(text, at) == '"') at++;
        if (!Bytes.StartsWithAt(text, at, "</Command>"u8)) return null;
        at += "</Command>"u8.Length;
        while (at < text.Length && Bytes.IsBlank(text[at]) || Bytes.At(text, at) == '\n') at++;
        if (!Bytes.StartsWithAt(text, at, "<Arguments>"u8)) return null;
        at += "<Arguments>"u8.Length;
        var line = text[at..Bytes.LineEnd(text, at)];
        return new Extent(at, at + (line.IndexOf("</Arguments>"u8) is >= 0 and var close ? close : line.Length));
    }

    private static Extent BeforeStarted(ReadOnlySpan<byte> text, Extent arguments)
    {
        var end = arguments.End;
        foreach (var started in Started)
            if (text[arguments.Start..end].IndexOf(started) is > 0 and var program) end = Math.Min(end, arguments.Start + program);
        return arguments with { End = end };
    }

    /// <summary>The last argument of a command is the password.</summary>
    private void LastWord(ReadOnlySpan<byte> text, Extent arguments, OptionForm form, bool isHtpasswd, Findings found)
    {
        var words = text[arguments.Start..arguments.End];
        if (form == OptionForm.LastOfPassword && !SpeaksOfPassword(words) || isHtpasswd && !IsBatch(words)) return;
        var last = LastStart(text, arguments);
        if (last >= arguments.Start) Argument(text, last, arguments.End, OptionForm.Whole, found);
        if (isHtpasswd) UserBefore(text, arguments.Start, last, found);
    }

    /// <summary>Where the last argument begins; one in quotes may hold blanks.</summary>
    private static int LastStart(ReadOnlySpan<byte> text, Extent arguments)
    {
        var end = text[..arguments.End].TrimEnd(" \r"u8);
        var blank = end.LastIndexOf((byte)' ') + 1;
        if (end is not [.., ((byte)'\'' or (byte)'"') and var quote] || blank < end.Length && end[blank] == quote) return blank;
        var open = end[..^1].LastIndexOf(quote);
        return open > arguments.Start && end[open - 1] == ' ' ? open : blank;
    }

    /// <summary>racadm set iDRAC.Users.2.Password x; more words than the attribute.</summary>
    private static bool SpeaksOfPassword(ReadOnlySpan<byte> words) => words.IndexOf("assword "u8) > 0 || words.IndexOf("ommunity "u8) > 0 || words.IndexOf("assphrase "u8) > 0;

    /// <summary>htpasswd asks for the password unless <c>-b</c> says that it is the last word.</summary>
    private static bool IsBatch(ReadOnlySpan<byte> words)
    {
        if (words.IndexOf(" -"u8) is not (>= 0 and var dash)) return false;
        var flags = words[(dash + 2)..];
        return flags[..Math.Max(0, flags.IndexOf((byte)' '))].Contains((byte)'b');
    }

    /// <summary><c>htpasswd -b FILE USER PASSWORD</c></summary>
    private static void UserBefore(ReadOnlySpan<byte> text, int from, int last, Findings found)
    {
        var end = last;
        while (end > from && Bytes.IsBlank(text[end - 1])) end--;
        var start = end;
        while (start > from && !Bytes.IsBlank(text[start - 1])) start--;
        var user = text[start..end];
        if (start > from && user.Length > 1 && user[0] is not ((byte)'-' or (byte)'/') && LoginText.IsPerson(user))
            found.Replace(start, user.Length, PrivacyKind.User);
    }

    private void Option(ReadOnlySpan<byte> text, Extent arguments, CommandOption option, Findings found)
    {
        for (var i = arguments.Start; i < arguments.End; i++)
        {
            if (!Bytes.StartsWithAt(text, i, option.Text) && !IsAmongFlags(text, i, option)) continue;
            var start = Bytes.StartsWithAt(text, i, option.Text) ? i + option.Text.Length : FlagsEnd(text, i);
            if (start >= arguments.End) return;
            if (InShellQuotes(text, i - 1, start, arguments.End, option) is { } words)
            {
                if (!KeyValueText.IsReference(text[words.Start..words.End])) found.Replace(words.Start, words.Length, Rule.Kind);
                continue;
            }
            var argument = text[i - 1] is (byte)'"' or (byte)'\'' ? InList(text, i - 1, start, arguments.End, option)
                : Bytes.IsBlank(text[i - 1]) || text[i - 1] == '>' && i == arguments.Start ? Behind(text, start, arguments.End, option) : null;
            if (argument is { } place) Argument(text, place.Start, place.End, option.Form, found);
        }
    }

    /// <summary><c>curl -su user:x</c>: the last of some letters behind one dash.</summary>
    private static bool IsAmongFlags(ReadOnlySpan<byte> text, int at, CommandOption option)
    {
        if (text[at] != '-' || option.Form != OptionForm.AfterColon || option.Text.Length != 2 || !Bytes.IsBlank(text[at - 1])) return false;
        var end = FlagsEnd(text, at);
        return end - at is > 2 and < 9 && text[end - 1] == option.Text[1] && Bytes.At(text, end) == ' ';
    }

    private static int FlagsEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = at + 1;
        while (end < text.Length && end - at < 9 && Bytes.IsAsciiLetter(text[end])) end++;
        return end;
    }

    /// <summary>Where the argument of an option stands: <c>-p x</c>, <c>-px</c>, <c>--auth=x</c>.</summary>
    private static Extent? Behind(ReadOnlySpan<byte> text, int start, int end, CommandOption option)
    {
        if (Bytes.IsBlank(text[start])) return option.Apart ? new Extent(Bytes.SkipBlanks(text, start), end) : null;
        if (text[start] == '=' && option.IsLong) return new Extent(start + 1, end);
        return option.Glued ? new Extent(start, end) : null;
    }

    /// <summary><c>7z a "-pthree plain words" x.7z</c>: the option and its argument in one pair of quotes.</summary>
    private static Extent? InShellQuotes(ReadOnlySpan<byte> text, int quote, int start, int end, CommandOption option)
    {
        if (!option.Glued || option.Apart || option.Form != OptionForm.Whole || text[quote] is not ((byte)'"' or (byte)'\'')) return null;
        if (text[start..end].IndexOf(text[quote]) is not (> 1 and var close) || Bytes.At(text, quote - 1) != ' ') return null;
        return Bytes.At(text, start + close + 1) is (byte)' ' or (byte)'\r' or (byte)'\n' or 0 ? new Extent(start, start + close) : null;
    }

    /// <summary><c>["curl", "-u", "user:x"]</c>: each argument in quotes of its own.</summary>
    /// <param name="quote">Where the quote before the option stands.</param>
    private static Extent? InList(ReadOnlySpan<byte> text, int quote, int start, int end, CommandOption option)
    {
        if (text[start] == text[quote])
        {
            var next = Bytes.SkipBlanks(text, start + 2);
            return option.Apart && Bytes.At(text, start + 1) == ',' && Bytes.At(text, next) == text[quote] ? new Extent(next, end) : null;
        }
        if (!option.Glued || option.Text.Length != 2 || text[(start + 1)..end].IndexOf(text[quote]) is not (> 1 and var close)) return null;
        return Bytes.At(text, start + close + 2) is (byte)',' or (byte)']' ? new Extent(start, start + close + 1) : null;
    }

    private void Argument(ReadOnlySpan<byte> text, int start, int end, OptionForm form, Findings found)
    {
        var argument = ArgumentAt(text, start, end);
        // -w  # cluster: a comment, where the password is asked for.
        if (argument.IsEmpty || text[argument.Start] == '-' || Bytes.StartsWithAt(text, argument.Start, "# "u8)) return;
        if (form != OptionForm.Whole)
        {
            if (PasswordOf(text, argument, form, found) is not { } password) return;
            argument = password;
        }
        if (!argument.IsEmpty && text[argument.Start] is (byte)'\'' or (byte)'"') argument = argument with { Start = argument.Start + 1 };
        if (!argument.IsEmpty && !KeyValueText.IsReference(text[argument.Start..argument.End])) found.Replace(argument.Start, argument.Length, Rule.Kind);
    }

    /// <summary>What stands behind the user, who is hidden: <c>jane:x</c>, <c>FIRMA\jane%x</c>; null where it says only where the password is.</summary>
    private static Extent? PasswordOf(ReadOnlySpan<byte> text, Extent argument, OptionForm form, Findings found)
    {
        var sign = form switch { OptionForm.AfterColon => (byte)':', OptionForm.AfterComma => (byte)',', _ => (byte)'%' };
        var mark = text[argument.Start..argument.End].IndexOf(sign);
        if (mark <= 0) return null;
        var user = text.Slice(argument.Start, mark);
        if (user.LastIndexOf((byte)'\\') is >= 0 and var domain) user = user[(domain + 1)..];
        // -passin env:NAME, file:NAME and pass:x of openssl
        if (user.SequenceEqual("env"u8) || user.SequenceEqual("file"u8)) return null;
        if (!user.SequenceEqual("pass"u8) && !ServiceAccounts.Contains(user) && !user.ContainsAny("@$"u8))
            found.Replace(argument.Start + mark - user.Length, user.Length, PrivacyKind.User);
        return argument with { Start = argument.Start + mark + 1 };
    }

    /// <summary>A value in quotes that a terminal shows in colours of its own.</summary>
    private static Extent WithoutColours(ReadOnlySpan<byte> text, Extent value)
    {
        const byte Escape = 0x1b;
        if (text[value.Start..value.End] is not [Escape, (byte)'[', ..]) return value;
        var (start, end) = (value.Start + text[value.Start..value.End].IndexOf((byte)'m') + 1, value.End);
        if (text[start..end].LastIndexOf(Escape) is > 0 and var last && text[end - 1] == 'm') end = start + last;
        return new Extent(start, end);
    }

    private static Extent ArgumentAt(ReadOnlySpan<byte> text, int start, int end)
    {
        var quote = SecretText.QuoteAt(text, start);
        if (quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted) return WithoutColours(text, quoted);
        var i = start;
        while (i < end && !Bytes.IsBlank(text[i]))
        {
            // What is escaped opens nothing.
            if (text[i] == '\\' && i + 1 < end && !Bytes.IsBlank(text[i + 1]))
            {
                i += 2;
                continue;
            }
            // user%'password' and user:"password"
            if (i > start && SecretText.QuoteAt(text, i) is { Length: 1 } inner && SecretText.Quoted(text, i, inner) is { } rest)
                return new Extent(start, rest.End);
            // The end of an element: <CommandLine>… /rp x</CommandLine>
            if (text[i] is (byte)'"' or (byte)'`' || text[i] == '<' && Bytes.At(text, i + 1) == '/') break;
            i++;
        }
        return new Extent(start, i);
    }
}
