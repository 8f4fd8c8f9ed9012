using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>How much of the history is kept.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-keep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, null, "0s 1s 2a 3s 40s 50a")]
    [InlineData(3, null, "0s 1s 2a")]
    // One of an apply stays, that it can be undone.
    [InlineData(1, null, "0s 2a")]
    [InlineData(null, 30, "0s 1s 2a 3s")]
    [InlineData(null, 1, "0s 1s 2a")]
    [InlineData(5, 45, "0s 1s 2a 3s 40s")]
    [InlineData(1000, 3650, "0s 1s 2a 3s 40s 50a")]
    public void So_many_and_so_old(int? count, int? days, string left)
    {
        var workspace = Workspace.Create(_folder, new() { IsLab = true, KeepSnapshots = count, KeepDays = days });
        foreach (var (age, kind) in new[] { (50, "apply"), (40, "sync"), (3, "sync"), (2, "apply"), (1, "sync"), (0, "sync") })
            workspace.History.Write(new() { Created = Now.AddDays(-age), Kind = kind, Summary = "" });
        Retention.Apply(workspace, Now);
        Assert.Equal(left, string.Join(' ', workspace.History.List().Select(record => $"{(Now - record.Created).Days}{record.Kind[0]}")));
    }

    [Fact]
    public async Task A_run_that_leaves_a_snapshot_clears_what_is_too_much()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var kept = lab.Workspace.SaveConfig(lab.Workspace.Config with { KeepSnapshots = 1 });
        Assert.Equal(1, Workspace.Open(kept.Root).Config.KeepSnapshots);
        using var session = await Session.OpenAsync(kept, new() { Transport = lab.Lab.CreateHandler(), Token = lab.Token }, TestContext.Current.CancellationToken);
        GuestCode.Set(kept, 100, new GuestEdits(Core.Model.GuestKind.Qemu).Set("cores", "4"), write: true);
        var apply = new Apply(session);
        Assert.True((await apply.RunAsync(await apply.PlanAsync(null, TestContext.Current.CancellationToken), new(), null, null, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal("apply", Assert.Single(kept.History.List()).Kind);
    }
}
