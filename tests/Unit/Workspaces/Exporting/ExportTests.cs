using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Terraform.Porting;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Core.Workspaces.Exporting;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Exporting;

/// <summary>A workspace goes from one cluster to another.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task From_export_to_apply_and_then_the_other_cluster_equals_the_code()
    {
        using var world = new ExportWorld();
        await SyncAsync(world);
        var web = world.Staging.Code(100).File;
        world.Staging.Replace(web, "cores", "# for the release\n    cores");

        var result = await world.ExportAsync();
        Assert.True(result.IsWritten, Questions(result));
        Assert.Contains("# for the release", world.Text(web), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Files(), file => file.Key.EndsWith(".tf", StringComparison.Ordinal) && file.Value.Contains("import {", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Files(), file => file.Key.EndsWith(".tf", StringComparison.Ordinal) && file.Value.Contains("mac_address", StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(Path.Combine(world.Directory, ".proxmox", "history")), _ => Assert.Fail("No history travels."));

        var applied = await world.ApplyAsync();
        Assert.True(applied.Succeeded, string.Join('\n', applied.Steps.Select(step => $"{step.Guest} {step.Action}: {step.Message}")));
        Assert.False((await world.PlanAsync()).HasChanges);
        var there = await world.InventoryAsync();
        Assert.Equal(GuestCode.Guests(world.Staging.Workspace).Select(guest => (guest.VmId, guest.Name)), there.Guests.Select(guest => (guest.VmId, guest.Name)));
        Assert.Empty((await world.SyncAsync()).Conflicts);
        // What is made from code and server has followed.
        Assert.Contains("web-01", world.Text("ansible/inventory.yml"), StringComparison.Ordinal);
        Assert.Contains("web-01", world.Text("docs/architecture.md"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(world.Directory, "tests/vms/web-01.Tests.ps1")));
    }

    [Fact]
    public async Task Exported_twice_it_is_the_same_and_an_edit_there_is_not_overwritten()
    {
        using var world = new ExportWorld();
        await SyncAsync(world);
        Assert.True((await world.ExportAsync()).IsWritten);
        var first = world.Files();
        Assert.Equal(0, (await world.ExportAsync()).FilesWritten);
        Assert.Equal(first, world.Files());

        var web = world.Staging.Code(100).File;
        File.AppendAllText(Path.Combine(world.Directory, web), "# theirs\n");
        world.Staging.Replace(web, "cores", "# ours\n    cores");
        var refused = await Assert.ThrowsAsync<PmpcException>(() => world.ExportAsync());
        Assert.Equal("PmpcExportWouldOverwrite", refused.Id);
        Assert.Contains(web, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("# theirs\n", world.Text(web), StringComparison.Ordinal);
        Assert.True((await world.ExportAsync(new() { Directory = world.Directory, Force = true })).IsWritten);
        Assert.Contains("# ours", world.Text(web), StringComparison.Ordinal);

        // What is gone here goes there, too.
        GuestCode.Remove(world.Staging.Workspace, 107, write: true);
        var third = await world.ExportAsync();
        Assert.Contains(third.Files, file => file is { Action: "Deleted" } && file.Path.Contains("install-test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_lacks_things_is_a_question_and_nothing_but_the_sheet_is_written_until_it_is_answered()
    {
        using var world = new ExportWorld(Smaller);
        await SyncAsync(world);

        var preview = await world.ExportAsync(new() { Directory = world.Directory, DryRun = true });
        Assert.False(Directory.Exists(world.Directory));

        var asked = await world.ExportAsync();
        Assert.False(asked.IsWritten);
        Assert.Equal(preview.Questions.Select(one => one.ToString()), asked.Questions.Select(one => one.ToString()));
        Assert.Equal(["mapping.yml"], world.Files().Keys);
        string[] expected = ["Node pve3", "Storage ceph-rbd (images)"];
        Assert.Equal(expected, asked.Questions.Select(one => one.ToString().Split(" -> ")[0]).Intersect(expected));
        Assert.Equal((MappingStatus.Proposed, "staging"), asked.Mappings.Single(one => one is { Kind: PlaceKind.Pool, Source: "staging" }) is var pool ? (pool.Status, pool.Target!) : default);
        var storage = asked.Questions.Single(one => one is { Kind: PlaceKind.Storage, Source: "ceph-rbd", Content: "images" });
        Assert.Equal(["fast", "slow"], storage.Candidates);
        Assert.Contains("web-01 (100)", storage.UsedBy);
        // One node's bridge and one vmid have one choice only.
        Assert.Equal((MappingStatus.Proposed, "108"), asked.Mappings.Single(one => one is { Kind: PlaceKind.VmId, Source: "100" }) is var vmid ? (vmid.Status, vmid.Target!) : default);
        Assert.Contains("intruder", asked.Mappings.Single(one => one is { Kind: PlaceKind.VmId, Source: "100" }).Note, StringComparison.Ordinal);

        foreach (var question in asked.Questions) if (question.Kind is PlaceKind.Storage) AnswerStorage(world, question.Source, "nowhere"); else world.Answer(question.Source, question.Kind == PlaceKind.Node ? "pve1" : question.Candidates[0]);
        var wrong = await world.ExportAsync();
        Assert.Equal(MappingStatus.Refused, wrong.Mappings.Single(one => one is { Kind: PlaceKind.Storage, Source: "ceph-rbd", Content: "images" }).Status);
        Assert.Equal(["mapping.yml"], world.Files().Keys);

        foreach (var question in wrong.Questions) AnswerStorage(world, question.Source, "fast");
        var done = await world.ExportAsync();
        Assert.True(done.IsWritten, Questions(done));
        var guests = GuestCode.Guests(world.Production());
        Assert.DoesNotContain(guests, guest => guest.Node == "pve3" || guest.VmId == 100);
        Assert.Contains("\"staging\"", world.Text("terraform/pools.tf"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"prod\"", world.Text("terraform/pools.tf"), StringComparison.Ordinal);
        Assert.Contains(done.Notes, note => note.Message.StartsWith("The pool staging comes along", StringComparison.Ordinal));
        Assert.Equal("fast", guests.Single(guest => guest.Name == "web-01").Attributes.Get("scsi0.storage"));
        var applied = await world.ApplyAsync();
        Assert.True(applied.Succeeded, string.Join('\n', applied.Steps.Where(step => step.Outcome != StepOutcome.Done).Select(step => $"{step.Guest} {step.Action}: {step.Message}")));
        Assert.False((await world.PlanAsync()).HasChanges);
        var inventory = await world.InventoryAsync();
        Assert.Equal("intruder", inventory.Guest(100)!.Name);
        var staging = Assert.Single(inventory.Pools, one => one.PoolId == "staging");
        Assert.Equal(guests.Where(guest => guest.Attributes.Get(AttributePath.Pool) == "staging").Select(guest => guest.VmId), staging.Guests.Order());
        Assert.NotEmpty(staging.Guests);
        Assert.Empty((await world.SyncAsync()).ObjectChanges.Where(change => change.Kind is SyncChangeKind.Conflict));
    }

    [Fact]
    public async Task Names_are_exchanged_where_they_are_given_and_every_other_byte_stays()
    {
        using var world = new ExportWorld(state => Rename(state, "pve3", "node-x"));
        await SyncAsync(world);
        var (monitor, install) = (world.Staging.Code(105).File, world.Staging.Code(107).File);
        world.Staging.Replace(monitor, "\"pve3\"", "var.home # where it lives");
        world.Staging.Replace(install, "\"pve3\"", "local.homes[\"install\"].node");
        File.WriteAllText(world.Staging.Workspace.PathOf("terraform/vms/places.tf"), """
            # ours: ${not} "a" place
            variable "home" {
              default = "pve3" # staging's own
            }

            locals {
              homes = { install = { node = "pve3", note = "pve3 stays in words" } }
            }

            """);
        world.Staging.Replace("terraform/main.tf", "module \"vms\" {\n  source = \"./vms\"", "module \"vms\" {\n  source = \"./vms\"\n  home   = \"pve3\"");

        var asked = await world.ExportAsync();
        Assert.True(asked.IsWritten, Questions(asked));
        Assert.Equal("""
            # ours: ${not} "a" place
            variable "home" {
              default = "node-x" # staging's own
            }

            locals {
              homes = { install = { node = "node-x", note = "pve3 stays in words" } }
            }

            """, world.Text("terraform/vms/places.tf"));
        Assert.Contains("home   = \"node-x\"", world.Text("terraform/main.tf"), StringComparison.Ordinal);
        Assert.Contains("var.home # where it lives", world.Text(monitor), StringComparison.Ordinal);
        Assert.All(new[] { 105, 107 }, vmid => Assert.Equal("node-x", GuestCode.Guests(world.Production()).Single(guest => guest.VmId == vmid).Node));

        // An expression that nobody can follow is said, not guessed.
        world.Staging.Replace(monitor, "var.home # where it lives", "join(\"\", [\"pve\", \"3\"])");
        var refused = await Assert.ThrowsAsync<PmpcException>(() => world.ExportAsync());
        Assert.Equal("PmpcExportNotPortable", refused.Id);
        Assert.Contains($"{monitor}:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_come_through_the_sheet_and_the_code_as_data()
    {
        using var world = new ExportWorld();
        await SyncAsync(world);
        const string hostile = "a\"${x}'; rm -rf ../..\n# \u2028{{ lookup('pipe', 'id') }}";
        var created = GuestCode.New(world.Staging.Workspace, new GuestEdits(GuestKind.Qemu).SetParameter("Name", "fresh-01").Set("description", hostile).Set("tags", "x"), null, null, write: true);
        world.Staging.Replace(created.File, "started", "pool_id = \"none: \\\"$${x}\\\"\\n# x\"\n  started");

        var asked = await world.ExportAsync();
        var pool = asked.Questions.Single(one => one.Kind == PlaceKind.Pool);
        Assert.Equal("none: \"${x}\"\n# x", pool.Source);
        File.WriteAllText(world.Sheet, File.ReadAllText(world.Sheet).Replace("# x\": \"\"", "# x\": prod", StringComparison.Ordinal));
        var done = await world.ExportAsync();
        Assert.True(done.IsWritten, Questions(done));
        var there = GuestCode.Guests(world.Production()).Single(guest => guest.Name == "fresh-01");
        Assert.Equal((hostile, "prod"), (there.Attributes.Get("description"), there.Attributes.Get(AttributePath.Pool)));
    }

    [Fact]
    public async Task Firewalls_of_guests_travel_with_what_their_rules_name()
    {
        using var world = new ExportWorld();
        using (var session = await world.Staging.OpenAsync())
        {
            await Post(session, "/cluster/firewall/groups", ("group", "frontend"));
            await Post(session, "/cluster/firewall/groups", ("group", "elsewhere"));
            await Post(session, "/cluster/firewall/ipset", ("name", "operators"));
            await Post(session, "/cluster/firewall/ipset/operators", ("cidr", "198.51.100.64/27"));
            await Post(session, "/cluster/firewall/groups/frontend", ("type", "in"), ("action", "ACCEPT"), ("source", "+operators"), ("enable", "1"));
            await Post(session, "/nodes/pve1/qemu/100/firewall/rules", ("type", "in"), ("action", "ACCEPT"), ("macro", "SSH"), ("enable", "1"));
            await Post(session, "/nodes/pve1/qemu/100/firewall/rules", ("type", "group"), ("action", "frontend"), ("enable", "1"));
        }
        await SyncAsync(world);
        var result = await world.ExportAsync();
        Assert.True(result.IsWritten, Questions(result));
        var guest = GuestCode.Guests(world.Production()).Single(one => one.Name == world.Staging.Code(100).Name);
        var text = File.ReadAllText(world.Production().PathOf("terraform/firewall.tf"));
        var rules = Block(text, "firewall_rules");
        Assert.Contains($"vm_id     = {guest.VmId}", rules, StringComparison.Ordinal);
        Assert.Contains($"node_name = \"{guest.Node}\"", rules, StringComparison.Ordinal);
        Assert.Contains("macro", rules, StringComparison.Ordinal);
        Assert.Contains("\"frontend\"", Block(text, "cluster_firewall_security_group"), StringComparison.Ordinal);
        Assert.Contains("198.51.100.64/27", Block(text, "firewall_ipset"), StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", text, StringComparison.Ordinal);
        Assert.Contains("come along as Terraform code", Assert.Single(result.Notes, note => note.Message.Contains("firewall rules of its own", StringComparison.Ordinal)).Message, StringComparison.Ordinal);

        // What the target has by that name is what is meant there.
        using (var session = await world.TargetAsync()) await Post(session, "/cluster/firewall/groups", ("group", "frontend"));
        var again = await world.ExportAsync();
        Assert.Contains(again.Notes, note => note.Message.Contains("the security group frontend, which the target has already", StringComparison.Ordinal));
        text = File.ReadAllText(world.Production().PathOf("terraform/firewall.tf"));
        Assert.DoesNotContain("cluster_firewall_security_group", text, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.64/27", text, StringComparison.Ordinal);

        static Task Post(Session session, string path, params (string Key, string Value)[] parameters) => session.Client.PostAsync(path, parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), TestContext.Current.CancellationToken);
        static string Block(string text, string type) => Assert.Single(text.Split("\nresource "), block => block.Contains($"environment_{type}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_secret_no_state_and_no_credential_travels()
    {
        using var world = new ExportWorld();
        await SyncAsync(world);
        const string secret = "hunter2-Xy7!pass";
        world.Staging.Replace("terraform/main.tf", "api_token = var.proxmox_api_token", "api_token = \"root@pam!ci=6a1f9c52-0d4e-4b7a-9c31-8e5d2f7b4a60\"");
        world.Staging.Replace("terraform/main.tf", "terraform {", "terraform {\n  backend \"s3\" {\n    bucket = \"states\"\n  }\n");
        File.WriteAllText(world.Staging.Workspace.PathOf("terraform/secrets.tf"), $"variable \"db\" {{\n  sensitive = true\n  default   = \"{secret}\"\n}}\n");
        File.WriteAllText(world.Staging.Workspace.PathOf("terraform/terraform.tfvars"), $"db = \"{secret}\"\nunknown = \"{secret}\"\n");
        File.WriteAllText(world.Staging.Workspace.PathOf("terraform/terraform.tfstate"), $"{{ \"x\": \"{secret}\" }}");
        Directory.CreateDirectory(world.Staging.Workspace.PathOf("ansible/group_vars"));
        File.WriteAllText(world.Staging.Workspace.PathOf("ansible/group_vars/all.yml"), $"db_password: {secret}\n");
        File.WriteAllText(world.Staging.Workspace.PathOf("ansible/group_vars/vault.yml"), "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
        File.WriteAllText(world.Staging.Workspace.PathOf("ansible/group_vars/web.yml"), "port: 443\n");

        var result = await world.ExportAsync();
        Assert.True(result.IsWritten, Questions(result));
        Assert.DoesNotContain(world.Files(), file => file.Value.Contains(secret, StringComparison.Ordinal) || file.Value.Contains("6a1f9c52", StringComparison.Ordinal) || file.Value.Contains("backend", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(world.Directory, "terraform/terraform.tfstate")));
        Assert.Equal("port: 443\n", world.Text("ansible/group_vars/web.yml"));
        Assert.All(new[] { "ansible/group_vars/all.yml", "ansible/group_vars/vault.yml", "terraform/secrets.tf", "terraform/main.tf" }, path => Assert.Contains(result.Notes, note => note.Path == path));

        // One that hides where nobody expects it stops the export.
        var web = world.Staging.Code(100).File;
        File.AppendAllText(world.Staging.Workspace.PathOf(web), $"# password: {secret}\n");
        var refused = await Assert.ThrowsAsync<PmpcException>(() => world.ExportAsync());
        Assert.Equal("PmpcExportHoldsSecret", refused.Id);
        Assert.DoesNotContain(secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_wants_keeps_addresses_and_numbers_anew_from_where_he_likes()
    {
        using var world = new ExportWorld();
        await SyncAsync(world);
        var result = await world.ExportAsync(new() { Directory = world.Directory, KeepMacAddresses = true, FirstVmId = 5000 });
        Assert.True(result.IsWritten, Questions(result));
        var (before, after) = (GuestCode.Guests(world.Staging.Workspace), GuestCode.Guests(world.Production()));
        Assert.Equal(Enumerable.Range(5000, before.Length), after.Select(guest => guest.VmId).Order());
        Assert.Equal(Macs(before), Macs(after));
        Assert.NotEmpty(Macs(after));

        static IEnumerable<string> Macs(IEnumerable<DesiredGuest> guests) => guests.SelectMany(guest => guest.Attributes).Where(pair => pair.Key.EndsWith(".macaddr", StringComparison.Ordinal) || pair.Key.EndsWith(".hwaddr", StringComparison.Ordinal)).Select(pair => pair.Value).Order(StringComparer.Ordinal);
    }

    private static async Task SyncAsync(ExportWorld world)
    {
        await world.Staging.SyncAsync();
        // Only root@pam may set it.
        world.Staging.Replace(world.Staging.Code(202).File, "keyctl", "# keyctl");
        // The demo's bridge takes smaller packets than the guest that runs on it since before anybody looked.
        world.Staging.Replace(world.Staging.Code(102).File, "mtu ", "# mtu ");
    }

    private static string Questions(ExportResult result) => string.Join('\n', result.Questions.Select(one => $"{one}: {one.Note}"));

    private static void AnswerStorage(ExportWorld world, string storage, string answer)
    {
        var text = File.ReadAllText(world.Sheet);
        var at = text.IndexOf($"  {storage}:\n", StringComparison.Ordinal);
        var end = text.IndexOf("\n\n", at, StringComparison.Ordinal) is var blank and > 0 ? blank : text.Length;
        if (text.IndexOf("\n  ", at + storage.Length + 4, StringComparison.Ordinal) is var next && next > 0)
            for (; next > 0 && next < end && text[next + 3] == ' '; next = text.IndexOf("\n  ", next + 1, StringComparison.Ordinal))
            {
            }
        File.WriteAllText(world.Sheet, text[..at] + System.Text.RegularExpressions.Regex.Replace(text[at..end], "(images|rootdir): (\"\"|nowhere)", $"$1: {answer}") + text[end..]);
    }

    /// <summary>Two nodes instead of three, other storages, no pool of staging, and a guest that is there already.</summary>
    private static void Smaller(JsonObject state)
    {
        state["nodes"]!.AsObject().Remove("pve3");
        state["network"]!.AsObject().Remove("pve3");
        state["bridges"]?.AsObject().Remove("pve3");
        var storages = state["storages"]!.AsObject();
        foreach (var name in new[] { "ceph-rbd", "local-zfs", "local-lvm" }) storages.Remove(name);
        foreach (var name in new[] { "fast", "slow" })
            storages[name] = new JsonObject { ["type"] = "lvmthin", ["thinpool"] = name, ["vgname"] = name, ["content"] = new JsonArray("images", "rootdir"), ["shared"] = false, ["sizeGiB"] = 4000 };
        foreach (var name in new[] { "ceph-rbd", "local-zfs", "local-lvm" }) state["content"]!.AsObject().Remove(name);
        state["pools"]!.AsObject().Remove("staging");
        state["acl"] = new JsonArray();
        state["guests"] = new JsonObject { ["100"] = new JsonObject { ["type"] = "qemu", ["node"] = "pve1", ["status"] = "stopped", ["config"] = new JsonObject { ["name"] = "intruder", ["memory"] = 512 } } };
    }

    private static void Rename(JsonObject state, string from, string to)
    {
        foreach (var part in new[] { "nodes", "network", "bridges" })
            if (state[part]?[from] is { } node)
            {
                state[part]!.AsObject().Remove(from);
                state[part]![to] = node;
            }
    }
}
