using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which side decides where code and server moved apart.</summary>
public enum Preference
{
    /// <summary>Neither: conflicts are reported and left.</summary>
    None,
    Server,
    Code,
}

/// <summary>How to sync.</summary>
public sealed record SyncOptions
{
    public Preference Prefer { get; init; }

    /// <summary>Works everything out and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Settings that a preview goes by as if the workspace had them; null: it goes by the workspace's own.</summary>
    public WorkspaceConfig? PreviewBy { get; init; }

    /// <summary>Overwrites derived files that were edited by hand.</summary>
    public bool Force { get; init; }
}

/// <summary>What sync found out about a guest.</summary>
public enum SyncChangeKind
{
    /// <summary>New on the server; it is code now.</summary>
    Added,

    /// <summary>The server changed an attribute; the code follows.</summary>
    Updated,

    /// <summary>Gone from the server; it is no longer code.</summary>
    Removed,

    /// <summary>The code changed an attribute; apply would bring it to the server.</summary>
    Pending,

    /// <summary>New in the code; apply would create it.</summary>
    PendingCreate,

    /// <summary>Taken out of the code; apply would delete it.</summary>
    PendingDelete,

    /// <summary>Both changed it differently; nobody decided yet.</summary>
    Conflict,

    /// <summary>On the server, but Terraform cannot hold it; left alone.</summary>
    NotManaged,
}

/// <summary>One finding of a sync. The values are null where a whole guest is meant or the attribute is unset.</summary>
public sealed record SyncChange(SyncChangeKind Kind, int VmId, string Name, string? File, string? Path, string? Base, string? Code, string? Server, string? Reason = null)
{
    /// <summary>Who made the server's change, as far as its tasks tell; null where the server changed nothing.</summary>
    public Culprit? Culprit { get; init; }
}

/// <summary>A file that was, or would be, written.</summary>
/// <param name="Path">Relative to the workspace.</param>
/// <param name="Action"><c>Created</c>, <c>Updated</c>, <c>Deleted</c>, <c>SkippedEdited</c> or <c>SkippedForeign</c>.</param>
/// <param name="Diff">The edit as a unified diff; null for files that are only derived from others, and for new ones that are there to be read.</param>
public sealed record SyncFile(string Path, string Action, string? Diff);

/// <summary>What a sync did, or would do.</summary>
public sealed record SyncResult
{
    public required string Cluster { get; init; }
    public int Nodes { get; init; }
    public int Storages { get; init; }
    public int Guests { get; init; }
    public ImmutableArray<SyncChange> Changes { get; init; } = [];

    /// <summary>What was found beside nodes and guests.</summary>
    public ImmutableArray<ObjectChange> ObjectChanges { get; init; } = [];

    public ImmutableArray<SyncFile> Files { get; init; } = [];
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>Resources that make guests in a way that only Terraform can follow, so that nobody here knows which they are.</summary>
    public ImmutableArray<UnmanagedResource> LeftToTerraform { get; init; } = [];

    /// <summary>Steps of an apply that was cut off, as they are now known to have ended; empty where none was.</summary>
    public ImmutableArray<StepResult> CutOff { get; init; } = [];

    /// <summary>The same of its steps beside guests.</summary>
    public ImmutableArray<Applying.Objects.ObjectStepResult> ObjectsCutOff { get; init; } = [];

    /// <summary>Rows of the state that were written or deleted.</summary>
    public int RowsWritten { get; init; }

    /// <summary>The snapshot that was left in the history; null where nothing changed.</summary>
    public string? SnapshotId { get; init; }

    public bool IsDryRun { get; init; }
    public int FilesWritten => Files.Count(file => file.Action is "Created" or "Updated" or "Deleted");
    public IEnumerable<SyncChange> Conflicts => Changes.Where(change => change.Kind == SyncChangeKind.Conflict);
    public IEnumerable<SyncChange> Pending => Changes.Where(change => change.Kind is SyncChangeKind.Pending or SyncChangeKind.PendingCreate or SyncChangeKind.PendingDelete);

    /// <summary>The same of what stands beside nodes and guests.</summary>
    public IEnumerable<ObjectChange> ObjectPending => ObjectChanges.Where(change => change.Kind is SyncChangeKind.Pending or SyncChangeKind.PendingCreate or SyncChangeKind.PendingDelete);
}
