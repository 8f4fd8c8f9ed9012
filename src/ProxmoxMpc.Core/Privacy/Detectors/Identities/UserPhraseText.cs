namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Sentences, logs and settings that speak of a user without any sign between the key and the name.</summary>
internal static class UserPhraseText
{
    // What a log or a command says of a user behind the name.
    private static readonly byte[][] Deeds = Phrases.Of(
        " from ", "(uid=", " authenticated", " authentication ", " authorization ", " by ", " added by ", " removed by ",
        " password ", " insecure-password ", " privilege ", " pass", " pw", " with pass", " and pass", " secret ");

    private static readonly byte[][] PasswordBehind = Phrases.Of(
        ", password", ", pw", ", pass", ", kennwort", ", Kennwort", ", Pass", ", wachtwoord", ", mot de passe", " et le mot de passe", ", contraseña");

    /// <summary>Whether a key and a name say that somebody is spoken of: <c>invalid user x from</c>, <c>user x password y</c>, <c>User x</c> in a section.</summary>
    public static bool SaysUser(ReadOnlySpan<byte> text, Extent key, int value)
    {
        if (Bytes.At(text, value) is (byte)'\'' or (byte)'"') return true;
        var end = value;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'(' or (byte)',' or (byte)')')) end++;
        // login failed: password=x, and not invalid user jane: x
        if (end > value && text[end - 1] == ':' && !Vocabulary.IsTelling(text[value..(end - 1)])) return false;
        var rest = text[end..Bytes.LineEnd(text, end)];
        if (IsToldBefore(text, key, value) || Phrases.AnyStarts(rest, Deeds) || Phrases.AnyStarts(rest, PasswordBehind)) return true;
        var name = text[value..end];
        if (IsListed(text, key, end) && Vocabulary.IsTelling(name) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return true;
        return GoesOnWithPassword(rest) && Vocabulary.IsTelling(name) || IsSetting(text, key, end);
    }

    /// <summary><c>invalid user x</c>, <c>session user x</c>, <c>of user x</c></summary>
    private static bool IsToldBefore(ReadOnlySpan<byte> text, Extent key, int value)
    {
        var before = text[..key.Start];
        return before.EndsWith("invalid "u8) || before.EndsWith("session "u8) || before.EndsWith("of "u8) && Vocabulary.IsTelling(text.Slice(value, NamedValue.NameLength(text, value)));
    }

    /// <summary><c>rsync to filer, user jane, key in /root</c></summary>
    private static bool IsListed(ReadOnlySpan<byte> text, Extent key, int end) =>
        key.Length == 4 && Bytes.At(text, end) is 0 or (byte)',' or (byte)')' or (byte)'\r' or (byte)'\n'
        && Bytes.At(text, key.Start - 1) is (byte)' ' or (byte)'(' && Bytes.At(text, key.Start - 2) is (byte)',' or (byte)';' or (byte)' ';

    /// <summary>Whether nothing but the key and the name stands on a line, which is a part of a section or beside a password.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> text, Extent key, int end)
    {
        var line = Bytes.LineStart(text, key.Start);
        if (text[line..key.Start].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) return false;
        if (text[end..Bytes.LineEnd(text, end)].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0) return false;
        return key.Start > line || text[key.Start..key.End].Contains((byte)'_') || IsBesidePassword(text, line, end);
    }

    /// <summary>Whether the line above or below is a setting of a password: msmtp, netrc and their kin know no sign between a name and its value.</summary>
    private static bool IsBesidePassword(ReadOnlySpan<byte> text, int line, int end)
    {
        var next = Bytes.LineEnd(text, end);
        if (next + 1 < text.Length && text[(next + 1)..].TrimStart(" \t"u8).StartsWith("pass"u8)) return true;
        return line > 1 && text[Bytes.LineStart(text, line - 1)..line].TrimStart(" \t"u8).StartsWith("pass"u8);
    }

    /// <summary>Whether a text goes on with a password, whatever small words stand before it: <c>, das Passwort</c>, <c> / temp password</c>, <c>\ncontraseña</c>.</summary>
    public static bool GoesOnWithPassword(ReadOnlySpan<byte> rest)
    {
        const int MostWords = 4;
        for (var words = 0; words < MostWords; words++)
        {
            var at = 0;
            while (at < rest.Length && (rest[at] is (byte)' ' or (byte)',' or (byte)';' || rest[at] == '/' && at > 0)) at++;
            if (Bytes.StartsWithAt(rest, at, "\\n"u8)) at += 2;
            if (at == 0) return false;
            rest = rest[at..];
            var end = 0;
            while (end < rest.Length && Bytes.IsLetter(rest[end])) end++;
            if (end == 0) return false;
            if (IsPassword(rest[..end])) return true;
            if (!Fillers.Contains(rest[..end])) return false;
            rest = rest[end..];
        }
        return false;
    }

    /// <summary>One of the words for a password, with an ending of its language.</summary>
    private static bool IsPassword(ReadOnlySpan<byte> word)
    {
        const int LongestEnding = 4;
        foreach (var noun in Passwords)
            if (word.Length - noun.Length <= LongestEnding && Bytes.StartsWithIgnoreCase(word, 0, noun)) return true;
        return false;
    }

    private static readonly byte[][] Passwords = Phrases.Of(
        "password", "passwort", "kennwort", "passwd", "passphrase", "wachtwoord", "contraseña", "contrasenya", "clave", "senha", "heslo", "hasło", "hasłem",
        "lösenord", "passord", "adgangskode", "parola", "jelszó", "pwd", "pw", "pass", "mdp", "startkennwort", "startpasswort");

    private static readonly WordSet Fillers = WordSet.Of(
        "and und et y e i a og en och with mit avec con com z s das dem le la el il het the temp temporary initial new neues neue altes old " +
        "nuevo nueva nouveau nowe nové mot de its his her mein my");
}
