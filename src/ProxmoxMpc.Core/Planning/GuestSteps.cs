using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The steps that bring one guest from what it is to what the code wants.</summary>
internal static class GuestSteps
{
    public static void Create(DesiredGuest code, PlanBuilder building)
    {
        var target = code.Attributes;
        var template = target.Get("template") == "1";
        var config = target.Keys.Where(path => !AttributePath.IsOutsideConfig(path) && path != "template");
        var change = ConfigChange.Build(code.Kind, GuestConfig.Empty, target, config);
        var parameters = change.Set;
        if (code.Kind == GuestKind.Lxc && target.Get(AttributePath.OsTemplate) is null)
        {
            building.Problem(code.VmId, code.Name, "ostemplate", "A new container needs a template: set template_file_id in its operating_system block, for example local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst.");
            return;
        }
        var pool = target.Get(AttributePath.Pool);
        if (pool is not null) parameters = parameters.SetItem("pool", pool);
        building.Step(template ? Phase.CreateTemplate : Phase.Create, Step(code, PlanAction.Create) with
        {
            Parameters = parameters,
            Changes = [.. target.Where(pair => pair.Key is not AttributePath.Node).Select(pair => new PlanChange(pair.Key, null, pair.Value, Consequence.Live))],
        });
        if (template) building.Step(Phase.CreateTemplate, Step(code, PlanAction.Template));
        else if (target.Get(AttributePath.Started) == "1") building.Step(Phase.Start, Step(code, PlanAction.Start));
    }

    public static void Delete(Guest server, PlanBuilder building)
    {
        if (server.Protection)
        {
            building.Problem(server.VmId, server.Name, "protection", "The code no longer has it, but it is protected: switch protection off first.");
            return;
        }
        if (server.IsRunning) building.Step(Phase.Stop, Step(server, PlanAction.Stop) with { Consequence = Consequence.Downtime });
        building.Step(Phase.Delete, Step(server, PlanAction.Delete) with { Consequence = Consequence.DataLoss });
    }

    /// <summary>Changes what the code moved, on top of everything else the server has.</summary>
    public static void Change(Guest server, AttributeMap serverView, ImmutableArray<AttributeMerge> wanted, PlanBuilder building)
    {
        var target = wanted.Aggregate(serverView, (map, merge) => map.With(merge.Path, merge.Code));
        var config = new List<AttributeMerge>();
        var node = server.Node;
        foreach (var merge in wanted)
        {
            if (merge.Path == AttributePath.Node && merge.Code is not null)
            {
                node = merge.Code;
                building.Step(Phase.Migrate, Step(server, PlanAction.Migrate) with
                {
                    Argument = node,
                    Changes = [Describe(server, merge)],
                    // A container cannot move while it runs: Proxmox stops it, moves it and starts it again.
                    Consequence = server.IsRunning && server.Kind == GuestKind.Lxc ? Consequence.Downtime : Consequence.Live,
                });
            }
        }
        foreach (var merge in wanted)
        {
            if (merge.Path == AttributePath.Node) continue;
            if (merge.Path == AttributePath.Pool)
                building.Step(Phase.Pool, Step(server, PlanAction.Pool, node) with { Argument = merge.Code, Changes = [Describe(server, merge)] });
            else if (merge.Path == AttributePath.Started) Power(server, node, merge, building);
            else if (merge.Path == "template") Template(server, node, merge, building);
            else if (Refusal(server, merge) is { } refusal) building.Problem(server.VmId, server.Name, merge.Path, refusal);
            else if (!Volume(server, serverView, target, node, merge, building)) config.Add(merge);
        }
        if (config.Count == 0) return;
        var change = ConfigChange.Build(server.Kind, server.Config, target, config.Select(merge => merge.Path));
        if (change.IsEmpty) return;
        var changes = config.Select(merge => Describe(server, merge)).ToImmutableArray();
        building.Step(Phase.Change, Step(server, PlanAction.Update, node) with
        {
            Changes = changes,
            Parameters = change.Set,
            Removals = change.Remove,
            Consequence = changes.Max(one => one.Consequence),
        });
    }

    /// <summary>Steps for a volume's size and storage; false where the change belongs into the config.</summary>
    private static bool Volume(Guest server, AttributeMap serverView, AttributeMap target, string node, AttributeMerge merge, PlanBuilder building)
    {
        var (name, part) = AttributePath.Split(merge.Path);
        var key = GuestSchema.For(server.Kind).FindKey(name);
        if (key is not { IsVolume: true } || !server.Config.ContainsKey(name) || part is not ("size" or "storage" or "format" or "volume")) return false;
        // The whole volume goes or an image is exchanged: that is a matter of the config key.
        if (target.Get(AttributePath.Of(name, "storage")) is null || serverView.Get(AttributePath.Of(name, "media")) == "cdrom") return false;
        switch (part)
        {
            case "size" when DiskSize.TryParse(merge.Code) is { } wanted && wanted > Volume(server, name):
                building.Step(Phase.Change, Step(server, PlanAction.Grow, node) with { Disk = name, Argument = merge.Code, Changes = [Describe(server, merge) with { Consequence = Consequence.Live }] });
                break;
            case "size":
                building.Problem(server.VmId, server.Name, merge.Path, $"{name} is {merge.Server} and Proxmox cannot shrink a volume: set its size back in the code.");
                break;
            case "storage":
                building.Step(Phase.Change, Step(server, PlanAction.MoveDisk, node) with
                {
                    Disk = name,
                    Argument = merge.Code,
                    Changes = [Describe(server, merge)],
                    Consequence = server.IsRunning && server.Kind == GuestKind.Lxc ? Consequence.Downtime : Consequence.Live,
                });
                break;
            default:
                building.Problem(server.VmId, server.Name, merge.Path, $"The {part} of an existing volume cannot be changed in place.");
                break;
        }
        return true;
    }

    private static long Volume(Guest server, string name) => server.Disks.FirstOrDefault(disk => disk.Key == name)?.SizeBytes ?? 0;

    private static void Power(Guest server, string node, AttributeMerge merge, PlanBuilder building)
    {
        if (server.IsTemplate) return;
        var start = merge.Code == "1";
        building.Step(start ? Phase.Start : Phase.Stop, Step(server, start ? PlanAction.Start : PlanAction.Stop, start ? node : server.Node) with
        {
            Changes = [Describe(server, merge)],
            Consequence = start ? Consequence.Live : Consequence.Downtime,
        });
    }

    private static void Template(Guest server, string node, AttributeMerge merge, PlanBuilder building)
    {
        if (merge.Code == "1" && !server.IsRunning)
            building.Step(Phase.Change, Step(server, PlanAction.Template, node) with { Changes = [Describe(server, merge)] });
        else if (merge.Code == "1")
            building.Problem(server.VmId, server.Name, "template", "A running guest cannot become a template: stop it first.");
        else building.Problem(server.VmId, server.Name, "template", "A template cannot be turned back into a guest: clone it instead.");
    }

    /// <summary>Why a change cannot be made in place; null where it can.</summary>
    private static string? Refusal(Guest server, AttributeMerge merge)
    {
        var attribute = GuestSchema.For(server.Kind).Find(merge.Path);
        return attribute?.Effect switch
        {
            ChangeEffect.Replace => $"{merge.Path} is fixed when a {server.Kind.DisplayName()} is created; only deleting it and creating it anew could change it.",
            ChangeEffect.ReadOnly => $"{merge.Path} is set by the server.",
            _ => null,
        };
    }

    private static PlanChange Describe(Guest server, AttributeMerge merge) =>
        new(merge.Path, merge.Server, merge.Code, ConsequenceOf.Change(server, merge.Path));

    private static PlanStep Step(DesiredGuest code, PlanAction action) =>
        new() { Action = action, Kind = code.Kind, VmId = code.VmId, Name = code.Name, Node = code.Node };

    private static PlanStep Step(Guest server, PlanAction action, string? node = null) =>
        new() { Action = action, Kind = server.Kind, VmId = server.VmId, Name = server.Name, Node = node ?? server.Node, Digest = server.Digest };
}
