using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

public sealed class PlannerTests
{
    private static readonly Guest Web = new()
    {
        VmId = 101, Kind = GuestKind.Qemu, Node = "pve1", Status = "running", Digest = "d1",
        Config = GuestConfig.Of(("name", "web"), ("cores", "2"), ("memory", "2048"), ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0"), ("scsi0", "local-lvm:vm-101-disk-0,size=32G")),
    };

    [Fact]
    public void Equal_code_and_server_make_an_empty_plan() => Assert.False(Plan(Web, []).HasChanges);

    [Theory]
    [InlineData("cores", "4", Consequence.PendingRestart)]
    [InlineData("description", "x", Consequence.Live)]
    [InlineData("net0.bridge", "vmbr1", Consequence.Live)]
    [InlineData("net0.model", "e1000", Consequence.HotPlug)]
    [InlineData("memory.current", "4096", Consequence.PendingRestart)]
    public void A_change_names_its_price_on_a_running_guest(string path, string value, Consequence consequence)
    {
        var step = Assert.Single(Plan(Web, [(path, value)]).Steps);
        Assert.Equal((PlanAction.Update, consequence, "d1"), (step.Action, step.Consequence, step.Digest));
    }

    [Fact]
    public void A_stopped_guest_takes_every_change_at_once() =>
        Assert.Equal(Consequence.Live, Assert.Single(Plan(Web with { Status = "stopped" }, [("cores", "4"), (AttributePath.Started, null!)]).Steps, step => step.Action == PlanAction.Update).Consequence);

    [Fact]
    public void A_larger_disk_grows_and_for_a_smaller_one_another_takes_its_place()
    {
        Assert.Equal((PlanAction.Grow, "scsi0", "64G"), Assert.Single(Plan(Web, [("scsi0.size", "64G")]).Steps) is var step ? (step.Action, step.Disk, step.Argument) : default);
        var smaller = Assert.Single(Plan(Web, [("scsi0.size", "16G")]).Steps, one => one.Action == PlanAction.Update);
        Assert.Equal(Consequence.DataLoss, smaller.Consequence);
        Assert.StartsWith("local-lvm:16,", smaller.Parameters["scsi0"] + ",", StringComparison.Ordinal);
        // What protection guards stays.
        var guarded = Plan(Web with { Config = Web.Config.With("protection", "1") }, [("scsi0.size", "16G")]);
        Assert.False(guarded.HasChanges);
        Assert.Contains("shrink", Assert.Single(guarded.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_server_alone_moved_is_left_alone()
    {
        var states = States(Web, []) with { Base = View(Web).With("cores", "1") };
        states = states with { Code = states.Code! with { Attributes = states.Base! } };
        var plan = Plan(states);
        Assert.False(plan.HasChanges);
        Assert.Equal("cores", Assert.Single(plan.Drift).Merge.Path);
    }

    [Fact]
    public void What_both_moved_is_a_conflict_and_not_done()
    {
        var plan = Plan(States(Web, [("cores", "8")]) with { Base = View(Web).With("cores", "1") });
        Assert.False(plan.HasChanges);
        Assert.Equal("cores", Assert.Single(plan.Conflicts).Merge.Path);
    }

    [Fact]
    public void A_guest_taken_out_of_the_code_is_stopped_and_then_deleted_as_data_loss()
    {
        var plan = Plan(States(Web, []) with { Code = null });
        Assert.Equal([PlanAction.Stop, PlanAction.Delete], plan.Steps.Select(step => step.Action));
        Assert.Equal(Consequence.DataLoss, plan.Consequence);
    }

    [Fact]
    public void A_protected_guest_is_not_deleted()
    {
        var plan = Plan(States(Web with { Config = Web.Config.With("protection", "1") }, []) with { Code = null });
        Assert.False(plan.HasChanges);
        Assert.Single(plan.Problems);
    }

    [Fact]
    public void A_guest_the_server_has_and_nobody_synced_is_not_deleted() =>
        Assert.False(Plan(States(Web, []) with { Code = null, Base = null }).HasChanges);

    [Theory]
    [InlineData(GapScope.Cluster, "*")]
    [InlineData(GapScope.Node, "pve1")]
    [InlineData(GapScope.Guest, "101")]
    public void Under_a_gap_nothing_is_planned(GapScope scope, string name)
    {
        var states = States(Web, [("cores", "8")]) with { Server = null, ServerView = null };
        foreach (var one in new[] { states, states with { Base = null }, states with { Code = null } })
            Assert.False(Planner.Diff([one], Read with { Gaps = [new(scope, name, "595")] }, _ => "pve1").HasChanges);
    }

    [Fact]
    public void New_templates_come_before_new_guests_and_starts_come_last()
    {
        DesiredGuest Code(int vmid, params (string, string)[] attributes) => new()
        {
            Kind = GuestKind.Qemu, VmId = vmid, Node = "pve1", Name = $"n{vmid}", File = "f.tf", ResourceName = $"n{vmid}",
            Attributes = AttributeMap.From(attributes.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))),
        };
        var plan = Planner.Diff(
            [new(100, null, Code(100, (AttributePath.Started, "1"), ("cores", "2")), null, null), new(200, null, Code(200, ("template", "1")), null, null)], Read, _ => null);
        Assert.Equal([(PlanAction.Create, 200), (PlanAction.Template, 200), (PlanAction.Create, 100), (PlanAction.Start, 100)], plan.Steps.Select(step => (step.Action, step.VmId)));
        Assert.Equal("2", plan.Steps[2].Parameters["cores"]);
        Assert.Equal([1, 2, 3, 4], plan.Steps.Select(step => step.Number));
    }

    /// <summary>As the Terraform provider makes it of the same code, measured: what Proxmox has a default of is said, and what it boots from.</summary>
    [Fact]
    public void A_new_VM_is_asked_for_as_the_provider_asks_for_it()
    {
        var code = new DesiredGuest
        {
            Kind = GuestKind.Qemu, VmId = 100, Node = "pve1", Name = "n", File = "f.tf", ResourceName = "n",
            Attributes = AttributeMap.From(new Dictionary<string, string>
            {
                ["ide3.volume"] = "none", ["ide3.media"] = "cdrom", ["scsi0.storage"] = "local-lvm", ["scsi0.size"] = "8G", ["ide2.storage"] = "local-lvm", ["ide2.volume"] = "cloudinit", ["ide2.media"] = "cdrom",
                ["sata1.storage"] = "local-lvm", ["sata1.size"] = "8G", ["startup.order"] = "2", ["serial0"] = "socket",
            }),
        };
        var parameters = Assert.Single(Planner.Diff([new(100, null, code, null, null)], Read, _ => null).Steps).Parameters;
        Assert.Equal(("512", "other", "lsi", "order=ide3;scsi0;net0"), (parameters["memory"], parameters["ostype"], parameters["scsihw"], parameters["boot"]));
        // The provider reads no order that stands there without its name.
        Assert.Equal(("order=2", "socket"), (parameters["startup"], parameters["serial0"]));
        var chosen = code with { Attributes = code.Attributes.With("boot.order", "scsi0").With("ostype", "l26") };
        parameters = Assert.Single(Planner.Diff([new(100, null, chosen, null, null)], Read, _ => null).Steps).Parameters;
        Assert.Equal(("order=scsi0", "l26"), (parameters["boot"], parameters["ostype"]));
    }

    [Fact]
    public void Code_and_server_of_different_kinds_that_never_met_do_not_touch_each_other()
    {
        var states = States(Web, []) with { Base = null };
        var plan = Plan(states with { Code = states.Code! with { Kind = GuestKind.Lxc } });
        Assert.False(plan.HasChanges);
        Assert.Single(plan.Problems);
    }

    private static Inventory Read { get; } = new() { Cluster = "c", Version = "9.2" };

    private static Plan Plan(Guest server, (string, string?)[] edits) => Plan(States(server, edits));

    private static Plan Plan(GuestStates states) => Planner.Diff([states], Read, _ => null);

    private static AttributeMap View(Guest guest) => GuestAttributes.Of(guest);

    private static GuestStates States(Guest server, (string Path, string? Value)[] edits)
    {
        var view = View(server);
        var code = edits.Aggregate(view, (map, edit) => map.With(edit.Path, edit.Value));
        return new(server.VmId, view, new()
        {
            Kind = server.Kind, VmId = server.VmId, Node = server.Node, Name = server.Name, File = "terraform/vms/web.tf", ResourceName = "web", Attributes = code,
        }, server, view);
    }
}
