using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>The only maker of error records: stable ids, categories that scripts can test, what to do as the recommended action.</summary>
public static class ErrorRecords
{
    /// <summary>The id of an error record that no <see cref="PmpcException"/> stands behind.</summary>
    public const string UnexpectedErrorId = "PmpcUnexpectedError";

    /// <summary>The record of a failure of ours: its own id, the target it names, its hint as the recommended action.</summary>
    public static ErrorRecord From(PmpcException exception)
    {
        var record = new ErrorRecord(exception, exception.Id, Category(exception.Kind), exception.Target);
        if (exception.Hint is { } hint) record.ErrorDetails = new(exception.Message) { RecommendedAction = hint };
        return record;
    }

    /// <summary>The record of anything else, a bug or a failing disk: the exception as it is.</summary>
    public static ErrorRecord FromUnexpected(Exception exception) => new(exception, UnexpectedErrorId, exception switch
    {
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        IOException => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    }, targetObject: null);

    /// <summary>Whether nothing that the cmdlet could still do would succeed, as opposed to the failure of one item.</summary>
    public static bool IsFatal(PmpcErrorKind kind) => kind is PmpcErrorKind.AuthenticationFailed or PmpcErrorKind.Connection
        or PmpcErrorKind.Timeout or PmpcErrorKind.Certificate or PmpcErrorKind.Workspace;

    private static ErrorCategory Category(PmpcErrorKind kind) => kind switch
    {
        PmpcErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        PmpcErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        PmpcErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        PmpcErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        PmpcErrorKind.Busy => ErrorCategory.ResourceBusy,
        PmpcErrorKind.Conflict => ErrorCategory.InvalidOperation,
        PmpcErrorKind.Connection => ErrorCategory.ConnectionError,
        PmpcErrorKind.Timeout => ErrorCategory.OperationTimeout,
        PmpcErrorKind.Certificate => ErrorCategory.SecurityError,
        PmpcErrorKind.TaskFailed => ErrorCategory.OperationStopped,
        PmpcErrorKind.Parse => ErrorCategory.ParserError,
        PmpcErrorKind.Workspace => ErrorCategory.ResourceUnavailable,
        PmpcErrorKind.NotSupported => ErrorCategory.NotImplemented,
        _ => ErrorCategory.NotSpecified,
    };
}
