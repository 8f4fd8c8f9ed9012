using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// The provider bpg/proxmox itself imports random guests from the Lab over HTTPS, and plans nothing. It runs where the variable
/// <c>PMPC_TERRAFORM_PROVIDER</c> names the provider's program; <c>PMPC_LONG_RUN</c> makes it take more guests.
/// </summary>
public sealed class RealProviderTests
{
    private const string Secret = "0d5f6a10-7e55-4c3b-a4a8-8e2f8c1a7a11";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_provider_plans_no_change_for_guests_of_the_Lab()
    {
        var provider = Environment.GetEnvironmentVariable("PMPC_TERRAFORM_PROVIDER");
        Assert.SkipWhen(string.IsNullOrEmpty(provider), "PMPC_TERRAFORM_PROVIDER names no program of the provider bpg/proxmox.");
        var console = Path.Combine(Root, "src/ProxmoxMpc.Console/bin", Configuration, "net10.0/proxmox-mpc.dll");
        Assert.SkipUnless(File.Exists(console), $"{console} is not built.");
        Assert.SkipWhen(RuntimeInformation.OSArchitecture is not (Architecture.X64 or Architecture.Arm64) || !OperatingSystem.IsLinux(), "Written for Linux.");
        var folder = Directory.CreateTempSubdirectory("pmpc-provider-");
        try
        {
            var guests = Enumerable.Range(0, LongRun.Iterations(60)).Select(Create).Append(Guests.Web(900)).Append(Guests.Proxy(901)).Concat(Guests.Plain(910)).Select(guest => guest with { Status = "stopped" }).ToArray();
            var lab = Path.Combine(folder.FullName, "lab.json");
            await File.WriteAllTextAsync(lab, State(guests).ToJsonString(), Token);
            using var server = Process.Start(new ProcessStartInfo("dotnet", [console, "lab", "--listen", "127.0.0.1:0", "--state", lab, "--json"]) { RedirectStandardOutput = true })!;
            try
            {
                var announced = "";
                while (!announced.EndsWith("}\n", StringComparison.Ordinal) && await server.StandardOutput.ReadLineAsync(Token) is { } line) announced += line + "\n";
                var url = JsonDocument.Parse(announced).RootElement.GetProperty("Url").GetString()!;
                Write(folder.FullName, guests, new Uri(url));
                await Mirror(folder.FullName, provider!);
                var root = Path.Combine(folder.FullName, "terraform");
                Assert.True((await Run(root, "init", "-input=false")) is (0, _));
                var plan = await Run(root, "plan", "-input=false", "-no-color", "-lock=false");
                Assert.True(plan.ExitCode == 0, plan.Output);
                var changes = string.Join('\n', plan.Output.Split('\n').Where(line => line.Contains(" will be ", StringComparison.Ordinal) || line.Contains("must be replaced", StringComparison.Ordinal) || line.TrimStart() is ['+' or '-' or '~', ..]));
                Assert.True(plan.Output.Contains(" 0 to add, 0 to change, 0 to destroy", StringComparison.Ordinal), changes);
            }
            finally
            {
                server.Kill();
                await server.WaitForExitAsync(CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Stopped, for the provider waits for the agents of running ones; with a name that Proxmox would have taken.</summary>
    private static Guest Create(int index)
    {
        var guest = RandomGuest.Create(7000 + index, vmid: 100 + index);
        var name = guest.Kind == GuestKind.Qemu ? "name" : "hostname";
        return guest with { Node = "pve1", Status = "stopped", Pool = null, HaState = null, Config = guest.Config.ContainsKey(name) ? guest.Config.With(name, FormattableString.Invariant($"guest-{index}")) : guest.Config };
    }

    private static JsonObject State(Guest[] guests)
    {
        JsonObject Storage(string type, params string[] options)
        {
            var storage = new JsonObject { ["type"] = type, ["content"] = new JsonArray("images", "rootdir") };
            foreach (var option in options) storage[option.Split('=')[0]] = option.Split('=')[1];
            return storage;
        }
        return new()
        {
            ["version"] = "9.2",
            ["nodes"] = new JsonObject { ["pve1"] = new JsonObject { ["status"] = "online", ["cores"] = 32, ["memoryMiB"] = 131072 } },
            ["storages"] = new JsonObject
            {
                ["local"] = Storage("dir", "path=/var/lib/vz"), ["local-lvm"] = Storage("lvmthin", "vgname=pve", "thinpool=data"), ["zfs"] = Storage("zfspool", "pool=rpool/data"), ["ceph"] = Storage("rbd", "pool=rbd"),
            },
            ["bridges"] = new JsonObject { ["pve1"] = new JsonArray("vmbr0", "vmbr1") },
            ["users"] = new JsonObject { ["root@pam"] = new JsonObject() },
            ["tokens"] = new JsonObject { ["root@pam!iac"] = new JsonObject { ["secret"] = Secret, ["privsep"] = false } },
            ["guests"] = new JsonObject(guests.Select(guest => KeyValuePair.Create(guest.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)new JsonObject
            {
                ["type"] = guest.Kind == GuestKind.Qemu ? "qemu" : "lxc", ["node"] = "pve1", ["status"] = guest.Status,
                ["config"] = new JsonObject(guest.Config.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            }))),
        };
    }

    private static void Write(string folder, Guest[] guests, Uri endpoint)
    {
        var names = GuestNaming.Allocate(guests);
        var inventory = new Inventory { Cluster = "lab", Version = "9.2", Guests = [.. guests], Nodes = [new() { Name = "pve1" }] };
        var imported = guests.Where(guest => TerraformWriter.Obstacle(guest) is null).Select(guest => guest.VmId).ToHashSet();
        var files = TerraformWriter.Skeleton(inventory, endpoint).Concat(guests.Select(guest => TerraformWriter.Guest(guest, names[guest.VmId]))).Append(TerraformWriter.Imports(inventory, names, imported));
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
    }

    /// <summary>Terraform finds the provider in a folder laid out as its registry is.</summary>
    private static async Task Mirror(string folder, string provider)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : "arm64";
        var place = Directory.CreateDirectory(Path.Combine(folder, "mirror/registry.terraform.io/bpg/proxmox/0.111.1", $"linux_{architecture}")).FullName;
        File.Copy(provider, Path.Combine(place, "terraform-provider-proxmox_v0.111.1"));
        await File.WriteAllTextAsync(Path.Combine(folder, "terraformrc"), $"provider_installation {{\n  filesystem_mirror {{\n    path = \"{folder}/mirror\"\n  }}\n}}\n", Token);
    }

    private static async Task<(int ExitCode, string Output)> Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("terraform", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in new[] { ("TF_IN_AUTOMATION", "1"), ("NO_COLOR", "1"), ("CHECKPOINT_DISABLE", "1"), ("TF_CLI_CONFIG_FILE", Path.Combine(Path.GetDirectoryName(folder)!, "terraformrc")), ("PROXMOX_VE_INSECURE", "true"), ("TF_VAR_proxmox_api_token", $"root@pam!iac={Secret}") })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var output = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, output + await error);
    }

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ProxmoxMpc.sln"))) folder = folder.Parent;
            return folder!.FullName;
        }
    }

    private static string Configuration => AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
}
