using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Guests in files as people like it, and where they stay.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData(WorkspaceLayout.PerNode, null, AttributeDetail.Minimal, "terraform/vms/pve1.tf")]
    [InlineData(WorkspaceLayout.PerNode, "guests-of-{node}", AttributeDetail.Lossless, "terraform/vms/guests-of-pve1.tf")]
    [InlineData(WorkspaceLayout.Single, null, AttributeDetail.Minimal, "terraform/vms/vms.tf")]
    [InlineData(WorkspaceLayout.PerGuest, "{vmid}-{name}", AttributeDetail.Minimal, "terraform/vms/100-web-01.tf")]
    [InlineData(WorkspaceLayout.PerGuest, null, AttributeDetail.Lossless, "terraform/vms/web-01.tf")]
    public async Task Every_layout_plans_nothing_and_a_second_sync_writes_nothing(WorkspaceLayout layout, string? names, AttributeDetail detail, string file)
    {
        using var lab = new LabWorkspace(layout, names, detail);
        Assert.Empty((await lab.SyncAsync()).Conflicts);
        Assert.Equal(file, lab.Code(100).File);
        Assert.Equal("web_01", lab.Code(100).ResourceName);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.Empty((await lab.PlanAsync()).Drift);
        // Tests and playbooks go by the guests' names, whatever the files are called.
        Assert.Contains("tests/vms/web-01.Tests.ps1", lab.Files().Keys);
        Assert.Contains($"({"../" + file})", lab.Text("docs/architecture.md"), StringComparison.Ordinal);
        var second = await lab.SyncAsync();
        Assert.Equal((0, 0), (second.FilesWritten, second.RowsWritten));
    }

    [Fact]
    public async Task A_guest_that_is_renamed_and_moved_stays_where_it_is_in_every_layout()
    {
        foreach (var (layout, names) in new (WorkspaceLayout, string?)[] { (WorkspaceLayout.PerGuest, null), (WorkspaceLayout.PerGuest, "{node}-{name}"), (WorkspaceLayout.PerNode, null), (WorkspaceLayout.Single, null) })
        {
            using var lab = new LabWorkspace(layout, names);
            await lab.SyncAsync();
            var before = lab.Files().Keys.Where(path => path.StartsWith("terraform/", StringComparison.Ordinal)).ToArray();
            var guest = (await lab.ServerAsync(100))!;
            await lab.ChangeOnServerAsync(guest, ("name", "frontend"));
            using (var session = await lab.OpenAsync())
            {
                var task = await session.Client.PostAsync($"/nodes/{guest.Node}/qemu/100/migrate", [new("target", "pve2"), new("online", guest.IsRunning ? "1" : "0"), new("with-local-disks", "1")], TestContext.Current.CancellationToken);
                Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
                await session.Client.WaitForTaskAsync(upid, null, TestContext.Current.CancellationToken);
            }
            var sync = await lab.SyncAsync();
            Assert.All(sync.Changes, change => Assert.Equal(SyncChangeKind.Updated, change.Kind));
            Assert.Equal(before, lab.Files().Keys.Where(path => path.StartsWith("terraform/", StringComparison.Ordinal)));
            Assert.Equal(("frontend", "pve2", "web_01"), (lab.Code(100).Name, lab.Code(100).Node, lab.Code(100).ResourceName));
            Assert.Equal(0, (await lab.SyncAsync()).FilesWritten);
        }
    }

    [Fact]
    public async Task Another_layout_later_is_for_new_guests_alone()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var before = lab.Files();
        lab.Workspace = StyleChange.Save(lab.Workspace, WorkspaceLayout.PerNode, null, AttributeDetail.Lossless);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var sync ? (sync.FilesWritten, sync.RowsWritten) : default);
        Assert.Equal(before, lab.Files());

        await CreateAsync(lab, 4711, "late-01");
        await CreateAsync(lab, 4712, "late-02");
        Assert.Equal(2, (await lab.SyncAsync()).Changes.Count(change => change.Kind == SyncChangeKind.Added));
        Assert.Equal(("terraform/vms/pve1.tf", "terraform/vms/pve1.tf"), (lab.Code(4711).File, lab.Code(4712).File));
        Assert.False((await lab.PlanAsync()).HasChanges);
        // By cmdlet, too, and behind what people wrote there.
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/pve1.tf"), lab.Text("terraform/vms/pve1.tf") + "\n# mine\n");
        var edit = GuestCode.New(lab.Workspace, new GuestEdits(GuestKind.Qemu).Set("name", "late-03"), 4713, "pve1", write: true);
        Assert.Equal("terraform/vms/pve1.tf", edit.File);
        Assert.Matches(new Regex("# mine\n\nresource \"proxmox_virtual_environment_vm\" \"late_03\"", RegexOptions.CultureInvariant), lab.Text(edit.File));
        Assert.Equal(before.Where(pair => pair.Key.StartsWith("terraform/vms/", StringComparison.Ordinal)), lab.Files().Where(pair => pair.Key.StartsWith("terraform/vms/", StringComparison.Ordinal) && pair.Key != edit.File));
    }

    [Fact]
    public async Task A_guest_that_goes_leaves_the_others_of_its_file_alone()
    {
        using var lab = new LabWorkspace(WorkspaceLayout.PerNode);
        await lab.SyncAsync();
        await CreateAsync(lab, 4711, "late-01");
        await lab.SyncAsync();
        var without = lab.Text("terraform/vms/pve1.tf");
        Assert.Contains("\"late_01\"", without, StringComparison.Ordinal);
        await lab.DeleteOnServerAsync((await lab.ServerAsync(4711))!);
        await CreateAsync(lab, 4712, "late-02");
        var sync = await lab.SyncAsync();
        Assert.Equal([SyncChangeKind.Removed, SyncChangeKind.Added], sync.Changes.Select(change => change.Kind));
        var text = lab.Text("terraform/vms/pve1.tf");
        Assert.DoesNotContain("\"late_01\"", text, StringComparison.Ordinal);
        Assert.Contains("\"late_02\"", text, StringComparison.Ordinal);
        Assert.Equal(lab.Code(100).File, lab.Code(4712).File);
        Assert.False((await lab.PlanAsync()).HasChanges);
    }

    [Fact]
    public async Task A_lossless_file_says_what_a_minimal_one_says_and_more()
    {
        using var lab = new LabWorkspace();
        var guests = (await lab.InventoryAsync()).Guests.Where(guest => TerraformWriter.Obstacle(guest) is null).ToArray();
        var more = 0;
        foreach (var guest in guests)
        {
            var (brief, whole) = (TerraformWriter.Guest(guest, "x").Text, TerraformWriter.Guest(guest, "x", spellOut: true).Text);
            Assert.Equal(Read(brief), Read(whole));
            // A UUID alone is no matter of the code: the provider reads none.
            Assert.Equal(GuestProjection.Of(guest).With(AttributePath.OsTemplate, null).With("smbios1.uuid", null), Read(whole).With(AttributePath.OsTemplate, null).With("smbios1.uuid", null));
            // Every line of the one is in the other, but for how the equals signs stand in line.
            Assert.Empty(brief.Split('\n').Select(Squeezed).Except(whole.Split('\n').Select(Squeezed)));
            if (whole.Length > brief.Length) more++;
        }
        Assert.True(more > 3, $"{more} of {guests.Length} files say more.");

        static string Squeezed(string line) => Regex.Replace(line, " +", " ");
        static AttributeMap Read(string text) => TerraformReader.Read(new Dictionary<string, string> { ["terraform/vms/x.tf"] = text }).Guests.Single().Attributes;
    }

    [Theory]
    [InlineData(WorkspaceLayout.PerGuest, "{node}", "needs {name} or {vmid}")]
    [InlineData(WorkspaceLayout.PerGuest, "{name}/{vmid}", "letters")]
    [InlineData(WorkspaceLayout.PerGuest, "{nmae}", "no '{nmae}'")]
    [InlineData(WorkspaceLayout.PerNode, "{kind}", "needs {node}")]
    [InlineData(WorkspaceLayout.PerNode, "{node}-{name}", "{node} and {kind} only")]
    [InlineData(WorkspaceLayout.Single, "{node}", "{kind} only")]
    public void A_pattern_that_cannot_name_the_files_is_refused(WorkspaceLayout layout, string pattern, string why)
    {
        var error = Assert.Throws<PmpcException>(() => StyleChange.Of(new(), layout, pattern, null));
        Assert.Equal("PmpcFileNamesInvalid", error.Id);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_keep_the_taste_and_older_ones_are_read()
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-style-");
        try
        {
            var path = Path.Combine(folder.FullName, "config.yml");
            var config = new WorkspaceConfig { IsLab = true, Layout = WorkspaceLayout.PerNode, FileNames = "all-of-{node}", Attributes = AttributeDetail.Lossless };
            config.Save(path);
            Assert.Equal(config, WorkspaceConfig.Load(path));
            Assert.Contains("  layout: perNode\n  fileNames: \"all-of-{node}\"\n  attributes: lossless\n", File.ReadAllText(path), StringComparison.Ordinal);
            File.WriteAllText(path, "version: 1\nlab: true\noptions:\n  layout: filePerGuest\n");
            Assert.Equal(WorkspaceLayout.PerGuest, WorkspaceConfig.Load(path).Layout);
            File.WriteAllText(path, "version: 1\nlab: true\noptions:\n  layout: perNode\n  fileNames: \"{vmid}\"\n");
            Assert.Contains(":5:", Assert.Throws<PmpcException>(() => WorkspaceConfig.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_guest_may_be_called_like_a_file_of_the_module()
    {
        using var lab = new LabWorkspace();
        await CreateAsync(lab, 4711, "versions");
        await lab.SyncAsync();
        Assert.Equal("terraform/vms/versions-4711.tf", lab.Code(4711).File);
        Assert.Contains("required_providers", lab.Text("terraform/vms/versions.tf"), StringComparison.Ordinal);
    }

    private static async Task CreateAsync(LabWorkspace lab, int vmid, string name)
    {
        using var session = await lab.OpenAsync();
        var task = await session.Client.PostAsync("/nodes/pve1/qemu", [new("vmid", $"{vmid}"), new("name", name), new("memory", "512")], TestContext.Current.CancellationToken);
        Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
        await session.Client.WaitForTaskAsync(upid, null, TestContext.Current.CancellationToken);
    }
}
