using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class WorkspaceTests : IDisposable
{
    private static readonly WorkspaceConfig Config = new() { Endpoints = [new(new("https://pve1:8006"))], TokenId = "root@pam!pmpc", Secret = new(SecretKind.Environment, "PMPC_SECRET") };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_workspace_is_found_from_any_folder_in_it()
    {
        var made = Workspace.Create(_folder.File("new/place"), Config);
        Directory.CreateDirectory(_folder.File("new/place/terraform/vms"));
        var found = Workspace.Open(_folder.File("new/place/terraform/vms"));
        Assert.Equal(_folder.File("new/place"), found.Root);
        Assert.Equal(Config, found.Config);
        Assert.Equal(made.StatePath, found.StatePath);
        Assert.Equal(Path.Combine(made.Root, "terraform", "main.tf"), found.PathOf("terraform/main.tf"));
        Assert.Equal("PmpcPathOutsideWorkspace", Assert.Throws<PmpcException>(() => found.PathOf("../x")).Id);
        Assert.Null(Workspace.Find(_folder.File("new")));
    }

    [Fact]
    public void Without_a_workspace_the_hint_says_how_to_make_one()
    {
        var error = Assert.Throws<PmpcException>(() => Workspace.Open(_folder.Root));
        Assert.Equal("PmpcWorkspaceNotFound", error.Id);
        Assert.Contains("Initialize-PmpcWorkspace", error.Hint);
    }

    [Fact]
    public void A_workspace_is_not_made_over_another_one_but_may_lie_in_one()
    {
        Workspace.Create(_folder.Root, Config);
        var before = File.ReadAllText(_folder.File(".proxmox/config.yml"));
        Assert.Equal("PmpcWorkspaceExists", Assert.Throws<PmpcException>(() => Workspace.Create(_folder.Root, new() { IsLab = true })).Id);
        Assert.Equal(before, File.ReadAllText(_folder.File(".proxmox/config.yml")));
        Workspace.Create(_folder.File("inner"), new() { IsLab = true });
        Assert.True(Workspace.Open(_folder.File("inner")).Config.IsLab);
    }

    [Fact]
    public void Its_own_folder_is_for_the_owner_alone()
    {
        Workspace.Create(_folder.Root, Config);
        Assert.Equal("700", TemporaryFolder.Mode(_folder.File(".proxmox")));
        Assert.Equal("700", TemporaryFolder.Mode(_folder.File(".proxmox/history")));
        Assert.Equal("600", TemporaryFolder.Mode(_folder.File(".proxmox/config.yml")));
    }

    [Fact]
    public void Git_is_told_what_to_leave_out_and_existing_lines_stay()
    {
        File.WriteAllText(_folder.File(".gitignore"), "node_modules\n.terraform/");
        Workspace.Create(_folder.Root, new() { IsLab = true, LabState = "lab/state.json" });
        var lines = File.ReadAllLines(_folder.File(".gitignore"));
        Assert.Equal("node_modules", lines[0]);
        Assert.Single(lines, line => line == ".terraform/");
        Assert.Contains(".proxmox/*", lines);
        Assert.Contains("!.proxmox/config.yml", lines);
        Assert.Contains("*.tfstate", lines);
        Assert.Contains("/lab/state.json", lines);
    }

    [Fact]
    public void Settings_that_cannot_be_saved_make_no_workspace()
    {
        Assert.Throws<PmpcException>(() => Workspace.Create(_folder.Root, Config with { Concurrency = 0 }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
        Assert.NotNull(Workspace.Create(_folder.Root, Config));
    }

    [Fact]
    public void Changed_settings_are_saved()
    {
        var workspace = Workspace.Create(_folder.Root, Config);
        Assert.Equal(16, workspace.WithConfig(Config with { Concurrency = 16 }).Config.Concurrency);
        Assert.Equal(8, Workspace.Open(_folder.Root).Config.Concurrency);
        workspace.SaveConfig(Config with { Concurrency = 16 });
        Assert.Equal(16, Workspace.Open(_folder.Root).Config.Concurrency);
    }

    [Fact]
    public void A_secret_file_in_the_workspace_is_refused()
    {
        var inside = Config with { Secret = new(SecretKind.File, _folder.File("secrets/token")) };
        Assert.Equal("PmpcConfigHoldsSecret", Assert.Throws<PmpcException>(() => Workspace.Create(_folder.Root, inside)).Id);
    }

    [Fact]
    public void Locking_clears_what_killed_processes_left_but_not_what_is_in_the_making()
    {
        var workspace = Workspace.Create(_folder.Root, Config);
        foreach (var folder in new[] { ".proxmox/history", "terraform/vms" })
        {
            Directory.CreateDirectory(_folder.File(folder));
            File.WriteAllText(_folder.File($"{folder}/.old.pmpc-tmp"), "half");
            File.SetLastWriteTimeUtc(_folder.File($"{folder}/.old.pmpc-tmp"), new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            File.WriteAllText(_folder.File($"{folder}/.new.pmpc-tmp"), "half");
        }
        workspace.Lock("apply").Dispose();
        // Into its own folder others write without the lock, too; beside it nobody does.
        Assert.Equal([".proxmox/history/.new.pmpc-tmp"], Directory.EnumerateFiles(_folder.Root, "*.pmpc-tmp", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Root, path).Replace('\\', '/')));
    }

    [Fact]
    public void State_history_and_lock_live_in_its_own_folder()
    {
        var workspace = Workspace.Create(_folder.Root, Config);
        using (workspace.Lock("Sync-PmpcInfrastructure"))
        using (var store = workspace.OpenState())
            Assert.Null(store.ReadInventory());
        workspace.History.Write(new() { Created = DateTimeOffset.UnixEpoch, Kind = "sync" });
        Assert.Single(workspace.History.List());
        Assert.Equal([".gitignore", ".proxmox"], Directory.EnumerateFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
    }
}
