using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Code for what is beside nodes and guests, kept in step with the server.</summary>
public sealed class ObjectMergeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<LabWorkspace> SyncedAsync()
    {
        var lab = new LabWorkspace();
        await lab.SyncAsync();
        return lab;
    }

    private static async Task PutAsync(LabWorkspace lab, string path, params (string Key, string Value)[] values)
    {
        using var session = await lab.OpenAsync();
        await session.Client.PutAsync(path, values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), Stop);
    }

    private static bool IsManaged(LabWorkspace lab, ObjectKind kind, string name) => ObjectCatalog.Known(lab.Workspace, kind).Objects.Single(item => item.Name == name).Managed;

    /// <summary>As in a cluster's file that was written by hand, or where a plugin of another version keeps it elsewhere.</summary>
    [Fact]
    public async Task The_first_sync_writes_everything_the_second_nothing_and_each_says_whether_it_is_code()
    {
        using var lab = await SyncedAsync();
        foreach (var file in new[] { "access", "backup", "cluster", "firewall", "ha", "network", "pools", "storage" }) Assert.StartsWith("# Written by ProxmoxMpc", lab.Text($"terraform/{file}.tf"));
        Assert.Contains("to = proxmox_backup_job.backup_nightly", lab.Text("terraform/imports-cluster.tf"));
        Assert.Contains("#   storage definition ceph-rbd: the provider has no storages of type rbd.", lab.Text("terraform/storage.tf"));
        var files = lab.Files();
        var again = await lab.SyncAsync();
        Assert.Equal((0, 0), (again.FilesWritten, again.RowsWritten));
        Assert.Empty(again.ObjectChanges);
        Assert.Equal(files, lab.Files());
        Assert.True(IsManaged(lab, ObjectKind.User, "ops@pve"));
        Assert.False(IsManaged(lab, ObjectKind.User, "root@pam"));
        Assert.False(IsManaged(lab, ObjectKind.StorageDefinition, "ceph-rbd"));
        Assert.True(IsManaged(lab, ObjectKind.Pool, "prod"));
        Assert.True(IsManaged(lab, ObjectKind.ClusterOption, "keyboard"));
        Assert.False(IsManaged(lab, ObjectKind.ClusterOption, "registered-tags"));
        Assert.Contains("ceph-rbd", lab.Text("docs/cluster.md"));
    }

    [Fact]
    public async Task A_change_on_the_server_arrives_in_its_own_line_and_comments_stay()
    {
        using var lab = await SyncedAsync();
        lab.Replace("terraform/access.tf", "  comment  = \"Operators\"", "  # who is on duty\n  comment  = \"Operators\" # ask Ann");
        await PutAsync(lab, "/access/groups/ops", ("comment", "The ${operators} \"here\""));
        await PutAsync(lab, "/cluster/backup/backup-nightly", ("schedule", "03:30"), ("mailto", "a@example.org"));
        var result = await lab.SyncAsync();
        Assert.All(result.ObjectChanges, change => Assert.Equal(SyncChangeKind.Updated, change.Kind));
        Assert.Contains("  # who is on duty\n  comment  = \"The $${operators} \\\"here\\\"\" # ask Ann", lab.Text("terraform/access.tf"));
        Assert.Contains("schedule = \"03:30\"", lab.Text("terraform/backup.tf"));
        Assert.Matches("mailto *= \\[\"a@example.org\"\\]", lab.Text("terraform/backup.tf"));
        Assert.Empty((await lab.SyncAsync()).ObjectChanges);
    }

    [Fact]
    public async Task A_change_in_the_code_is_left_for_Terraform_and_both_sides_are_a_conflict()
    {
        using var lab = await SyncedAsync();
        lab.Replace("terraform/pools.tf", "comment = \"Production\"", "comment = \"Ours\"");
        var pending = Assert.Single((await lab.SyncAsync()).ObjectChanges);
        Assert.Equal((SyncChangeKind.Pending, ObjectKind.Pool, "comment", "\"Production\"", "\"Ours\"", "\"Production\""), (pending.Kind, pending.Object, pending.Attribute, pending.Base, pending.Code, pending.Server));
        await PutAsync(lab, "/pools", ("poolid", "prod"), ("comment", "Theirs"));
        var conflict = Assert.Single((await lab.SyncAsync()).ObjectChanges);
        Assert.Equal((SyncChangeKind.Conflict, "\"Ours\"", "\"Theirs\""), (conflict.Kind, conflict.Code, conflict.Server));
        Assert.Contains("\"Ours\"", lab.Text("terraform/pools.tf"));
        await lab.SyncAsync(Preference.Server);
        Assert.Contains("comment = \"Theirs\"", lab.Text("terraform/pools.tf"));
        Assert.Empty((await lab.SyncAsync()).ObjectChanges);
    }

    [Fact]
    public async Task What_comes_and_goes_on_the_server_comes_and_goes_in_the_code()
    {
        using var lab = await SyncedAsync();
        using (var session = await lab.OpenAsync())
        {
            await session.Client.PostAsync("/access/groups", [new("groupid", "audit"), new("comment", "x")], Stop);
            await session.Client.DeleteAsync("/cluster/ha/rules/db-on-big-nodes", null, Stop);
        }
        var changes = (await lab.SyncAsync()).ObjectChanges;
        Assert.Equal([SyncChangeKind.Added, SyncChangeKind.Removed], changes.Select(change => change.Kind).Order());
        Assert.Contains("group_id = \"audit\"", lab.Text("terraform/access.tf"));
        Assert.DoesNotContain("proxmox_harule", lab.Text("terraform/ha.tf"));
        Assert.DoesNotContain("proxmox_harule", lab.Text("terraform/imports-cluster.tf"));
        Assert.Empty((await lab.SyncAsync()).ObjectChanges);
    }

    [Fact]
    public async Task What_was_taken_out_of_the_code_does_not_come_back_by_itself()
    {
        using var lab = await SyncedAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/ha.tf"), "# none of it\n");
        var changes = (await lab.SyncAsync()).ObjectChanges;
        Assert.All(changes, change => Assert.Equal(SyncChangeKind.PendingDelete, change.Kind));
        Assert.Equal(2, changes.Length);
        Assert.Equal("# none of it\n", lab.Text("terraform/ha.tf"));
        await lab.SyncAsync(Preference.Server);
        Assert.Contains("proxmox_harule", lab.Text("terraform/ha.tf"));
    }

    [Fact]
    public async Task Rules_are_changed_where_they_differ_and_keep_their_comments()
    {
        using var lab = await SyncedAsync();
        lab.Replace("terraform/firewall.tf", "    macro  = \"HTTPS\"", "    macro  = \"HTTPS\" # the world");
        using (var session = await lab.OpenAsync())
        {
            await session.Client.PutAsync("/cluster/firewall/groups/web/1", [new("comment", "for redirects")], Stop);
            // It goes to the top.
            await session.Client.PostAsync("/cluster/firewall/groups/web", [new("type", "in"), new("action", "DROP"), new("enable", "1")], Stop);
        }
        var change = Assert.Single((await lab.SyncAsync()).ObjectChanges);
        Assert.Equal((SyncChangeKind.Updated, "rule"), (change.Kind, change.Attribute));
        var text = lab.Text("terraform/firewall.tf");
        Assert.Contains("""
              rule {
                type   = "in"
                action = "DROP"
              }

              rule {
                type   = "in"
                action = "ACCEPT"
                macro  = "HTTPS" # the world
              }

              rule {
                type    = "in"
                action  = "ACCEPT"
                macro   = "HTTP"
                comment = "for redirects"
              }
            """, text);
        Assert.Empty((await lab.SyncAsync()).ObjectChanges);
    }

    [Fact]
    public async Task Guests_made_by_for_each_and_what_only_Terraform_knows_are_left_to_it()
    {
        using var lab = await SyncedAsync();
        File.WriteAllText(lab.Workspace.PathOf("terraform/team.tf"), "resource \"proxmox_virtual_environment_group\" \"team\" {\n  for_each = toset([\"blue\"])\n  group_id = each.key\n}\n");
        using (var session = await lab.OpenAsync()) await session.Client.PostAsync("/access/groups", [new("groupid", "blue")], Stop);
        var change = Assert.Single((await lab.SyncAsync()).ObjectChanges);
        Assert.Equal((SyncChangeKind.NotManaged, "group blue"), (change.Kind, change.Name));
        Assert.DoesNotContain("blue", lab.Text("terraform/access.tf"));
    }

    [Fact]
    public async Task What_cannot_be_read_stays_in_the_code()
    {
        using var lab = await SyncedAsync();
        var before = lab.Text("terraform/network.tf");
        var state = JsonNode.Parse(lab.Lab.ToJson())!;
        state["nodes"]!["pve3"]!["status"] = "offline";
        using var down = LabCluster.FromJson(state.ToJsonString());
        using var session = await Session.OpenAsync(lab.Workspace, new() { Transport = down.CreateHandler(), Token = down.IssueEmbeddedToken() }, Stop);
        Assert.Empty((await new Sync(session).RunAsync(new(), null, Stop)).ObjectChanges);
        Assert.Equal(before, lab.Text("terraform/network.tf"));
    }

    [Fact]
    public async Task A_dry_run_shows_the_edit_and_writes_nothing()
    {
        using var lab = await SyncedAsync();
        await PutAsync(lab, "/access/groups/ops", ("comment", "new"));
        var files = lab.Files();
        var result = await lab.SyncAsync(dryRun: true);
        Assert.Contains(result.Files, file => file.Path == "terraform/access.tf" && file.Diff!.Contains("+  comment  = \"new\"", StringComparison.Ordinal));
        Assert.Equal(files, lab.Files());
    }

    [Fact]
    public async Task What_never_agreed_on_all_of_it_is_as_new_as_before_when_it_goes_from_the_server()
    {
        using var lab = await SyncedAsync();
        File.AppendAllText(lab.Workspace.PathOf("terraform/access.tf"), "\nresource \"proxmox_virtual_environment_user\" \"new\" {\n  user_id = \"new@pve\"\n  comment = \"code\"\n  email   = \"code@example.org\"\n}\n");
        using (var session = await lab.OpenAsync()) await session.Client.PostAsync("/access/users", [new("userid", "new@pve"), new("comment", "server"), new("email", "server@example.org")], Stop);
        await lab.SyncAsync();
        var conflicts = ConflictResolution.Find(lab.Workspace).Where(conflict => conflict.Name == "user new@pve").ToArray();
        Assert.Equal(["comment", "email"], conflicts.Select(conflict => conflict.Attribute).Order());
        ConflictResolution.Run(lab.Workspace, [.. conflicts.Where(conflict => conflict.Attribute == "email")], Preference.Server, write: true, ct: Stop);
        using (var session = await lab.OpenAsync()) await session.Client.DeleteAsync("/access/users/new@pve", null, Stop);
        Assert.Equal(SyncChangeKind.PendingCreate, Assert.Single((await lab.SyncAsync()).ObjectChanges, change => change.Name == "user new@pve").Kind);
    }
}
