using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Completes from what the last sync read; it never asks the server, and where nothing is known it offers nothing.</summary>
public abstract class InventoryCompleter : IArgumentCompleter
{
    private protected abstract IEnumerable<(string Value, string Tip)> Candidates(Inventory inventory, string commandName);

    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Read(fakeBoundParameters) is not { } inventory ? [] : Candidates(inventory, commandName)
            .Where(candidate => pattern.IsMatch(candidate.Value)).DistinctBy(candidate => candidate.Value).OrderBy(candidate => candidate.Value, StringComparer.OrdinalIgnoreCase)
            .Select(candidate => new CompletionResult(Quote(candidate.Value), candidate.Value, CompletionResultType.ParameterValue, candidate.Tip));
    }

    private static Inventory? Read(IDictionary bound)
    {
        try
        {
            if (CompletionWorkspace.Find(bound) is not { } workspace || !File.Exists(workspace.StatePath)) return null;
            using var store = workspace.OpenState(readOnly: true);
            return store.ReadInventory();
        }
        catch (PmpcException)
        {
            // A key press is no place for errors; the command itself will tell.
            return null;
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

/// <summary>Completes storages' names.</summary>
public sealed class StorageCompleter : InventoryCompleter
{
    private protected override IEnumerable<(string, string)> Candidates(Inventory inventory, string commandName) =>
        inventory.Storages.Select(storage => (storage.Name, storage.Type));
}
