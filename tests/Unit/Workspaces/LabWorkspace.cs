using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>A workspace in a folder of its own, on a demo cluster in memory.</summary>
internal sealed class LabWorkspace : IDisposable
{
    private readonly string _folder;

    /// <param name="folder">An empty folder for it; null: one of its own.</param>
    public LabWorkspace(string? state = null, WorkspaceConfig? config = null, string? folder = null)
    {
        _folder = folder ?? Directory.CreateTempSubdirectory("pmpc-loop-").FullName;
        Lab = state is null ? LabCluster.Demo() : LabCluster.FromJson(state);
        Token = Lab.IssueEmbeddedToken();
        Workspace = Workspace.Create(_folder, config ?? new WorkspaceConfig { IsLab = true });
    }

    public LabCluster Lab { get; }
    public (string TokenId, string Secret) Token { get; }
    /// <summary>A workspace with a taste of its own.</summary>
    public LabWorkspace(WorkspaceLayout layout, string? fileNames = null, AttributeDetail attributes = AttributeDetail.Minimal) : this() =>
        Workspace = StyleChange.Save(Workspace, layout, fileNames, attributes);

    public Workspace Workspace { get; set; }

    /// <summary>The token of somebody else, once there is one.</summary>
    public (string TokenId, string Secret)? Other { get; set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="notices">Gets what the session has to say of difficulties; null: nobody wants to know.</param>
    public Task<Session> OpenAsync(List<string>? notices = null) => Session.OpenAsync(Workspace, new() { Transport = Lab.CreateHandler(), Token = Token, Notices = notices is null ? null : new Told(notices) }, Stop);

    public async Task<SyncResult> SyncAsync(Preference prefer = Preference.None, bool dryRun = false)
    {
        using var session = await OpenAsync();
        return await new Sync(session).RunAsync(new() { Prefer = prefer, DryRun = dryRun }, null, Stop);
    }

    public async Task<Plan> PlanAsync()
    {
        using var session = await OpenAsync();
        return await new Apply(session).PlanAsync(null, Stop);
    }

    /// <param name="options">Null: nobody minds what is lost.</param>
    public async Task<ApplyResult> ApplyAsync(Plan? plan = null, ApplyOptions? options = null)
    {
        using var session = await OpenAsync();
        var apply = new Apply(session);
        return await apply.RunAsync(plan ?? await apply.PlanAsync(null, Stop), options ?? new() { AllowsDataLoss = _ => true }, null, null, Stop);
    }

    /// <summary>Applies what the code wants with the backups that go before it.</summary>
    public async Task<(Plan Plan, ApplyResult Result)> ApplyWithBackupAsync(BackupOptions? backup = null, List<string>? notices = null)
    {
        using var session = await OpenAsync(notices);
        var apply = new Apply(session);
        var plan = await new Backups(session).AddAsync(await apply.PlanAsync(null, Stop), backup ?? new(), Stop);
        return (plan, await apply.RunAsync(plan, new() { AllowsDataLoss = _ => true }, null, null, Stop));
    }

    /// <summary>The hash of what is on a volume; null: there is none.</summary>
    public string? Data(string volid) => System.Text.Json.Nodes.JsonNode.Parse(Lab.ToJson())!["content"]!.AsObject()
        .SelectMany(storage => storage.Value!.AsArray()).FirstOrDefault(volume => volume!["volid"]!.GetValue<string>() == volid)?["data"]?.GetValue<string>();

    /// <summary>What is on a guest's drives, by key.</summary>
    public async Task<ImmutableSortedDictionary<string, string?>> DataOfAsync(int vmid) =>
        (await ServerAsync(vmid))!.Disks.ToImmutableSortedDictionary(disk => disk.Key, disk => Data($"{disk.Storage}:{disk.Volume}"), StringComparer.Ordinal);

    public async Task<ImmutableArray<CheckResult>> CheckAsync()
    {
        using var session = await OpenAsync();
        return await Checks.RunAsync(session, null, Stop);
    }

    /// <summary>The guest's config as the server has it now; null where it is gone.</summary>
    public async Task<Guest?> ServerAsync(int vmid)
    {
        using var session = await OpenAsync();
        var inventory = await new Core.Api.InventoryReader(session.Client).ReadAsync(null, Stop);
        return inventory.Guest(vmid);
    }

    /// <summary>The cluster as it is now.</summary>
    public async Task<Inventory> InventoryAsync()
    {
        using var session = await OpenAsync();
        return await new Core.Api.InventoryReader(session.Client).ReadAsync(null, Stop);
    }

    /// <summary>Changes a guest behind the workspace's back, as somebody in the GUI would.</summary>
    public async Task ChangeOnServerAsync(Guest guest, params (string Key, string Value)[] values)
    {
        using var session = await OpenAsync();
        await session.Client.PutAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{guest.VmId}/config", values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), Stop);
    }

    /// <summary>Deletes a stopped guest behind the workspace's back.</summary>
    public async Task DeleteOnServerAsync(Guest guest)
    {
        using var session = await OpenAsync();
        var task = await session.Client.DeleteAsync($"/nodes/{guest.Node}/{guest.Kind.ApiName()}/{guest.VmId}", null, Stop);
        Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
        await session.Client.WaitForTaskAsync(upid, null, Stop);
    }

    /// <summary>Every file of the workspace but the state's own, with its content.</summary>
    public ImmutableSortedDictionary<string, string> Files() => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith(".proxmox/", StringComparison.Ordinal))
        .ToImmutableSortedDictionary(path => path, path => File.ReadAllText(Path.Combine(_folder, path)), StringComparer.Ordinal);

    public string Text(string file) => File.ReadAllText(Workspace.PathOf(file));

    public void Replace(string file, string before, string after)
    {
        var text = Text(file);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(Workspace.PathOf(file), text.Replace(before, after, StringComparison.Ordinal));
    }

    /// <summary>The file of a guest in the code.</summary>
    public DesiredGuest Code(int vmid) => GuestCode.Guests(Workspace).Single(guest => guest.VmId == vmid);

    public void Dispose()
    {
        Lab.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Hears at once, where <see cref="Progress{T}"/> would hear later.</summary>
    private sealed class Told(List<string> notices) : IProgress<Core.Api.PveNotice>
    {
        public void Report(Core.Api.PveNotice value) => notices.Add(value.Text);
    }
}
