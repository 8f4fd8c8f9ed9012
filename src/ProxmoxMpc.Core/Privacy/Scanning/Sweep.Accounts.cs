using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Accounts that are called as persons are.</summary>
internal sealed partial class Sweep
{
    /// <summary>
    /// An account that is called by a person's two names, wherever it stands: <c>jane.doe</c>, or between marks by an initial and the second one: <c>(j.doerr)</c>.
    /// What a method, a file or a property is called has other words, or other signs around it.
    /// </summary>
    private static bool IsPersonsAccount(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> name)
    {
        var (before, after) = (Bytes.At(text, start - 1), Bytes.At(text, end));
        if (before is (byte)'.' or (byte)'$' or (byte)'@' or (byte)'%' or (byte)'~' or (byte)'\\' or (byte)'-' or (byte)'_' or (byte)'+' || after is (byte)'(' or (byte)'@' or (byte)'\\' or (byte)'-' or (byte)'_' or (byte)'+' or (byte)'[' or (byte)'$') return false;
        var stem = name.TrimEnd("0123456789"u8);
        if (name.Length - stem.Length > 2 || stem.IndexOf((byte)'.') is not (> 0 and var dot) || stem[(dot + 1)..].Contains((byte)'.')) return false;
        var first = stem[..dot];
        var last = stem[(dot + 1)..];
        if (!IsPlainWord(first) || !IsPlainWord(last) || last.Length < 3 || Domains.IsEnding(last) || FileEnds.Contains(last) || InitialNameDetector.IsFileEnd(last) || Vocabulary.IsWord(last)) return false;
        if (first.Length == 1) return IsBetween(before, after) && last.Length > 3 && !OtherLanguages.Contains(last) && InitialNameDetector.IsSurname(last) && Bytes.IsLower(first[0]) && Bytes.IsLower(last[0]);
        return first.Length > 2 && GivenNames.Contains(first) || last.Length > 2 && GivenNames.Contains(last) && Vocabulary.IsTelling(first) && !CommonWords.Contains(last) && first.Length > 3 && last.Length > 3;
    }

    /// <summary>Who works for a maker that everybody knows: first and last name, none of which is a word.</summary>
    private static bool IsSomebody(ReadOnlySpan<byte> local)
    {
        if (!IsFullName(local)) return false;
        var dot = local.IndexOf((byte)'.');
        return !IsWord(local[..dot]) && !IsWord(local[(dot + 1)..]);

        static bool IsWord(ReadOnlySpan<byte> part) => CommonWords.Contains(part) || Vocabulary.IsWord(part) || Vocabulary.IsSystemUser(part);
    }

    private static bool IsFullName(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'.') is not (> 1 and var dot) || name.Length - dot < 3 || !Vocabulary.CanBeName(name)) return false;
        return !name.ContainsAnyInRange((byte)'0', (byte)'9') && name.Count((byte)'.') == 1 && Bytes.IsLower(name[0]) | name[0] >= 128;
    }

    private static bool IsBetween(byte before, byte after) => (before, after) is ((byte)'(', (byte)')' or (byte)',') or ((byte)'"', (byte)'"') or ((byte)'\'', (byte)'\'') or ((byte)'<', (byte)'>') or ((byte)'[', (byte)']') or ((byte)'`', (byte)'`');

    /// <summary>Letters only, in one case but for the first.</summary>
    private static bool IsPlainWord(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < word.Length; i++)
            if (!Bytes.IsLetter(word[i]) || i > 0 && Bytes.IsUpper(word[i])) return false;
        return word.Length > 0;
    }

    /// <summary>Whether a service stands before a machine's name, of which a part may be somebody else's find: <c>host/web-01.firma.de@</c>.</summary>
    private static bool IsPrincipal(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at - 1) == '.')
            while (at > 0 && (Bytes.IsLetterOrDigit(text[at - 1]) || text[at - 1] is (byte)'.' or (byte)'-')) at--;
        return Bytes.At(text, at - 1) == '/';
    }

    /// <summary>The prompt of other systems: <c>[jane@lyra folder]$ </c></summary>
    private static bool IsBracketPrompt(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) != '[' || Bytes.LineStart(text, start) != start - 1) return false;
        var rest = text[end..Math.Min(Bytes.LineEnd(text, end), end + 120)];
        return rest.IndexOf((byte)']') is > 0 and var close && Bytes.At(rest, close + 1) is (byte)'$' or (byte)'#';
    }

    /// <summary>The prompt of a router of MikroTik: <c>[jane@lyra] > </c>, <c>[jane@lyra] /ip address> </c></summary>
    private static bool IsRouterPrompt(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) != '[' || !NamedValue.IsFirstOnLine(text, start - 1)) return false;
        return Bytes.StartsWithAt(text, end, "] > "u8) || Bytes.StartsWithAt(text, end, "] /"u8) && text[end..Math.Min(text.Length, end + 80)].IndexOf("> "u8) > 0;
    }

    /// <summary>Whether the number of a process follows, as daemons log: <c>[1204]: </c></summary>
    private static bool IsProcess(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != '[') return false;
        var end = at + 1;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        return end > at + 1 && Bytes.StartsWithAt(text, end, "]: "u8);
    }

    /// <summary><c>jane.d@ad-firma</c>: somebody's account, and a realm that says of what kind it is.</summary>
    private static bool IsOfDirectory(ReadOnlySpan<byte> local, ReadOnlySpan<byte> host) =>
        local.Contains((byte)'.') && (host.StartsWith("ad-"u8) || host.StartsWith("ldap-"u8)) && !host.ContainsAnyInRange((byte)'0', (byte)'9');

    private static readonly byte[][] Announcing = [.. new[] { "Who:       ", " by ", " as ", "Cron <", " user ", "ssh ", " login ", "User ", "logged in from ", "connected as ", " von ", " par " }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>Whether what stands before a place says that somebody follows: <c>by jane@lyra</c>, as restic and many others have it.</summary>
    private static bool SaysWho(ReadOnlySpan<byte> text, int at)
    {
        foreach (var word in Announcing)
            if (text[..at].EndsWith(word)) return true;
        return false;
    }

    /// <summary>An account of Matrix, behind whose name its server stands: <c>@jane:firma.de</c>.</summary>
    private static bool IsAccountOfServer(ReadOnlySpan<byte> run, int end, ReadOnlySpan<byte> name)
    {
        if (name.Length < 2 || end + 4 > run.Length || run[end] != ':') return false;
        var server = run[(end + 1)..];
        if (server.IndexOfAny(":@"u8) is >= 0 and var stop) server = server[..stop];
        server = server.TrimEnd(".-"u8);
        return Domains.IsDomain(server, out var isPublic, out _, out _) && (!isPublic || server.EndsWith("matrix.org"u8));
    }
}
