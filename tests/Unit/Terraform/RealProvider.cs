using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>
/// The provider bpg/proxmox itself, asked what it would do to a Lab that is served over HTTPS. It runs where the variable
/// <c>PMPC_TERRAFORM_PROVIDER</c> names the provider's program.
/// </summary>
internal static class RealProvider
{
    /// <summary>Of the token that the Lab's state must have as <c>root@pam!iac</c>.</summary>
    public const string Secret = "0d5f6a10-7e55-4c3b-a4a8-8e2f8c1a7a11";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string? Program => Environment.GetEnvironmentVariable("PMPC_TERRAFORM_PROVIDER");

    private static string Console => Path.Combine(Root, "src/ProxmoxMpc.Console/bin", Configuration, "net10.0/proxmox-mpc.dll");

    public static void SkipWithout()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Program), "PMPC_TERRAFORM_PROVIDER names no program of the provider bpg/proxmox.");
        Assert.SkipUnless(File.Exists(Console), $"{Console} is not built.");
        Assert.SkipWhen(RuntimeInformation.OSArchitecture is not (Architecture.X64 or Architecture.Arm64) || !OperatingSystem.IsLinux(), "Written for Linux.");
    }

    /// <summary>Plans the code of <c>terraform/</c> in the folder on a Lab of the state, and wants that it changes nothing.</summary>
    /// <param name="folder">Gets files of its own beside the code.</param>
    public static async Task PlansNothingAsync(string folder, string state)
    {
        var lab = Path.Combine(folder, "served-lab.json");
        await File.WriteAllTextAsync(lab, state, Token);
        using var server = Process.Start(new ProcessStartInfo("dotnet", [Console, "lab", "--listen", "127.0.0.1:0", "--state", lab, "--json"]) { RedirectStandardOutput = true })!;
        try
        {
            var announced = "";
            while (!announced.EndsWith("}\n", StringComparison.Ordinal) && await server.StandardOutput.ReadLineAsync(Token) is { } line) announced += line + "\n";
            var url = JsonDocument.Parse(announced).RootElement.GetProperty("Url").GetString()!;
            await Mirror(folder, Program!);
            var root = Path.Combine(folder, "terraform");
            Assert.True((await Run(root, url, "init", "-input=false")) is (0, _));
            var plan = await Run(root, url, "plan", "-input=false", "-no-color", "-lock=false");
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

    /// <summary>Terraform finds the provider in a folder laid out as its registry is.</summary>
    private static async Task Mirror(string folder, string provider)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.X64 ? "amd64" : "arm64";
        var place = Directory.CreateDirectory(Path.Combine(folder, "mirror/registry.terraform.io/bpg/proxmox/0.111.1", $"linux_{architecture}")).FullName;
        File.Copy(provider, Path.Combine(place, "terraform-provider-proxmox_v0.111.1"));
        await File.WriteAllTextAsync(Path.Combine(folder, "terraformrc"), $"provider_installation {{\n  filesystem_mirror {{\n    path = \"{folder}/mirror\"\n  }}\n}}\n", Token);
    }

    private static async Task<(int ExitCode, string Output)> Run(string folder, string url, params string[] arguments)
    {
        var start = new ProcessStartInfo("terraform", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in new[] { ("TF_IN_AUTOMATION", "1"), ("NO_COLOR", "1"), ("CHECKPOINT_DISABLE", "1"), ("TF_CLI_CONFIG_FILE", Path.Combine(Path.GetDirectoryName(folder)!, "terraformrc")), ("PROXMOX_VE_INSECURE", "true"), ("TF_VAR_proxmox_endpoint", url), ("TF_VAR_proxmox_api_token", $"root@pam!iac={Secret}") })
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
