using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Completes from what the last sync read; it never asks the server, and where nothing is known it offers nothing.</summary>
public abstract class StateCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<(string Value, string Tip)> Candidates(StateStore store, string commandName);

    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Read(fakeBoundParameters, commandName)
            .Where(candidate => pattern.IsMatch(candidate.Value)).DistinctBy(candidate => candidate.Value).OrderBy(candidate => candidate.Value, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(Quote(candidate.Value), candidate.Value, CompletionResultType.ParameterValue, candidate.Tip));
    }

    private IReadOnlyList<(string Value, string Tip)> Read(IDictionary bound, string commandName)
    {
        try
        {
            if (CompletionWorkspace.Find(bound) is not { } workspace || !File.Exists(workspace.StatePath)) return [];
            using var store = workspace.OpenState(readOnly: true);
            return [.. Candidates(store, commandName)];
        }
        catch (PmpcException)
        {
            // A key press is no place for errors; the command itself will tell.
            return [];
        }
    }

    private static string Quote(string value) =>
        value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}

/// <summary>The workspace that a command line being typed is about.</summary>
internal static class CompletionWorkspace
{
    /// <summary>Null where the line and the current location are in none.</summary>
    /// <exception cref="PmpcException">Its settings cannot be read.</exception>
    public static Workspace? Find(IDictionary bound) => (bound["Workspace"] as string ?? CurrentLocation()) is { } start ? Workspace.Find(start) : null;

    // Asked for by a nested pipeline: a runspace does not hand out its session state while a pipeline runs, and completion is one.
    private static string? CurrentLocation()
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath", useLocalScope: true).Invoke<string>().FirstOrDefault();
    }
}

/// <summary>Completes from the nodes, guests and storages.</summary>
public abstract class InventoryCompleter : StateCompleter
{
    private protected abstract IEnumerable<(string Value, string Tip)> Candidates(Inventory inventory, string commandName);

    private protected sealed override IEnumerable<(string Value, string Tip)> Candidates(StateStore store, string commandName) =>
        store.ReadInventory() is { } inventory ? Candidates(inventory, commandName) : [];
}

/// <summary>Completes the names of objects beside nodes and guests: those of the kind that the command is called after.</summary>
public sealed class ObjectNameCompleter : StateCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(StateStore store, string commandName)
    {
        var noun = commandName[(commandName.IndexOf("-Pmpc", StringComparison.OrdinalIgnoreCase) + "-Pmpc".Length)..];
        if (!Enum.TryParse<ObjectKind>(noun, ignoreCase: true, out var kind)) return [];
        return kind == ObjectKind.Pool
            ? store.ReadInventory()?.Pools.Select(pool => (pool.PoolId, pool.Comment ?? pool.PoolId)) ?? []
            : store.ReadObjects().Where(item => item.Kind == kind).Select(item => (item.Name, item.Comment is { Length: > 0 } comment ? comment : item.ToString()));
    }
}

/// <summary>Completes the names of the firewall's security groups.</summary>
public sealed class SecurityGroupCompleter : StateCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(StateStore store, string commandName) =>
        store.ReadObjects().OfType<FirewallGroup>().Select(group => (group.Name, group.Comment ?? group.Name));
}

/// <summary>Completes guests' names: VMs for the commands of VMs, containers for theirs.</summary>
public sealed class GuestNameCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) => inventory.Guests
        .Where(guest => !commandName.EndsWith("Vm", StringComparison.OrdinalIgnoreCase) || guest.Kind == GuestKind.Qemu)
        .Where(guest => !commandName.EndsWith("Container", StringComparison.OrdinalIgnoreCase) || guest.Kind == GuestKind.Lxc)
        .Select(guest => (guest.Name, $"{guest.VmId} on {guest.Node}, {guest.Status}"));
}

/// <summary>Completes nodes' names.</summary>
public sealed class NodeCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) =>
        inventory.Nodes.Select(node => (node.Name, node.Status));
}

/// <summary>Completes the tags that guests have.</summary>
public sealed class TagCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) =>
        inventory.Guests.SelectMany(guest => guest.Tags).CountBy(tag => tag).Select(tag => (tag.Key, Counted.Of(tag.Value, "guest")));
}

/// <summary>Completes the names of pools.</summary>
public sealed class PoolCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) =>
        inventory.Pools.Select(pool => (pool.PoolId, pool.Comment is { Length: > 0 } comment ? comment : pool.PoolId));
}

/// <summary>Completes storages' names.</summary>
public sealed class StorageCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) =>
        inventory.Storages.Select(storage => (storage.Name, storage.Type));
}

/// <summary>Completes the types of tasks, by what Proxmox calls them.</summary>
public sealed class TaskTypeCompleter : IArgumentCompleter
{
    // Those that the worker processes of Proxmox VE 9 have about guests, storages and nodes.
    private static readonly (string Type, string Tip)[] s_types =
    [
        ("qmcreate", "create a VM"), ("qmclone", "clone a VM"), ("qmconfig", "change a VM's config"), ("qmdestroy", "delete a VM"), ("qmigrate", "migrate a VM"), ("qmmove", "move a VM's disk"),
        ("qmstart", "start a VM"), ("qmstop", "stop a VM"), ("qmshutdown", "shut a VM down"), ("qmreboot", "reboot a VM"), ("qmreset", "reset a VM"), ("qmpause", "pause a VM"), ("qmsuspend", "suspend a VM to disk"),
        ("qmresume", "resume a VM"), ("qmresize", "resize a VM's disk"), ("qmsnapshot", "take a snapshot of a VM"), ("qmdelsnapshot", "remove a snapshot of a VM"), ("qmrollback", "roll a VM back"), ("qmtemplate", "make a VM a template"), ("qmrestore", "restore a VM"),
        ("vzcreate", "create a container"), ("vzclone", "clone a container"), ("vzdestroy", "delete a container"), ("vzmigrate", "migrate a container"), ("vzstart", "start a container"), ("vzstop", "stop a container"),
        ("vzshutdown", "shut a container down"), ("vzreboot", "reboot a container"), ("vzsuspend", "freeze a container"), ("vzresume", "resume a container"), ("vzsnapshot", "take a snapshot of a container"),
        ("vzdelsnapshot", "remove a snapshot of a container"), ("vzrollback", "roll a container back"), ("vzrestore", "restore a container"), ("move_volume", "move a container's volume"),
        ("vzdump", "back up"), ("imgcopy", "copy an image"), ("imgdel", "delete an image"), ("download", "download to a storage"), ("hastart", "tell HA to start"), ("hastop", "tell HA to stop"),
        ("hamigrate", "tell HA to migrate"), ("hashutdown", "tell HA to shut down"), ("startall", "start all guests"), ("stopall", "stop all guests"), ("migrateall", "migrate all guests"), ("aptupdate", "refresh the package lists"), ("srvreload", "reload a service"), ("vncproxy", "open a console"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return s_types.Where(one => pattern.IsMatch(one.Type)).OrderBy(one => one.Type, StringComparer.Ordinal)
            .Select(one => new CompletionResult(one.Type, one.Type, CompletionResultType.ParameterValue, one.Tip));
    }
}
