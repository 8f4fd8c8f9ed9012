using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Changes that Proxmox takes only when a guest is created: it is deleted and created anew, which destroys what is on its disks.</summary>
internal static class Replacement
{
    /// <summary>Whether the attribute is fixed for good once the guest is there. What is fixed of a device goes with the device.</summary>
    public static bool IsNeeded(GuestKind kind, string path)
    {
        // A guest becomes a template in place; the way back is a clone.
        if (path == "template") return false;
        var (name, part) = AttributePath.Split(path);
        return GuestSchema.For(kind).FindKey(name) is { IsDevice: false } key && (part is null ? key.Scalar : key.Attribute(part)) is { Effect: ChangeEffect.Replace };
    }

    /// <param name="changes">All that changes with it; what cannot change otherwise as data loss.</param>
    /// <param name="archive">A backup out of which it is to be made; null: with empty volumes.</param>
    public static void Plan(Guest server, DesiredGuest code, ImmutableArray<PlanChange> changes, GuestArchive? archive, PlanBuilder building)
    {
        // Terraform stops there, too.
        var obstacle = server.Protection ? "it is protected: switch protection off first." : code.PreventsDestroy ? $"its code has prevent_destroy ({code.File}): take that out first." : null;
        if (obstacle is not null)
        {
            var why = changes.First(change => change.Consequence == Consequence.DataLoss);
            building.Problem(server.VmId, server.Name, why.Path, $"{why} takes it to be deleted and created anew, but {obstacle}");
            return;
        }
        if ((archive is not { IsThere: not false } || archive.Kind != code.Kind) && !GuestSteps.CanCreate(code, building)) return;
        GuestSteps.Delete(server, building, changes);
        GuestSteps.CreateOrRestore(code, archive, building, isReplacement: true);
    }
}
