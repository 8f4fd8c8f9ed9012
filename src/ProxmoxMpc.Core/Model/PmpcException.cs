namespace ProxmoxMpc.Core.Model;

/// <summary>What went wrong, in the terms that a caller can act on.</summary>
public enum PmpcErrorKind
{
    Unspecified,
    AuthenticationFailed,
    PermissionDenied,
    NotFound,
    InvalidArgument,

    /// <summary>Somebody else holds a lock: Proxmox on a guest, or another apply on the workspace.</summary>
    Busy,

    /// <summary>What was read before has changed since.</summary>
    Conflict,
    Connection,
    Timeout,
    Certificate,
    TaskFailed,
    Parse,
    Workspace,
    NotSupported,
}

/// <summary>The one family of failures of this product: a stable id, what it is about, and what to do.</summary>
public class PmpcException : Exception
{
    public PmpcException(string id, PmpcErrorKind kind, string message, string? hint = null, object? target = null, Exception? inner = null)
        : base(message, inner)
    {
        Id = id;
        Kind = kind;
        Hint = hint;
        Target = target;
    }

    /// <summary>Stable, without blanks, for example <c>PmpcGuestNotFound</c>.</summary>
    public string Id { get; }

    public PmpcErrorKind Kind { get; }

    /// <summary>What the user can do about it; null where there is nothing to add.</summary>
    public string? Hint { get; }

    /// <summary>The thing that the failure is about.</summary>
    public object? Target { get; }
}
