namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What programs put where a secret goes, as scripts and templates write it down: a variable within quotes or colours, the half of an expression, a file.</summary>
internal static class SubstitutedText
{
    /// <summary>Whether a value is put together elsewhere, and holds nothing of the secret.</summary>
    public static bool IsSubstituted(ReadOnlySpan<byte> value)
    {
        value = WithoutColour(value);
        if (value.Length < 2) return value.SequenceEqual("$"u8);
        return value[0] switch
        {
            (byte)'"' or (byte)'\'' => IsQuoted(value),
            (byte)'$' => IsVariable(value),
            (byte)'!' => IsTag(value),
            (byte)'{' => IsMap(value) || IsPath(value),
            (byte)'.' => IsAnything(value),
            (byte)')' => value[1] is (byte)'[' or (byte)'.' or (byte)'(',
            (byte)'\\' => value.Length > 3 && value[1] is (byte)'s' or (byte)'S' or (byte)'K' && value[2] is (byte)')' or (byte)'*' or (byte)'+' or (byte)'[',
            _ => IsAddress(value),
        };
    }

    /// <summary>Whether a key's value is the name of a file that holds one: <c>admin-key.pem</c>, <c>repo.asc</c>.</summary>
    public static bool IsKeyFile(ReadOnlySpan<byte> value)
    {
        if (value.LastIndexOf((byte)'.') is not (> 0 and var dot) || !KeyFiles.Contains(value[(dot + 1)..])) return false;
        foreach (var b in value)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)'/' or (byte)'{' or (byte)'}' or (byte)' ' or (byte)'$')) return false;
        return true;
    }

    private static readonly WordSet KeyFiles = WordSet.Of("asc gpg pem crt cer csr key pub p12 pfx jks keyring kbx ppk");

    /// <summary>
    /// Whether an operator of a program stands behind a name, so that the name is a variable: <c>secret + "/db/"</c>, <c>in_token &amp;&amp; x</c>, the end of a template, or the filter of a map:
    /// <c>passwd (&amp;(objectClass=x))</c>.
    /// </summary>
    public static bool IsOperand(ReadOnlySpan<byte> text, int nameEnd)
    {
        var at = Bytes.SkipBlanks(text, nameEnd);
        if (at > nameEnd && (Bytes.StartsWithAt(text, at, "}}"u8) || Bytes.StartsWithAt(text, at, "(&("u8) || Bytes.StartsWithAt(text, at, "(|("u8))) return true;
        if (at == nameEnd || Bytes.At(text, at) is not ((byte)'+' or (byte)'~' or (byte)'&' or (byte)'|' or (byte)'?')) return false;
        if (text[at] == Bytes.At(text, at + 1) && text[at] is (byte)'&' or (byte)'|' or (byte)'?') return Bytes.At(text, at + 2) == ' ';
        return text[at] is (byte)'+' or (byte)'~' && Bytes.At(text, at + 1) == ' ' && Bytes.At(text, at + 2) is (byte)'"' or (byte)'\'' or (byte)'(';
    }

    /// <summary>Whether a name stands in a pattern and what is behind it ends it: <c>'/^DB_PASSWORD=/d'</c>, <c>grep '^db.password=' x.conf</c>.</summary>
    public static bool EndsPattern(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.At(text, name.Start - 1) != '^' || Bytes.At(text, name.End) is not ((byte)'=' or (byte)':')) return false;
        return Bytes.At(text, name.Start - 2) is (byte)'/' or (byte)'"' or (byte)'\'' or (byte)'|' && Bytes.At(text, name.End + 1) == text[name.Start - 2];
    }

    /// <summary>Whether it is a cipher that a list of TLS leaves out: <c>HIGH:!aNULL:!PSK:!RC4</c>.</summary>
    public static bool IsCipher(ReadOnlySpan<byte> text, Extent name) =>
        name.Length == 3 && Bytes.At(text, name.Start - 1) == '!' && Bytes.At(text, name.Start - 2) is (byte)':' or (byte)' ' or (byte)',' or (byte)'"' or (byte)'\'' && text[name.Start..name.End].SequenceEqual("PSK"u8);

    /// <summary><c>\e[32m$DB_PASS\e[0m</c>: what colours a terminal.</summary>
    private static ReadOnlySpan<byte> WithoutColour(ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith("\\e["u8) && !value.StartsWith("\\033["u8) && !value.StartsWith("\\x1b["u8)) return value;
        return value.IndexOf((byte)'m') is > 0 and < 16 and var end ? value[(end + 1)..] : value;
    }

    /// <summary><c>"$PLEX_TOKEN"</c>, <c>"{{ path + "/" + realm</c>: within quotes of another kind.</summary>
    private static bool IsQuoted(ReadOnlySpan<byte> value)
    {
        if (value[1..].StartsWith("{{ "u8)) return value.IndexOf("}}"u8) < 0 || value[^1] == value[0];
        return value[1] == '$' && value[^1] == value[0] && value.Length > 3 && IsVariable(value[1..^1]);
    }

    /// <summary><c>$DB_PASSWORD"</c>, <c>$DB_PASSWORD/g</c>: a variable of a shell, and what the script has behind it.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> value)
    {
        var end = 1;
        while (end < value.Length && (value[end] is >= (byte)'A' and <= (byte)'Z' or (byte)'_' || end > 1 && Bytes.IsDigit(value[end]))) end++;
        if (end < 4) return false;
        return end == value.Length || value[1..end].Contains((byte)'_') && value[end] is (byte)'"' or (byte)'\'' or (byte)'/' or (byte)'|' or (byte)'\\' or (byte)'~' or (byte)'#';
    }

    /// <summary><c>!env_var SONARR_API_KEY</c>, <c>!GetAtt Db.Password</c>: a tag of YAML and what it is to look up.</summary>
    private static bool IsTag(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf((byte)' ') is not (> 3 and var blank) || value[1..blank].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"u8) >= 0) return false;
        var name = value[(blank + 1)..];
        return name.Length > 2 && Bytes.IsAsciiLetter(name[0]) && name.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-"u8) < 0;
    }

    /// <summary><c>{ array: '{{ communities }}' }</c>: a map of YAML on one line, whose own settings are read.</summary>
    private static bool IsMap(ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith("{ "u8) || value.IndexOf((byte)':') is not (> 3 and var sign) || value[^1] != '}') return false;
        return value[2..sign].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz_"u8) < 0 && Bytes.At(value, sign + 1) == ' ';
    }

    /// <summary><c>{{ cert_dir }}/ca.key</c>, <c>{{ namespace }}/webhook-ca</c>: a path that a template begins.</summary>
    private static bool IsPath(ReadOnlySpan<byte> value) =>
        value.StartsWith("{{ "u8) && value.IndexOf("}}"u8) is > 3 and var close && (Bytes.At(value, close + 2) is (byte)'/' or (byte)'?' || IsKeyFile(value));

    /// <summary><c>.*/DB_PASSWORD=</c>: any text, in a pattern that sed replaces.</summary>
    private static bool IsAnything(ReadOnlySpan<byte> value) => value[1] == '*' && (value.Length == 2 || value[2] is (byte)'/' or (byte)'|' or (byte)'#' or (byte)'~' or (byte)'$' or (byte)',');

    /// <summary><c>op://vault/item/field</c>, <c>ref+vault://x</c>: where a store of secrets has it.</summary>
    private static bool IsAddress(ReadOnlySpan<byte> value) => value.StartsWith("op://"u8) || value.StartsWith("ref+"u8) && value.IndexOf("://"u8) > 4;
}
