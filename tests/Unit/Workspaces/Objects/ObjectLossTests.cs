using System.Net;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Faults;
using ProxmoxMpc.Tests.Unit.Workspaces.Online;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>Whatever becomes of the answer to a write beside guests, nothing is made twice, what is said is true, and the next plan holds what is left.</summary>
public sealed class ObjectLossTests
{
    private const string File = "terraform/hand.tf";

    private const string Group = "resource \"proxmox_virtual_environment_group\" \"g\" {\n  group_id = \"night\"\n  comment  = \"a\"\n}\n";

    private const string Security = """
        resource "proxmox_virtual_environment_cluster_firewall_security_group" "s" {
          name = "doors"
          rule {
            type   = "in"
            action = "ACCEPT"
            macro  = "SSH"
          }
          rule {
            type   = "in"
            action = "DROP"
          }
        }
        """;

    private const string Bridge = "resource \"proxmox_network_linux_bridge\" \"b\" {\n  node_name = \"pve2\"\n  name      = \"vmbr7\"\n}\n";

    public static TheoryData<string, int, Loss> Cases() => new(
        from one in new (string Text, int Requests)[] { (Group, 1), (Security, 3), (Bridge, 2) }
        from at in Enumerable.Range(0, one.Requests)
        from loss in Enum.GetValues<Loss>()
        select (one.Text, at, loss));

    [Theory, MemberData(nameof(Cases))]
    public async Task Nothing_is_made_twice_and_the_next_plan_holds_what_is_left(string text, int at, Loss loss)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        System.IO.File.WriteAllText(lab.Workspace.PathOf(File), text);
        var plan = await lab.PlanAsync();
        var writes = new List<string>();
        var time = new FastTime(200);
        ApplyResult result;
        using (var session = await Session.OpenAsync(lab.Workspace, new() { Transport = new Lossy(lab.Lab.CreateHandler(), writes, at, loss), Token = lab.Token, Time = time }, TestContext.Current.CancellationToken))
            result = await new Apply(session, time).RunAsync(plan, new(), null, null, TestContext.Current.CancellationToken);
        var step = Assert.Single(result.Objects);
        // What makes something goes out once; only what surely was not done goes out again.
        if (loss is not Loss.TimeoutBefore) Assert.All(writes.Where(write => write.StartsWith("POST", StringComparison.Ordinal) && !write.Contains("/doors", StringComparison.Ordinal)).GroupBy(write => write), same => Assert.Single(same));
        var left = await lab.PlanAsync();
        var where = $"{step.Outcome} {step.Message}\n{string.Join('\n', writes)}\n{string.Join('\n', left.ToDiff())}";
        Assert.True(step.Outcome == StepOutcome.Done == !left.HasChanges && left.ObjectConflicts.IsEmpty, where);
        // The one request is all of it; of several the rest is left to the next plan.
        if (at == 0 && text == Group) Assert.True(step.Outcome == (loss == Loss.FailureBefore ? StepOutcome.Failed : StepOutcome.Done), where);
        Assert.True((await lab.ApplyAsync()).Succeeded, where);
        await lab.SyncAsync();
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
        System.IO.File.WriteAllText(lab.Workspace.PathOf(File), "");
        Assert.True((await lab.ApplyAsync()).Succeeded);
        Assert.Equal("No changes. Code and server agree.", (await lab.PlanAsync()).Summary);
    }

    /// <summary>Loses the answer to one write.</summary>
    private sealed class Lossy(HttpMessageHandler lab, List<string> writes, int at, Loss loss) : DelegatingHandler(lab)
    {
        private int _seen;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (request.Method == HttpMethod.Get) return await base.SendAsync(request, ct);
            writes.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (_seen++ != at) return await base.SendAsync(request, ct);
            if (loss is Loss.ResetAfter or Loss.TimeoutAfter or Loss.FailureAfter)
            {
                using var answer = await base.SendAsync(request, ct);
                Assert.True(answer.IsSuccessStatusCode, $"{request.RequestUri}: {answer.ReasonPhrase}");
            }
            return loss switch
            {
                Loss.ResetAfter => throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
                Loss.TimeoutAfter or Loss.TimeoutBefore => new((HttpStatusCode)596) { ReasonPhrase = "Connection timed out", Content = new ByteArrayContent([]) },
                _ => new((HttpStatusCode)500) { ReasonPhrase = "got no answer", Content = new StringContent("""{"data":null,"message":"got no answer\n"}""", System.Text.Encoding.UTF8, "application/json") },
            };
        }
    }
}
