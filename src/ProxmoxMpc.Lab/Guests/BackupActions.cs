using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>The worker that saves guests: the archive holds the config, the firewall, and what was on the drives.</summary>
internal static partial class BackupActions
{
    public static void Run(TaskContext context)
    {
        string storage = context.Text("storage") ?? "local";
        Unlock(context.State, context.Task);
        if (!context.State.Storages.ContainsKey(storage))
            throw LabException.Die($"could not activate storage '{storage}': storage '{storage}' does not exist could not get storage information for '{storage}': storage '{storage}' does not exist");
        var definition = new VolumeStore(context.State).Enabled(storage, context.Task.Node);
        if (!definition.Content.Contains("backup"))
            throw LabException.Die($"could not get storage information for '{storage}': can't use storage '{storage}' for backups - wrong content type");
        bool failed = false;
        foreach (string id in TextRules.SplitList(context.Text("vmids")))
        {
            if (context.State.Guests.ContainsKey(TextRules.Int(id)) && !context.Permissions.Has(context.Caller, $"/vms/{id}", "VM.Backup"))
            {
                // Of all guests only those are saved that the caller may save.
                if (context.Flag("all"))
                    continue;
                throw LabException.Die($"403 Permission check failed (/vms/{id}, VM.Backup)");
            }
            // One guest that cannot be saved does not stop the others; the job as a whole failed.
            try
            {
                One(context, definition, id);
            }
            catch (LabException problem)
            {
                context.Log($"ERROR: Backup of VM {id} failed - {problem.Message.TrimEnd('\n')}");
                failed = true;
            }
        }
        context.Log(failed ? "INFO: Backup job finished with errors" : "INFO: Backup job finished successfully");
        if (failed)
            throw LabException.Die("job errors");
    }

    /// <summary>The locks that the job has set.</summary>
    public static void Unlock(LabState state, TaskState task)
    {
        foreach (string id in TextRules.SplitList(JsonText.Text(task.Arguments["locked"])))
        {
            if (state.Guests.TryGetValue(TextRules.Int(id), out var guest) && guest.Lock == "backup")
                guest.Config.Remove("lock");
        }
    }

    private static void One(TaskContext context, StorageState storage, string id)
    {
        var store = new VolumeStore(context.State);
        if (!context.State.Guests.TryGetValue(TextRules.Int(id), out var guest))
            throw LabException.Die($"unable to find VM '{id}'");
        if (guest.Lock is not null)
            throw LabException.Die($"{guest.Label} is locked ({guest.Lock})");
        string prune = context.Text("prune-backups") ?? storage.Options.GetValueOrDefault("prune-backups") ?? "keep-all=1";
        RequireRoom(context, store, storage, guest, prune);
        string mode = context.Text("mode") ?? "snapshot";
        context.Log($"INFO: Starting Backup of VM {id} ({guest.Kind})");
        context.Log($"INFO: Backup started at {context.Now:yyyy-MM-dd HH:mm:ss}");
        context.Log($"INFO: status = {(guest.Running ? "running" : "stopped")}");
        context.Log($"INFO: backup mode: {(guest.Running ? mode : "stop")}");
        bool stops = guest.Running && mode == "stop";
        if (stops)
            PowerActions.Down(context.State, guest, context.Now);
        var data = Save(context, store, guest, out long size);
        var (volid, moment) = Name(context, store, storage, guest);
        string file = volid[(storage.Id.Length + 1)..];
        context.Log(storage.Type == "pbs" ? $"INFO: creating Proxmox Backup Server archive '{file["backup/".Length..]}'" : $"INFO: creating vzdump archive '{VolumeStore.PathOf(storage, file)}'");
        var firewall = guest.Firewall.IsEmpty ? null : NodeReader.Write(guest.Firewall);
        var saved = guest.Config.Where(c => !Drives.IsUnused(c.Key)).ToDictionary(StringComparer.Ordinal);
        store.Add(new VolumeState
        {
            VolId = volid, Node = storage.Shared ? null : context.Task.Node, Content = "backup", Format = VolumeNames.Describe(volid).Format, Size = Math.Max(size, 1 << 20), CTime = moment.ToUnixTimeSeconds(), VmId = guest.VmId,
            Notes = context.Text("notes") is { Length: > 0 } template ? Notes(context.State, guest, template) : null, Protected = context.Flag("protected"), Archive = new BackupState(saved, data, firewall),
        });
        if (stops)
            PowerActions.Up(context, guest);
        if (context.Flag("remove"))
            Prune(context, store, storage, guest, prune);
        context.Log($"INFO: Finished Backup of VM {id} (00:00:01)");
    }

    // A storage that keeps only so many takes no more where nothing may be removed for it.
    private static void RequireRoom(TaskContext context, VolumeStore store, StorageState storage, GuestState guest, string prune)
    {
        int limit = PruneHandlers.Keeps(prune);
        if (context.Flag("remove") || limit == 0 || context.Flag("protected"))
            return;
        if (store.On(storage, context.Task.Node).Count(v => v.Content == "backup" && v.VmId == guest.VmId && !v.Protected) >= limit)
            throw LabException.Die($"There is a max backup limit of {limit} enforced by the target storage or the vzdump parameters. Either increase the limit or delete old backups.");
    }

    private static Dictionary<string, string> Save(TaskContext context, VolumeStore store, GuestState guest, out long size)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        size = 0;
        foreach (var (key, value) in guest.Config.Where(c => Drives.IsDisk(guest.Kind, c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (Drives.TryParse(guest.Kind, key, value) is not { } drive || (guest.IsQemu && Drives.IsCdrom(drive)))
                continue;
            string volid = Drives.VolumeOf(guest.Kind, drive);
            string word = guest.IsQemu ? "disk" : "mount point";
            if (!IsSaved(guest, key, drive))
            {
                context.Log($"INFO: exclude {word} '{key}' '{volid}' ({(guest.IsQemu ? "backup=no" : Drives.StorageOf(volid) is null ? "not a volume" : "disabled")})");
                continue;
            }
            var volume = store.Require(volid, guest.Node);
            data[key] = volume.Data;
            size += volume.Used;
            context.Log($"INFO: include {word} '{key}' '{volid}' {TextRules.FormatSize(volume.Size)}");
        }
        return data;
    }

    /// <summary>A machine's drives are saved unless they say no, a container's volumes where they say so; its root always.</summary>
    private static bool IsSaved(GuestState guest, string key, IReadOnlyDictionary<string, string> drive) => guest.IsQemu
        ? drive.GetValueOrDefault("backup", "1") == "1"
        : key == "rootfs" || (Drives.StorageOf(Drives.VolumeOf("lxc", drive)) is not null && drive.GetValueOrDefault("backup") == "1");

    private static (string VolId, DateTimeOffset Moment) Name(TaskContext context, VolumeStore store, StorageState storage, GuestState guest)
    {
        string suffix = (guest.IsQemu ? "vma" : "tar") + context.Text("compress") switch { "zstd" => ".zst", "gzip" or "1" when context.Text("compress") == "gzip" => ".gz", "lzo" or "1" => ".lzo", _ => "" };
        for (var moment = context.Now; ; moment = moment.AddSeconds(1))
        {
            string volid = storage.Type == "pbs"
                ? string.Create(CultureInfo.InvariantCulture, $"{storage.Id}:backup/{(guest.IsQemu ? "vm" : "ct")}/{guest.VmId}/{moment:yyyy-MM-dd'T'HH:mm:ss'Z'}")
                : string.Create(CultureInfo.InvariantCulture, $"{storage.Id}:backup/vzdump-{guest.Kind}-{guest.VmId}-{moment:yyyy_MM_dd-HH_mm_ss}.{suffix}");
            // The next job waits for this one's lock, so no two are of the same second.
            if (store.Find(volid, context.Task.Node) is null)
                return (volid, moment);
        }
    }

    private static string Notes(LabState state, GuestState guest, string template)
    {
        string text = Escape().Replace(template, match => match.Value == "\\n" ? "\n" : "\\");
        return Variable().Replace(text, match => match.Groups[1].Value switch { "vmid" => $"{guest.VmId}", "node" => guest.Node, "guestname" => guest.Name, _ => state.ClusterName ?? "standalone node" });
    }

    private static void Prune(TaskContext context, VolumeStore store, StorageState storage, GuestState guest, string prune)
    {
        context.Log("INFO: prune older backups with retention: " + prune);
        var surplus = PruneHandlers.Surplus(context.State, storage, context.Task.Node, guest, prune);
        surplus.ForEach(store.Remove);
        context.Log($"INFO: pruned {surplus.Count} backup(s){(surplus.Count > 0 ? " not covered by keep-retention policy" : "")}");
    }

    /// <exception cref="LabException">400: what no archive could be noted with.</exception>
    public static void RequireNotes(string? template)
    {
        if (template is null)
            return;
        var odd = Escape().Matches(template).Where(m => m.Value is not ("\\n" or "\\\\")).Select(m => $"escape sequence '{m.Value}' at char {m.Index}")
            .Concat(AnyVariable().Matches(template).Where(m => !Variable().IsMatch(m.Value)).Select(m => $"variable '{m.Groups[1].Value}' at char {m.Index + 2}")).ToList();
        if (template.Contains('\n'))
            throw LabException.Parameter("notes-template", "contains a line feed\n");
        if (odd.Count > 0)
            throw LabException.Parameter("notes-template", "found unknown: " + string.Join(", ", odd) + "\n");
    }

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"\{\{(cluster|guestname|node|vmid)\}\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{([^\s{}]+)\}\}")]
    private static partial Regex AnyVariable();
}
