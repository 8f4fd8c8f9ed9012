using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Objects;

/// <summary>
/// Random edits of what stands beside guests: each is applied whole, then code and server are the same in everything that either has,
/// and what is undone is as it was. A failure tells its seed; PMPC_SEED=S begins with that one.
/// </summary>
public sealed class ObjectRoundsTests
{
    private const string File = "terraform/hand.tf";
    private const int PerWorkspace = 5;

    [Fact]
    public async Task Random_edits_arrive_and_leave_nothing_to_do()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PMPC_SEED"), out var given) ? given : Random.Shared.Next();
        for (var done = 0; done < LongRun.Iterations(PerWorkspace); done += PerWorkspace, seed++)
        {
            using var lab = new LabWorkspace();
            await lab.SyncAsync();
            var random = new Random(seed);
            var objects = new RandomObjects(random);
            for (var round = 0; round < PerWorkspace; round++)
            {
                var before = await ObjectApplyTests.ServerAsync(lab);
                System.IO.File.WriteAllText(lab.Workspace.PathOf(File), objects.Next());
                var where = $"PMPC_SEED={seed}, round {round}";
                var isDone = await ApplyAsync(lab, where, mayBeRefused: false);
                if (round == 0 || !isDone || random.Next(3) > 0) continue;
                var undone = UndoApply.Run(lab.Workspace, null, write: true);
                Assert.True(undone.Problems.IsEmpty, $"{where}, undo\n{string.Join('\n', undone.Problems)}");
                await ApplyAsync(lab, where + ", undone", mayBeRefused: true);
                // The users that came are there still: only a person deletes them.
                var after = (await ObjectApplyTests.ServerAsync(lab)).Where(line => !line.Contains("@pve }", StringComparison.Ordinal) || before.Any(old => old.StartsWith(line[..(line.IndexOf('}') + 1)], StringComparison.Ordinal))).Select(Plain).ToArray();
                var missing = before.Select(Plain).Except(after).Select(line => "- " + line).Concat(after.Except(before.Select(Plain)).Select(line => "+ " + line)).ToArray();
                Assert.True(missing.Length == 0, $"{where}, undone\n{string.Join('\n', missing)}");
            }
        }
    }

    // What is as without a word need not be said again; who is in a group is said of the users.
    private static string Plain(string line)
    {
        var end = line.IndexOf('}', StringComparison.Ordinal) + 1;
        return $"{line[..end]} {string.Join("; ", line[end..].Split("; ").Select(part => part.Trim()).Except(Usual).Where(part => !part.StartsWith("users=", StringComparison.Ordinal)))}";
    }

    private static readonly string[] Usual = ["shared=0", "state=started", "strict=0", "disable=0", "enabled=1", "comment=", "autostart=0", "bridge_vlan_aware=0", "bridge_vids=2-4094"];

    private static async Task<bool> ApplyAsync(LabWorkspace lab, string where, bool mayBeRefused)
    {
        var plan = await lab.PlanAsync();
        Assert.True(mayBeRefused || plan.ObjectSteps.All(step => step.Refusal is null), $"{where}\n{string.Join('\n', plan.ToDiff())}");
        var result = await lab.ApplyAsync(plan);
        Assert.True(result.Succeeded && result.Objects.All(step => step.Message.Length == 0),
            $"{where}\n{string.Join('\n', result.Objects.Where(step => step.Message.Length > 0).Select(step => $"{step.Name} {step.Action}: {step.Outcome} {step.Message}\n  {string.Join("\n  ", step.Step.Requests)}"))}\n{lab.Text(File)}");
        plan = await lab.PlanAsync();
        Assert.True(!plan.HasChanges && plan.ObjectSteps.All(step => mayBeRefused && step.Refusal is not null) && plan.ObjectConflicts.IsEmpty && plan.ObjectDrift.IsEmpty, $"{where}\n{string.Join('\n', plan.ToDiff())}");
        using var session = await lab.OpenAsync();
        var apart = (await Compare.RunAsync(session, null, TestContext.Current.CancellationToken)).Beside.Where(one => !mayBeRefused || one.Kind != Core.Model.Objects.ObjectKind.User).ToArray();
        Assert.True(apart.Length == 0, $"{where}\n{string.Join('\n', apart.Select(one => one.ToString()))}");
        var files = lab.Files();
        Assert.Empty((await lab.SyncAsync()).ObjectChanges.Where(change => !mayBeRefused || change.Object != Core.Model.Objects.ObjectKind.User));
        Assert.Equal(files[File], lab.Text(File));
        return !result.Objects.IsEmpty;
    }
}
