using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>Generated projects, judged by terraform itself.</summary>
public sealed class TerraformOracleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Terraform_accepts_a_generated_project_and_finds_nothing_to_format_or_to_change(bool spellOut)
    {
        var guests = Enumerable.Range(0, 40).Select(index => RandomGuest.Create(1000 + index, vmid: 100 + index)).Append(Guests.Web(900)).Append(Guests.Proxy(901)).Concat(Guests.Plain(910)).ToArray();
        var inventory = new Inventory { Cluster = "lab", Version = "9.2.11", Guests = [.. guests], Nodes = [new() { Name = "pve1", CpuCount = 8, MemoryMiB = 65536, Address = "192.0.2.1" }] };
        var names = GuestNaming.Allocate(guests);
        var folder = Directory.CreateTempSubdirectory("pmpc-terraform-");
        try
        {
            var files = TerraformWriter.Skeleton(inventory, new Uri("https://pve1.example.org:8006/")).Concat(guests.Select(guest => TerraformWriter.Guest(guest, names[guest.VmId], spellOut))).ToList();
            files.Add(TerraformWriter.Imports(inventory, names, names.Keys.ToHashSet()));
            foreach (var file in files)
            {
                var path = Path.Combine(folder.FullName, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text);
            }
            var root = Path.Combine(folder.FullName, "terraform");
            var state = Path.Combine(folder.FullName, "state.json");
            File.WriteAllText(state, ProviderReading.Of(guests).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

            var format = TerraformTool.Run(root, null, "fmt", "-check", "-diff", "-recursive");
            Assert.True(format.ExitCode == 0, format.Output);
            var init = TerraformTool.Run(root, null, "init", "-input=false");
            Assert.True(init.ExitCode == 0, init.Output);
            var validate = TerraformTool.Run(root, null, "validate");
            Assert.True(validate.ExitCode == 0, validate.Output);
            var plan = TerraformTool.Run(root, state, "plan", "-input=false", "-lock=false", "-no-color");
            Assert.True(plan.ExitCode == 0, plan.Output);
            Assert.True(plan.Output.Contains(" 0 to add, 0 to change, 0 to destroy", StringComparison.Ordinal), string.Join('\n', plan.Output.Split('\n').Where(line => line.Contains(" will be updated", StringComparison.Ordinal) || line.Contains("replaced", StringComparison.Ordinal) || line.TrimStart() is ['+' or '-' or '~', ..] || line.Contains("Plan:", StringComparison.Ordinal))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Edited_files_are_still_as_terraform_formats_them()
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-terraform-");
        try
        {
            for (var index = 0; index < 60; index++)
            {
                var kind = index % 2 == 0 ? GuestKind.Qemu : GuestKind.Lxc;
                var (one, other) = (RandomGuest.Create(index, kind, 500), RandomGuest.Create(5000 + index, kind, 500));
                if (TerraformWriter.Obstacle(one) is not null || TerraformWriter.Obstacle(other) is not null) continue;
                var paths = GuestProjection.Of(one).DifferingFrom(GuestProjection.Of(other)).ToArray();
                string text;
                try
                {
                    text = TerraformEditor.Apply(TerraformWriter.Guest(one, "x").Text, "x", kind, other, paths);
                }
                catch (PmpcException error) when (error.Id == "PmpcNotExpressible")
                {
                    continue;
                }
                File.WriteAllText(Path.Combine(folder.FullName, $"{index}.tf"), text);
            }
            Assert.True(folder.GetFiles().Length > 20);
            var format = TerraformTool.Run(folder.FullName, null, "fmt", "-check", "-diff");
            Assert.True(format.ExitCode == 0, format.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
