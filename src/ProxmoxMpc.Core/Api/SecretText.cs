using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Api;

/// <summary>The secrets that a request carries, to keep them out of what its answer is quoted in.</summary>
internal sealed class SecretText
{
    private const string Hidden = "***";

    // Shorter ones would turn every text into stars, and the pattern of the stars would tell them.
    private const int ShortestFound = 4;

    private static readonly string[] SecretNames = ["password", "secret", "sshkeys", "ssh-public-keys", "private-key", "encryption-key", "keyring", "otp", "ticket", "tfa-challenge"];

    private readonly ImmutableArray<string> _values;

    internal SecretText(IEnumerable<string> proofs, IEnumerable<KeyValuePair<string, string>> parameters) =>
        _values = [.. parameters.Where(pair => IsSecret(pair.Key)).SelectMany(pair => Forms(pair.Value)).Concat(proofs.SelectMany(Forms))
            .Where(value => value.Length >= ShortestFound).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>Whether a parameter of that name holds a secret.</summary>
    internal static bool IsSecret(string parameter)
    {
        foreach (var name in SecretNames)
            if (parameter.Contains(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>Whether a config key's value is a secret. The <c>sshkeys</c> of a config are public ones.</summary>
    internal static bool IsSecretKey(string key) => key.Contains("password", StringComparison.OrdinalIgnoreCase);

    internal string Redact(string text)
    {
        foreach (var value in _values) text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return text;
    }

    /// <summary>What the server says about one parameter. Proxmox likes to quote the value (<c>got 'x'</c>), so for a secret only its beginning is kept.</summary>
    internal string RedactReason(string parameter, string reason)
    {
        if (!IsSecret(parameter)) return Redact(reason);
        var quote = reason.IndexOfAny(['\'', '"', ':', '\n']);
        return quote < 0 ? Redact(reason) : $"{Redact(reason[..quote]).TrimEnd()} ({Hidden})";
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        // Trimmed as well: what is quoted at an end of the text loses its blanks.
        yield return value.Trim();
        // As it stands in a cookie or a form.
        yield return Uri.EscapeDataString(value);
        var decoded = Uri.UnescapeDataString(value);
        yield return decoded;
        yield return decoded.Trim();
        foreach (var line in decoded.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) yield return line;
    }
}
