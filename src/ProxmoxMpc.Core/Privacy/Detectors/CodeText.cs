namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Expressions of programs that stand where a value would: types, calls, elements. They say where a value comes from and hold none.</summary>
internal static class CodeText
{
    /// <summary>Whether a text is a type (<c>str | None</c>), a call that goes on (<c>getpass.getpass(</c>), an element (<c>args[i + 1]</c>), or has no letter at all.</summary>
    public static bool IsExpression(ReadOnlySpan<byte> value)
    {
        if (value.Length <= 3 && value.IndexOfAnyExcept("(){}[]:;,.|<>=+-*/\\\"'` "u8) < 0) return true;
        // `openssl rand -hex 32`: what makes one.
        foreach (var maker in Makers)
            if (value.StartsWith(maker) || value.StartsWith("with: "u8) && value[6..].StartsWith(maker)) return true;
        // &v1.Secret{ and map[string][]byte{} of Go, f"{name}-x" of Python
        if (value[0] == '&' && value.Length > 3 && value[^1] == '{' && Bytes.IsAsciiLetter(value[1]) || value.StartsWith("map["u8)) return true;
        if (value[0] == 'f' && value.Length > 3 && value[1] is (byte)'"' or (byte)'\'' && value.Contains((byte)'{')) return true;
        // 32 bytes: how long it is.
        if (value.IndexOf((byte)' ') is > 0 and < 5 and var blank && value[..blank].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Units.Contains(value[(blank + 1)..])) return true;
        // 2>/dev/null, and a line to fill in
        if (value.StartsWith("2>"u8) || value[0] == '>' && value.StartsWith(">/dev/"u8) || value.StartsWith("&>"u8) || value.IndexOfAnyExcept("_-. "u8) < 0) return true;
        if (value.Length > 2 && IsElement(value)) return true;
        var end = 0;
        while (end < value.Length && (Bytes.IsAsciiLetterOrDigit(value[end]) || value[end] is (byte)'_' or (byte)'.')) end++;
        if (end == 0) return false;
        var word = value[..end];
        var sign = Bytes.At(value, end);
        if (Types.Contains(word) && (end == value.Length || sign is (byte)'|' or (byte)'[' or (byte)')' or (byte)';' or (byte)'?' or (byte)',' or (byte)'=' || sign == ' ' && Bytes.At(value, end + 1) is (byte)'=' or (byte)'|' or (byte)'{')) return true;
        // varchar(255) NOT NULL
        if (sign == '(' && Types.Contains(word) && value[(end + 1)..].IndexOf((byte)')') is > 0 and < 8 and var size && value.Slice(end + 1, size).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return true;
        if (!Bytes.IsAsciiLetter(word[0]) && word[0] != '_') return false;
        // schema.StringAttribute{ of Go
        if (sign == '{' && end == value.Length - 1 && word.Contains((byte)'.')) return true;
        if (sign == '(' && Functions.Contains(word) || sign == '[' && (word.SequenceEqual("dict"u8) || word.SequenceEqual("list"u8) || word.SequenceEqual("Dict"u8) || word.SequenceEqual("Optional"u8))) return true;
        if (sign == '(' && (end == value.Length - 1 || word.Contains((byte)'.')) && (word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 || IsMethod(word))) return word.Length > (end == value.Length - 1 ? 2 : 3);
        return sign == '[' && value[^1] == ']' && word.Length > 3 && word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && value[(end + 1)..^1].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'\"+-. "u8) < 0;
    }

    /// <summary>Whether a line begins as one that declares variables of a shell.</summary>
    public static bool IsDeclaration(ReadOnlySpan<byte> line)
    {
        var first = line.TrimStart(" \t"u8);
        var blank = first.IndexOf((byte)' ');
        return blank > 0 && Declarations.Contains(first[..blank]);
    }

    private static readonly WordSet Declarations = WordSet.Of("local declare typeset readonly unset read global mapfile");

    /// <summary>A part of a variable, or variables with a sign between: <c>$ENV{X}</c>, <c>$d->{ticket}</c>, <c>CREDENTIALS[1]</c>, <c>cfg["x"]</c>, <c>$id=$secret</c>.</summary>
    private static bool IsElement(ReadOnlySpan<byte> value)
    {
        var start = value[0] == '$' ? 1 : 0;
        var end = start;
        while (end < value.Length && (Bytes.IsAsciiLetterOrDigit(value[end]) || value[end] is (byte)'_' or (byte)'.')) end++;
        if (end == start || end == value.Length || !Bytes.IsLetter(value[start]) && value[start] != '_') return false;
        var rest = value[end..];
        if (start == 1) return rest[0] == '{' && rest.Length > 1 && Bytes.IsLetter(rest[1]) || rest.StartsWith("->"u8) || rest.StartsWith("['"u8) || rest.Length > 2 && rest[0] is (byte)'=' or (byte)':' && rest[1] == '$' && rest[2..].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:"u8) < 0;
        return rest[0] == '[' && (rest.Length == 1 || rest[1..].TrimEnd((byte)']').IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 || rest[1] is (byte)'"' or (byte)'\'');
    }

    /// <summary>What a script takes where a variable is not set: <c>os.getenv("PW") or "x"</c>, <c>process.env.PW || 'x'</c>, <c>$ENV{PW} // 'x'</c>. Null where no text stands behind the operator.</summary>
    public static Extent? Fallback(ReadOnlySpan<byte> text, int at)
    {
        var end = Math.Min(Bytes.LineEnd(text, at), at + LongestExpression);
        for (var i = at; i + 3 < end; i++)
        {
            if (text[i] != ' ') continue;
            foreach (var other in Operators)
            {
                if (!Bytes.StartsWithAt(text, i, other)) continue;
                var quote = SecretText.QuoteAt(text, i + other.Length);
                return quote is [(byte)'"'] or [(byte)'\''] && SecretText.Quoted(text, i + other.Length, quote) is { Length: >= 4 } value && !KeyValueText.IsReference(text[value.Start..value.End]) ? value : null;
            }
        }
        return null;
    }

    private const int LongestExpression = 120;

    private static readonly byte[][] Operators = [[.. " or "u8], [.. " || "u8], [.. " // "u8], [.. " ?? "u8], [.. " ?: "u8]];

    private static readonly byte[][] Makers = [.. new[] { "openssl ", "pwgen", "uuidgen", "head -c", "wg genkey", "wg pubkey", "tr -dc", "base64 ", "kubectl ", "docker ", "htpasswd ", "mkpasswd", "python3 ", "php artisan", "date +" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly WordSet Units = WordSet.Of("byte bytes bit bits char chars character characters zeichen digits words day days hour hours minute minutes second seconds");

    /// <summary><c>base64.b64decode</c>, <c>client.V1Secret</c>: a word, a dot, and a word that begins with a letter.</summary>
    private static bool IsMethod(ReadOnlySpan<byte> word) =>
        word.LastIndexOf((byte)'.') is > 2 and var dot && dot + 3 < word.Length && Bytes.IsAsciiLetter(word[dot + 1]) && word[(dot + 1)..].Count((byte)'.') == 0 && SecretText.HexEnd(word, 0) < dot;

    // Of PHP, Python and others, that make a secret, or look one up.
    private static readonly WordSet Functions = WordSet.Of(
        "dict list tuple str len map make object sprintf printf format getenv env config bin2hex random_bytes md5 sha1 sha256 hash base64_encode base64_decode file_get_contents trim uuid4 token_hex token_urlsafe randombytes lookup password_hash " +
        "crypt gen_salt digest encode pgp_sym_encrypt sha2 openssl_random_pseudo_bytes getpass input prompt decrypt get_secret read_secret");

    private static readonly WordSet Types = WordSet.Of("str string bytes bool boolean int integer number any unknown object optional secretstr securestring pscredential char varchar nvarchar varbinary bytea text");
}
