namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What scripts have in the place of a value: variables, their members, calls of functions and commands.</summary>
internal static class ScriptText
{
    /// <summary><c>getpass.getpass()</c>, <c>$password | ConvertTo-SecureString</c></summary>
    public static bool IsCall(ReadOnlySpan<byte> value)
    {
        if (value[0] == '$' && value.IndexOf((byte)' ') is > 1 and var blank && IsName(value[1..blank])) return true;
        return value[^1] == ')' && value.IndexOf((byte)'(') is > 2 and var open && IsName(value[..open]);
    }

    /// <summary><c>$PASSWORD</c>, <c>${PASSWORD}</c>, <c>$(pass x)</c>; <c>$1</c> and <c>$@</c>, what a script was given.</summary>
    public static bool IsVariable(ReadOnlySpan<byte> value)
    {
        // Credential = $MSFT_Credential1ref; of a MOF
        if (value.Length > 2 && value[^1] == ';' && Bytes.IsLetter(value[1])) value = value[..^1];
        // $p$root: OpenWrt takes the password that the system has.
        if (value.StartsWith("$p$"u8)) return true;
        // $__env{GF_SMTP_PASS}, $__file{/run/secrets/x}: where Grafana takes it from.
        if (value.StartsWith("$__"u8)) return true;
        if (value.Length is 2 or 3 && value[1..].IndexOfAnyExcept("0123456789@*"u8) < 0) return true;
        return value.Length > 1 && (value[1] is (byte)'{' or (byte)'(' || Bytes.IsLetter(value[1]) && (IsName(value[1..]) || IsMember(value[1..]) || IsJoined(value) || IsPathOrMethod(value[1..])));
    }

    /// <summary><c>$DIR/passwords.json</c>, <c>$xml.CreateElement('Credentials', $ns)</c></summary>
    private static bool IsPathOrMethod(ReadOnlySpan<byte> value)
    {
        var end = 0;
        while (end < value.Length && (Bytes.IsAsciiLetterOrDigit(value[end]) || value[end] is (byte)'_' or (byte)'.')) end++;
        return end < value.Length && (value[end] == '/' && end > 2 && Bytes.IsAsciiLetter(Bytes.At(value, end + 1)) || value[end] == '(' && value[..end].Contains((byte)'.'));
    }

    /// <summary><c>$user:${pass}</c>: nothing but variables, and signs between them.</summary>
    private static bool IsJoined(ReadOnlySpan<byte> value)
    {
        var variables = 0;
        for (var at = 0; at < value.Length; variables++)
        {
            if (value[at] != '$') return false;
            at++;
            var isBraced = Bytes.At(value, at) == '{';
            if (isBraced) at++;
            var start = at;
            while (at < value.Length && (Bytes.IsAsciiLetterOrDigit(value[at]) || value[at] == '_')) at++;
            if (at == start) return false;
            if (isBraced && at < value.Length && value[at++] != '}') return false;
            if (at < value.Length && value[at] is (byte)':' or (byte)'/' or (byte)'-' or (byte)'.' or (byte)',' or (byte)'@') at++;
        }
        return variables > 1;
    }

    /// <summary><c>\$PASSWORD</c>, <c>\${PASSWORD}</c>, <c>\$(pass x)</c>: what the script that is written will have.</summary>
    public static bool IsEscapedVariable(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart((byte)'\\');
        return value.Length > 1 && value[0] == '$' && (value[1] is (byte)'{' or (byte)'(' || Bytes.IsLetter(value[1]) && IsName(value[1..]));
    }

    /// <summary><c>app_$(openssl rand -hex 16)</c>, <c>prefix${SUFFIX}</c>, <c>hex:${APP_SECRET}</c>: what only the script that runs makes of it.</summary>
    public static bool IsMade(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("$("u8) is >= 0 and var command) return command == 0 || value[..command].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.\\"u8) < 0;
        return value.IndexOf("${"u8) is > 0 and var variable && (Bytes.IsAsciiLetter(Bytes.At(value, variable + 2)) || Bytes.At(value, variable + 2) == '_') && value[..variable].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-./:"u8) < 0;
    }

    /// <summary><c>apitoken=${TOKEN}</c>: the setting itself, and a variable.</summary>
    public static bool IsAssigned(ReadOnlySpan<byte> value) =>
        value.IndexOf("=$"u8) is > 2 and var sign && value[..sign].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-"u8) < 0 && IsVariable(value[(sign + 1)..]);

    /// <summary>A variable, a constant or a call, where a statement ends behind it.</summary>
    public static bool IsCode(ReadOnlySpan<byte> value) => value[0] == '$' ? IsVariable(value) : IsCall(value) || KeyLineText.IsConstant(value);

    /// <summary><c>$Credential.GetNetworkCredential().Password</c>: what a method answers, or a property of it.</summary>
    private static bool IsMember(ReadOnlySpan<byte> value)
    {
        while (value.IndexOf("()"u8) is > 0 and var call)
        {
            if (!IsName(value[..call]) || !value[..call].Contains((byte)'.')) return false;
            value = value[(call + 2)..];
            if (value.IsEmpty) return true;
            if (value[0] != '.') return false;
        }
        return value.Length > 1 && value[0] == '.' && IsName(value);
    }

    private static bool IsName(ReadOnlySpan<byte> value)
    {
        foreach (var b in value)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'_' or (byte)'.' or (byte)':')) return false;
        return true;
    }
}
