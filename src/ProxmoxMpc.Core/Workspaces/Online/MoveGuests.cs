using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that moves guests to another node: a running VM moves while it runs, a running container is stopped and started there.</summary>
public sealed class MoveGuests(Session session, string target) : GuestVerb(session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Copies the disks that lie on storages of the node alone; a running VM needs to be told.</summary>
    public bool WithLocalDisks { get; init; }

    /// <summary>A storage for all disks, or pairs <c>from:to</c>, with commas between them; null: the same as here.</summary>
    public string? TargetStorage { get; init; }

    internal override async Task<ImmutableArray<GuestStep>> PlanAsync(GuestRef guest, GuestNow now, CancellationToken ct)
    {
        var restarts = guest.Kind == GuestKind.Lxc && now.IsRunning;
        var step = new GuestStep
        {
            Guest = guest,
            Action = $"Migrate from {guest.Node} to {target}" + (now.IsRunning ? restarts ? ", stopping and starting it" : " while it runs" : ""),
            IsDisruptive = restarts,
            Requests =
            [
                guest.Kind == GuestKind.Qemu
                    ? GuestRequest.Post("migrate", ("target", target), ("online", Flag(now.IsRunning)), ("with-local-disks", Flag(WithLocalDisks)), ("targetstorage", TargetStorage))
                    : GuestRequest.Post("migrate", ("target", target), ("restart", Flag(now.IsRunning)), ("target-storage", TargetStorage)),
            ],
            Expected = new(null, target, null, Patience, OnlyAfterHa: true),
        };
        if (guest.Node == target) return [step with { AlreadySo = $"It is on {target} already." }];
        return await PreconditionsAsync(guest, ct) is { } told ? [step with { Warnings = Judge(guest, now, told) }] : [step];
    }

    internal override async Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) =>
        (await ClusterIndex.ReadAsync(Client, "vm", ct)).Guests.GetValueOrDefault(step.Guest.VmId)?.Node == target;

    internal override async Task<object?> ResultAsync(GuestStep step, CancellationToken ct) =>
        await new InventoryReader(Client).ReadGuestAsync(step.Guest.Kind, target, step.Guest.VmId, ct);

    private async Task<JsonElement?> PreconditionsAsync(GuestRef guest, CancellationToken ct)
    {
        try
        {
            return await Client.GetAsync(guest.Path("migrate"), [new("target", target)], ct);
        }
        catch (PveApiException e) when (e.Id == "PmpcNotImplemented")
        {
            // Of containers, Proxmox tells since 9.1.
            return null;
        }
    }

    /// <summary>What the server said beforehand: what makes the move impossible is an exception, what makes it long a warning.</summary>
    private ImmutableArray<string> Judge(GuestRef guest, GuestNow now, JsonElement told)
    {
        if (List(told, "local_resources") is { Length: > 0 } devices)
            throw Impossible(guest, $"it uses devices of {guest.Node}: {string.Join(", ", devices)}", "Take them out of its config, or map them to devices of both nodes (Datacenter > Resource Mappings).");
        foreach (var key in (string[])["not_allowed_nodes", "not-allowed-nodes"])
        {
            if (!told.TryGetProperty(key, out var nodes) || nodes.ValueKind != JsonValueKind.Object || !nodes.TryGetProperty(target, out var reasons)) continue;
            if (TargetStorage is null && List(reasons, "unavailable_storages") is { Length: > 0 } storages)
                throw Impossible(guest, $"{target} has no storage {string.Join(", ", storages)}", "Name one that it has with -TargetStorage.");
            if (reasons.TryGetProperty("blocking-ha-resources", out var blocking) && blocking.Entries().Select(entry => entry.Text("sid")).ToArray() is { Length: > 0 } resources)
                throw Impossible(guest, $"HA rules keep it apart from {string.Join(", ", resources)}", "Change the rule (Datacenter > HA > Affinity Rules), or choose another node.");
        }
        var disks = told.TryGetProperty("local_disks", out var listed) ? listed.Entries().ToArray() : [];
        if (disks.Where(disk => disk.Flag("cdrom")).Select(disk => disk.Text("volid")).ToArray() is { Length: > 0 } discs)
            throw Impossible(guest, $"a disc of {guest.Node} is in its drive: {string.Join(", ", discs)}", "Take it out first (Set-PmpcVm -Attribute, or the drive's settings in the GUI: do not use any media).");
        var local = disks.Where(disk => !disk.Flag("cdrom")).Select(disk => $"{disk.Text("volid")}{Size(disk.Long("size"))}").ToArray();
        if (local.Length == 0) return [];
        if (now.IsRunning && guest.Kind == GuestKind.Qemu && !WithLocalDisks)
            throw Impossible(guest, $"it runs and has disks that only {guest.Node} has: {string.Join(", ", local)}", "-WithLocalDisks copies them while it runs.");
        return [$"{guest} has disks on {guest.Node} alone, which are copied and then removed there: {string.Join(", ", local)}."];
    }

    private PmpcException Impossible(GuestRef guest, string why, string hint) =>
        new("PmpcGuestNotMovable", PmpcErrorKind.Conflict, $"{guest} cannot be moved to {target}: {why}.", hint, guest.VmId);

    private static string Size(long? bytes) => bytes switch
    {
        null or <= 0 => "",
        < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $" ({bytes / (double)(1L << 20):0.#} MiB)"),
        _ => string.Create(CultureInfo.InvariantCulture, $" ({bytes / (double)(1L << 30):0.#} GiB)"),
    };

    private static string[] List(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.AsText()).OfType<string>()] : [];
}
