using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The arguments of a command in records of the kernel's audit: <c>proctitle=</c> holds them in hexadecimal with zeros between, EXECVE one by one, <c>a2="-px"</c>. Of
/// the hexadecimal ones all but options, paths, numbers and words of the language are hidden, for nobody sees what they tell.
/// </summary>
internal sealed class AuditArgumentDetector : Detector
{
    private const int MostArguments = 40, Longest = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("audit-argument", PrivacyKind.Password, "Arguments of commands in records of the audit");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("proctitle=", WordStart: true), new("type=EXECVE", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'p') Title(text, at + length, found);
        else Arguments(text, at + length, found);
    }

    private void Title(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = SecretText.HexEnd(text, at);
        if (end - at < 8 || (end - at) % 2 != 0) return;
        Span<byte> plain = stackalloc byte[Longest];
        var (count, before) = (0, (byte)0);
        var program = default(Extent);
        for (var start = at; start < end && count < MostArguments; count++)
        {
            var (stop, length) = (start, 0);
            for (; stop < end && ByteAt(text, stop) != 0; stop += 2)
                if (length < Longest) plain[length++] = ByteAt(text, stop);
            var argument = plain[..length];
            if (count == 0) program = new Extent(start, stop);
            else if (Tells(argument, before == '-' || IsLogin(text, program)))
            {
                // -px, --user=x: the option stays.
                var skip = argument[0] != '-' ? 0 : argument.IndexOf((byte)'=') is > 0 and var equals ? equals + 1 : argument.Length > 2 && argument[1] != '-' ? 2 : 0;
                found.Replace(start + (2 * skip), stop - start - (2 * skip), Rule.Kind);
            }
            before = length == 2 && argument[0] == '-' ? (byte)'-' : (byte)0;
            start = stop + 2;
        }
    }

    /// <summary>Whether the program is one that reads -px as an option and its value.</summary>
    private static bool IsLogin(ReadOnlySpan<byte> text, Extent program)
    {
        Span<byte> name = stackalloc byte[Longest];
        var length = 0;
        for (var i = program.Start; i < program.End && length < Longest; i += 2) name[length++] = ByteAt(text, i);
        return name[..length].IndexOf("mysql"u8) >= 0 || name[..length].IndexOf("maria"u8) >= 0 || name[..length].IndexOf("sshpass"u8) >= 0 || name[..length].IndexOf("ldap"u8) >= 0;
    }

    private static bool Tells(ReadOnlySpan<byte> argument, bool isLogin)
    {
        if (argument.Length < 2 || argument.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return false;
        if (argument[0] == '-')
        {
            if (argument.IndexOf((byte)'=') is > 2 and var equals) return KeyNames.MeaningOf(argument[..equals].TrimStart((byte)'-')) is KeyMeaning.Password or KeyMeaning.Token || Names.Contains(argument[..equals].TrimStart((byte)'-'));
            return isLogin && argument.Length > 4 && argument[1] is (byte)'p' or (byte)'u' or (byte)'h' or (byte)'w';
        }
        if (argument[0] is (byte)'/' or (byte)'.' or (byte)'+') return argument.Contains((byte)'@');
        return !CommonWords.Contains(argument) && !Vocabulary.IsWord(argument) && !ServiceAccounts.Contains(argument) && !Vocabulary.IsSystemUser(argument) && !Vocabulary.IsDaemon(argument) && argument.Length >= 3;
    }

    private static readonly WordSet Names = WordSet.Of("user host username hostname server email mail address domain realm login");

    private static byte ByteAt(ReadOnlySpan<byte> text, int at) => (byte)((Bytes.HexValue(text[at]) << 4) | Bytes.HexValue(text[at + 1]));

    /// <summary>a0="mysql" a1="-ujane" a2="-px": what the options of the program say.</summary>
    private void Arguments(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var (isLogin, takes) = (false, false);
        for (var i = at; i < line && text[i..line].IndexOf("=\""u8) is >= 0 and var sign; )
        {
            var start = i + sign + 2;
            if (text[start..line].IndexOf((byte)'"') is not (>= 0 and var length)) return;
            var argument = text.Slice(start, length);
            i = start + length + 1;
            if (Bytes.StartsWithAt(text, start - 5, " a0="u8)) isLogin = argument.IndexOf("mysql"u8) >= 0 || argument.IndexOf("maria"u8) >= 0 || argument.IndexOf("sshpass"u8) >= 0;
            else if (takes && argument.Length >= 4 && !KeyValueText.IsReference(argument) && argument[0] != '-') found.Replace(start, length, Rule.Kind);
            else if (isLogin && argument.Length > 4 && argument.StartsWith("-p"u8)) found.Replace(start + 2, length - 2, Rule.Kind);
            takes = argument.SequenceEqual("-w"u8) || argument.SequenceEqual("-P"u8) || argument.Length > 4 && argument.StartsWith("--"u8) && KeyNames.MeaningOf(argument[2..]) is KeyMeaning.Password or KeyMeaning.Token;
        }
    }
}
