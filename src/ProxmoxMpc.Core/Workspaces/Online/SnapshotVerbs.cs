using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that takes snapshots of guests.</summary>
public sealed partial class NewGuestSnapshots(Session session, string name) : GuestVerb(session)
{
    public string? Description { get; init; }

    /// <summary>Keeps a running VM's memory, too.</summary>
    public bool WithMemory { get; init; }

    internal override void Check(IReadOnlyCollection<GuestRef> guests)
    {
        if (!NamePattern().IsMatch(name) || name is "current" or "pending" or "vzdump")
            throw new PmpcException("PmpcInvalidSnapshotName", PmpcErrorKind.InvalidArgument, $"'{name}' cannot be the name of a snapshot.",
                "Letters, digits, '-' and '_', 2 to 40 of them, beginning with a letter; not current, pending or vzdump.", name);
    }

    internal override async Task<ImmutableArray<GuestStep>> PlanAsync(GuestRef guest, GuestNow now, CancellationToken ct)
    {
        if (WithMemory && guest.Kind == GuestKind.Lxc) throw OfVmsOnly(guest, "its memory cannot be kept in a snapshot");
        var existing = await GuestSnapshots.OfAsync(Client, guest, ct);
        if (existing.Any(snapshot => snapshot.SnapshotName == name))
            throw new PmpcException("PmpcSnapshotExists", PmpcErrorKind.Conflict, $"{guest} has a snapshot '{name}' already.", "Choose another name, or remove that one.", guest.VmId);
        return
        [
            new()
            {
                Guest = guest,
                Action = $"Take snapshot '{name}'{(WithMemory && now.IsRunning ? " with its memory" : "")}",
                SnapshotName = name,
                Warnings = WithMemory && !now.IsRunning ? [$"{guest} does not run, so that there is no memory to keep."] : [],
                Requests = [GuestRequest.Post("snapshot", ("snapname", name), ("description", Description), ("vmstate", Flag(WithMemory && now.IsRunning)))],
            },
        ];
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => await SnapshotText.ExistsAsync(Client, step, ct);

    internal override async Task<object?> ResultAsync(GuestStep step, CancellationToken ct) =>
        (await GuestSnapshots.OfAsync(Client, step.Guest, ct)).FirstOrDefault(snapshot => snapshot.SnapshotName == name);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{1,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}

/// <summary>The verb that removes snapshots of guests.</summary>
/// <param name="isMeant">Which of a guest's snapshots.</param>
/// <param name="exactName">The name, where one and no other is meant; null for a pattern, which may mean none.</param>
public sealed class RemoveGuestSnapshots(Session session, Func<string, bool> isMeant, string? exactName) : GuestVerb(session)
{
    /// <summary>Takes it out of the config even where the storage does not let it go.</summary>
    public bool Force { get; init; }

    internal override async Task<ImmutableArray<GuestStep>> PlanAsync(GuestRef guest, GuestNow now, CancellationToken ct)
    {
        var meant = (await GuestSnapshots.OfAsync(Client, guest, ct)).Where(snapshot => isMeant(snapshot.SnapshotName)).ToArray();
        if (meant.Length == 0 && exactName is not null) throw SnapshotText.NotFound(guest, exactName);
        // Children first, as they were taken last.
        return
        [
            .. meant.Reverse().Select(snapshot => new GuestStep
            {
                Guest = guest,
                Action = $"Remove snapshot '{snapshot.SnapshotName}'{SnapshotText.Taken(snapshot)}",
                SnapshotName = snapshot.SnapshotName,
                IsDisruptive = true,
                Requests = [GuestRequest.Delete(SnapshotText.Path(snapshot), ("force", Flag(Force)))],
            }),
        ];
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => !await SnapshotText.ExistsAsync(Client, step, ct);
}

/// <summary>The verb that takes guests back to a snapshot.</summary>
public sealed class RestoreGuestSnapshots(Session session, string name) : GuestVerb(session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether it shall run afterwards; null: if it ran before.</summary>
    public bool? Start { get; init; }

    internal override async Task<ImmutableArray<GuestStep>> PlanAsync(GuestRef guest, GuestNow now, CancellationToken ct)
    {
        var all = await GuestSnapshots.OfAsync(Client, guest, ct);
        var snapshot = all.FirstOrDefault(one => one.SnapshotName == name) ?? throw SnapshotText.NotFound(guest, name);
        // With its memory in the snapshot a VM runs afterwards whatever is asked for.
        var runs = snapshot.HasMemory || (Start ?? now.IsRunning);
        return
        [
            new()
            {
                Guest = guest,
                Action = $"Roll back to snapshot '{name}'{SnapshotText.Taken(snapshot)}, losing everything since{(now.IsRunning && !runs ? ", and leave it stopped" : "")}",
                SnapshotName = name,
                IsDisruptive = true,
                Warnings = snapshot.HasMemory && Start == false ? [$"The snapshot '{name}' of {guest} has its memory, so that it runs afterwards."] : [],
                Requests = [GuestRequest.Post(SnapshotText.Path(snapshot) + "/rollback", ("start", Flag(runs && !snapshot.HasMemory)))],
                // The rollback only begins the start.
                Expected = runs ? new("running", null, null, Patience, OnlyAfterHa: false) : null,
            },
        ];
    }
}

/// <summary>What the verbs of snapshots share.</summary>
internal static class SnapshotText
{
    internal static string Path(GuestSnapshot snapshot) => "snapshot/" + Uri.EscapeDataString(snapshot.SnapshotName);

    internal static async Task<bool> ExistsAsync(PveClient client, GuestStep step, CancellationToken ct) =>
        (await GuestSnapshots.OfAsync(client, step.Guest, ct)).Any(snapshot => snapshot.SnapshotName == step.SnapshotName);

    internal static string Taken(GuestSnapshot snapshot) => snapshot.Time is { } time ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" of {time.ToLocalTime():yyyy-MM-dd HH:mm}") : "";

    internal static PmpcException NotFound(GuestRef guest, string name) =>
        new("PmpcSnapshotNotFound", PmpcErrorKind.NotFound, $"{guest} has no snapshot '{name}'.", "Get-PmpcGuestSnapshot lists those that there are.", name);
}
