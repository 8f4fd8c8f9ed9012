using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>What code and server agreed on about a guest when they last met.</summary>
/// <param name="File">Its .tf file, relative to the workspace, with forward slashes.</param>
public sealed record BaseGuest(int VmId, GuestKind Kind, string Name, string Node, string File, AttributeMap Attributes)
{
    /// <summary>Which guest it was; null where it was noted before that was kept.</summary>
    public GuestIdentity? Identity { get; init; }
}

/// <summary>A file of code that says everything about its guests by itself.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Hash">Of its bytes, and of the program that read them.</param>
public sealed record KnownCode(string Path, byte[] Hash, ImmutableArray<DesiredGuest> Guests);

/// <summary>A derived file as it was when it was last made or found right.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Source">Hash of everything that it was made from.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">When it was last written, in the file system's ticks.</param>
public sealed record KnownFile(string Path, byte[] Source, long Length, long Modified);

/// <summary>A sync or an apply. <paramref name="Ended"/> null: it is still running, or its process was killed.</summary>
/// <param name="Kind"><c>sync</c> or <c>apply</c>.</param>
public sealed record RunRecord(long Id, string Kind, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome, string Summary);

/// <summary>One step of a run, written before it starts and after it ends.</summary>
/// <param name="State">
/// <c>pending</c>, <c>started</c>, <c>done</c>, <c>failed</c>, <c>skipped</c>, or <c>unknown</c> where its answer was lost and nobody
/// could be asked; one that is <c>started</c> in a run that has not ended was cut off with its process.
/// </param>
/// <param name="Upid">The task that Proxmox ran for it; what a later session asks after when this one was killed.</param>
/// <param name="Document">The step as it was planned and the guest as it was then, as JSON; null leaves what is there.</param>
public sealed record StepRecord(long RunId, int Number, int VmId, string Action, string Detail, string State, string? Upid, string? Error, string? Document = null);

/// <summary>A backup that we made of a guest.</summary>
/// <param name="VolumeId">The volume id of the archive.</param>
/// <param name="Node">The node that made it.</param>
/// <param name="Token">What its notes begin with.</param>
/// <param name="RunId">The run that made it; null where the journal was lost.</param>
/// <param name="Number">Its step.</param>
/// <param name="SnapshotId">The snapshot of that run; null until there is one.</param>
public sealed record ArchiveRecord(string VolumeId, string Node, int VmId, GuestKind Kind, string Name, string Token, DateTimeOffset Created, long? RunId, int? Number, string? SnapshotId);

/// <summary>Something that a rollback wants back.</summary>
/// <param name="Key">The config key of a volume; empty for the whole guest.</param>
/// <param name="Source">The archive, or the detached volume.</param>
public sealed record ReturnRecord(int VmId, string Key, string Source);

/// <summary>How a run ended.</summary>
public static class RunOutcome
{
    public const string Done = "done";
    public const string Failed = "failed";

    /// <summary>Stopped by somebody; what was under way then is to be found out.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>What it did could not be read back, so base and state do not say it yet.</summary>
    public const string Unsettled = "unsettled";

    /// <summary>It was cut off, what became of it is known by now, and not all of it was done.</summary>
    public const string Interrupted = "interrupted";
}

/// <summary>An entry of the history: where the snapshot lies and what it was taken for.</summary>
/// <param name="File">The file's name in <c>.proxmox/history/</c>.</param>
public sealed record SnapshotRecord(string Id, DateTimeOffset Created, string Kind, string File, string Summary);

/// <summary>A real value and its pseudonym, encrypted.</summary>
/// <param name="Id">A keyed hash of the value, so that it has one row.</param>
/// <param name="Key">The name of the key, which is kept elsewhere.</param>
public sealed record SealedPseudonym(byte[] Id, string Key, byte[] Sealed);
