using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>A request that Proxmox refused, could not do, or never answered.</summary>
public class PveApiException : PmpcException
{
    public PveApiException(string id, PmpcErrorKind kind, string message, string? hint = null, Exception? inner = null)
        : base(id, kind, message, hint, null, inner)
    {
    }

    /// <summary>The HTTP status; 0 where no answer came. 595 to 599 mean that the node asked for could not be reached from the one that answered.</summary>
    public int Status { get; init; }

    /// <summary>The first line of the server's reason, without decoration; empty where there was none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What is wrong with each parameter, by name; empty where the server named none.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary><c>GET</c>, <c>POST</c>, <c>PUT</c> or <c>DELETE</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>The path without <c>/api2/json</c> and without parameters.</summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// Whether the write may have been carried out, wholly or in part: look before you do it again. False for a read, and for a
    /// write that surely changed nothing (no connection, refused at the door, a lock that was not got, a parameter that is wrong).
    /// </summary>
    public bool MayHaveHappened { get; init; }

    /// <summary>Whether the server itself said how it ended; not where no answer came, or only a proxy's that got none.</summary>
    internal bool IsAnswered => Status != 0 && Id is not ("PmpcWriteUncertain" or "PmpcUnexpectedAnswer");

    /// <summary>Whether it is worth waiting for: a lock that is held for seconds, not for hours.</summary>
    public bool IsPassingLock { get; init; }

    /// <summary>Whether an overloaded server ends requests like this.</summary>
    internal bool IsCongestion => Id == "PmpcConnectionLost" || Status is 596 or 597 or 598 or 599 or 502 or 503 or 504
        || Id == "PmpcWriteUncertain" && InnerException is not null;

    /// <summary>Whether the request never reached a server that may be trusted.</summary>
    internal bool IsUnsent => Id is "PmpcServerUnreachable" or "PmpcCertificateUntrusted" or "PmpcCertificateChanged";

    /// <summary>How long the request was under way.</summary>
    internal TimeSpan Took { get; set; }
}

/// <summary>A task that ended in anything but <c>OK</c> or <c>WARNINGS: n</c>.</summary>
public sealed class PveTaskException : PmpcException
{
    public PveTaskException(string message, string? hint, PveTaskResult result, string causeId)
        : base("PmpcTaskFailed", PmpcErrorKind.TaskFailed, message, hint, result.Upid.Text)
    {
        Result = result;
        CauseId = causeId;
    }

    /// <summary>The task with its exit status and the last lines of its log.</summary>
    public PveTaskResult Result { get; }

    /// <summary>The id that the same text would have had as an answer, for example <c>PmpcGuestLocked</c>.</summary>
    public string CauseId { get; }

    public string ExitStatus => Result.ExitStatus;
}
