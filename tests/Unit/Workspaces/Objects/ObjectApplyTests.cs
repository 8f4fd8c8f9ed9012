using System.Collections.Immutable;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>Edits of what stands beside guests, from the file to the server and back.</summary>
public sealed class ObjectApplyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<LabWorkspace> SyncedAsync()
    {
        var lab = new LabWorkspace();
        await lab.SyncAsync();
        return lab;
    }

    /// <summary>Everything that the server has beside guests, one a line.</summary>
    internal static async Task<string[]> ServerAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        var reader = new ObjectReader(session.Client);
        var query = await reader.TargetsAsync(new(), null, Stop);
        var all = (await reader.ReadAsync(query, Stop)).Objects.Concat((await reader.ReadAsync(query with { Kinds = [ObjectKind.Pool] }, Stop)).Objects);
        return [.. all.OrderBy(item => item.Key).Select(item => $"{item.Key} {string.Join("; ", item.Settings.Select(pair => $"{pair.Key}={pair.Value}"))}")];
    }

    private static async Task WriteAsync(LabWorkspace lab, HttpMethod method, string path, params (string Key, string Value)[] values)
    {
        using var session = await lab.OpenAsync();
        var parameters = values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value));
        if (method == HttpMethod.Put) await session.Client.PutAsync(path, parameters, Stop);
        else if (method == HttpMethod.Post) await session.Client.PostAsync(path, parameters, Stop);
        else await session.Client.DeleteAsync(path, parameters, Stop);
    }

    private static void Append(LabWorkspace lab, string file, string text) => File.AppendAllText(lab.Workspace.PathOf(file), "\n" + text + "\n");

    private static void Remove(LabWorkspace lab, string file, string resource)
    {
        var text = lab.Text(file);
        var start = text.IndexOf($"resource {resource}", StringComparison.Ordinal);
        Assert.True(start >= 0, resource);
        var end = text.IndexOf("\n}\n", start, StringComparison.Ordinal) + 3;
        File.WriteAllText(lab.Workspace.PathOf(file), text[..start] + text[end..].TrimStart('\n'));
    }

    private static void AssertDoable(Plan plan) => Assert.True(plan.ObjectSteps.All(step => step.Refusal is null), string.Join('\n', plan.ToDiff()));

    private static void AssertDone(ApplyResult result) => Assert.True(result.Succeeded && result.Objects.All(step => step.Message.Length == 0), string.Join('\n', result.Objects.Select(step => $"{step.Name} {step.Action}: {step.Outcome} {step.Message}")));

    private static async Task AssertAgreedAsync(LabWorkspace lab)
    {
        var plan = await lab.PlanAsync();
        Assert.True(plan is { HasChanges: false, ObjectSteps.IsEmpty: true, ObjectDrift.IsEmpty: true, ObjectConflicts.IsEmpty: true }, string.Join('\n', plan.ToDiff()));
        Assert.Empty(WorkspaceStatus.Of(lab.Workspace).PendingObjects);
        Assert.Empty((await lab.SyncAsync()).ObjectChanges);
    }

    [Fact]
    public async Task Edits_of_every_file_arrive_are_agreed_on_and_are_taken_back()
    {
        using var lab = await SyncedAsync();
        var (before, files) = (await ServerAsync(lab), lab.Files());
        lab.Replace("terraform/access.tf", "\"Operators\"", "\"The ${upper(\"o\")}perators\"");
        Append(lab, "terraform/access.tf", """
            resource "proxmox_virtual_environment_role" "watch" {
              role_id    = "Watch"
              privileges = ["VM.Audit", "Sys.Audit"]
            }

            resource "proxmox_virtual_environment_group" "night" {
              group_id = "night"
            }

            resource "proxmox_acl" "night" {
              path     = "/vms"
              group_id = "night"
              role_id  = "Watch"
            }
            """);
        lab.Replace("terraform/pools.tf", "\"Staging and CI\"", "\"Staging\"");
        Append(lab, "terraform/pools.tf", "resource \"proxmox_virtual_environment_pool\" \"lab\" {\n  pool_id = \"lab\"\n}");
        lab.Replace("terraform/firewall.tf", "    macro  = \"HTTPS\"\n  }\n", "    macro  = \"HTTPS\"\n  }\n\n  rule {\n    type    = \"in\"\n    action  = \"DROP\"\n    source  = \"192.0.2.0/24\"\n    enabled = false\n  }\n");
        lab.Replace("terraform/firewall.tf", "  cidr {\n    name = \"10.10.0.0/24\"\n  }\n", "  cidr {\n    name    = \"10.20.0.0/24\"\n    comment = \"new\"\n  }\n");
        lab.Replace("terraform/ha.tf", "max_restart = 2", "max_restart = 3");
        Remove(lab, "terraform/ha.tf", "\"proxmox_harule\" \"db_on_big_nodes\"");
        lab.Replace("terraform/backup.tf", "\"02:00\"", "\"03:30\"");
        lab.Replace("terraform/cluster.tf", "\"de\"", "\"en-us\"");
        var edited = lab.Files();

        Assert.Equal(12, WorkspaceStatus.Of(lab.Workspace).PendingObjects.Length);
        var plan = await lab.PlanAsync();
        AssertDoable(plan);
        Assert.Equal("4 to create, 7 to update, 1 to delete beside guests.", plan.Summary);
        Assert.Equal(edited, lab.Files());
        AssertDone(await lab.ApplyAsync(plan));
        await AssertAgreedAsync(lab);
        var after = await ServerAsync(lab);
        Assert.Contains(after, line => line.Contains("Watch", StringComparison.Ordinal) && line.Contains("night", StringComparison.Ordinal));
        Assert.NotEqual(before, after);

        var undone = UndoApply.Run(lab.Workspace, null, write: true);
        Assert.True(undone.Problems.IsEmpty, string.Join('\n', undone.Problems));
        foreach (var file in files.Keys.Where(file => file.EndsWith(".tf", StringComparison.Ordinal) && !file.Contains("imports", StringComparison.Ordinal) && file != "terraform/ha.tf" && file != "terraform/cluster.tf")) Assert.Equal(files[file].TrimEnd(), lab.Text(file).TrimEnd());
        plan = await lab.PlanAsync();
        AssertDoable(plan);
        AssertDone(await lab.ApplyAsync(plan));
        await AssertAgreedAsync(lab);
        // What is as without a word need not be said again.
        Assert.Equal(before.Select(line => line.Replace(" strict=0;", "", StringComparison.Ordinal)), await ServerAsync(lab));
    }

    [Fact]
    public async Task A_plan_of_code_that_was_agreed_on_asks_for_nothing_beside_guests()
    {
        using var lab = await SyncedAsync();
        await WriteAsync(lab, HttpMethod.Put, "/access/groups/ops", ("comment", "Theirs"));
        var plan = await lab.PlanAsync();
        Assert.Equal("No changes. Code and server agree.", plan.Summary);
        lab.Replace("terraform/access.tf", "comment = \"operators\"", "comment = \"the operators\"");
        // Only the kinds that were edited are read, and of these only what was edited is held against the server.
        plan = await lab.PlanAsync();
        Assert.Equal("user ops@pve", Assert.Single(plan.ObjectSteps).Name);
        using var session = await lab.OpenAsync();
        Assert.Contains((await Compare.RunAsync(session, null, Stop)).Beside, one => one is { Name: "group ops", Side: "Server", Attribute: "comment" });
    }

    [Fact]
    public async Task What_somebody_changed_since_the_plan_fails_and_the_rest_goes_on()
    {
        using var lab = await SyncedAsync();
        lab.Replace("terraform/access.tf", "\"Operators\"", "\"Ours\"");
        lab.Replace("terraform/pools.tf", "\"Staging and CI\"", "\"Staging\"");
        var plan = await lab.PlanAsync();
        await WriteAsync(lab, HttpMethod.Put, "/access/groups/ops", ("comment", "Theirs"));
        var result = await lab.ApplyAsync(plan);
        Assert.Equal((1, 1), (result.Done, result.Failed));
        Assert.Contains("Somebody changed group ops", result.Objects.Single(step => step.Outcome == StepOutcome.Failed).Message, StringComparison.Ordinal);
        plan = await lab.PlanAsync();
        Assert.Equal(("group ops", "\"Ours\"", "\"Theirs\""), (Assert.Single(plan.ObjectConflicts).Name, plan.ObjectConflicts[0].Code, plan.ObjectConflicts[0].Server));
        Assert.False(plan.HasChanges);
    }

    [Fact]
    public async Task A_saved_plan_is_refused_where_code_or_server_moved()
    {
        using var lab = await SyncedAsync();
        lab.Replace("terraform/access.tf", "\"Operators\"", "\"Ours\"");
        var path = lab.Workspace.PathOf("plan.json");
        PlanFile.Write(await lab.PlanAsync(), path);
        var saved = PlanFile.Read(path);
        PlanFile.EnsureCurrent(saved, await lab.PlanAsync());
        lab.Replace("terraform/access.tf", "\"Ours\"", "\"Yours\"");
        var fresh = await lab.PlanAsync();
        var stale = Assert.Throws<Core.Model.PmpcException>(() => PlanFile.EnsureCurrent(saved, fresh));
        Assert.Contains("group ops", stale.Message, StringComparison.Ordinal);
    }
}
