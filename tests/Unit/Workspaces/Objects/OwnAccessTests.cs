using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>An apply must not take away the rights by which it is made.</summary>
public sealed class OwnAccessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A synced workspace whose code names an operator and the rules for it; and the operator's token.</summary>
    private static async Task<(LabWorkspace Lab, (string TokenId, string Secret) Token)> OperatedAsync()
    {
        var lab = new LabWorkspace();
        using var root = await lab.OpenAsync();
        await root.Client.PostAsync("/access/groups", [new("groupid", "night")], Stop);
        await root.Client.PostAsync("/access/users", [new("userid", "night@pve"), new("groups", "night")], Stop);
        var token = await lab.Lab.CreateTokenAsync("night@pve", "iac", privsep: true, Stop);
        foreach (var (who, value) in new[] { ("users", "night@pve"), ("groups", "night"), ("tokens", token.TokenId) })
            await root.Client.PutAsync("/access/acl", [new("path", "/"), new("roles", "Administrator"), new(who, value)], Stop);
        await root.Client.PutAsync("/access/acl", [new("path", "/vms"), new("roles", "PVEAuditor"), new("groups", "night")], Stop);
        await lab.SyncAsync();
        return (lab, token);
    }

    private static async Task<Plan> PlanAsync(LabWorkspace lab, (string, string) token)
    {
        using var session = await Session.OpenAsync(lab.Workspace, new() { Transport = lab.Lab.CreateHandler(), Token = token }, Stop);
        return await new Apply(session).PlanAsync(null, Stop);
    }

    private static void RemoveRules(LabWorkspace lab, Func<string, bool> which)
    {
        var text = lab.Text("terraform/access.tf");
        var blocks = text.Split("\nresource ").Where((block, i) => i == 0 || !(block.StartsWith("\"proxmox_acl\"", StringComparison.Ordinal) && which(block)));
        File.WriteAllText(lab.Workspace.PathOf("terraform/access.tf"), string.Join("\nresource ", blocks));
    }

    private static ObjectStep[] Kept(Plan plan) => [.. plan.ObjectSteps.Where(step => step.Refusal?.Contains("as which you are connected", StringComparison.Ordinal) == true)];

    [Fact]
    public async Task Rules_by_which_an_apply_is_made_stay_and_others_go()
    {
        var (lab, token) = await OperatedAsync();
        using (lab)
        {
            RemoveRules(lab, block => block.Contains("night", StringComparison.Ordinal));
            var plan = await PlanAsync(lab, token);
            Assert.Equal(4, plan.ObjectSteps.Length);
            Assert.All(plan.ObjectSteps, step => Assert.Equal(PlanAction.Delete, step.Action));
            Assert.Equal(3, Kept(plan).Length);
            // The group's rule for a part of the cluster is not what anybody connects by.
            Assert.Contains("/vms", Assert.Single(plan.ObjectSteps, step => step.Refusal is null).Name, StringComparison.Ordinal);
            // Somebody else may.
            Assert.All((await lab.PlanAsync()).ObjectSteps, step => Assert.Null(step.Refusal));
        }
    }

    [Fact]
    public async Task Nobody_disables_the_user_as_which_it_is_connected()
    {
        var (lab, token) = await OperatedAsync();
        using (lab)
        {
            var text = lab.Text("terraform/access.tf");
            var at = text.IndexOf("user_id = \"night@pve\"", StringComparison.Ordinal);
            Assert.True(at > 0, text);
            File.WriteAllText(lab.Workspace.PathOf("terraform/access.tf"), text.Insert(at, "enabled = false\n  "));
            Assert.Contains("could not take it back", Assert.Single((await PlanAsync(lab, token)).ObjectSteps).Refusal, StringComparison.Ordinal);
            Assert.Null(Assert.Single((await lab.PlanAsync()).ObjectSteps).Refusal);
        }
    }
}
