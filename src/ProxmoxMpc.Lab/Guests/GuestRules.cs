using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Rules that virtual machines and containers share.</summary>
internal static class GuestRules
{
    /// <summary>Pool, storage, HA, power and allocation rights of a create call.</summary>
    /// <exception cref="LabException">403.</exception>
    public static void RequireMayCreate(Call call, string? pool, string? storage)
    {
        if (pool is not null && !call.State.Pools.ContainsKey(pool))
            throw LabException.Forbidden($"pool '{pool}' does not exist");
        if (storage is not null)
            call.Permissions.Require(call.Caller, $"/storage/{storage}", "Datastore.AllocateSpace");
        if (call.Flag("ha-managed"))
            call.Permissions.Require(call.Caller, "/", "Sys.Console");
        if (call.Flag("start"))
            call.Permissions.RequireOnGuest(call.Caller, call.VmId, pool, false, "VM.PowerMgmt");
        // Whoever may save a guest may put it back.
        bool restores = (call["archive"] is not null || call.Flag("restore")) && call.Flag("force") && call.State.Guests.ContainsKey(call.VmId) && call.Permissions.Has(call.Caller, $"/vms/{call.VmId}", "VM.Backup");
        if (!restores && !call.Permissions.Has(call.Caller, $"/vms/{call.VmId}", "VM.Allocate") && !(pool is not null && call.Permissions.Has(call.Caller, $"/pool/{pool}", "VM.Allocate")))
            throw LabException.Forbidden();
    }

    /// <exception cref="LabException">500: the ID is taken.</exception>
    public static void RequireUnused(LabState state, int vmid, string prefix)
    {
        if (state.Guests.TryGetValue(vmid, out var existing))
            throw LabException.Die($"{prefix}{(existing.IsQemu ? "VM" : "CT")} {vmid} already exists on node '{existing.Node}'");
    }

    /// <exception cref="LabException">500: a lock stands in the config.</exception>
    public static void RequireUnlocked(GuestState guest)
    {
        if (guest.Lock is { } held)
            throw LabException.Die($"{guest.Label} is locked ({held})");
    }

    // What only a migration between nodes tells a power command; in the order they are looked at.
    private static readonly string[] RootOnly = ["stateuri", "skiplock", "keepActive", "migratedfrom", "migration_type", "migration_network", "targetstorage", "force-cpu", "with-conntrack-state", "nets-host-mtu", "nocheck"];

    /// <exception cref="LabException">400: only root@pam may skip locks, and no token is root@pam.</exception>
    public static void RequireRootForSkipLock(Call call)
    {
        if (!call.Caller.IsRoot && RootOnly.FirstOrDefault(k => call[k] is not (null or "" or "0")) is { } key)
            throw LabException.Parameter(key, "Only root may use this option.");
    }

    /// <exception cref="LabException">500: the memory of this machine cannot be saved.</exception>
    public static void RequireMovableMemory(GuestState guest, bool memory)
    {
        var blockers = new[] { "amd-sev", "intel-tdx" }.Where(guest.Config.ContainsKey).Concat(guest.Config.Keys.Where(k => k.StartsWith("virtiofs", StringComparison.Ordinal)).Take(1).Select(_ => "virtiofs")).ToList();
        if (memory && blockers.Count > 0)
            throw LabException.Die("Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: " + string.Join(", ", blockers));
    }

    /// <summary>Pool membership, HA and the start that were asked for with the create call.</summary>
    public static void AfterCreate(TaskContext context, GuestState guest)
    {
        if (context.Text("pool") is { } pool && context.State.Pools.TryGetValue(pool, out var members))
            members.Vms.Add(guest.VmId);
        if (context.Flag("ha"))
        {
            context.Log("Add as HA resource");
            context.State.HaResources[$"{(guest.IsQemu ? "vm" : "ct")}:{guest.VmId}"] = new(StringComparer.Ordinal) { ["type"] = guest.IsQemu ? "vm" : "ct", ["state"] = context.Flag("start") ? "started" : "stopped" };
        }
        if (!context.Flag("start"))
            return;
        // The create task ends before the guest runs.
        context.Log("Execute autostart");
        context.Engine.Start(context.Caller, guest.Node, guest.IsQemu ? "qmstart" : "vzstart", $"{guest.VmId}", "guest.start", new JsonObject { ["vmid"] = guest.VmId, ["kind"] = guest.Kind }, guest.VmId, context.Now);
    }
}
