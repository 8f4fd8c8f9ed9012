using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>An infrastructure project: a folder with <c>.proxmox/config.yml</c> in it. Everything here is offline.</summary>
public sealed partial class Workspace
{
    /// <summary>The folder that makes a folder a workspace.</summary>
    public const string FolderName = ".proxmox";

    private const string ConfigFile = FolderName + "/config.yml";

    // All of .proxmox but the settings: state, history, the Lab, the lock, and what a killed process leaves.
    private static readonly string[] Ignored = [".proxmox/*", "!.proxmox/config.yml", "*" + AtomicFile.Suffix, "*.tfstate", "*.tfstate.*", "*.tfplan", ".terraform/", "*.tfvars", "crash.log"];

    // Where this product writes, and so where a killed process may have left half a file.
    private static readonly string[] Written = [FolderName, "terraform", "ansible", "tests", "docs"];

    private Workspace(string root, WorkspaceConfig config)
    {
        Root = root;
        Config = config;
        Files = new(root);
    }

    public string Root { get; }
    public WorkspaceConfig Config { get; }

    /// <summary>Its files, and their only writer.</summary>
    public WorkspaceFiles Files { get; }

    public string ConfigPath => Path.Combine(Root, FolderName, "config.yml");
    public string StatePath => Path.Combine(Root, FolderName, "state.db");

    /// <summary>The file with the Lab's state; null where the workspace is on a server.</summary>
    public string? LabStatePath => Config.LabState is not { } state ? null : Path.IsPathRooted(state) ? state : PathOf(state);

    public string HistoryPath => Path.Combine(Root, FolderName, "history");

    /// <summary>The snapshots.</summary>
    public HistoryStore History => new(HistoryPath);

    /// <summary>The workspace that the folder is in: the nearest upwards that has settings, as git finds a repository. Null where there is none.</summary>
    /// <exception cref="PmpcException">Its settings cannot be read.</exception>
    public static Workspace? Find(string startDirectory)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(startDirectory)); folder is not null; folder = folder.Parent)
        {
            var config = Path.Combine(folder.FullName, FolderName, "config.yml");
            if (File.Exists(config)) return Opened(folder.FullName, WorkspaceConfig.Load(config));
        }
        return null;
    }

    /// <summary>The workspace that the folder is in.</summary>
    /// <exception cref="PmpcException"><c>PmpcWorkspaceNotFound</c>, or its settings cannot be read.</exception>
    public static Workspace Open(string startDirectory) => Find(startDirectory) ?? throw new PmpcException("PmpcWorkspaceNotFound", PmpcErrorKind.Workspace,
        $"'{Path.GetFullPath(startDirectory)}' is not in a ProxmoxMpc workspace, nor is any folder above it.",
        "Make one with Initialize-PmpcWorkspace, or change to the folder of an existing one.", startDirectory);

    /// <summary>Makes a workspace of a folder, which may exist and hold files. They are left alone; an existing <c>.gitignore</c> gains what it lacks.</summary>
    /// <exception cref="PmpcException"><c>PmpcWorkspaceExists</c></exception>
    public static Workspace Create(string directory, WorkspaceConfig config)
    {
        var workspace = Opened(Path.GetFullPath(directory), config);
        if (File.Exists(workspace.ConfigPath))
            throw new PmpcException("PmpcWorkspaceExists", PmpcErrorKind.Conflict, $"'{workspace.Root}' is a ProxmoxMpc workspace already.",
                $"Use it as it is, edit {ConfigFile}, or choose another folder.", workspace.Root);
        // Before anything is made: are these settings that could be read back?
        WorkspaceConfigWriter.Write(config, existing: null, workspace.ConfigPath);
        try
        {
            Directory.CreateDirectory(workspace.Root);
            CreatePrivate(workspace.PathOf(FolderName));
            CreatePrivate(workspace.HistoryPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"The workspace '{workspace.Root}' cannot be made: {error.Message}",
                "Check that you may write to the folder.", workspace.Root, error);
        }
        workspace.WriteIgnoreFile();
        // Last, for it makes the folder a workspace: a process killed before has made none.
        config.Save(workspace.ConfigPath);
        return workspace;
    }

    /// <summary>The absolute path of a relative one.</summary>
    /// <exception cref="PmpcException"><c>PmpcPathOutsideWorkspace</c></exception>
    public string PathOf(string relative) => Files.PathOf(relative);

    /// <summary>The same workspace with other settings, which are not written.</summary>
    public Workspace WithConfig(WorkspaceConfig config) => Opened(Root, config);

    /// <summary>Writes the settings, keeping the comments of the file, and returns the workspace that has them.</summary>
    public Workspace SaveConfig(WorkspaceConfig config)
    {
        var changed = Opened(Root, config);
        config.Save(ConfigPath);
        return changed;
    }

    /// <summary>Opens the state.</summary>
    public StateStore OpenState(bool readOnly = false) => StateStore.Open(StatePath, readOnly);

    /// <summary>Locks the workspace for a command that writes, and clears what killed ones left.</summary>
    /// <exception cref="PmpcException"><c>PmpcWorkspaceBusy</c></exception>
    public WorkspaceLock Lock(string command, TimeProvider? time = null)
    {
        var held = WorkspaceLock.Acquire(Path.Combine(Root, FolderName), command, time);
        try
        {
            var now = (time ?? TimeProvider.System).GetUtcNow();
            // Who holds the lock is the only one to write there; beside it, others write what is their own into .proxmox.
            foreach (var folder in Written) Files.RemoveLeftovers(folder, olderThan: folder == FolderName ? now.AddHours(-1) : DateTimeOffset.MaxValue);
            Rehearsal.RemoveLeftovers(this);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public override string ToString() => Root;

    private static Workspace Opened(string root, WorkspaceConfig config)
    {
        if (config.Secrets.Any(secret => secret.Kind == SecretKind.File && WorkspacePath.IsInside(root, SecretProfile.PathOf(secret.Name, SecretProfile.Folder))))
            throw new PmpcException("PmpcConfigHoldsSecret", PmpcErrorKind.Workspace, "The file with a secret lies in the workspace, from where it would be committed.",
                "Move it into your profile and name it there: secret: { file: ~/… }.", root);
        return new(root, config);
    }

    private void WriteIgnoreFile()
    {
        var existing = Files.Read(".gitignore") ?? "";
        var present = existing.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var wanted = Config.LabState is { } lab && !Path.IsPathRooted(lab) && !lab.StartsWith(FolderName + "/", StringComparison.Ordinal) ? [.. Ignored, "/" + lab] : Ignored;
        var missing = wanted.Where(line => !present.Contains(line)).ToArray();
        if (missing.Length == 0) return;
        var text = new StringBuilder(existing);
        if (existing.Length > 0) text.Append(existing.EndsWith('\n') ? "\n" : "\n\n");
        text.Append("# ProxmoxMpc: state, secrets and what Terraform leaves behind\n");
        foreach (var line in missing) text.Append(line).Append('\n');
        Files.Write(new(".gitignore", text.ToString()), FileOwnership.Source);
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
