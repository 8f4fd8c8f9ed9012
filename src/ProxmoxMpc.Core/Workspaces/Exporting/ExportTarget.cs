using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>Finds the settings of the cluster that an export is for.</summary>
public static class ExportTarget
{
    /// <summary>A workspace with the target's settings, which stands in for the new one as long as that is not there.</summary>
    /// <param name="source">The workspace that is exported.</param>
    /// <param name="directory">The folder of the new workspace.</param>
    /// <param name="target">A <c>config.yml</c>, or a workspace's folder; null: the folder is a workspace already.</param>
    /// <exception cref="PmpcException">There are no settings, or two that differ.</exception>
    public static Workspace Open(Workspace source, string directory, string? target)
    {
        var root = Path.GetFullPath(directory);
        if (WorkspacePath.IsInside(source.Root, root) || WorkspacePath.IsInside(root, source.Root))
            throw new PmpcException("PmpcExportInside", PmpcErrorKind.InvalidArgument, $"'{root}' and the workspace '{source.Root}' lie in each other.", "Choose a folder beside the workspace.", root);
        var own = Path.Combine(root, Workspace.FolderName, "config.yml");
        var there = File.Exists(own) ? Load(own) : null;
        var given = target is null ? null : Load(Directory.Exists(target) ? Path.Combine(target, Workspace.FolderName, "config.yml") : target);
        if (there is not null && given is not null && there != given)
            throw new PmpcException("PmpcExportTargetDiffers", PmpcErrorKind.Conflict, $"'{root}' is a workspace of another server than -Target names.", "Leave -Target out, or choose another folder.", root);
        var config = there ?? given ?? throw new PmpcException("PmpcExportTargetMissing", PmpcErrorKind.InvalidArgument, "It is not known for which server the workspace shall be.",
            $"Name its settings: -Target config.yml. Or make the workspace first, and export into it: Initialize-PmpcWorkspace '{root}' -Server …", root);
        return IsSameServer(config, Absolute(source.Config, source.Root))
            ? throw new PmpcException("PmpcExportTargetSame", PmpcErrorKind.InvalidArgument, "The target is the workspace's own server: its guests would be made a second time.", "Name the settings of another server.", root)
            : source.WithConfig(config);
    }

    private static bool IsSameServer(WorkspaceConfig one, WorkspaceConfig other) => one.IsLab == other.IsLab
        && (one.IsLab ? one.LabState == other.LabState : one.Endpoints.Any(endpoint => other.Endpoints.Any(known => known.Address == endpoint.Address)));

    private static WorkspaceConfig Load(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        return Absolute(WorkspaceConfig.Load(full), Path.GetFileName(folder) == Workspace.FolderName ? Path.GetDirectoryName(folder)! : folder);
    }

    // A Lab's state may be named from its workspace; the settings go elsewhere.
    private static WorkspaceConfig Absolute(WorkspaceConfig config, string root) => config.LabState is { } state && !Path.IsPathRooted(state)
        ? config with { LabState = Path.GetFullPath(Path.Combine(root, state)).Replace(Path.DirectorySeparatorChar, '/') }
        : config;
}
