namespace ProxmoxMpc.Lab.Access;

/// <summary>Who calls: a user by ticket, or one of his tokens. <see cref="None"/> before authentication.</summary>
internal sealed record Caller(string UserId, string? TokenName)
{
    public static readonly Caller None = new("", null);

    /// <summary>What Proxmox calls authuser: "root@pam!iac" for a token, which is therefore never equal to "root@pam".</summary>
    public string AuthId => TokenName is null ? UserId : $"{UserId}!{TokenName}";

    public bool IsRoot => AuthId == "root@pam";

    public bool IsToken => TokenName is not null;
}
