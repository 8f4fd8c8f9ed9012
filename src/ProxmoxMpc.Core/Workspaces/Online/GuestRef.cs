using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A guest and where it is: enough to act on it.</summary>
/// <param name="VmId">Unique in the cluster.</param>
/// <param name="Kind">VM or container.</param>
/// <param name="Name">What it is called, or what Proxmox shows where it has no name.</param>
/// <param name="Node">The node that it is on.</param>
public sealed record GuestRef(int VmId, GuestKind Kind, string Name, string Node)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} ({VmId})");

    internal string Id => VmId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The path of something under it: <c>status/start</c>.</summary>
    internal string Path(string rest) => $"{PvePath.Of($"/nodes/{Node}/{Kind.ApiName()}/{VmId}")}/{rest}";
}

/// <summary>A guest's status at this moment.</summary>
/// <param name="Name">Null where it has none.</param>
/// <param name="Status"><c>running</c>, <c>stopped</c> or <c>paused</c>.</param>
/// <param name="Lock">What holds its config, or null; <c>suspended</c> means that its memory lies on a disk.</param>
/// <param name="Pid">Its process on the node; null where it does not run.</param>
internal sealed record GuestNow(string? Name, string Status, string? Lock, long? Pid, bool IsTemplate)
{
    internal bool IsRunning => Status is "running" or "paused";

    internal bool IsOnDisk => !IsRunning && Lock == "suspended";

    internal static async Task<GuestNow> ReadAsync(PveClient client, GuestRef guest, CancellationToken ct) => From(await client.GetAsync(guest.Path("status/current"), null, ct));

    internal static GuestNow From(JsonElement current) => new(current.Text("name") is { Length: > 0 } name ? name : null, GuestsReading.StatusOf(current), current.Text("lock") is { Length: > 0 } held ? held : null,
        current.Long("pid") is { } pid and > 0 ? pid : null, current.Flag("template"));
}
