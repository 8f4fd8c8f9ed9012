namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Whether and how one endpoint of a workspace's cluster can be reached. A server that says no is an answer, not an exception.</summary>
public sealed record ConnectionReport
{
    /// <summary>Address, certificate and credential are right.</summary>
    public bool Succeeded => ErrorId is null;

    /// <summary>The endpoint's address, or <c>Lab</c>.</summary>
    public required string Server { get; init; }

    /// <summary>Whether something that speaks Proxmox's API answered there, whoever asks.</summary>
    public bool Reachable { get; init; }

    /// <summary>How long the first answer took, with everything that opening a connection costs; null: none came.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>SHA-256 of the certificate that it shows now; null: none was seen.</summary>
    public string? FingerprintSeen { get; init; }

    /// <summary>The certificate that is pinned for it; null: certificates are checked against this machine's authorities.</summary>
    public string? FingerprintPinned { get; init; }

    /// <summary>Whether its certificate is the pinned one, or without a pin a trusted one; null: none was seen.</summary>
    public bool? FingerprintMatches { get; init; }

    /// <summary>When the certificate that it shows ends.</summary>
    public DateTimeOffset? CertificateEnds { get; init; }

    /// <summary>Proxmox's version.</summary>
    public string? Version { get; init; }

    /// <summary>The node that answers there; null where that may not be seen.</summary>
    public string? Node { get; init; }

    /// <summary>The token or the user that asked.</summary>
    public string? Identity { get; init; }

    /// <summary>Whether the token has rights of its own only; null for a user, and where that may not be seen.</summary>
    public bool? PrivilegeSeparated { get; init; }

    /// <summary>How long the user's ticket is good yet; it is renewed long before. Null with a token.</summary>
    public TimeSpan? TicketLeft { get; init; }

    /// <summary>What went wrong, by its stable id; null where nothing did.</summary>
    public string? ErrorId { get; init; }

    /// <summary>What went wrong, in words.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Hint { get; init; }
}
