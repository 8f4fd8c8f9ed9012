using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// A copy of a workspace, in a folder of its own that goes with it, and the state of a Lab that is the server as it was last read:
/// what is applied there touches neither the server nor the workspace. The folder is in the workspace's own, for values of variables
/// are copied, too; what a killed process leaves of it goes with the next command that writes, or the next rehearsal.
/// </summary>
public sealed class Rehearsal : IDisposable
{
    private const string Prefix = "rehearsal-";

    private readonly string _folder;

    private Rehearsal(string folder, Workspace workspace, string labState, Inventory inventory)
    {
        _folder = folder;
        Workspace = workspace;
        LabState = labState;
        Inventory = inventory;
    }

    /// <summary>The copy.</summary>
    public Workspace Workspace { get; }

    /// <summary>The document that a Lab is opened with.</summary>
    public string LabState { get; }

    /// <summary>The server that it is made of.</summary>
    public Inventory Inventory { get; }

    /// <summary>Copies code and state. Nothing is asked of the server.</summary>
    /// <exception cref="PmpcException"><c>PmpcNeverSynced</c>: nothing is known of the server.</exception>
    public static Rehearsal Of(Workspace workspace)
    {
        using var store = workspace.OpenState(readOnly: true);
        var inventory = store.ReadInventory() ?? throw Picture.NeverSynced(workspace);
        RemoveLeftovers(workspace);
        var folder = workspace.PathOf($"{Workspace.FolderName}/{Prefix}{Environment.ProcessId}-{Mark(WorkspaceLockProcess.StartOf(Environment.ProcessId))}-{Guid.NewGuid():n}");
        try
        {
            var copy = Workspace.Create(folder, new() { IsLab = true, BackupStorage = workspace.Config.BackupStorage, Layout = workspace.Config.Layout, FileNames = workspace.Config.FileNames, Attributes = workspace.Config.Attributes });
            foreach (var (path, text) in CodeReading.Texts(workspace.Files, path => CodeNames.IsCode(path) || CodeNames.IsValues(path))) copy.Files.Write(new(path, text), FileOwnership.Source);
            store.CopyTo(copy.StatePath);
            return new(folder, copy, LabSeed.Of(inventory), inventory);
        }
        catch
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>The steps for the guests of a plan that was given, as they are on the Lab; all where none was. What is to be done beside guests is no part of it.</summary>
    public static Plan Of(Plan? given, Plan fresh)
    {
        // The Lab has none of what stands beside guests.
        fresh = fresh with { ObjectSteps = [], ObjectDrift = [], ObjectConflicts = [] };
        if (given is null) return fresh;
        var guests = given.Steps.Select(step => step.VmId).ToHashSet();
        return fresh with { Steps = [.. fresh.Steps.Where(step => guests.Contains(step.VmId)).Select((step, index) => step with { Number = index + 1 })] };
    }

    /// <summary>Removes the copies of processes that are no more.</summary>
    internal static void RemoveLeftovers(Workspace workspace)
    {
        foreach (var folder in Directory.EnumerateDirectories(workspace.PathOf(Workspace.FolderName), Prefix + "*"))
            if (Path.GetFileName(folder)[Prefix.Length..].Split('-') is [var id, var mark, _] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAlive(process, mark))
                Directory.Delete(folder, recursive: true);
    }

    private static bool IsAlive(int process, string mark) => WorkspaceLockProcess.StartOf(process) is { } start && (start.Length == 0 || mark.Length == 0 || Mark(start) == mark);

    /// <summary>When a process began, as a file's name can say it.</summary>
    private static string Mark(string? start) => string.Concat((start ?? "").Where(char.IsAsciiDigit));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
