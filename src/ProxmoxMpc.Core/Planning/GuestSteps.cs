using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>The steps that bring one guest from what it is to what the code wants.</summary>
internal static class GuestSteps
{
    /// <summary>Makes a guest: out of an archive where there is one, else with empty volumes.</summary>
    public static void CreateOrRestore(DesiredGuest code, GuestArchive? archive, PlanBuilder building, bool isReplacement = false)
    {
        if (archive is null || archive.Kind != code.Kind) Create(code, building, isReplacement);
        else if (archive.IsThere == false)
        {
            building.Loss(code.VmId, code.Name, "what was on its volumes", $"the backup {archive.VolumeId} is not there any more, so they are made anew, empty");
            Create(code, building, isReplacement);
        }
        else Restore(code, archive, building, isReplacement);
    }

    private static void Restore(DesiredGuest code, GuestArchive archive, PlanBuilder building, bool isReplacement)
    {
        // An archive on a node's own storage is restored there, and the guest moved to where the code wants it.
        var node = archive.IsShared ? code.Node : archive.Node;
        var target = code.Attributes;
        var parameters = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        if (target.Get(AttributePath.Pool) is { } pool) parameters = parameters.SetItem("pool", pool);
        if (code.Kind == GuestKind.Lxc && code.HasOpinion("unprivileged")) parameters = parameters.SetItem("unprivileged", target.Get("unprivileged") ?? "0");
        // Of a container's volumes Proxmox makes what the request names; a machine's come back to where they were.
        if (code.Kind == GuestKind.Lxc)
            foreach (var (key, value) in ConfigChange.Build(code.Kind, GuestConfig.Empty, target, target.Keys.Where(path => !AttributePath.IsOutsideConfig(path))).Set)
                if (GuestSchema.For(code.Kind).FindKey(key) is { IsVolume: true }) parameters = parameters.SetItem(key, value);
        building.Step(Phase.Create, Step(code, PlanAction.Restore) with { Node = node, Argument = archive.VolumeId, Parameters = parameters, IsReplacement = isReplacement });
        if (node != code.Node) building.Step(Phase.Migrate, Step(code, PlanAction.Migrate) with { Node = node, Argument = code.Node });
        if (target.Get("template") != "1" && target.Get(AttributePath.Started) == "1") building.Step(Phase.Start, Step(code, PlanAction.Start));
    }

    /// <summary>Whether the code says enough to create the guest; otherwise the plan says what is missing.</summary>
    public static bool CanCreate(DesiredGuest code, PlanBuilder building)
    {
        if (DriveLimits.Conflict(code.Kind, code.Attributes) is { } conflict)
        {
            building.Problem(code.VmId, code.Name, conflict.Path, conflict.Reason);
            return false;
        }
        if (code.Attributes.ContainsKey(AttributePath.CloneOf)) return ClonePlan.CanClone(code, building);
        if (code.Kind != GuestKind.Lxc || code.Attributes.Get(AttributePath.OsTemplate) is not null) return true;
        building.Problem(code.VmId, code.Name, "ostemplate", "A new container needs a template: set template_file_id in its operating_system block, for example local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst.");
        return false;
    }

    /// <param name="isReplacement">Whether it takes the place of one that goes.</param>
    public static void Create(DesiredGuest code, PlanBuilder building, bool isReplacement = false)
    {
        if (!CanCreate(code, building)) return;
        if (code.Attributes.ContainsKey(AttributePath.CloneOf))
        {
            ClonePlan.Add(code, building, isReplacement);
            return;
        }
        var target = code.Attributes;
        var template = target.Get("template") == "1";
        var config = target.Keys.Where(path => !AttributePath.IsOutsideConfig(path) && path != "template");
        var change = ConfigChange.Build(code.Kind, GuestConfig.Empty, target, config);
        var parameters = CreateRequest.Of(code, change.Set, building.Inventory.Version);
        var pool = target.Get(AttributePath.Pool);
        if (pool is not null) parameters = parameters.SetItem("pool", pool);
        building.Step(template ? Phase.CreateTemplate : Phase.Create, Step(code, PlanAction.Create) with
        {
            Parameters = parameters,
            IsReplacement = isReplacement,
            Changes = [.. target.Where(pair => pair.Key is not AttributePath.Node).Select(pair => new PlanChange(pair.Key, null, pair.Value, Consequence.Live))],
        });
        if (template) building.Step(Phase.CreateTemplate, Step(code, PlanAction.Template));
        else if (target.Get(AttributePath.Started) == "1") building.Step(Phase.Start, Step(code, PlanAction.Start));
    }

    /// <param name="replacing">What changes by creating it anew; empty: it goes for good.</param>
    public static void Delete(Guest server, PlanBuilder building, ImmutableArray<PlanChange> replacing = default)
    {
        if (server.Protection)
        {
            building.Problem(server.VmId, server.Name, "protection", "The code no longer has it, but it is protected: switch protection off first.");
            return;
        }
        if (server.IsRunning) building.Step(Phase.Stop, Step(server, PlanAction.Stop) with { Consequence = Consequence.Downtime });
        building.Step(Phase.Delete, Step(server, PlanAction.Delete) with
        {
            Consequence = Consequence.DataLoss,
            IsReplacement = !replacing.IsDefaultOrEmpty,
            Changes = replacing.IsDefault ? [] : replacing,
        });
    }

    private static PlanStep Step(DesiredGuest code, PlanAction action) =>
        new() { Action = action, Kind = code.Kind, VmId = code.VmId, Name = code.Name, Node = code.Node };

    internal static PlanStep Step(Guest server, PlanAction action, string? node = null) =>
        new() { Action = action, Kind = server.Kind, VmId = server.VmId, Name = server.Name, Node = node ?? server.Node, Digest = server.Digest };
}
