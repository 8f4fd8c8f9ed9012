using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Whether what stands behind the name of a secret can be the secret: no path, no duration, nothing that a program says of it.</summary>
internal static class PlausibleValue
{
    /// <summary>What the beginnings of tickets are, plain and encoded.</summary>
    private static readonly byte[][] Tickets = [.. new[] { "PVE:", "PVE%3A", "PBS:", "PBS%3A", "PMG:", "PMG%3A" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Algorithms =
        Phrases.Of("ssh-", "sk-ssh-", "sk-ecdsa-", "ecdsa-", "rsa-sha2-", "aes", "chacha20-", "hmac-", "umac-", "curve25519-", "diffie-hellman-", "sntrup", "mlkem");

    /// <summary>What an API says about a parameter.</summary>
    private static readonly byte[][] Complaints =
    [
        .. new[] { " must be ", " is not ", " is missing", " not allowed", " does not " }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>What passwd says at its end.</summary>
    private static readonly byte[][] Outcomes = [.. new[]
    {
        "success", "unchanged", "changed", "error", "expir", "erfolgreich", "geändert", "permission", "no password", "unlock", "user ", "User ", "Benutzer ",
        "failure", "preserved",
        "correctement", "mis à jour", "correctamente",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether a value can be what its setting's name says.</summary>
    public static bool Accepts(ReadOnlySpan<byte> text, Extent value, KeyMeaning meaning)
    {
        // ${DB_PASSWORD:-}, <password></password>: nothing is there.
        if (value.IsEmpty) return false;
        var span = text[value.Start..value.End];
        // [Public Key Cryptography][8], [a password](x): a link in a text.
        if (span.IndexOf("]["u8) > 0 || span.IndexOf("]("u8) > 0) return false;
        if (IsProxmoxToken(span) || IsComplaint(span) || IsOutcome(text, value) || IsLabel(span) || SentenceText.IsExplanation(span) || IsBehindBold(text, value)) return false;
        // RegKey=\REGISTRY\MACHINE\SYSTEM: where something is in the registry of Windows.
        if (span[0] == '\\' && Bytes.StartsWithIgnoreCase(span, 0, "\\registry\\"u8)) return false;
        // ssh: incorrect password: Permission denied, please try again.
        if (span.SequenceEqual("Permission"u8) && Bytes.StartsWithAt(text, value.End, " denied"u8)) return false;
        // What Aruba's switches say first: that what follows is enciphered with everybody's key.
        if (span.SequenceEqual("default"u8) && text[..value.Start].EndsWith("!export-password: "u8)) return false;
        // ospf authentication-key ciphertext X: how it is written down.
        if (span.EndsWith("text"u8) && Bytes.At(text, value.End) == ' ' && (span.SequenceEqual("ciphertext"u8) || span.SequenceEqual("plaintext"u8))) return false;
        if (meaning == KeyMeaning.Password) return CanBePassword(text, value);
        if (SubstitutedText.IsKeyFile(span)) return false;
        // Get the token: `kubectl create token x`
        if (Bytes.At(text, value.Start - 1) == '`' && span.Contains((byte)' ')) return false;
        if (span.Length < 12 && span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return false;
        if (span[0] is (byte)'/' or (byte)'~' or (byte)'.' || span.StartsWith("http"u8) || span.StartsWith("name="u8) || span.StartsWith("-----BEGIN"u8))
            return false;
        return meaning == KeyMeaning.PerhapsToken ? IsKey(span) : CanBeToken(text, value);
    }

    /// <summary>Whether it is a token's id, a ticket or a token with its id: detectors of their own know which part is secret.</summary>
    public static bool IsProxmoxToken(ReadOnlySpan<byte> value)
    {
        if (value.ContainsAny("@%="u8) && value[^1] != '!' && !value.EndsWith("%21"u8) && HasToken(value) && HasRealm(value) && !IsRealmTooShort(value)) return true;
        if (IsCsrf(value)) return true;
        if (!value.StartsWith((byte)'P')) return false;
        foreach (var ticket in Tickets)
            if (value.StartsWith(ticket)) return true;
        return false;
    }

    /// <summary>A CSRF prevention token begins with its time.</summary>
    private static bool IsCsrf(ReadOnlySpan<byte> value) =>
        SecretText.HexEnd(value, 0) == 8 && Bytes.Separator(value, 8, (byte)':') is > 0 and var colon && value.Length - 8 - colon is 43 or 44 or 27 or 28
        && SecretText.Base64End(value, 8 + colon) == value.Length;

    private static bool HasToken(ReadOnlySpan<byte> value) => value.IndexOf((byte)'!') > 0 || value.IndexOf("%21"u8) > 0;

    private static bool HasRealm(ReadOnlySpan<byte> value) => value.IndexOf((byte)'@') > 0 || value.IndexOf("%40"u8) > 0 || value.IndexOf("=40"u8) > 0;

    /// <summary>A realm has two letters at least: <c>Pa@s!Word</c> is a password.</summary>
    private static bool IsRealmTooShort(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)'!') is > 0 and var mark && value[..mark].LastIndexOf((byte)'@') is >= 0 and var at && mark - at < 3;

    /// <summary>No address, no path and no single digit.</summary>
    private static bool CanBePassword(ReadOnlySpan<byte> text, Extent value)
    {
        var span = text[value.Start..value.End];
        if (span.StartsWith("http://"u8) || span.StartsWith("https://"u8) || span.StartsWith("~/"u8)) return false;
        // Where the seed of a second factor stands in an address, those who know it take the seed.
        if (span.StartsWith("otpauth:"u8)) return false;
        // set password ENC /IOr…
        if (text[..value.Start].EndsWith("ENC "u8)) return true;
        if (span[0] == '/') return span.Length > 1 && !span[1..].Contains((byte)'/') && !IsWorkingFolder(text, value.Start);
        return span.Length > 1 || !Bytes.IsDigit(span[0]);
    }

    /// <summary><c>pwd=/root</c></summary>
    private static bool IsWorkingFolder(ReadOnlySpan<byte> text, int at) =>
        Bytes.StartsWithIgnoreCase(text, at - 4, "pwd"u8) || Bytes.StartsWithIgnoreCase(text, at - 5, "pwd"u8);

    /// <summary>What no word, name or variable looks like.</summary>
    private static bool IsKey(ReadOnlySpan<byte> value) =>
        // The id of a key of S3: 20 capitals and digits.
        value.Length == 20 && value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) < 0 && value.ContainsAnyInRange((byte)'0', (byte)'9') || value.Length >= 16 && value.IndexOf((byte)' ') < 0 && SecretText.LooksRandom(value) && !IsVariable(value)
        && value.IndexOfAny((byte)'.', (byte)':', (byte)'@') < 0 && !IsAlgorithm(value);

    /// <summary>What SSH negotiates: <c>Server host key: ecdsa-sha2-nistp256</c></summary>
    private static bool IsAlgorithm(ReadOnlySpan<byte> value) =>
        value.Contains((byte)'-') && value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && Phrases.AnyStarts(value, Algorithms);

    private static bool IsVariable(ReadOnlySpan<byte> value) => value.Contains((byte)'_') && value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0;

    /// <summary>Not <c>3600s</c>, <c>24h</c> or a single plain word: a setting of a token, not the token.</summary>
    private static bool CanBeToken(ReadOnlySpan<byte> text, Extent value)
    {
        var span = text[value.Start..value.End];
        if (span.Length < 4 || IsNameOfSetting(span) || IsDomainUser(span) || IsDuration(span) || IsTitle(text, value)) return false;
        return span.Length >= 8 || span.ContainsAnyInRange((byte)'0', (byte)'9') || KeySentenceText.IsQuotedBefore(text, value.Start);
    }

    /// <summary><c>secretKey: restic_s3_secret_key</c>, <c>key: password</c>: what the entry is called that holds it.</summary>
    private static bool IsNameOfSetting(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_-"u8) < 0 && value.Length - value.Count((byte)'_') > 3 && CountDigits(value) < 3
        && KeyNames.MeaningOf(value) is KeyMeaning.Password or KeyMeaning.Token;

    private static int CountDigits(ReadOnlySpan<byte> value)
    {
        var digits = 0;
        foreach (var b in value)
            if (Bytes.IsDigit(b)) digits++;
        return digits;
    }

    /// <summary><c>-Credential DOMAIN\user</c></summary>
    private static bool IsDomainUser(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)'\\') is not (> 1 and var slash) || value.LastIndexOf((byte)'\\') != slash || value.Length - slash >= 32) return false;
        return value[..slash].IndexOfAnyExceptInRange((byte)'-', (byte)'z') < 0 && value.IndexOfAny("+/="u8) < 0;
    }

    /// <summary>Get your token: <c>Cloudflare Zero Trust</c></summary>
    private static bool IsTitle(ReadOnlySpan<byte> text, Extent value) =>
        Bytes.IsUpper(text[value.Start]) && Bytes.At(text, value.End) == ' ' && Bytes.IsUpper(Bytes.At(text, value.End + 1))
        && text[(value.Start + 1)..value.End].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0;

    private static bool IsDuration(ReadOnlySpan<byte> value) =>
        value.Length < 8 && Bytes.IsDigit(value[0]) && Bytes.IsLetter(value[^1]) && value[..^1].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>What an API says about a parameter of that name.</summary>
    private static bool IsComplaint(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)' ') <= 0) return false;
        foreach (var complaint in Complaints)
            if (value.IndexOf(complaint) > 0) return true;
        return false;
    }

    /// <summary><c>NAS_PASS "app password of the NAS"</c> is a question, and so is <c>12-16 character password</c>: some words, and at the end what is meant.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> value) =>
        value.LastIndexOf((byte)' ') is > 0 and var blank && Labels.Contains(value[(blank + 1)..].TrimEnd(":?"u8));

    private static readonly WordSet Labels = WordSet.Of("password passwords passphrase passwort secret wachtwoord contraseña şifresi");

    /// <summary><c>**Claim token**: Successfully applied</c>: a term, and a sentence about it.</summary>
    private static bool IsBehindBold(ReadOnlySpan<byte> text, Extent value)
    {
        if (!Bytes.IsUpper(text[value.Start]) || Bytes.At(text, value.End) != ' ' || !Bytes.IsAsciiLetter(Bytes.At(text, value.End + 1))) return false;
        if (!text[..value.Start].EndsWith("**: "u8) && !text[..value.Start].EndsWith(":** "u8)) return false;
        var word = text[value.Start..value.End];
        // A community is of people there, and no word of SNMP's is followed by another.
        if (text[..(value.Start - 4)].EndsWith("Community"u8)) return true;
        return CommonWords.Contains(word) || Vocabulary.IsWord(word) || SentenceText.IsDerived(word);
    }

    /// <summary>What passwd says at its end: <c>passwd: password updated successfully</c>.</summary>
    private static bool IsOutcome(ReadOnlySpan<byte> text, Extent value)
    {
        var span = text[value.Start..value.End];
        if (!span.Contains((byte)' ') || !text[Bytes.LineStart(text, value.Start)..value.Start].EndsWith("passwd: "u8)) return false;
        foreach (var word in Outcomes)
            if (span.IndexOf(word) >= 0) return true;
        return false;
    }
}
