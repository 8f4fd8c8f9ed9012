using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Tasks;

/// <summary>What workers do when their time has come, by name: the name is what the state file keeps.</summary>
internal static class TaskActions
{
    private static readonly Dictionary<string, Action<TaskContext>> Actions = new(StringComparer.Ordinal)
    {
        ["none"] = _ => { },
        ["qm.create"] = QemuCreateHandler.Run,
        ["qm.config"] = QemuConfigHandlers.RunUpdate,
        ["lxc.create"] = LxcCreateHandler.Run,
        ["guest.start"] = PowerActions.Start,
        ["guest.stop"] = PowerActions.Stop,
        ["guest.shutdown"] = PowerActions.Shutdown,
        ["guest.reboot"] = PowerActions.Reboot,
        ["guest.reset"] = PowerActions.Reset,
        ["guest.suspend"] = PowerActions.Suspend,
        ["guest.resume"] = PowerActions.Resume,
        ["guest.destroy"] = DestroyActions.Destroy,
        ["guest.resize"] = DiskActions.Resize,
        ["guest.move"] = DiskActions.Move,
        ["guest.reassign"] = DiskActions.Reassign,
        ["guest.template"] = DiskActions.Template,
        ["guest.clone"] = CloneActions.Clone,
        ["guest.migrate"] = MigrateHandlers.Run,
        ["snapshot.create"] = SnapshotActions.Create,
        ["snapshot.delete"] = SnapshotActions.Delete,
        ["snapshot.rollback"] = SnapshotActions.Rollback,
        ["content.delete"] = ContentHandlers.RunDelete,
        ["content.download"] = ContentHandlers.RunDownload,
        ["backup"] = BackupActions.Run,
        ["restore"] = RestoreActions.Run,
        ["network.reload"] = NetworkHandlers.RunReload,
        ["guests.bulk"] = NodeHandlers.RunBulk,
        ["ha.request"] = HaRequests.Run,
        ["sdn.apply"] = SdnHandlers.RunApply,
        ["acme.register"] = AcmeHandlers.RunRegister,
        ["acme.change"] = AcmeHandlers.RunChange,
        ["acme.certificate"] = CertificateHandlers.RunAcme,
        ["service"] = ServiceHandlers.Run,
        ["backups.prune"] = PruneHandlers.RunPrune,
    };

    public static void Run(TaskContext context) => Actions[context.Task.Action](context);

    /// <summary>A worker that was killed: a guest it was making goes, a lock it had written is removed.</summary>
    public static void Interrupted(LabState state, TaskState task)
    {
        if (task.Action == "backup")
            BackupActions.Unlock(state, task);
        int? vmid = (int?)JsonText.Long(task.Arguments["newid"]) ?? (int?)JsonText.Long(task.Arguments["vmid"]);
        if (vmid is null || !state.Guests.TryGetValue(vmid.Value, out var guest))
            return;
        if (task.Action is "qm.create" or "lxc.create" or "restore" || (task.Action == "guest.clone" && guest.Lock is "clone" or "create"))
            state.Guests.Remove(guest.VmId);
        else if (task.Action is "guest.migrate" or "snapshot.create" or "snapshot.delete" or "snapshot.rollback")
            guest.Config.Remove("lock");
    }
}
