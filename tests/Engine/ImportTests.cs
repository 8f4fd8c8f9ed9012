using System.Runtime.InteropServices;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Each in a process of its own, for a load context lives as long as its process.</summary>
public sealed class ImportTests
{
    private const string UseTheCore = "1 | Test-ProbeFailure -FailAt 2; Get-ProbeLibrary";
    private static readonly string s_private = "ProxmoxMpc 18.0.0.0 10.0.15.0 42";

    private static string Import(params string[] modules) => string.Concat(modules.Select(module => $"Import-Module '{module}'\n"));

    private static async Task<string[]> Lines(string script)
    {
        var process = await ChildProcess.Engine(script);
        Assert.True(process.ExitCode == 0, process.Error);
        return process.Lines;
    }

    [Fact]
    public async Task An_import_loads_nothing_of_the_core()
    {
        var loaded = await Lines(Import(Built.Manifest) + "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }");
        Assert.Contains("ProxmoxMpc.PowerShell", loaded);
        Assert.DoesNotContain("ProxmoxMpc.Core", loaded);
        Assert.DoesNotContain("YamlDotNet", loaded);
    }

    [Fact]
    public async Task A_removed_module_can_be_imported_again() =>
        Assert.Equal(["1", s_private, "1", s_private],
            await Lines(Import(Built.Manifest, Built.Probe) + UseTheCore + "\nRemove-Module ProxmoxMpc, ProxmoxMpc.Tests.Probe\n"
                + Import(Built.Manifest, Built.Probe) + UseTheCore));

    [Fact]
    public async Task Two_runspaces_of_a_process_can_import_it() =>
        Assert.Equal(["1", s_private, "1", s_private],
            await Lines(Import(Built.Manifest, Built.Probe) + UseTheCore + $$"""

                $other = [PowerShell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
                $other.AddScript("Import-Module '{{Built.Manifest}}', '{{Built.Probe}}'; {{UseTheCore}}").Invoke()
                if ($other.HadErrors) { throw $other.Streams.Error[0] }
                """));

    [Fact]
    public async Task A_module_with_other_versions_of_its_libraries_that_came_first_keeps_them() =>
        Assert.Equal(["13.0.0.0 9.0.0.0 b", "1", s_private, "13.0.0.0 9.0.0.0 b"],
            await Lines(Import(Built.Neighbour) + "Get-NeighbourVersion\n" + Import(Built.Manifest, Built.Probe) + UseTheCore + "\nGet-NeighbourVersion"));

    [Fact]
    public async Task A_module_with_other_versions_of_its_libraries_may_come_later() =>
        Assert.Equal(["1", s_private, "13.0.0.0 9.0.0.0 b"],
            await Lines(Import(Built.Manifest, Built.Probe) + UseTheCore + "\n" + Import(Built.Neighbour) + "Get-NeighbourVersion"));

    [Fact]
    public async Task A_copy_of_the_folder_works_from_another_place()
    {
        using var folder = new TemporaryFolder();
        var copy = CopyInto(folder);
        Assert.Equal(["1", s_private, Path.Combine(copy, "core", "YamlDotNet.dll")], await Lines(UseAndLocate(copy)));
    }

    [Fact]
    public async Task An_assembly_that_was_compiled_for_this_platform_is_preferred()
    {
        using var folder = new TemporaryFolder();
        var copy = CopyInto(folder);
        var ready = Path.Combine(Ready(copy), "YamlDotNet.dll");
        File.Copy(Path.Combine(copy, "core", "YamlDotNet.dll"), ready);
        Assert.Equal(["1", s_private, ready], await Lines(UseAndLocate(copy)));
    }

    [Fact]
    public async Task Where_it_is_damaged_or_of_another_machine_the_portable_one_is_taken()
    {
        using var folder = new TemporaryFolder();
        var copy = CopyInto(folder);
        foreach (var name in new[] { "ProxmoxMpc.Core.dll", "YamlDotNet.dll" }) await File.WriteAllTextAsync(Path.Combine(Ready(copy), name), "no assembly", TestContext.Current.CancellationToken);
        Assert.Equal(["1", s_private, Path.Combine(copy, "core", "YamlDotNet.dll")], await Lines(UseAndLocate(copy)));
    }

    private static string UseAndLocate(string module) => Import(Path.Combine(module, "ProxmoxMpc.psd1"), Built.Probe) + UseTheCore
        + "\n[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' } | ForEach-Object Location";

    /// <summary>The module in a folder of its own, with its portable assemblies only.</summary>
    private static string CopyInto(TemporaryFolder folder)
    {
        var copy = Path.Combine(folder.Path, "ProxmoxMpc");
        foreach (var file in Directory.EnumerateFiles(Built.Module, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Built.Module, file);
            if (relative.StartsWith(Path.Combine("core", "ready"), StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, relative))!);
            File.Copy(file, Path.Combine(copy, relative));
        }
        return copy;
    }

    private static string Ready(string module) => Directory.CreateDirectory(Path.Combine(module, "core", "ready",
        $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}")).FullName;
}
