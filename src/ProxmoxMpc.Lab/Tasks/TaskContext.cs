using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Tasks;

/// <summary>What a worker's action sees: the state, its arguments, its log.</summary>
internal sealed class TaskContext(LabState state, TaskEngine engine, TaskState task)
{
    public LabState State { get; } = state;

    public TaskEngine Engine { get; } = engine;

    public TaskState Task { get; } = task;

    /// <summary>The moment of the effect: the end of the task.</summary>
    public DateTimeOffset Now => Task.EndsAt;

    public Caller Caller => new(Task.User, Task.TokenId);

    public Permissions Permissions => new(State) { IsEmbedded = c => c is { UserId: "root@pam", TokenName: "lab" } };

    public int Warnings { get; private set; }

    /// <summary>Undoes what the worker prepared when it fails.</summary>
    public Action? AfterFailure { get; set; }

    public string? Text(string name) => JsonText.Text(Task.Arguments[name]);

    public int Int(string name) => (int)(JsonText.Long(Task.Arguments[name]) ?? 0);

    public bool Flag(string name) => JsonText.Flag(Task.Arguments[name]);

    public void Log(string line) => Task.Log.Add(line);

    public void Warn(string line)
    {
        Warnings++;
        Log("WARN: " + line);
    }

    /// <summary>The guest in "vmid".</summary>
    /// <exception cref="LabException">It is gone, or on another node.</exception>
    public GuestState Guest()
    {
        int vmid = Int("vmid");
        string kind = Text("kind") ?? "qemu";
        return State.Guests.TryGetValue(vmid, out var guest) && guest.Kind == kind && guest.Node == Task.Node
            ? guest
            : throw LabException.Die(kind == "qemu" && Task.Action is "guest.stop" or "guest.shutdown" ? $"unable to find configuration file for VM {vmid} on node '{Task.Node}'" : $"Configuration file 'nodes/{Task.Node}/{(kind == "qemu" ? "qemu-server" : "lxc")}/{vmid}.conf' does not exist");
    }
}
