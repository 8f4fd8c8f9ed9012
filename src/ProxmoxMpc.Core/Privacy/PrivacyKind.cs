namespace ProxmoxMpc.Core.Privacy;

/// <summary>What a sensitive value is. Names of machines share their pseudonyms whatever their kind: a node and the first label of its FQDN agree.</summary>
public enum PrivacyKind
{
    /// <summary>A word that the user asked to hide.</summary>
    Word,
    Ipv4,
    Ipv6,
    Mac,

    Node,
    Guest,
    Host,

    /// <summary>A fully qualified name, a domain, or a DN's <c>DC=</c> parts.</summary>
    Domain,
    Storage,
    Pool,
    Tag,

    /// <summary>Names of VLANs, SDN zones and vnets, of a firewall's aliases, sets and groups.</summary>
    Vlan,

    /// <summary>Descriptions, comments and notes.</summary>
    FreeText,

    /// <summary>A user's name: before an <c>@realm</c>, below <c>/home</c>, after <c>DOMAIN\</c>.</summary>
    User,
    Realm,
    Email,
    Phone,
    Sid,

    Uuid,
    Serial,
    Fingerprint,

    Password,

    /// <summary>A Proxmox API token's secret.</summary>
    ApiToken,

    /// <summary>A Proxmox ticket: a cookie, a VNC or tunnel ticket.</summary>
    Ticket,
    CsrfToken,

    /// <summary>A PEM, PGP or PuTTY body, a Ceph, WireGuard or corosync key.</summary>
    PrivateKey,
    SshKey,

    /// <summary>A crypt hash of a password.</summary>
    PasswordHash,

    /// <summary>A token of a cloud or another service, a JWT, a web hook's secret part.</summary>
    ServiceToken,
    Subscription,

    /// <summary>A TOTP secret or a one-time code.</summary>
    OneTimeCode,
}

/// <summary>What kinds have in common.</summary>
public static class PrivacyKinds
{
    /// <summary>Whether values of the kind open something. They are never exported with a map.</summary>
    public static bool IsSecret(this PrivacyKind kind) => kind >= PrivacyKind.Password;

    /// <summary>Whether values of the kind are names of machines and places, which share one space of pseudonyms.</summary>
    public static bool IsName(this PrivacyKind kind) => kind is >= PrivacyKind.Node and <= PrivacyKind.Vlan or PrivacyKind.User or PrivacyKind.Email or PrivacyKind.Realm or PrivacyKind.Word;
}
