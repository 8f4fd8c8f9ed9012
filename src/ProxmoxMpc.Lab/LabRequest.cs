namespace ProxmoxMpc.Lab;

/// <summary>A request as it came over the wire. <paramref name="Path"/> is the raw path (<c>/api2/json/nodes</c>), <paramref name="Query"/> the raw text after "?".</summary>
public sealed record LabRequest(
    string Method,
    string Path,
    string? Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    bool ChunkedBody = false);

/// <summary>
/// The answer: <paramref name="Reason"/> is the reason phrase of the status line, in which Proxmox puts the first line of its message.
/// The connection is closed after every error; with <paramref name="Abort"/> there is no answer at all, the connection is reset.
/// </summary>
public sealed record LabResponse(
    int Status,
    string Reason,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body,
    bool CloseConnection,
    bool Abort = false);
