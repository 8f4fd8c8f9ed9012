using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What hangs on something that the code has no more. Of storages and networks Proxmox lets it go all the same, and the guests no longer start.</summary>
internal static class ObjectUse
{
    private const int MostNames = 3;

    /// <summary>Why a storage, an interface or a pool must not go yet, and what to do first; null: nothing needs it.</summary>
    /// <param name="plan">What is done to guests before.</param>
    public static string? WhyNeeded(Picture picture, Plan plan, ObjectKey key)
    {
        if (key.Kind == ObjectKind.StorageDefinition)
        {
            var users = Left(picture, plan).Where(guest => guest.Disks.Any(disk => disk.Storage == key.Name)).ToArray();
            if (users.Length > 0) return $"{Names(users, "has a volume", "have volumes")} there: move the volumes to another storage first, and apply that.";
            if (picture.Code.Objects.FirstOrDefault(one => one.Key.Kind == ObjectKind.BackupJob && one.View.Get("storage") == $"\"{key.Name}\"") is { } job)
                return $"The backup job {job.Key.Name} of the code still writes to it: give it another storage first.";
        }
        else if (key.Kind == ObjectKind.Pool)
        {
            var members = Left(picture, plan).Where(guest => guest.Pool == key.Name && !plan.Steps.Any(step => step.VmId == guest.VmId && step.Action == PlanAction.Pool)).ToArray();
            if (members.Length > 0) return $"{Names(members, "is", "are")} in it: take {(members.Length == 1 ? "it" : "them")} out of the pool first (pool_id), and apply that.";
        }
        else if (key is { Kind: ObjectKind.Network, Scope.Node: { } node })
        {
            var users = Left(picture, plan).Where(guest => guest.Node == node && guest.NetworkInterfaces.Any(one => one.Bridge == key.Name)).ToArray();
            if (users.Length > 0) return $"{Names(users, "has an interface", "have interfaces")} on it: give {(users.Length == 1 ? "it" : "them")} another bridge first, and apply that.";
        }
        return null;
    }

    private static IEnumerable<Guest> Left(Picture picture, Plan plan) => picture.Inventory.Guests.Where(guest => !plan.Steps.Any(step => step.VmId == guest.VmId && step.Action == PlanAction.Delete && !step.IsReplacement));

    private static string Names(Guest[] guests, string one, string many) =>
        $"{string.Join(", ", guests.Take(MostNames))}{(guests.Length > MostNames ? $" and {guests.Length - MostNames} more" : "")} {(guests.Length == 1 ? one : many)}";
}
