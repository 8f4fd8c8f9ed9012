using System.Collections.Concurrent;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.Workspaces;
using ProxmoxMpc.Tests.Unit.Workspaces.Online;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>Everything that can be done to guests on the server, and the questions after an answer that was lost.</summary>
internal static class VerbFlows
{
    private static readonly Func<Session, GuestVerb>[] Verbs =
    [
        s => new StartGuests(s), s => new RestartGuests(s) { Timeout = TimeSpan.FromSeconds(90) }, s => new SuspendGuests(s), s => new ResumeGuests(s), s => new RestartGuests(s) { Force = true },
        s => new NewGuestSnapshots(s, "s2") { Description = "two\nlines & more" }, s => new NewGuestSnapshots(s, "s3") { WithMemory = true }, s => new RestoreGuestSnapshots(s, "s2") { Start = true },
        s => new RemoveGuestSnapshots(s, name => name == "s2", "s2") { Force = true }, s => new StopGuests(s) { Shutdown = true, Force = true, Timeout = TimeSpan.FromSeconds(90) },
        s => new StartGuests(s), s => new SuspendGuests(s) { ToDisk = true }, s => new ResumeGuests(s), s => new StopGuests(s) { Force = true }, s => new StopGuests(s),
        s => new CopyGuests(s) { Full = true, Storage = "ceph", Pool = "ops", Description = "a copy", NewName = "copy-1", TargetNode = "pve2" }, s => new CopyGuests(s) { SnapshotName = "s1", Full = true, Format = "raw", Storage = "ceph" },
        s => new CopyGuests(s), s => new MoveGuests(s, "pve2") { WithLocalDisks = true, TargetStorage = "ceph" }, s => new MoveGuests(s, "pve1"),
    ];

    public static async Task RunAsync(ConcurrentQueue<WireRequest> sent)
    {
        using var world = new LostAnswers { Recorder = inner => new RecordingHandler(inner, sent) };
        foreach (var vmid in new[] { 100, 200 })
            foreach (var verb in Verbs) await world.RunAsync(verb, vmid);
        foreach (var verb in new[] { Verbs[10], Verbs[14] }) await world.RunAsync(verb, 100, Loss.TimeoutAfter);
        await world.RunAsync(session => new MoveGuests(session, "pve2"), 100, Loss.TimeoutBefore);
        await world.SnapshotsAsync();
    }
}
