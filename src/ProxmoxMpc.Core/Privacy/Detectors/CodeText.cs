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
        var end = 0;
        while (end < value.Length && (Bytes.IsAsciiLetterOrDigit(value[end]) || value[end] is (byte)'_' or (byte)'.')) end++;
        if (end == 0) return false;
        var word = value[..end];
        var sign = Bytes.At(value, end);
        if (Types.Contains(word) && (end == value.Length || sign is (byte)'|' or (byte)'[' or (byte)')' or (byte)';' or (byte)'?' or (byte)',' or (byte)'=' || sign == ' ' && Bytes.At(value, end + 1) is (byte)'=' or (byte)'|' or (byte)'{')) return true;
        if (!Bytes.IsAsciiLetter(word[0])) return false;
        if (sign == '(' && (end == value.Length - 1 || word.Contains((byte)'.')) && word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0) return word.Length > 3;
        return sign == '[' && value[^1] == ']' && word.Length > 3 && word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && value[(end + 1)..^1].IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'\"+-. "u8) < 0;
    }

    private static readonly byte[][] Makers = [.. new[] { "openssl ", "pwgen", "uuidgen", "head -c", "wg genkey", "wg pubkey", "tr -dc", "base64 ", "kubectl ", "docker ", "htpasswd ", "mkpasswd", "python3 ", "php artisan", "date +" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly WordSet Types = WordSet.Of("str string bytes bool boolean int integer number any unknown object optional secretstr securestring pscredential char varchar text");
}
