using System.Globalization;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>The worker that removes a guest and what belongs to it.</summary>
internal static class DestroyActions
{
    public static void Destroy(TaskContext context)
    {
        var guest = context.Guest();
        if (guest.Config.GetValueOrDefault("protection") == "1")
            throw LabException.Die($"can't remove {guest.Label} {guest.VmId} - protection mode enabled");
        if (guest.Running && !(context.Flag("force") && !guest.IsQemu))
            throw LabException.Die(guest.IsQemu ? $"VM {guest.VmId} is running - destroy failed" : $"unable to destroy CT {guest.VmId} - container is running");
        if (guest.Running)
        {
            context.Log($"forced to stop CT {guest.VmId} before destroying!");
            PowerActions.Down(context.State, guest, context.Now);
        }
        if (guest.Lock is not (null or "suspended"))
            GuestRules.RequireUnlocked(guest);
        var store = new VolumeStore(context.State);
        var owned = OwnedVolumes(guest).Select(v => store.Find(v, guest.Node)).OfType<VolumeState>().Distinct().ToList();
        if (guest.IsTemplate && owned.Find(store.IsBaseInUse) is { } used)
            throw LabException.Die($"base volume '{used.VolId}' is still in use by linked cloned");
        RequireReadable(guest, guest.Config);
        owned.ForEach(store.Remove);
        RequireReadable(guest, guest.Pending);
        if (context.Flag("unreferenced"))
            context.State.Volumes.Values.Where(v => v.VmId == guest.VmId && v.Content == "images" && (v.Node is null || v.Node == guest.Node)).ToList().ForEach(store.Remove);
        string path = $"/vms/{guest.VmId}";
        context.State.Acl.RemoveAll(a => a.Path == path);
        foreach (var pool in context.State.Pools.Values)
            pool.Vms.Remove(guest.VmId);
        if (context.Flag("purge"))
            Purge(context, guest);
        context.State.Guests.Remove(guest.VmId);
        context.State.LooseFirewalls.Remove(guest.VmId);
    }

    // A container's volume that is none stands in the way of all, one that is yet to be made of what comes after the volumes.
    private static void RequireReadable(GuestState guest, Dictionary<string, string> config)
    {
        foreach (var (key, value) in config.Where(p => !guest.IsQemu && Drives.IsVolumeKey("lxc", p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            string volume = Drives.IsUnused(key) ? value : Drives.VolumeOf("lxc", key, value);
            if (LxcDisks.TypeOf(volume) == "volume" && VolumeNames.Describe(volume).Content.Length == 0)
                throw LabException.Die(VolumeNames.Unparsable(volume[(volume.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        }
    }

    private static IEnumerable<string> OwnedVolumes(GuestState guest)
    {
        foreach (var config in guest.Snapshots.Values.Append(guest.Pending).Append(guest.Config))
        {
            if (config.TryGetValue("vmstate", out string? state))
                yield return state;
            foreach (var (key, value) in config.Where(c => Drives.IsVolumeKey(guest.Kind, c.Key)).OrderBy(c => Drives.Place(c.Key)))
            {
                string volid = Drives.IsUnused(key) ? value : Drives.VolumeOf(guest.Kind, key, value);
                if (VolumeNames.Describe(volid) is { Content: "images" } description && description.VmId == guest.VmId)
                    yield return volid;
            }
        }
    }

    private static void Purge(TaskContext context, GuestState guest)
    {
        context.Log($"purging {guest.Label} {guest.VmId} from related configurations..");
        string vmid = guest.VmId.ToString(CultureInfo.InvariantCulture);
        foreach (var job in context.State.BackupJobs.Values)
        {
            if (job.TryGetValue("vmid", out string? list))
                job["vmid"] = string.Join(',', TextRules.SplitList(list).Where(v => v != vmid));
        }
        string sid = $"{(guest.IsQemu ? "vm" : "ct")}:{vmid}";
        if (context.State.HaResources.Remove(sid))
            context.Log($"NOTE: removed {guest.Label} {vmid} from HA resource configuration.");
        foreach (var rule in context.State.HaRules.Values)
        {
            if (rule.TryGetValue("resources", out string? resources))
                rule["resources"] = string.Join(',', TextRules.SplitList(resources).Where(r => r != sid));
        }
    }
}
