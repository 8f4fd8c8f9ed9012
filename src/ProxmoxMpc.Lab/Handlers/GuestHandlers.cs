using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Lists of guests, their removal, and what they can do.</summary>
internal static class GuestHandlers
{
    public static void Register(HandlerTable table)
    {
        foreach (string kind in (string[])["qemu", "lxc"])
        {
            table.Add($"GET /nodes/{{node}}/{kind}", call => List(call, kind));
            table.Add($"DELETE /nodes/{{node}}/{kind}/{{vmid}}", call => Destroy(call, kind));
            table.Add($"GET /nodes/{{node}}/{kind}/{{vmid}}/feature", call => Feature(call, kind));
        }
    }

    /// <exception cref="LabException">400: the config of a snapshot and that of now are asked for at once.</exception>
    public static void RequireOneView(Call call)
    {
        const string Reason = "cannot use 'snapshot' parameter with 'current'";
        if (call["snapshot"] is { Length: > 0 } && call.Flag("current"))
            throw LabException.Parameters(new Dictionary<string, string>(StringComparer.Ordinal) { ["snapshot"] = Reason, ["current"] = Reason });
    }

    private static JsonNode? List(Call call, string kind)
    {
        var result = new JsonArray();
        foreach (var guest in call.State.Guests.Values.Where(g => g.Kind == kind && g.Node == call.Node))
        {
            if (call.Permissions.Has(call.Caller, $"/vms/{guest.VmId}", "VM.Audit"))
                result.Add((JsonNode)GuestStatusHandlers.Status(call, guest, full: call.Flag("full")));
        }
        return result;
    }

    private static JsonNode? Destroy(Call call, string kind)
    {
        GuestRules.RequireRootForSkipLock(call);
        var guest = call.Guest(kind);
        string label = guest.Label;
        if (guest.Config.GetValueOrDefault("protection") == "1")
            throw LabException.Die($"can't remove {label} {guest.VmId} - protection mode enabled");
        if (kind == "lxc")
            GuestRules.RequireUnlocked(guest);
        string sid = $"{(guest.IsQemu ? "vm" : "ct")}:{guest.VmId}";
        if (!call.Flag("purge") && call.State.HaResources.ContainsKey(sid))
            throw LabException.Die($"unable to remove {label} {guest.VmId} - used in HA resources and purge parameter not set.");
        if (guest.Running && kind == "qemu")
            throw LabException.Die($"VM {guest.VmId} is running - destroy failed");
        if (guest.Running && !call.Flag("force"))
            throw LabException.Die($"unable to destroy CT {guest.VmId} - container is running");
        return call.Fork(kind == "qemu" ? "qmdestroy" : "vzdestroy", call.Required("vmid"), "guest.destroy", new JsonObject
        {
            ["vmid"] = guest.VmId, ["kind"] = kind, ["purge"] = call.Flag("purge"), ["unreferenced"] = call.Flag("destroy-unreferenced-disks"), ["force"] = call.Flag("force"),
        }, guest.VmId);
    }

    private static JsonNode? Feature(Call call, string kind)
    {
        var guest = call.GuestOrUnknown(kind);
        string feature = call.Required("feature");
        if (call["snapname"] is { } snapname && !guest.Snapshots.ContainsKey(snapname))
            throw LabException.Die($"snapshot '{snapname}' does not exist");
        // A value that was stored unread is read now.
        if (VolumesOf(guest).FirstOrDefault(v => VolumeNames.Describe(v).Content.Length == 0) is { } odd)
            throw LabException.Die(VolumeNames.Unparsable(odd[(odd.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        bool has = feature == "copy" || VolumesOf(guest).All(volid =>
        {
            var storage = new VolumeStore(call.State).Storage(Drives.StorageOf(volid)!);
            string format = VolumeNames.Describe(volid).Format;
            return feature == "snapshot" ? StorageTypes.CanSnapshot(storage.Type, format) : StorageTypes.CanLink(storage.Type, format);
        });
        var result = new JsonObject { ["hasFeature"] = has ? 1 : 0 };
        if (kind == "qemu")
            result["nodes"] = JsonText.Array(call.State.Nodes.Keys.Where(n => VolumesOf(guest).All(v => call.State.Storages.TryGetValue(Drives.StorageOf(v)!, out var s) && (n == guest.Node || s.Shared) && s.IsOn(n))));
        return result;
    }

    /// <summary>The managed disk images of a guest's current config, cloud-init and CDs apart.</summary>
    public static IEnumerable<string> VolumesOf(GuestState guest)
    {
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDisk(guest.Kind, c.Key)))
        {
            if (Drives.TryParse(guest.Kind, key, value) is not { } drive || (guest.IsQemu && Drives.IsCdrom(drive)))
                continue;
            string volid = Drives.VolumeOf(guest.Kind, drive);
            if (Drives.StorageOf(volid) is not null)
                yield return volid;
        }
    }
}
