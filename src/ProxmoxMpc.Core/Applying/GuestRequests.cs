using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>The requests that carry out plan steps. Each returns the task's UPID, or null where Proxmox was done at once.</summary>
internal sealed class GuestRequests(PveClient client)
{
    /// <summary>How long a guest may take to shut down before Proxmox pulls the plug.</summary>
    private const string ShutdownSeconds = "180";

    /// <summary>Sends the request of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="digest">The config's digest as it was last seen, for the requests that take one.</param>
    public async Task<string?> SendAsync(PlanStep step, string? digest, CancellationToken ct)
    {
        foreach (var pool in step.NewPools) await MakeAsync(pool, ct);
        return await SendOnlyAsync(step, digest, ct);
    }

    private Task<string?> SendOnlyAsync(PlanStep step, string? digest, CancellationToken ct) => step.Action switch
    {
        PlanAction.Create => PostAsync(PvePath.Of($"/nodes/{step.Node}/{step.Kind.ApiName()}"), [new("vmid", Id(step)), .. WithUuid(step.Parameters)], ct),
        PlanAction.Clone => PostAsync(PvePath.Of($"/nodes/{step.Source!.Node}/{step.Kind.ApiName()}/{step.Source.VmId}/clone"), [new("newid", Id(step)), .. step.Parameters], ct),
        PlanAction.Restore => PostAsync(PvePath.Of($"/nodes/{step.Node}/{step.Kind.ApiName()}"), [new("vmid", Id(step)), .. (KeyValuePair<string, string>[])(step.Kind == GuestKind.Qemu ? [new("archive", step.Argument!)] : [new("ostemplate", step.Argument!), new("restore", "1")]), .. step.Parameters], ct),
        PlanAction.Backup => PostAsync(PvePath.Of($"/nodes/{step.Node}/vzdump"), [new("vmid", Id(step)), new("storage", step.Argument!), .. step.Parameters], ct),
        PlanAction.Update => UpdateAsync(step, digest, ct),
        PlanAction.Grow => PutAsync(Path(step, "resize"), [new("disk", step.Disk!), new("size", step.Argument!), .. Digest(digest)], ct),
        PlanAction.MoveDisk when step.Kind == GuestKind.Qemu => PostAsync(Path(step, "move_disk"), [new("disk", step.Disk!), new("storage", step.Argument!), new("delete", "1"), .. Digest(digest)], ct),
        PlanAction.MoveDisk => PostAsync(Path(step, "move_volume"), [new("volume", step.Disk!), new("storage", step.Argument!), new("delete", "1"), .. Digest(digest)], ct),
        PlanAction.Pool => PoolAsync(step, ct),
        PlanAction.Start => PostAsync(Path(step, "status/start"), [], ct),
        PlanAction.Stop => PostAsync(Path(step, "status/shutdown"), [new("forceStop", "1"), new("timeout", ShutdownSeconds)], ct),
        PlanAction.Reboot => PostAsync(Path(step, "status/reboot"), [new("timeout", ShutdownSeconds)], ct),
        PlanAction.Template => PostAsync(Path(step, "template"), [], ct),
        PlanAction.Delete => DeleteAsync(step, ct),
        PlanAction.Migrate => MigrateAsync(step, ct),
        _ => throw new PmpcException("PmpcStepUnknown", PmpcErrorKind.NotSupported, $"Step {step.Number} wants '{step.Action}', which the native engine does not know."),
    };

    /// <summary>The guest as the server has it now.</summary>
    public async Task<GuestNow> StateAsync(PlanStep step, CancellationToken ct)
    {
        var guest = await client.ReadUtf8Async(Path(step, "config"), null, Guest, ct);
        // Only power asks for it; all else is seen in the config.
        if (step.Action is not (PlanAction.Start or PlanAction.Stop or PlanAction.Reboot)) return guest;
        var current = await client.GetAsync(Path(step, "status/current"), null, ct);
        return guest with { Running = current.Text("status") == "running", Pid = current.Int("pid") };
    }

    private static GuestNow Guest(ReadOnlySpan<byte> json)
    {
        string? digest = null;
        var values = new List<KeyValuePair<string, string>>();
        foreach (var entry in PveClient.Data(json).EnumerateObject())
        {
            var value = entry.Value.AsText();
            if (entry.NameEquals("digest"u8)) digest = value;
            else values.Add(new(entry.Name, value ?? ""));
        }
        return new(digest, Running: false, GuestConfig.From(values));
    }

    /// <summary>Whether what the step wants is so.</summary>
    public async Task<bool> IsReachedAsync(PlanStep step, GuestNow? before, CancellationToken ct) => (await LookAsync(step, before, ct)).IsReached;

    /// <summary>Whether what the step wants is so, and the guest by which that was seen; null where there is none, or it did not matter.</summary>
    public async Task<GuestLook> LookAsync(PlanStep step, GuestNow? before, CancellationToken ct)
    {
        if (step.Action == PlanAction.Pool) return new(await PoolOfAsync(step, ct) == step.Argument, null);
        if (step.Action == PlanAction.Backup) return await ArchiveAsync(step, ct) is { } archive ? new(true, (before ?? new(null, false, GuestConfig.Empty)) with { Archive = archive }) : new(false, null);
        var now = await FindAsync(step, ct);
        if (step.Action != PlanAction.Migrate) return new(StepAim.IsReached(step, before, now), now);
        // The guest is where it was to go, and no more where it was.
        var there = now is null ? await FindAsync(step with { Node = step.Argument! }, ct) : null;
        return new(there is not null, there);
    }

    /// <summary>The guest as the server has it now; null where the node has none of that vmid.</summary>
    public async Task<GuestNow?> FindAsync(PlanStep step, CancellationToken ct)
    {
        try
        {
            return await StateAsync(step, ct);
        }
        catch (PmpcException absent) when (absent.Id == "PmpcGuestNotFound")
        {
            return null;
        }
    }

    /// <summary>The archive of a backup, which has the step's own words in its notes; null where there is none.</summary>
    private async Task<string?> ArchiveAsync(PlanStep step, CancellationToken ct)
    {
        var notes = PlanBackups.NotesOf(step);
        var content = await client.GetAsync(PvePath.Of($"/nodes/{step.Node}/storage/{step.Argument!}/content"), [new("content", "backup"), new("vmid", Id(step))], ct);
        return content.Entries().FirstOrDefault(entry => entry.Text("notes")?.StartsWith(notes + ":", StringComparison.Ordinal) == true).Text("volid");
    }

    /// <summary>Makes a pool, where another step has not made it meanwhile.</summary>
    private async Task MakeAsync(NewPool pool, CancellationToken ct)
    {
        try
        {
            await PostAsync("/pools", [new("poolid", pool.PoolId), .. (KeyValuePair<string, string>[])(pool.Comment is { Length: > 0 } comment ? [new("comment", comment)] : [])], ct);
        }
        catch (PveApiException refused) when (refused.IsAnswered)
        {
            var pools = await client.GetAsync("/pools", null, ct);
            if (!pools.Entries().Any(entry => entry.Text("poolid") == pool.PoolId)) throw;
        }
    }

    private async Task<string?> PoolOfAsync(PlanStep step, CancellationToken ct)
    {
        var resources = await client.GetAsync("/cluster/resources", [new("type", "vm")], ct);
        return resources.Entries().FirstOrDefault(entry => entry.Int("vmid") == step.VmId).Text("pool");
    }

    private Task<string?> UpdateAsync(PlanStep step, string? digest, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> parameters = [.. step.Parameters, .. Digest(digest)];
        if (step.Removals.Length > 0) parameters.Add(new("delete", string.Join(',', step.Removals)));
        // A synchronous PUT is cut off by the proxy after 30 s, which allocating a volume may need; the POST form runs as a task.
        return step.Kind == GuestKind.Qemu && step.AllocatesVolume
            ? PostAsync(Path(step, "config"), parameters, ct)
            : PutAsync(Path(step, "config"), parameters, ct);
    }

    private Task<string?> MigrateAsync(PlanStep step, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> parameters = [new("target", step.Argument!)];
        // Proxmox ignores "online" for a stopped VM; a running container can only move with a restart.
        if (step.Kind == GuestKind.Qemu) parameters.AddRange([new("online", "1"), new("with-local-disks", "1")]);
        else if (step.Consequence == Consequence.Downtime) parameters.Add(new("restart", "1"));
        return PostAsync(Path(step, "migrate"), parameters, ct);
    }

    private async Task<string?> PoolAsync(PlanStep step, CancellationToken ct)
    {
        var before = step.Changes.Length > 0 ? step.Changes[0].Before : null;
        if (step.Argument is null)
        {
            return before is null ? null : await PutAsync("/pools", [new("poolid", before), new("vms", Id(step)), new("delete", "1")], ct);
        }
        return await PutAsync("/pools", [new("poolid", step.Argument), new("vms", Id(step)), .. (KeyValuePair<string, string>[])(before is null ? [] : [new("allow-move", "1")])], ct);
    }

    // purge also takes the guest out of backup and replication jobs, HA and ACLs, which would else refer to nothing.
    private Task<string?> DeleteAsync(PlanStep step, CancellationToken ct) =>
        WriteAsync(HttpMethod.Delete, PvePath.Of($"/nodes/{step.Node}/{step.Kind.ApiName()}/{step.VmId}"), [new("purge", "1")], ct);

    private Task<string?> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken ct) => WriteAsync(HttpMethod.Post, path, parameters, ct);

    private Task<string?> PutAsync(string path, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken ct) => WriteAsync(HttpMethod.Put, path, parameters, ct);

    private Task<string?> WriteAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken ct) =>
        client.WriteAsync(method, path, parameters, Upid, ct);

    private static string? Upid(ReadOnlySpan<byte> json) => PveClient.Data(json).AsText() is { } text && text.StartsWith("UPID:", StringComparison.Ordinal) ? text : null;

    private static ImmutableSortedDictionary<string, string> WithUuid(ImmutableSortedDictionary<string, string> parameters) =>
        parameters.TryGetValue("smbios1", out var smbios) ? parameters.SetItem("smbios1", SmbiosText.WithUuid(smbios)) : parameters;

    private static IEnumerable<KeyValuePair<string, string>> Digest(string? digest) => digest is null ? [] : [new("digest", digest)];

    private static string Path(PlanStep step, string rest) => $"{PvePath.Of($"/nodes/{step.Node}/{step.Kind.ApiName()}/{step.VmId}")}/{rest}";

    private static string Id(PlanStep step) => step.VmId.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A look at what a step made.</summary>
/// <param name="IsReached">Whether what the step wants is so.</param>
/// <param name="Now">The guest by which that was seen; null where there is none, or it did not matter.</param>
internal sealed record GuestLook(bool IsReached, GuestNow? Now);

/// <summary>A guest at the moment before a step.</summary>
/// <param name="Running">Whether it runs, where the step is about that; otherwise false.</param>
/// <param name="Archive">The archive that a backup has made of it; otherwise null.</param>
/// <param name="Pid">Its process on the node, where the step is about power and it runs.</param>
internal sealed record GuestNow(string? Digest, bool Running, GuestConfig Config, long? Pid = null, string? Archive = null);
