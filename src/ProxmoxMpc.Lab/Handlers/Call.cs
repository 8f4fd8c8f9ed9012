using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>One call of a handler: who, with which (validated) parameters, on which state.</summary>
internal sealed class Call(LabState state, EndpointSpec endpoint, Dictionary<string, string> parameters, Caller caller, Permissions permissions, TaskEngine tasks, Authenticator authenticator, DateTimeOffset now)
{
    public LabState State { get; } = state;
    public EndpointSpec Endpoint { get; } = endpoint;
    public Dictionary<string, string> Parameters { get; } = parameters;
    public Caller Caller { get; } = caller;
    public Permissions Permissions { get; } = permissions;
    public TaskEngine Tasks { get; } = tasks;
    public Authenticator Authenticator { get; } = authenticator;
    public DateTimeOffset Now { get; } = now;

    /// <summary>Beside "data" in the answer: total, changes.</summary>
    public JsonObject Extras { get; } = [];

    /// <summary>Answer only when that task is over, or the time is; the prefix goes before the error of a failed task.</summary>
    public (string Upid, TimeSpan AtMost, string FailurePrefix)? WaitFor { get; set; }

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public string Required(string name) => Parameters[name];

    public bool Flag(string name, bool fallback = false) => Parameters.TryGetValue(name, out string? value) ? value == "1" : fallback;

    public int Int(string name, int fallback) => int.TryParse(this[name], System.Globalization.CultureInfo.InvariantCulture, out int value) ? value : fallback;

    public string Node => Required("node");

    public int VmId => TextRules.Int(Required("vmid"));

    /// <summary>The guest of this kind on the node in the path.</summary>
    /// <exception cref="LabException">500: its config file does not exist there.</exception>
    public GuestState Guest(string kind) => State.Guests.TryGetValue(VmId, out var guest) && guest.Kind == kind && guest.Node == Node
        ? guest
        : throw LabException.Die($"Configuration file 'nodes/{Node}/{(kind == "qemu" ? "qemu-server" : "lxc")}/{VmId}.conf' does not exist");

    /// <summary>As <see cref="Guest"/>, in the words of the calls that first ask whether the guest runs.</summary>
    /// <exception cref="LabException">500.</exception>
    public GuestState GuestOrUnknown(string kind) => State.Guests.TryGetValue(VmId, out var guest) && guest.Kind == kind && guest.Node == Node
        ? guest
        : throw (kind == "qemu" ? LabException.Die($"unable to find configuration file for VM {VmId} on node '{Node}'") : LabException.Die($"Configuration file 'nodes/{Node}/lxc/{VmId}.conf' does not exist"));

    /// <summary>Waits for a task that holds the guest's lock, as a synchronous write does.</summary>
    public void Lock(int vmid)
    {
        if (Tasks.Holder(vmid) is { } task)
            throw new GuestBusyException(vmid, task.EndsAt);
    }

    /// <summary>Takes a parameter out, as extract_param does.</summary>
    public string? Extract(string name)
    {
        Parameters.Remove(name, out string? value);
        return value;
    }

    /// <summary>Starts a worker; the answer is its UPID.</summary>
    public JsonNode Fork(string type, string id, string action, JsonObject arguments, int? holds) =>
        JsonValue.Create(Tasks.Start(Caller, Parameters.GetValueOrDefault("node") ?? State.LocalNode, type, id, action, arguments, holds, Now));
}

/// <summary>The guest's lock is held by a task until then; the request is tried again.</summary>
internal sealed class GuestBusyException(int vmid, DateTimeOffset until) : Exception($"guest {vmid} is locked by a task")
{
    public int VmId { get; } = vmid;
    public DateTimeOffset Until { get; } = until;
}
