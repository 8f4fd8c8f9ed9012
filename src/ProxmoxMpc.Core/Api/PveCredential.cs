using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Who asks, and the proof of it: a token or a password. Its text never shows a secret.</summary>
public abstract record PveCredential
{
    private protected PveCredential()
    {
    }

    /// <summary><c>user@realm!name</c> of a token, <c>user@realm</c> of a user.</summary>
    [JsonIgnore]
    public abstract string Identity { get; }

    /// <summary>For messages: <c>token root@pam!iac</c>.</summary>
    internal abstract string Who { get; }

    /// <summary>What is wrong with it, and what to do about that; null where nothing is.</summary>
    internal abstract (string Problem, string? Hint)? Check();

    public sealed override string ToString() => Who;

    /// <summary>Whether the text has the form <c>user@realm!name</c>.</summary>
    public static bool IsTokenId(string text) => PveToken.IsForm(text);
}

/// <summary>An API token: sent along with every request, it needs no ticket.</summary>
/// <param name="TokenId"><c>user@realm!name</c>.</param>
/// <param name="Secret">A UUID.</param>
public sealed partial record PveToken(string TokenId, [property: JsonIgnore] string Secret) : PveCredential
{
    public override string Identity => TokenId;

    internal override string Who => $"token {TokenId}";

    internal override (string Problem, string? Hint)? Check() =>
        !IsForm(TokenId) ? ($"'{TokenId}' is not a token id.", "A token id is user@realm!name, for example root@pam!iac.")
        // A header with a line break or a letter beyond ASCII is refused by HttpClient with a message that shows it.
        : Secret.Length == 0 || Secret.Any(c => c is <= ' ' or > '~')
            ? ("The token's secret is empty or has characters that no secret has.", "It is the UUID that Proxmox showed once when the token was made; look for a line break or quotes around it.")
        : null;

    internal static bool IsForm(string text) => TokenIdPattern().IsMatch(text);

    // PVE::AccessControl: a user id is name@realm, the token's name is formed like a realm's.
    [GeneratedRegex(@"\A[^\s:/!]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenIdPattern();
}

/// <summary>A user with a password, who gets a ticket for it, and another before two hours are over.</summary>
/// <param name="UserId"><c>user@realm</c>.</param>
public sealed partial record PvePassword(string UserId, [property: JsonIgnore] string Password) : PveCredential
{
    // PVE::AccessControl: longer user names are refused with a parameter error.
    private const int LongestUserId = 64;

    /// <summary>The key of the user's TOTP authenticator, where the second step needs nobody's help; null: <see cref="AskCode"/>.</summary>
    [JsonIgnore]
    public PveTotp? Totp { get; init; }

    /// <summary>
    /// Asks somebody for a one-time code (or <c>recovery:…</c>), each time a second step is wanted; its answer is sent once. Null,
    /// or the answer null: there is nobody to ask.
    /// </summary>
    [JsonIgnore]
    public Func<CancellationToken, Task<string?>>? AskCode { get; init; }

    /// <summary>Where the ticket is kept. Clients whose credentials share it log in once, and need one code.</summary>
    [JsonIgnore]
    internal PveTicketBox Tickets { get; init; } = new();

    public override string Identity => UserId;

    /// <summary>What stands behind the last <c>@</c>.</summary>
    internal string Realm => UserId[(UserId.LastIndexOf('@') + 1)..];

    internal override string Who => $"user {UserId}";

    /// <summary>Whether the text has the form <c>user@realm</c>.</summary>
    public static bool IsUserId(string text) => text.Length <= LongestUserId && UserIdPattern().IsMatch(text);

    internal override (string Problem, string? Hint)? Check() =>
        !IsUserId(UserId) ? ($"'{UserId}' is not a user of Proxmox.", "A user is name@realm, for example root@pam or alice@pve.")
        : Password.Length == 0 ? ("The password is empty.", null)
        : null;

    [GeneratedRegex(@"\A[^\s:/!]+@[A-Za-z][A-Za-z0-9.\-_]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserIdPattern();
}

/// <summary>Nobody in person: for what Proxmox tells anybody.</summary>
/// <param name="Meant">Who will ask later, for messages.</param>
internal sealed record PveNobody(string Meant) : PveCredential
{
    public override string Identity => Meant;

    internal override string Who => Meant;

    internal override (string Problem, string? Hint)? Check() => null;
}
