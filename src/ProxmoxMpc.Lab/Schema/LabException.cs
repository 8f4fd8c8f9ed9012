namespace ProxmoxMpc.Lab.Schema;

/// <summary>A refusal in Proxmox's own words: HTTP status, message (its first line becomes the reason phrase) and, for parameters, the errors by key.</summary>
internal sealed class LabException : Exception
{
    /// <summary>A die without a newline: Perl adds where it stood (in libpve-storage-perl 9.1.7).</summary>
    public const string RootPaths = "Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.";

    private LabException(int status, string message, IReadOnlyDictionary<string, string>? errors, bool emptyBody)
        : base(message)
    {
        Status = status;
        Errors = errors;
        EmptyBody = emptyBody;
    }

    public int Status { get; }

    public IReadOnlyDictionary<string, string>? Errors { get; }

    /// <summary>Refused before a handler or formatter was chosen: no body at all.</summary>
    public bool EmptyBody { get; }

    /// <summary>A plain <c>die</c> in Perl: everything that goes wrong in a handler is a 500.</summary>
    public static LabException Die(string message) => new(500, message.TrimEnd('\n') + "\n", null, false);

    public static LabException Parameter(string key, string reason) =>
        Parameters(new Dictionary<string, string>(StringComparer.Ordinal) { [key] = reason });

    public static LabException Parameters(IReadOnlyDictionary<string, string> errors) =>
        new(400, "Parameter verification failed.\n", errors, false);

    /// <summary>A 500 that names parameters all the same (seen with unreadable mount points).</summary>
    public static LabException FormatError(IReadOnlyDictionary<string, string> errors) => new(500, "format error\n", errors, false);

    /// <summary><paramref name="what"/> is the part in parentheses; null gives the bare sentence.</summary>
    public static LabException Forbidden(string? what = null) =>
        new(403, what is null ? "Permission check failed\n" : $"Permission check failed ({what})\n", null, false);

    public static LabException NotImplemented(string message) => new(501, message, null, false);

    /// <summary>Refused at the door with an empty body.</summary>
    public static LabException AtTheDoor(int status, string reason) => new(status, reason, null, true);

    /// <summary>A failure with a body, under any status (a failed login is a 401 with a body).</summary>
    public static LabException WithBody(int status, string message) => new(status, message + "\n", null, false);
}
