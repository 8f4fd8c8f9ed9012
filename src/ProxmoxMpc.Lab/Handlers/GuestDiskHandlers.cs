using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Resizing, moving, unlinking disks; turning guests into templates.</summary>
internal static class GuestDiskHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("PUT /nodes/{node}/qemu/{vmid}/resize", ResizeQemu);
        table.Add("PUT /nodes/{node}/lxc/{vmid}/resize", ResizeLxc);
        table.Add("POST /nodes/{node}/qemu/{vmid}/move_disk", call => Move(call, "qemu", "disk"));
        table.Add("POST /nodes/{node}/lxc/{vmid}/move_volume", call => Move(call, "lxc", "volume"));
        table.Add("PUT /nodes/{node}/qemu/{vmid}/unlink", Unlink);
        table.Add("POST /nodes/{node}/qemu/{vmid}/template", call => Template(call, "qemu"));
        table.Add("POST /nodes/{node}/lxc/{vmid}/template", call => Template(call, "lxc"));
    }

    private static JsonNode? ResizeQemu(Call call)
    {
        GuestRules.RequireRootForSkipLock(call);
        return ForkResize(call, "qemu");
    }

    private static JsonNode? ResizeLxc(Call call)
    {
        var guest = call.Guest("lxc");
        GuestRules.RequireUnlocked(guest);
        call.Permissions.Require(call.Caller, $"/vms/{guest.VmId}", "VM.Config.Disk");
        DiskActions.RequireDigest(guest, call["digest"]);
        var (volume, size) = DiskActions.LxcTarget(call.State, guest, call.Required("disk"), call.Required("size"));
        call.Permissions.Require(call.Caller, $"/storage/{volume.Storage}", "Datastore.AllocateSpace");
        if (size < volume.Size)
            throw LabException.Die("unable to shrink disk size");
        if (size == volume.Size)
            throw LabException.Die("disk is already at specified size");
        return ForkResize(call, "lxc");
    }

    private static JsonNode ForkResize(Call call, string kind) => call.Fork("resize", call.Required("vmid"), "guest.resize", new JsonObject
    {
        ["vmid"] = call.VmId, ["kind"] = kind, ["disk"] = call["disk"], ["size"] = call["size"], ["digest"] = call["digest"],
    }, call.VmId);

    private static void RequireDigest(State.GuestState guest, string? digest)
    {
        if (digest is { Length: > 0 } && digest != GuestFile.Digest(guest))
            throw LabException.Die($"{(guest.IsQemu ? "VM" : "Container")} {guest.VmId}: detected modified configuration - file changed by other user? Try again.");
    }

    private static JsonNode? Move(Call call, string kind, string parameter)
    {
        string key = call.Required(parameter), targetKey = call[kind == "qemu" ? "target-disk" : "target-volume"] ?? key;
        string? storage = call["storage"];
        int? target = call["target-vmid"] is { } text ? TextRules.Int(text) : null;
        string type = kind == "qemu" ? "qmmove" : "move_volume";
        if (target is not null && storage is not null)
            throw kind == "qemu" ? Both("either set 'storage' or 'target-vmid', but not both") : LabException.Die("either set storage or target-vmid, but not both");
        if (target is { } other)
        {
            call.Permissions.Require(call.Caller, $"/vms/{other}", "VM.Config.Disk");
            if (kind == "qemu" && other == call.VmId)
                throw LabException.Parameter("target-vmid", "must be different than source VMID to reassign disk");
            if (kind == "lxc")
                DiskActions.RequireMovableKeys(key, targetKey);
            string label = kind == "qemu" ? "VM" : "CT";
            if (!call.State.Guests.ContainsKey(call.VmId))
                throw LabException.Die($"could not find {label} {call.VmId}");
            if (!call.State.Guests.TryGetValue(other, out var destination))
                throw LabException.Die($"could not find {(kind == "qemu" ? "target " : "")}{label} {other}");
            var source = call.Guest(kind);
            if (destination.Kind != kind)
                throw LabException.Die($"Configuration file 'nodes/{destination.Node}/{(kind == "qemu" ? "qemu-server" : "lxc")}/{other}.conf' does not exist");
            RequireDigest(source, call["digest"]);
            RequireDigest(destination, call["target-digest"]);
            DiskActions.RequireReassignable(source, key, destination, targetKey);
            return call.Fork(type, $"{call.VmId}-{key}>{other}-{targetKey}", "guest.reassign", new JsonObject { ["vmid"] = call.VmId, ["kind"] = kind, ["disk"] = key, ["target"] = other, ["targetDisk"] = targetKey }, call.VmId);
        }
        if (storage is null)
            throw Both("both 'storage' and 'target-vmid' missing, either needs to be set");
        call.Permissions.Require(call.Caller, $"/storage/{storage}", "Datastore.AllocateSpace");
        var guest = call.Guest(kind);
        DiskActions.RequireMovable(call.State, guest, key, storage, call["format"], call.Flag("delete"), call["digest"]);
        return call.Fork(type, call.Required("vmid"), "guest.move", new JsonObject
        {
            ["vmid"] = call.VmId, ["kind"] = kind, ["disk"] = key, ["storage"] = storage, ["format"] = call["format"], ["delete"] = call.Flag("delete"),
        }, call.VmId);

        static LabException Both(string message) => LabException.Parameters(new Dictionary<string, string>(StringComparer.Ordinal) { ["target-vmid"] = message, ["storage"] = message });
    }

    // unlink is a config change: the keys are deleted, with force the volumes go too.
    private static JsonNode? Unlink(Call call)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["node"] = call.Node, ["vmid"] = call.Required("vmid"), ["delete"] = call.Required("idlist") };
        if (call.Flag("force"))
            parameters["force"] = "1";
        var update = new QemuUpdate(call.State, call.Permissions, call.Caller, call.VmId, call.Now, _ => { });
        update.Prepare(parameters);
        var guest = call.Guest("qemu");
        update.CheckAgainst(guest);
        call.Lock(guest.VmId);
        update.Apply(guest);
        return null;
    }

    private static JsonNode? Template(Call call, string kind)
    {
        var guest = call.Guest(kind);
        GuestRules.RequireUnlocked(guest);
        if (guest.Snapshots.Count > 0)
            throw LabException.Die($"unable to create template, because {guest.Label} contains snapshots");
        if (guest.IsTemplate && call["disk"] is null)
            throw LabException.Die("you can't convert a template to a template");
        if (guest.Running)
            throw LabException.Die(kind == "qemu" ? "you can't convert a VM to template if VM is running" : "you can't convert a CT to template if the CT is running");
        var upid = call.Fork(kind == "qemu" ? "qmtemplate" : "vztemplate", call.Required("vmid"), "guest.template", new JsonObject { ["vmid"] = guest.VmId, ["kind"] = kind, ["disk"] = call["disk"] }, guest.VmId);
        // The container's call forks a worker as well, but does not return its UPID.
        return kind == "qemu" ? upid : null;
    }
}
