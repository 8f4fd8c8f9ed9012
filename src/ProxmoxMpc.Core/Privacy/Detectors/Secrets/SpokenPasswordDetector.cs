using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords in sentences of languages whose word for it is no key of a setting: <c>la contraseña de root es “x”</c>, <c>clave x1!</c>, <c>hasło: x</c>,
/// <c>пароль x</c>. What is quoted or stands behind a colon is taken; a bare word only where it has digits and signs.
/// </summary>
internal sealed class SpokenPasswordDetector : Detector
{
    // Bytes of a sentence between the word and the password.
    private const int Reach = 72, Shortest = 4, Longest = 48;

    private static readonly string[] Nouns = ["contraseña", "clave", "palavra-passe", "palavra passe", "mot de passe", "mdp ", "mdp:", "hasło", "haslo", "kodeord", "jelszó", "jelszo", "şifre", "sifre", "пароль", "пароля", "κωδικός", "密码", "密碼", "口令", "パスワード", "비밀번호", "zugangscode", "clé wifi", "clé wpa", "clé réseau", "chiave di rete", "chiave wpa", "netwerksleutel", "wifi-sleutel", "wifisleutel", "clé wi-fi", "clé api", "clé d'api", "credenziali", "credenciais", "identifiants", "zugangsdaten", "inloggegevens", "dsrm"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("spoken-password", PrivacyKind.Password, "Passwords in sentences of many languages");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: noun[0] < 128))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        var announced = text[at + length - 1] == ':';
        for (var i = at + length; i < limit;)
        {
            if (text[i] is (byte)':' or (byte)'=' && Bytes.At(text, i + 1) != '/')
            {
                announced = true;
                i++;
                continue;
            }
            // The description of a guest has its colons encoded.
            if (Bytes.StartsWithAt(text, i, "%3A"u8))
            {
                announced = true;
                i += 3;
                continue;
            }
            // mdp <code>x</code>
            if (MarkupText.TagAt(text, i) is > 0 and var tag)
            {
                i += tag;
                // A long tag may end beyond what is looked at.
                if (i < limit && text[i..limit].IndexOf((byte)'<') is > 0 and var count && Take(text, i, i + count, true, found)) return;
                continue;
            }
            if (Opens(text, i) is > 0 and var open)
            {
                var close = CloseOf(text, i + open, limit);
                if (close < 0) return;
                if (Take(text, i + open, close, announced || close - i - open >= 6, found)) return;
                i = close + 1;
                continue;
            }
            if (Bytes.IsBlank(text[i]) || text[i] is (byte)',' or (byte)';' or (byte)'(' or (byte)')' or (byte)'*')
            {
                i++;
                continue;
            }
            var end = SecretText.WordEnd(text, i);
            while (end > i && text[end - 1] is (byte)'.' or (byte)':' or (byte)'?') end--;
            if (text[i..end].IndexOf("%0A"u8) is > 0 and var feed) end = i + feed;
            if (end > i + 3 && text[i..end].EndsWith("%3A"u8)) end -= 3;
            if (end <= i) return;
            if (text[i..end] is var verb && (verb.SequenceEqual("est"u8) || verb.SequenceEqual("es"u8) || verb.SequenceEqual("è"u8) || verb.SequenceEqual("é"u8) || verb.SequenceEqual("ist"u8) || verb.SequenceEqual("lautet"u8) || verb.SequenceEqual("is"u8) || verb.SequenceEqual("er"u8) || verb.SequenceEqual("är"u8)))
            {
                announced = true;
                i = end;
                continue;
            }
            if (Take(text, i, end, announced, found)) return;
            // Only the first word behind the colon is the value.
            if (announced) return;
            i = end;
        }
    }

    private bool Take(ReadOnlySpan<byte> text, int start, int end, bool sure, Findings found)
    {
        var value = text[start..end];
        if (value.Length is < Shortest or > Longest || KeyValueText.IsReference(value) || value.IndexOf("://"u8) >= 0 || value[0] == '/') return false;
        var digits = value.ContainsAnyInRange((byte)'0', (byte)'9');
        var letters = value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
        var signs = value[..^1].IndexOfAny("!#$%&+=^~?*"u8) >= 0 || value[^1] is (byte)'!' or (byte)'$' or (byte)'*' or (byte)'+';
        // A place, an address, a word of the sentence.
        if (value.Contains((byte)'@') && !signs || value.Contains((byte)' ') && !(sure && value.Count((byte)' ') <= 3) || value.Contains((byte)'.') && Domains.IsDomain(value, out _, out _, out _)) return false;
        if (!letters || !(digits && signs || sure && (digits || signs || value.IndexOfAny(".-_"u8) > 0 || IsUnknown(value)))) return false;
        found.Replace(start, value.Length, Rule.Kind);
        return true;
    }

    private static bool IsUnknown(ReadOnlySpan<byte> value) => value.Length >= 6 && !CommonWords.Contains(value) && !Vocabulary.IsWord(value) && value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;

    private static int Opens(ReadOnlySpan<byte> text, int at)
    {
        if (text[at] is (byte)'"' or (byte)'`' or (byte)'\'') return 1;
        if (text[at..].StartsWith("“"u8) || text[at..].StartsWith("„"u8) || text[at..].StartsWith("‘"u8)) return 3;
        return text[at..].StartsWith("«"u8) ? Bytes.At(text, at + 2) == ' ' ? 3 : 2 : 0;
    }

    private static int CloseOf(ReadOnlySpan<byte> text, int at, int limit)
    {
        for (var i = at; i < limit; i++)
            if (text[i] is (byte)'"' or (byte)'`' or (byte)'\'' || text[i..].StartsWith("”"u8) || text[i..].StartsWith("“"u8) || text[i..].StartsWith("’"u8) || text[i..].StartsWith("»"u8) || text[i..].StartsWith(" »"u8)) return i;
        return -1;
    }
}
