using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>Generated code for everything beside guests, judged by terraform itself.</summary>
public sealed class ObjectOracleTests
{
    [Fact]
    public void Terraform_accepts_the_code_and_finds_nothing_to_format_or_to_change()
    {
        var folder = Directory.CreateTempSubdirectory("pmpc-objects-");
        try
        {
            var root = Directory.CreateDirectory(Path.Combine(folder.FullName, "terraform")).FullName;
            var state = new JsonObject();
            var files = new Dictionary<string, string>();
            var taken = new HashSet<string>();
            var count = 0;
            // Several clusters in one plan: starting terraform is what takes the time.
            for (var seed = 1; seed <= 4; seed++)
            {
                Guest[] guests = [Guests.Web(100 * seed), Guests.Proxy(100 * seed + 1)];
                // One set of options of the datacenter and of the cluster's firewall is all that a cluster has.
                var objects = ObjectSamples.Create(seed, guests).Select(item => seed == 1 ? item : Renamed(item, seed)).OfType<ClusterObject>().ToArray();
                var code = new ObjectCode(objects, guests, _ => false);
                count += code.Views.Count;
                foreach (var file in code.Views.Keys.GroupBy(ObjectCode.FileOf)) files[file.Key] = code.Append(files.GetValueOrDefault(file.Key), file, taken);
                foreach (var (type, entries) in ObjectProviderReading.Of(objects, guests))
                {
                    if (state[type] is not JsonObject known) state[type] = known = [];
                    foreach (var (id, attributes) in entries!.AsObject()) known.TryAdd(id, attributes!.DeepClone());
                }
                files[$"terraform/imports-{seed}.tf"] = code.Imports(TerraformReader.Read(files.Where(file => !file.Key.Contains("imports", StringComparison.Ordinal)).ToDictionary())).Text;
            }
            foreach (var (path, text) in files) File.WriteAllText(Path.Combine(folder.FullName, path), text);
            File.WriteAllText(Path.Combine(root, "main.tf"), """
                terraform {
                  required_providers {
                    proxmox = {
                      source  = "bpg/proxmox"
                      version = "~> 0.111"
                    }
                  }
                }

                """);
            var stateFile = Path.Combine(folder.FullName, "state.json");
            File.WriteAllText(stateFile, state.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

            var format = TerraformTool.Run(root, null, "fmt", "-check", "-diff");
            Assert.True(format.ExitCode == 0, format.Output);
            var init = TerraformTool.Run(root, null, "init", "-input=false");
            Assert.True(init.ExitCode == 0, init.Output);
            var validate = TerraformTool.Run(root, null, "validate");
            Assert.True(validate.ExitCode == 0, validate.Output);
            var plan = TerraformTool.Run(root, stateFile, "plan", "-input=false", "-lock=false", "-no-color");
            Assert.True(plan.ExitCode == 0, plan.Output);
            var changes = string.Join('\n', plan.Output.Split('\n').Where(line => Regex.IsMatch(line, "will be (updated|created|destroyed)|must be replaced|^\\s+[-+~]|Plan:")));
            Assert.True(plan.Output.Contains($"Plan: {count} to import, 0 to add, 0 to change, 0 to destroy", StringComparison.Ordinal), $"{count} resources\n{changes}");
            TestContext.Current.TestOutputHelper?.WriteLine($"{count} resources planned without a change");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same under another name; null for what a cluster has only once.</summary>
    private static ClusterObject? Renamed(ClusterObject item, int seed)
    {
        string New(string name) => name.Contains('@', StringComparison.Ordinal) ? name.Replace("user-", $"user{seed}-", StringComparison.Ordinal) : name;
        if (item.Kind is ObjectKind.ClusterOption || item.Kind >= ObjectKind.FirewallOption && item.Scope.VmId is null) return null;
        if (item.Kind == ObjectKind.Network) return ClusterObject.Of(new(item.Kind, ObjectScope.OfNode($"{item.Scope.Node}-{seed}"), item.Name), item.Settings);
        if (item.Kind is ObjectKind.User or ObjectKind.Token or ObjectKind.Acl)
            return ClusterObject.Of(item.Key with { Name = New(item.Name) + (item.Kind == ObjectKind.Acl ? $"{seed}" : "") }, item.Kind == ObjectKind.Acl ? item.Settings.With("ugid", New(item.Settings["ugid"])).With("roleid", item.Settings["roleid"] + seed) : item.Settings);
        if (item.Kind is ObjectKind.Pool && item.Name.Contains('/', StringComparison.Ordinal)) return null;
        if (item.Kind == ObjectKind.HaResource) return ClusterObject.Of(item.Key with { Name = $"vm:{seed}{item.Name[3..]}" }, item.Settings);
        return item.Scope.IsCluster ? ClusterObject.Of(item.Key with { Name = item.Name + seed }, item.Settings) : item;
    }
}
