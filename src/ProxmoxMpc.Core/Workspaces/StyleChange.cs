using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Changes the taste of a workspace: how guests that are new in the code are written from now on.</summary>
public static class StyleChange
{
    /// <summary>The settings with another taste. What is null stays; an empty pattern is the layout's own.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileNamesInvalid</c></exception>
    public static WorkspaceConfig Of(WorkspaceConfig config, WorkspaceLayout? layout, string? fileNames, AttributeDetail? attributes, bool? dynamicInventory = null)
    {
        var changed = config with
        {
            Layout = layout ?? config.Layout,
            // The pattern of another layout says nothing of this one.
            FileNames = fileNames is not null ? fileNames.Length == 0 ? null : fileNames : layout is { } other && other != config.Layout ? null : config.FileNames,
            Attributes = attributes ?? config.Attributes,
            DynamicInventory = dynamicInventory ?? config.DynamicInventory,
        };
        return CodeStyle.Problem(changed.Layout, changed.FileNames) is { } problem
            ? throw new PmpcException("PmpcFileNamesInvalid", PmpcErrorKind.InvalidArgument, $"'{changed.FileNames}' cannot name the files: {problem}.", "For example {vmid}-{name} with a file per guest, guests-{node} with one per node.", changed.FileNames)
            : changed;
    }

    /// <summary>Writes the taste into the settings, and gives the workspace as it is then. No file of the code changes.</summary>
    public static Workspace Save(Workspace workspace, WorkspaceLayout? layout, string? fileNames, AttributeDetail? attributes, bool? dynamicInventory = null)
    {
        var changed = Of(workspace.Config, layout, fileNames, attributes, dynamicInventory);
        if (changed.Equals(workspace.Config)) return workspace;
        using var hold = workspace.Lock("style");
        changed.Save(workspace.ConfigPath);
        return Workspace.Open(workspace.Root);
    }
}
