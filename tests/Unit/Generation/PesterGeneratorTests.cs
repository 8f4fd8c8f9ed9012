using CsCheck;
using ProxmoxMpc.Core.Generation;

namespace ProxmoxMpc.Tests.Unit.Generation;

public sealed class PesterGeneratorTests
{
    [Fact]
    public void Hostile_names_change_no_statement_of_a_test()
    {
        static GenerationInput With(string name, string node, string pool, string tag) => Sample.Input(
            Sample.Vm(101, name, ("tags", tag), ("scsi0", $"s{name}:vm-101-disk-0,size=4G"), ("net0", $"virtio=BC:24:11:00:00:01,bridge={node}")) with { Node = node, Pool = pool });

        static string Script(GenerationInput input) => PesterGenerator.Derived(input).Single(file => file.Path.StartsWith("tests/vms/", StringComparison.Ordinal)).Text;

        var expected = ScriptText.Shape(Script(With("web", "pve1", "prod", "a")));
        // Commas, blanks and the like split tags, disks and interfaces before this generator ever sees them.
        var word = HostileText.Name.Select(text => string.Concat(text.Where(c => !",;: =".Contains(c, StringComparison.Ordinal)))).Where(text => text.Length > 0);
        Gen.Select(word, word, word, word).Sample((name, node, pool, tag) => Assert.Equal(expected, ScriptText.Shape(Script(With(name, node, pool, tag)))), iter: 500);
    }

    [Fact]
    public void Every_script_parses_and_only_reads()
    {
        foreach (var file in PesterGenerator.Derived(Sample.Cluster()))
        {
            var shape = ScriptText.Shape(file.Text);
            foreach (var command in shape.Split('\n').Where(line => line.StartsWith("command ", StringComparison.Ordinal)).Select(line => line[8..]))
                Assert.Contains(command, Reading);
        }
    }

    [Fact]
    public void Where_HA_puts_a_guest_is_no_drift()
    {
        var guest = Sample.Vm(101, "web");
        Assert.Contains("$guest.Node", Text(guest), StringComparison.Ordinal);
        Assert.DoesNotContain("$guest.Node", Text(guest with { HaState = "started" }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_power_state_is_not_tested()
    {
        Assert.Contains("$guest.Status", Text(Sample.Vm(101, "web")), StringComparison.Ordinal);
        Assert.DoesNotContain("$guest.Status", Text(Sample.Vm(101, "web") with { Status = "unknown" }), StringComparison.Ordinal);
    }

    private static readonly string[] Reading =
    [
        "BeforeAll", "BeforeDiscovery", "Describe", "It", "Should", "Where-Object", "Join-Path", "Test-Path", "Get-Module", "Import-Module", "Get-Command", "Get-ChildItem", "Out-String", "",
        "Get-PmpcVm", "Get-PmpcContainer", "Get-PmpcNode", "Get-PmpcStorage", "Compare-PmpcInfrastructure", "terraform", "ansible-inventory", "ansible-playbook",
    ];

    private static string Text(ProxmoxMpc.Core.Model.Guest guest) =>
        PesterGenerator.Derived(Sample.Input(guest)).Single(file => file.Path == "tests/vms/web.Tests.ps1").Text;
}
