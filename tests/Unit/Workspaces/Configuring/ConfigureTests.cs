using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces.Configuring;
using ProxmoxMpc.Tests.Unit.Applying.Tools;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Configuring;

/// <summary>Playbooks of guests that were changed.</summary>
public sealed class ConfigureTests
{
    [Fact]
    public async Task Ansible_itself_runs_the_playbooks_of_these_guests_and_of_no_others()
    {
        if (ToolPath.Find("ansible-playbook") is null) Assert.Skip("ansible-playbook is not on PATH.");
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var guests = (await InventoryAsync(lab)).Guests;
        var (web, dns, stopped, template) = (guests.Single(guest => guest.Name == "web-01"), guests.Single(guest => guest.Name == "dns-01"), guests.First(guest => guest is { IsRunning: false, IsTemplate: false }), guests.First(guest => guest.IsTemplate));
        Directory.CreateDirectory(lab.Workspace.PathOf("ansible/group_vars"));
        File.WriteAllText(lab.Workspace.PathOf("ansible/group_vars/all.yml"), "ansible_connection: local\n");
        foreach (var (host, task) in new[] { ("web-01", "command: 'true'"), ("dns-01", "fail: { msg: \"no \\\"way\\\" ${x}\" }") })
            File.WriteAllText(lab.Workspace.PathOf($"ansible/playbooks/{host}.yml"), $"- hosts: {host}\n  gather_facts: false\n  tasks:\n    - name: Do it [{host}]\n      {task}\n");
        var tasks = new System.Collections.Concurrent.ConcurrentBag<string>();

        var results = await new Configure(lab.Workspace).RunAsync([stopped.VmId, dns.VmId, web.VmId, template.VmId], new Told(tasks), TestContext.Current.CancellationToken);

        Assert.Equal(new[] { web.VmId, dns.VmId, stopped.VmId, template.VmId }.Order(), results.Select(result => result.VmId));
        Assert.Equal((ConfigureOutcome.Done, 1, 1, ""), results.Single(result => result.VmId == web.VmId) is var done ? (done.Outcome, done.Ok, done.Changed, done.Message) : default);
        Assert.Equal((ConfigureOutcome.Failed, "Do it [dns-01]: no \"way\" ${x}"), results.Single(result => result.VmId == dns.VmId) is var failed ? (failed.Outcome, failed.Message) : default);
        Assert.Equal("It does not run.", results.Single(result => result.VmId == stopped.VmId).Message);
        Assert.Equal(ConfigureOutcome.Skipped, results.Single(result => result.VmId == template.VmId).Outcome);
        Assert.Contains("web-01: Do it [web-01]", tasks);
    }

    [Fact]
    public async Task A_playbook_that_is_none_fails_with_what_Ansible_says()
    {
        using var lab = new LabWorkspace();
        using var folder = new TemporaryFolder();
        await lab.SyncAsync();
        var program = TestProgram.Write(folder.File("ansible-playbook"), "echo \"$@\" > arguments\necho 'ERROR! no such role' >&2\nexit 4");
        var result = Assert.Single(await new Configure(lab.Workspace, program).RunAsync([100], null, TestContext.Current.CancellationToken));
        Assert.Equal((ConfigureOutcome.Failed, "ERROR! no such role"), (result.Outcome, result.Message));
        Assert.Equal("-i inventory.yml --limit web-01 playbooks/web-01.yml\n", lab.Text("ansible/arguments"));
    }

    private static async Task<Inventory> InventoryAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        return await new Core.Api.InventoryReader(session.Client).ReadAsync(null, TestContext.Current.CancellationToken);
    }

    private sealed class Told(System.Collections.Concurrent.ConcurrentBag<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
