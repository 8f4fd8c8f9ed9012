using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Guests that HA manages: the worker of the API only notes what is wanted, and HA has another do it.</summary>
internal static class HaRequests
{
    /// <summary>Whether HA looks after the guest; it does not where its state is "ignored".</summary>
    public static bool IsManaged(LabState state, GuestState guest) => state.HaResources.TryGetValue(Sid(guest), out var resource) && resource.GetValueOrDefault("state") != "ignored";

    /// <summary>Starts the worker that tells HA; the answer is its UPID.</summary>
    /// <param name="command">start, stop, shutdown or migrate.</param>
    public static JsonNode Fork(Call call, GuestState guest, string command, string? target = null) =>
        call.Fork("ha" + command, call.Required("vmid"), "ha.request", new JsonObject { ["vmid"] = guest.VmId, ["kind"] = guest.Kind, ["command"] = command, ["target"] = target }, holds: null);

    /// <summary>The worker, and at its end HA's own.</summary>
    public static void Run(TaskContext context)
    {
        var guest = context.Guest();
        string command = context.Text("command")!, prefix = guest.IsQemu ? "qm" : "vz", id = guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string? target = context.Text("target");
        context.Log($"Requesting HA {(command == "migrate" ? "migration" : command == "start" ? "start" : "stop")} for {guest.Label} {id}{(target is null ? "" : $" to node {target}")}");
        if (command != "migrate" && context.State.HaResources.TryGetValue(Sid(guest), out var resource))
            resource["state"] = command == "start" ? "started" : "stopped";
        if (command == "start" && guest.Running || command is "stop" or "shutdown" && !guest.Running)
            return;
        var (type, action) = command switch
        {
            "migrate" => (guest.IsQemu ? "qmigrate" : "vzmigrate", "guest.migrate"),
            "start" => (prefix + "start", "guest.start"),
            "stop" => (prefix + "stop", "guest.stop"),
            _ => (prefix + "shutdown", "guest.shutdown"),
        };
        context.Engine.Start(new Caller("root@pam", null), guest.Node, type, id, action, new JsonObject { ["vmid"] = guest.VmId, ["kind"] = guest.Kind, ["target"] = target, ["local"] = true }, guest.VmId, context.Now);
    }

    private static string Sid(GuestState guest) => (guest.IsQemu ? "vm:" : "ct:") + guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
