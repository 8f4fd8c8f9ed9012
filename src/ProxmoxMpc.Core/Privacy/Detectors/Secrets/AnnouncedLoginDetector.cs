using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>User and password behind words that announce both: <c>login/pass jane/x</c>, <c>user/password: jane / x</c>, <c>creds are jane:x</c>.</summary>
internal sealed class AnnouncedLoginDetector : Detector
{
    private static readonly string[] Pairs = ["login/pass", "user/pass", "login/pw", "user/pw", "username/password", "user/password", "login/password"];

    private static readonly string[] Words = ["creds ", "creds:", "credentials ", "credentials:", "login is ", "zugangsdaten"];

    private static readonly byte[][] Verbs = [.. new[] { "are ", "sind ", "is ", "lauten ", "still " }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Pairs.Concat(Words).Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        var isPair = text[end - 1] is not ((byte)' ' or (byte)':' or (byte)'n');
        // login/passwd, user/pwd
        while (isPair && end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        var start = UserStart(text, end, isPair);
        var user = new Extent(start, UserEnd(text, start));
        var sign = Bytes.SkipBlanks(text, user.End);
        if (sign == end && isPair || user.Length < 2 || Bytes.At(text, sign) is not ((byte)'/' or (byte)':')) return;
        if (!isPair && text[sign] == ':' && !IsGlued(text, user, sign)) return;
        if (PasswordAt(text, Bytes.SkipBlanks(text, sign + 1), isPair) is not { } password) return;
        found.Replace(password.Start, password.Length, Rule.Kind);
        LoginText.TakeUser(text, user, found);
    }

    /// <summary>Passes over a sign, a verb and a quote.</summary>
    private static int UserStart(ReadOnlySpan<byte> text, int at, bool isPair)
    {
        var i = Bytes.SkipBlanks(text, at);
        if (Bytes.At(text, i) is (byte)':' or (byte)'=') i = Bytes.SkipBlanks(text, i + 1);
        foreach (var verb in Verbs)
            if (!isPair && text[i..].StartsWith(verb)) i += verb.Length;
        return Bytes.At(text, i) is (byte)'"' or (byte)'`' or (byte)'\'' ? i + 1 : i;
    }

    private static int UserEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'@' or (byte)'\\')) at++;
        return at;
    }

    /// <summary><c>creds jane:x</c>, and not: credentials from: vault</summary>
    private static bool IsGlued(ReadOnlySpan<byte> text, Extent user, int colon)
    {
        var name = text[user.Start..user.End];
        return !Bytes.IsBlank(Bytes.At(text, colon + 1)) && !Bytes.IsBlank(text[colon - 1]) && (!Vocabulary.IsWord(name) || ServiceAccounts.Contains(name));
    }

    private static Extent? PasswordAt(ReadOnlySpan<byte> text, int start, bool isPair)
    {
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',') end--;
        var password = text[start..end];
        if (password.Length < 4 || KeyValueText.IsReference(password) || CommonWords.Contains(password) || password.Contains((byte)'/')) return null;
        return isPair || password.IndexOfAny("0123456789!#$%&+=^~?*"u8) >= 0 ? new Extent(start, end) : null;
    }
}
