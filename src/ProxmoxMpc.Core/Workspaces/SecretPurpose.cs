using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a secret is for: how a text is understood, and what is said where it cannot be one.</summary>
/// <param name="What">For messages: <c>the token's secret</c>.</param>
/// <param name="Hint">Where the right one comes from.</param>
public sealed record SecretPurpose(string What, string Hint)
{
    /// <summary>The secret of an API token: a UUID, and what people copy along with it is taken off.</summary>
    public static SecretPurpose Token { get; } = new("the token's secret", "It is the UUID that Proxmox showed once, when the token was made.") { Read = ReadToken };

    /// <summary>A user's password, to the letter: blanks and signs of any kind belong to it.</summary>
    public static SecretPurpose Password { get; } = new("the user's password", "It is what you type on Proxmox's login page; blanks at its ends count.") { Read = ReadPassword };

    /// <summary>The key of a TOTP authenticator.</summary>
    public static SecretPurpose Totp { get; } = new("the key of the user's TOTP authenticator",
        "It is the Base32 text beside the QR code, or the whole otpauth://totp/… address that the code shows.") { Read = ReadTotp };

    /// <summary>One code, good for one login.</summary>
    public static SecretPurpose OneTimeCode { get; } = new("the one-time code", "It is what the authenticator shows now, or a recovery key.") { Read = ReadCode };

    /// <summary>The value of a text, or what is wrong with it.</summary>
    private Func<string, (string? Value, string? Problem)> Read { get; init; } = text => (text, null);

    internal (string? Value, string? Problem) Of(string text) => Read(text);

    public override string ToString() => What;

    private static (string?, string?) ReadToken(string text)
    {
        var value = text.Trim().TrimStart('\ufeff');
        // The whole 'user@realm!name=secret' is what Proxmox's documentation shows and people copy.
        if (value.Contains('!') && value.LastIndexOf('=') is var equals and > 0) value = value[(equals + 1)..];
        if (value.Length == 0) return (null, "is empty");
        // It becomes a part of a header.
        return value.Any(c => c is <= ' ' or > '~') ? (null, "holds blanks, line breaks or characters outside ASCII") : (value, null);
    }

    private static (string?, string?) ReadPassword(string text) =>
        text.Length == 0 ? (null, "is empty")
        : text.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0 ? (null, "has more than one line")
        : (text, null);

    private static (string?, string?) ReadTotp(string text) =>
        PveTotp.TryParse(text, out _) ? (text.Trim(), null) : (null, "is neither a key in Base32 nor an otpauth://totp/… address");

    private static (string?, string?) ReadCode(string text) =>
        text.Trim() is { Length: > 0 } value ? value.Any(char.IsWhiteSpace) ? (null, "holds blanks or line breaks") : (value, null) : (null, "is empty");
}
