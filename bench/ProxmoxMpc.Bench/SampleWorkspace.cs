using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Bench.Sync;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Bench;

/// <summary>The cluster of the sync benchmark as it is after a sync, without a server.</summary>
internal static class SampleWorkspace
{
    /// <summary>Makes the workspace with its code, what follows from it, and the state.</summary>
    /// <param name="folder">Need not exist yet.</param>
    public static Workspace Make(string folder, int guests, int nodes)
    {
        var workspace = Workspace.Create(folder, new WorkspaceConfig { Endpoints = [new(new Uri("https://pve.example.org:8006"))] });
        using var store = workspace.OpenState();
        var picture = Picture.Of(workspace, InventoryOf(guests, nodes), store);
        var decisions = new Decisions(Preference.None);
        var merge = SyncMerge.Of(picture, decisions);
        Core.Workspaces.Sync.Commit(workspace, picture, merge, ObjectMerge.Of(picture, decisions, merge.Edits), store, "sync", force: false, TimeProvider.System, default);
        return workspace;
    }

    /// <summary>The guests of <see cref="SampleCluster"/> as they are read from a server.</summary>
    public static Inventory InventoryOf(int count, int nodes)
    {
        var state = JsonNode.Parse(SampleCluster.Make(count, nodes, "", _ => false))!;
        return new()
        {
            Cluster = "bench",
            Version = "9.2",
            Nodes = [.. state["nodes"]!.AsObject().Select(node => new Node { Name = node.Key, Status = "online" })],
            Guests = [.. state["guests"]!.AsObject().Select(guest => new Guest
            {
                VmId = int.Parse(guest.Key, CultureInfo.InvariantCulture),
                Kind = (string?)guest.Value!["type"] == "lxc" ? GuestKind.Lxc : GuestKind.Qemu,
                Node = (string)guest.Value["node"]!,
                Status = (string)guest.Value["status"]!,
                Pool = (string?)guest.Value["pool"],
                Digest = "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                Config = GuestConfig.From(guest.Value["config"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!))),
            })],
        };
    }
}
