using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Where a workspace stands, without asking the server.</summary>
public sealed record WorkspaceStatus
{
    public required string Workspace { get; init; }

    /// <summary>The server's address, or <c>Lab</c>.</summary>
    public required string Server { get; init; }

    public string? Cluster { get; init; }
    public string? Version { get; init; }

    /// <summary>When something last changed by sync or apply; null: never.</summary>
    public DateTimeOffset? LastChange { get; init; }

    public int Nodes { get; init; }
    public int VirtualMachines { get; init; }
    public int Containers { get; init; }

    /// <summary>Guests that the code holds.</summary>
    public int InCode { get; init; }

    /// <summary>What the code changed and the server has not got yet, as of the last sync.</summary>
    public ImmutableArray<Difference> Pending { get; init; } = [];

    /// <summary>The same of what stands beside nodes and guests.</summary>
    public ImmutableArray<ObjectDifference> PendingObjects { get; init; } = [];

    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>An apply that was cut off, of which nobody has found out yet what became of it; null: none.</summary>
    public UnfinishedRun? Unfinished { get; init; }

    /// <summary>Reads the status of a workspace.</summary>
    public static WorkspaceStatus Of(Workspace workspace)
    {
        var server = workspace.Config.IsLab ? "Lab" : workspace.Config.Endpoints.FirstOrDefault()?.Address.ToString() ?? "";
        using var store = workspace.OpenState(readOnly: true);
        var reading = CodeReading.Of(workspace, store);
        var code = reading.Code;
        var empty = new WorkspaceStatus { Workspace = workspace.Root, Server = server, InCode = code.Guests.Length, Unfinished = UnfinishedRun.Of(workspace, store) };
        if (store.ReadInventory() is not { } inventory) return empty;
        var pending = Compare.Pending(Picture.Of(reading, inventory, store));
        return empty with
        {
            Cluster = inventory.Cluster,
            Version = inventory.Version,
            LastChange = store.ReadSnapshots() is { Count: > 0 } snapshots ? snapshots.Max(snapshot => snapshot.Created) : null,
            Nodes = inventory.Nodes.Length,
            VirtualMachines = inventory.Guests.Count(guest => guest.Kind == GuestKind.Qemu),
            Containers = inventory.Guests.Count(guest => guest.Kind == GuestKind.Lxc),
            Pending = pending.Guests,
            PendingObjects = pending.Beside,
            Gaps = inventory.Gaps,
        };
    }
}
