using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Plans that are kept in a file and applied later.</summary>
public sealed class PlanFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pmpc-plan-").FullName;

    private string File => Path.Combine(_folder, "plan.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plan_comes_back_as_it_was_and_is_current_until_somebody_moves()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var plan = await lab.PlanAsync();
        PlanFile.Write(plan, File);
        var saved = PlanFile.Read(File);
        Assert.Equal(plan.Summary, saved.Summary);
        PlanFile.EnsureCurrent(saved, await lab.PlanAsync());

        // A change of the same guest, even of another attribute, is not what was agreed to: its digest says so.
        await lab.ChangeOnServerAsync((await lab.ServerAsync(100))!, ("description", "meanwhile"));
        var fresh = await lab.PlanAsync();
        var stale = Assert.Throws<PmpcException>(() => PlanFile.EnsureCurrent(saved, fresh));
        Assert.Equal("PmpcPlanStale", stale.Id);
        Assert.Contains("web-01 (100)", stale.Message, StringComparison.Ordinal);

    }

    [Fact]
    public async Task A_step_that_came_or_went_makes_a_plan_stale()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        GuestCode.Set(lab.Workspace, 100, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var saved = await lab.PlanAsync();
        GuestCode.Set(lab.Workspace, 102, new GuestEdits(GuestKind.Qemu).Set("cores", "4"), write: true);
        var more = await lab.PlanAsync();
        Assert.Throws<PmpcException>(() => PlanFile.EnsureCurrent(saved, more));
        Assert.Throws<PmpcException>(() => PlanFile.EnsureCurrent(more, saved));
    }

    [Theory]
    [InlineData(null, "PmpcPlanNotFound")]
    [InlineData("", "PmpcPlanUnreadable")]
    [InlineData("{}", "PmpcPlanUnreadable")]
    [InlineData("null", "PmpcPlanUnreadable")]
    [InlineData("""{"version":9,"created":"2026-01-01T00:00:00Z","plan":{}}""", "PmpcPlanUnreadable")]
    public void A_file_that_is_no_plan_is_refused(string? text, string id)
    {
        if (text is not null) System.IO.File.WriteAllText(File, text);
        Assert.Equal(id, Assert.Throws<PmpcException>(() => PlanFile.Read(File)).Id);
    }

    [Fact]
    public void A_plan_is_its_owners_alone()
    {
        PlanFile.Write(new Plan(), File);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }
}
