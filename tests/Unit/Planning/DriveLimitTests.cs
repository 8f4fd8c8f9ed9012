using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Lab.Guests;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>Options of a drive that Proxmox refuses together are said before an apply. What it refuses is the Lab's word, which was held against Proxmox's own code.</summary>
public sealed class DriveLimitTests
{
    private static readonly Guest Web = new()
    {
        VmId = 101, Kind = GuestKind.Qemu, Node = "pve1", Status = "running", Digest = "d1",
        Config = GuestConfig.Of(("name", "web"), ("scsi0", "local-lvm:vm-101-disk-0,mbps=50,mbps_max=90,size=32G"), ("scsi1", "local-lvm:vm-101-disk-1,size=1G")),
    };

    [Theory]
    [InlineData("scsi1.mbps_max", "mbps_max=10")]
    [InlineData("scsi1.mbps_rd_max", "mbps_rd_max=10", "mbps_wr=5")]
    [InlineData("scsi1.bps_max_length", "bps_max_length=3", "mbps=5")]
    [InlineData("scsi1.iops_rd_max_length", "iops_rd_max_length=3")]
    [InlineData("scsi1.mbps_wr", "mbps=5", "mbps_wr=7")]
    [InlineData("scsi1.iops_rd", "iops=5", "iops_rd=7")]
    [InlineData("scsi1.bps_rd", "bps_rd=5", "mbps_rd=7")]
    [InlineData(null, "mbps=5", "mbps_max=9", "bps_max_length=3")]
    [InlineData(null, "bps=5000000", "mbps_max=9")]
    [InlineData(null, "iops_max=9")]
    [InlineData(null, "mbps_max=0")]
    [InlineData(null, "mbps_rd=5", "mbps_wr=9", "iops=100")]
    public void A_drive_that_Proxmox_cannot_read_is_a_problem_and_not_asked_for(string? path, params string[] options)
    {
        var edits = options.Select(option => option.Split('=')).Select(pair => ($"scsi1.{pair[0]}", (string?)pair[1])).ToArray();
        var plan = Plan(edits);
        Assert.Equal(Drives.Agree("scsi1", options.Select(option => option.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)), path is null);
        Assert.Equal(path is null, plan.HasChanges);
        Assert.Equal(path, plan.Problems.SingleOrDefault()?.Path);
    }

    [Fact]
    public void The_limit_cannot_go_and_leave_its_burst_behind()
    {
        var plan = Plan(("scsi0.mbps", null), ("name", "other"), ("scsi0.size", "40G"));
        Assert.Equal("scsi0.mbps_max", Assert.Single(plan.Problems).Path);
        Assert.Equal(["name"], Assert.Single(plan.Steps, step => step.Action == PlanAction.Update).Parameters.Keys);
        Assert.Contains(plan.Steps, step => step.Action == PlanAction.Grow);
        Assert.Empty(Plan(("scsi0.mbps", null), ("scsi0.mbps_max", null)).Problems);
    }

    [Fact]
    public void A_new_guest_with_such_a_drive_is_not_made()
    {
        var states = States(("scsi1.mbps_max", "10"));
        var plan = Planner.Diff([states with { Base = null, Server = null, ServerView = null }], Read, _ => null);
        Assert.False(plan.HasChanges);
        Assert.Contains("scsi1.mbps_max goes beyond scsi1.mbps", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("virtio3", false)]
    [InlineData("sata3", true)]
    public void There_is_no_disc_on_a_VirtIO_bus(string drive, bool isPossible)
    {
        var plan = Plan(($"{drive}.media", "cdrom"), ($"{drive}.volume", "none"));
        Assert.Equal(isPossible, plan.HasChanges);
        Assert.Equal(isPossible, plan.Problems.IsEmpty);
    }

    private static readonly Inventory Read = new() { Cluster = "c", Version = "9.2" };

    private static Plan Plan(params (string Path, string? Value)[] edits) => Planner.Diff([States(edits)], Read, _ => null);

    private static GuestStates States(params (string Path, string? Value)[] edits)
    {
        var view = GuestAttributes.Of(Web);
        return new(Web.VmId, view, new()
        {
            Kind = Web.Kind, VmId = Web.VmId, Node = Web.Node, Name = Web.Name, File = "terraform/vms/web.tf", ResourceName = "web", Attributes = edits.Aggregate(view, (map, edit) => map.With(edit.Path, edit.Value)),
        }, Web, view);
    }
}
