using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Files that declare guests become code.</summary>
public sealed class DeclarationTests
{
    private const string Fleet = """
        # yaml-language-server: $schema=schemas/guests.schema.json
        version: 1
        defaults:
          node: pve1
          tags: [fleet, managed]
          memory: 2GiB
          vm:
            ostype: l26
            net0: virtio,bridge=vmbr0
          container:
            swap: 0
        guests:
          web-[01-03]:
            vmid: 5001
            node: [pve1, pve2]
            cores: 2
            description: "web server [1-3] of 3"
            scsi0: { storage: local-lvm, size: 20G, discard: on }
          db-01:
            vmid: 5010
            cores: 8
            memory: 16 GiB
            started: true
          proxy:
            kind: container
            vmid: 5020
            template: local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst
            rootfs: local-lvm:8
        environments:
          production:
            defaults:
              tags: [fleet, production]
            guests:
              web-[01-03]: { cores: 4 }
              web-02: { memory: 8192 }
              cache-01: { vmid: 5030, cores: 1 }
          staging:
        """;

    [Fact]
    public async Task A_fleet_becomes_code_that_applies_and_the_same_file_again_changes_nothing()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var result = Import(lab, Fleet);
        Assert.Equal(["Created web-01 (5001) pve1", "Created web-02 (5002) pve2", "Created web-03 (5003) pve1", "Created db-01-5010 5010", "Created proxy (5020) pve1"],
            result.Guests.Select(guest => guest.VmId == 5010 ? $"{guest.Action} {Path.GetFileNameWithoutExtension(guest.File)} {guest.VmId}" : $"{guest.Action} {guest.Name} ({guest.VmId}) {guest.Node}"));
        var web = lab.Code(5002).Attributes;
        Assert.Equal(("2", "2048", "20G", "local-lvm", "web server 2 of 3", "fleet;managed", "vmbr0", "on"),
            (web.Get("cores"), web.Get("memory.current"), web.Get("scsi0.size"), web.Get("scsi0.storage"), web.Get("description"), web.Get("tags"), web.Get("net0.bridge"), web.Get("scsi0.discard")));
        Assert.Equal(("16384", "1"), (lab.Code(5010).Attributes.Get("memory.current"), lab.Code(5010).Attributes.Get(AttributePath.Started)));
        Assert.Equal(GuestKind.Lxc, lab.Code(5020).Kind);

        var files = lab.Files();
        var again = Import(lab, Fleet);
        Assert.All(again.Guests, guest => Assert.Equal("Unchanged", guest.Action));
        Assert.Empty(again.Files);
        Assert.Equal(files, lab.Files());

        var plan = await lab.PlanAsync();
        Assert.Empty(plan.Problems);
        Assert.Equal(5, plan.Steps.Count(step => step.Action == PlanAction.Create));
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.All(Import(lab, Fleet).Guests, guest => Assert.Equal("Unchanged", guest.Action));
    }

    [Fact]
    public async Task An_environment_lies_over_it_and_edits_keep_what_people_wrote()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        Import(lab, Fleet);
        var file = lab.Code(5001).File;
        File.WriteAllText(lab.Workspace.PathOf(file), "# ours\n" + lab.Text(file));
        var result = Import(lab, Fleet, "production");
        Assert.Equal(["Updated", "Updated", "Updated", "Updated", "Updated", "Created"], result.Guests.Select(guest => guest.Action));
        Assert.Equal(["cores", "tags"], result.Guests[0].Changes);
        Assert.Equal(["cores", "memory", "tags"], result.Guests[1].Changes);
        Assert.StartsWith("# ours\n", lab.Text(file), StringComparison.Ordinal);
        Assert.Equal(("4", "8192", "fleet;production"), (lab.Code(5002).Attributes.Get("cores"), lab.Code(5002).Attributes.Get("memory.current"), lab.Code(5002).Attributes.Get("tags")));
        Assert.Equal("cache-01", lab.Code(5030).Name);
        Assert.NotNull(result.SavedAs);
        Assert.All(Import(lab, Fleet, "production").Guests, guest => Assert.Equal("Unchanged", guest.Action));
        Assert.Equal("PmpcEnvironmentUnknown", Assert.Throws<PmpcException>(() => Import(lab, Fleet, "prod")).Id);
    }

    [Fact]
    public async Task A_clone_has_the_settings_of_its_template_and_apply_makes_it()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var template = (await lab.InventoryAsync()).Guests.First(guest => guest is { IsTemplate: true, Kind: GuestKind.Qemu });
        var result = Import(lab, $$"""
            {"version": 1, "guests": {"app-[1-2]": {"vmid": 6001, "clone": "{{template.Name}}", "cores": 6} } }
            """);
        Assert.All(result.Guests, guest => Assert.Equal(("Created", template.ToString()), (guest.Action, guest.Source)));
        var code = lab.Code(6001);
        Assert.Equal(("6", template.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture)), (code.Attributes.Get("cores"), code.Attributes.Get(AttributePath.CloneOf)));
        Assert.Equal(template.Disks[0].SizeBytes, DiskSize.TryParse(code.Attributes.Get(template.Disks[0].Key + ".size")));
        Assert.Null(code.Attributes.Get("template"));
        Assert.DoesNotContain(template.NetworkInterfaces[0].MacAddress!, lab.Text(code.File), StringComparison.OrdinalIgnoreCase);
        var plan = await lab.PlanAsync();
        Assert.Empty(plan.Problems);
        Assert.Equal([PlanAction.Clone, PlanAction.Clone], plan.Steps.Where(step => step.Action is PlanAction.Clone or PlanAction.Create).Select(step => step.Action));
        Assert.True((await lab.ApplyAsync(plan)).Succeeded);
        Assert.Empty((await lab.SyncAsync()).Files);
        Assert.False((await lab.PlanAsync()).HasChanges);
        Assert.All(Import(lab, $$"""{"version": 1, "guests": {"app-[1-2]": {"vmid": 6001, "clone": "{{template.Name}}", "cores": 6} } }""").Guests, guest => Assert.Equal("Unchanged", guest.Action));
    }

    [Theory]
    [InlineData("version: 2\nguests: {}", "1:10: this version of ProxmoxMpc reads version 1")]
    [InlineData("guests: {}", "1:1: 'version' is missing; 'version: 1' is expected")]
    [InlineData("version: 1\nguest: {}", "2:1: the file has no 'guest'; did you mean 'guests'?")]
    [InlineData("version: 1\nguests:\n  a: { coers: 2 }", "3:15: a VM has no 'coers'; did you mean 'cores'?")]
    [InlineData("version: 1\nguests:\n  a: { net0: { brigde: vmbr0 } }", "3:24: 'net0' has no 'brigde'; did you mean 'bridge'?")]
    [InlineData("version: 1\nguests:\n  a:\n    cores: many", "4:12: 'many' is no value for cores: it takes")]
    [InlineData("version: 1\nguests:\n  a: { bios: uefi }", "3:14: 'uefi' is no value for bios: it takes seabios, ovmf")]
    [InlineData("version: 1\nguests:\n  a: { kind: lxc }", "3:14: 'lxc' is no kind of guest; vm or container is expected")]
    [InlineData("version: 1\nguests:\n  a: { node: pve9 }", "3:14: there is no node 'pve9'; pve1, pve2, pve3 are expected")]
    [InlineData("version: 1\nguests:\n  a: { clone: nothing }", "3:15: there is no guest 'nothing' to clone;")]
    [InlineData("version: 1\nguests:\n  a: { vmid: 7 }", "3:14: '7' is no vmid; a number from 100")]
    [InlineData("version: 1\nguests:\n  a: { vmid: 200 }\n  b: { vmid: 200, kind: container }", "4:3: the vmid 200 is that of the")]
    [InlineData("version: 1\nguests:\n  a-[3-1]: {}", "3:3: the range [3-1] runs backwards")]
    [InlineData("version: 1\nguests:\n  a-[1-3]: {}\n  a-2: {}", "4:3: 'a-2' is declared by 'a-[1-3]' already")]
    [InlineData("version: 1\nguests:\n  a-[1-3]: { description: 'no [1-2]' }", "3:27: 'no [1-2]' stands for 2 values; 3 are expected")]
    [InlineData("version: 1\nguests:\n  a_b: {}", "3:3: 'a_b' is no name for a guest")]
    [InlineData("version: 1\nguests:\n  a: { cipassword: secret }", "3:20: 'cipassword' is a secret")]
    [InlineData("version: 1\nguests:\n  a: [1]", "3:6: 'a' is a mapping; settings of a guest")]
    [InlineData("version: 1\nguests:\n\tweb: {}", "3:1: YAML takes no tab for an indentation; spaces are expected")]
    [InlineData("version: 1\nguests:\n  a: { cores: 2", "this is neither YAML nor JSON")]
    [InlineData("version: 1\nguests:\n  a: {cores: 2}\n  a: {cores: 3}", "4:3: this is neither YAML nor JSON: Duplicate key")]
    [InlineData("[]", "1:1: the file is empty or no mapping")]
    [InlineData("", "1:1: the file is empty or no mapping")]
    public async Task Every_mistake_has_its_place_and_says_what_was_expected(string text, string expected)
    {
        using var lab = await Synced.Value;
        var error = Assert.Throws<PmpcException>(() => Import(lab, text));
        Assert.Equal("PmpcDeclarationInvalid", error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Matches(@"guests\.yml:\d+:\d+: ", error.Message);
        Assert.NotEmpty(Assert.IsType<DeclarationProblem[]>(error.Target));
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once_and_nothing_is_written()
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        var files = lab.Files();
        var error = Assert.Throws<PmpcException>(() => Import(lab, "version: 1\nguests:\n  good: { cores: 2 }\n  bad-[1-3]: { cores: 0, memory: lots, nodes: x }"));
        Assert.Equal(3, Assert.IsType<DeclarationProblem[]>(error.Target).Length);
        Assert.Equal(files, lab.Files());
    }

    [Theory]
    [InlineData("web", "web")]
    [InlineData("web-[01-03]", "web-01 web-02 web-03")]
    [InlineData("[1,4-5]x", "1x 4x 5x")]
    [InlineData("r[1-2]-n[08-10]", "r1-n08 r1-n09 r1-n10 r2-n08 r2-n09 r2-n10")]
    [InlineData("[a-b]", "[a-b]")]
    public void Ranges_are_written_out_with_their_digits(string text, string expanded)
    {
        Assert.Equal(expanded.Split(' '), NameRange.Expand(text, out var problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("[1-2000]")]
    [InlineData("[1-100]-[1-100]")]
    public void A_range_that_is_a_slip_is_refused(string text)
    {
        Assert.Empty(NameRange.Expand(text, out var problem));
        Assert.NotNull(problem);
    }

    [Fact]
    public void The_schema_for_editors_is_that_of_the_attributes()
    {
        var file = Path.Combine(SharedData.Repository, "schemas", "guests.schema.json");
        if (Environment.GetEnvironmentVariable("PMPC_UPDATE_DOCS") == "1") File.WriteAllText(file, DeclarationSchema.Text());
        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.Equal(DeclarationSchema.Text(), text);
        var definitions = JsonNode.Parse(text)!["$defs"]!.AsObject();
        foreach (var (name, kind) in new[] { ("vm", GuestKind.Qemu), ("container", GuestKind.Lxc) })
            Assert.True(definitions[name]!["properties"]!.AsObject().Count > GuestSchema.For(kind).Keys.Count(key => !key.IsFamily) / 2, name);
        // Every reference leads somewhere.
        foreach (System.Text.RegularExpressions.Match reference in System.Text.RegularExpressions.Regex.Matches(text, "\"#/\\$defs/([a-z]+)\"")) Assert.True(definitions.ContainsKey(reference.Groups[1].Value), reference.Value);
    }

    private static readonly SyncedLab Synced = new();

    private static ImportResult Import(LabWorkspace lab, string text, string? environment = null)
    {
        var file = Path.Combine(lab.Workspace.Root, "guests.yml");
        File.WriteAllText(file, text);
        try
        {
            return DeclarationImport.Run(lab.Workspace, file, environment, write: true);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>A small cluster, quickly read.</summary>
    private sealed class SyncedLab
    {
        private const string State = """
            {"version":"9.2","nodes":{"pve1":{"status":"online","cores":8,"memoryMiB":16384},"pve2":{"status":"online","cores":8,"memoryMiB":16384},"pve3":{"status":"online","cores":8,"memoryMiB":16384}},
             "storages":{"local":{"type":"dir","content":["images","rootdir","vztmpl"],"shared":false,"sizeGiB":4000}},
             "content":{"local":["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"]},
             "guests":{"200":{"type":"qemu","node":"pve1","status":"stopped","config":{"name":"there","cores":2,"memory":1024}}}}
            """;

        public Task<LabWorkspace> Value => MakeAsync();

        private static async Task<LabWorkspace> MakeAsync()
        {
            var lab = new LabWorkspace(State);
            await lab.SyncAsync();
            return lab;
        }
    }
}
