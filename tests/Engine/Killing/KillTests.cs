using System.Globalization;
using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine.Killing;

/// <summary>
/// kill -9 at any moment of an apply or a sync: afterwards the workspace is readable, what became of each step is found out, and
/// what is left is done; the end is that of a run that nobody disturbed. PMPC_KILL_SEEDS=300 kills that often, PMPC_KILL_FIRST=101
/// begins with that seed, PMPC_KILL_SEED=17 is that seed alone; PMPC_KILL_REPORT names a file that gets a line after each.
/// </summary>
public sealed class KillTests
{
    [Fact]
    public async Task A_killed_apply_goes_on_to_the_same_end_and_does_nothing_twice()
    {
        using var world = await KillWorld.StartAsync(SmallCluster.Json(taskSeconds: 0.15, AddOriginals), Edits);
        var (calm, requests) = await UndisturbedAsync(world);
        var failures = new List<string>();
        var late = 0;
        var resumed = 0;
        var seeds = Seeds(usually: 3);
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            world.Reset();
            var at = 1 + random.Next(requests);
            var tale = $"seed {seed}: killed at request {at} of {requests}";
            late += await KillAsync(world, random, at, "apply", "--yes", "--allow-data-loss", "*") ? 0 : 1;
            var way = random.Next(3);
            tale += $", then {(way == 0 ? "resumed" : way == 1 ? "synced and applied" : "synced and resumed")}";
            try
            {
                if (way > 0) world.Run("$null = Sync-PmpcInfrastructure");
                var results = world.Run(way == 1 ? "Invoke-PmpcApply -Force -AllowDataLoss * | ForEach-Object Outcome" : "Invoke-PmpcApply -Resume -Force -AllowDataLoss * | ForEach-Object Outcome");
                resumed += results.Length > 0 ? 1 : 0;
                // One that was killed before it had a plan has nothing to resume.
                if (way != 1) world.Run("$null = Invoke-PmpcApply -Force -AllowDataLoss *");
                Judge(world, calm);
            }
            catch (Exception failure) when (failure is Xunit.Sdk.IAssertionException)
            {
                failures.Add($"{tale}\n{failure.Message}");
            }
            await ReportAsync(failures.LastOrDefault() is { } last && last.StartsWith(tale, StringComparison.Ordinal) ? $"FAILED {last}" : tale);
        }
        TestContext.Current.SendDiagnosticMessage($"{seeds.Length} kills, {late} came too late, {resumed} resumptions had something to say, {failures.Count} failures; {requests} requests undisturbed");
        await ReportAsync($"{seeds.Length} kills from seed {seeds[0]}, {late} too late, {resumed} resumed, {failures.Count} failures");
        Assert.True(failures.Count == 0, $"{failures.Count} of {seeds.Length}:\n{string.Join("\n\n", failures.Take(4))}");
    }

    [Fact]
    public async Task A_killed_sync_leaves_a_readable_workspace_that_the_next_one_completes()
    {
        using var world = await KillWorld.StartAsync(SmallCluster.Json(taskSeconds: 0.15), edits: null);
        world.Reset();
        await world.CountAsync(null);
        world.Run("$null = Sync-PmpcInfrastructure");
        var requests = await world.SeenAsync();
        var calm = Code(world.Root);
        foreach (var seed in Seeds(usually: 2))
        {
            var random = new Random(seed);
            world.Reset();
            // Every other one while it writes, when all requests have been answered.
            var writes = seed % 2 == 0;
            await KillAsync(world, random, writes ? requests : 1 + random.Next(requests), "sync");
            var readable = world.Run("(Get-PmpcStatus).InCode");
            Assert.Single(readable);
            world.Run("$null = Sync-PmpcInfrastructure");
            Assert.Equal(calm, Code(world.Root));
            Assert.Equal(["0", "False"], world.Run("(Sync-PmpcInfrastructure).FilesWritten; (Get-PmpcPlan).HasChanges"));
        }
    }

    /// <summary>The end that every run has to reach, and the requests that it takes.</summary>
    private static async Task<(string Picture, int Requests)> UndisturbedAsync(KillWorld world)
    {
        world.Reset();
        await world.CountAsync(null);
        using var process = world.Begin("apply", "--yes", "--allow-data-loss", "*");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        var requests = await world.SeenAsync();
        await world.CalmAsync();
        Judge(world, null);
        return (world.Picture(), requests);
    }

    /// <summary>Starts the console, and kills it when it has sent its n-th request: sometimes while that one is under way, sometimes a moment later.</summary>
    /// <returns>Whether it was alive then.</returns>
    private static async Task<bool> KillAsync(KillWorld world, Random random, int at, params string[] arguments)
    {
        var hangs = random.Next(3) == 0;
        await world.CountAsync(hangs ? at : null);
        using var process = world.Begin(arguments);
        while (!process.HasExited && await world.SeenAsync() < at) await Task.Delay(5, TestContext.Current.CancellationToken);
        if (!hangs && !process.HasExited) await Task.Delay(random.Next(120), TestContext.Current.CancellationToken);
        var alive = !process.HasExited;
        if (alive) process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await world.CalmAsync();
        return alive;
    }

    private static void Judge(KillWorld world, string? calm)
    {
        Assert.Equal(["False", "0", ""], world.Run("(Get-PmpcPlan).HasChanges; (Sync-PmpcInfrastructure).FilesWritten; \"$((Get-PmpcStatus).Unfinished)\""));
        if (calm is not null) Assert.Equal(calm, world.Picture());
        var state = world.State();
        Assert.All(state["guests"]!.AsObject(), guest => Assert.Null(guest.Value!["config"]!["lock"]));
        // UPID:node:pid:pstart:starttime:type:id:user:
        var ended = state["tasks"]!.AsArray().Where(task => task!["result"]?.GetValue<string>() is "OK").Select(task => task!["upid"]!.GetValue<string>().Split(':')).ToArray();
        foreach (var once in new[] { "qmcreate", "vzcreate", "qmclone", "vzclone", "qmdestroy", "vzdestroy", "vzdump", "qmmove", "move_volume", "qmigrate", "resize" })
            Assert.All(ended.Where(upid => upid[5] == once).GroupBy(upid => upid[6]), guest => Assert.True(guest.Count() == 1, $"{once} of {guest.Key} was done {guest.Count()} times."));
    }

    private static async Task ReportAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("PMPC_KILL_REPORT") is { Length: > 0 } report) await File.AppendAllTextAsync(report, $"{line}\n", TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, string> Code(string root) => new[] { "terraform", "ansible", "tests", "docs" }.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText);

    private static int[] Seeds(int usually) => Number("PMPC_KILL_SEED") is { } one ? [one] : [.. Enumerable.Range(Number("PMPC_KILL_FIRST") ?? 1, Number("PMPC_KILL_SEEDS") ?? usually)];

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Each is cloned once, for Proxmox's task of a clone goes by the vmid of the original.
    private static void AddOriginals(JsonNode cluster)
    {
        cluster["guests"]!["105"] = JsonNode.Parse("""{ "type": "qemu", "node": "pve1", "status": "stopped", "config": { "template": 1, "name": "golden", "ostype": "l26", "cores": 1, "memory": "512", "scsihw": "virtio-scsi-single", "scsi0": "local-lvm:base-105-disk-0,size=4G", "net0": "virtio=BC:24:11:00:00:05,bridge=vmbr0" } }""");
        cluster["guests"]!["106"] = JsonNode.Parse("""{ "type": "qemu", "node": "pve2", "status": "stopped", "config": { "template": 1, "name": "silver", "ostype": "l26", "memory": "512", "scsihw": "virtio-scsi-single", "scsi0": "ceph:base-106-disk-0,size=4G" } }""");
        cluster["guests"]!["202"] = JsonNode.Parse("""{ "type": "lxc", "node": "pve1", "status": "stopped", "config": { "hostname": "mould", "ostype": "debian", "arch": "amd64", "cores": 1, "memory": 512, "swap": 512, "unprivileged": 1, "rootfs": "local-lvm:vm-202-disk-0,size=4G" } }""");
    }

    // Creates, clones, changes, growth, moves, a migration, power, a pool and a deletion; the running container is stopped for its move and started again.
    private const string Edits = """
        New-PmpcVm fresh-01 -Node pve1 -Storage local-lvm -Started
        New-PmpcVm fresh-02 -Node pve2 -Storage local-lvm -Started
        New-PmpcVm fresh-03 -Node pve1 -Storage ceph
        New-PmpcContainer fresh-ct -Node pve1 -Storage local-lvm -OsTemplate local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst -Started
        Set-PmpcVm web-01 -Cores 4 -Description 'edited' -Tag edited
        Set-PmpcVm db-01 -Pool ops -Started -Attribute @{ 'scsi0.size' = '20G'; scsi1 = 'local-lvm:4' }
        Set-PmpcVm moving-01 -Node pve2
        Set-PmpcVm quiet-01 -Started:$false
        Set-PmpcContainer proxy -MemoryMiB 1024 -Attribute @{ 'rootfs.storage' = 'ceph' }
        Set-PmpcContainer batch -Started
        $file = "$PWD/terraform/containers/batch.tf"
        [IO.File]::WriteAllText($file, ([IO.File]::ReadAllText($file) -replace 'prevent_destroy = true', 'prevent_destroy = false' -replace 'unprivileged(\s*)= true', 'unprivileged$1= false' -replace 'template_file_id(\s*)= .*', 'template_file_id$1= "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst"'))
        Remove-PmpcVm old-01
        function New-Copy($folder, $kind, $vmid, $original, $more) {
            [IO.File]::WriteAllText("$PWD/terraform/$folder/copy$vmid.tf", "resource `"proxmox_virtual_environment_$kind`" `"copy$vmid`" {`n  node_name = `"pve1`"`n  vm_id     = $vmid`n  $more`n}`n")
        }
        New-Copy vms vm 300 105 "name = `"copy-300`"`n  started = true`n  tags = [`"copy`"]`n  clone {`n    vm_id = 105`n  }`n  memory {`n    dedicated = 1024`n  }"
        New-Copy vms vm 301 106 "name = `"copy-301`"`n  started = false`n  pool_id = `"ops`"`n  clone {`n    vm_id = 106`n    node_name = `"pve2`"`n    full = false`n  }"
        New-Copy containers container 302 202 "started = true`n  clone {`n    vm_id = 202`n  }`n  cpu {`n    cores = 2`n  }"
        """;
}
