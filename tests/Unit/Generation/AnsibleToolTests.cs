using System.Text.Json;
using ProxmoxMpc.Core.Generation;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>What Ansible itself says of the generated files.</summary>
public sealed class AnsibleToolTests
{
    private static readonly string[] Names =
    [
        Sample.Hostile, "{{ 7*7 }}", "{% for x in y %}", "{# c #}", "!vault |", "yes", "null", "100", "web[01:03]", "web:22", "*", "~x", "&a", "!b", "@c", "a,b", "localhost", "all", "tag_web", "tag_web-103",
        "127.0.0.1", "\u2028\u0085", "漢字", "\ud83d\ude00", "''", "\"", "x\ny: z", "#", "- a", "1e3", new string('n', 200),
    ];

    [Fact]
    public async Task The_inventory_means_to_Ansible_what_it_was_made_of()
    {
        var input = Hostile();
        using var scratch = Tool.Write(AnsibleGenerator.Derived(input));
        var (exit, output) = await Tool.Run("ansible-inventory", scratch.Folder, "-i", "ansible/inventory.yml", "--list");
        Assert.True(exit == 0, output);
        Assert.DoesNotContain("[WARNING]", output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(output);
        var hosts = document.RootElement.GetProperty("_meta").GetProperty("hostvars").EnumerateObject().ToDictionary(host => host.Value.GetProperty("proxmox_vmid").GetInt32(), host => host.Value);
        Assert.Equal(input.Guests.Count, hosts.Count);
        foreach (var guest in input.Guests)
        {
            Assert.Equal(guest.Name, Text(hosts[guest.VmId].GetProperty("proxmox_name")));
            Assert.Equal(guest.Tags.Distinct().Order(StringComparer.Ordinal), hosts[guest.VmId].GetProperty("proxmox_tags").EnumerateArray().Select(Text));
        }
    }

    [Fact]
    public async Task Every_playbook_passes_the_syntax_check_from_any_directory()
    {
        var input = Hostile();
        using var scratch = Tool.Write([.. AnsibleGenerator.Derived(input), .. AnsibleGenerator.Created(input)]);
        var playbooks = AnsibleGenerator.Created(input).Select(file => file.Path).Where(path => path.StartsWith("ansible/playbooks/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Names.Length, playbooks.Length);
        var (exit, output) = await Tool.Run("ansible-playbook", scratch.Folder, ["-i", "ansible/inventory.yml", "--syntax-check", .. playbooks]);
        Assert.True(exit == 0, output);
        (exit, output) = await Tool.Run("ansible-playbook", Path.Combine(scratch.Folder, "ansible"), ["--syntax-check", .. playbooks.Select(path => path["ansible/".Length..])]);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public async Task A_playbook_is_for_its_guest_alone()
    {
        var input = Hostile();
        using var scratch = Tool.Write([.. AnsibleGenerator.Derived(input), .. AnsibleGenerator.Created(input)]);
        var playbooks = AnsibleGenerator.Created(input).Select(file => file.Path).Where(path => path.StartsWith("ansible/playbooks/", StringComparison.Ordinal));
        var (exit, output) = await Tool.Run("ansible-playbook", scratch.Folder, ["-i", "ansible/inventory.yml", "--list-hosts", .. playbooks]);
        Assert.True(exit == 0, output);
        Assert.Equal(Names.Length, output.Split('\n').Count(line => line.Trim() == "hosts (1):"));
    }

    [Fact]
    public async Task Jinja_in_a_name_stays_text_when_a_playbook_uses_it()
    {
        var input = Hostile();
        using var scratch = Tool.Write(AnsibleGenerator.Derived(input));
        await File.WriteAllTextAsync(Path.Combine(scratch.Folder, "probe.yml"), """
            - hosts: all
              gather_facts: false
              tasks:
                - ansible.builtin.debug:
                    msg: "PROBE{{ [proxmox_vmid, proxmox_name, proxmox_tags] | to_json | b64encode }}END"
            """, TestContext.Current.CancellationToken);
        var (exit, output) = await Tool.Run("ansible-playbook", scratch.Folder, "-i", "ansible/inventory.yml", "probe.yml");
        Assert.True(exit == 0, output);
        var answers = output.Split("PROBE").Skip(1).Select(text => JsonDocument.Parse(Convert.FromBase64String(text.Split("END")[0])).RootElement).ToDictionary(item => item[0].GetInt32());
        foreach (var guest in input.Guests)
        {
            Assert.Equal(guest.Name, answers[guest.VmId][1].GetString());
            Assert.Equal(guest.Tags.Distinct().Order(StringComparer.Ordinal), answers[guest.VmId][2].EnumerateArray().Select(tag => tag.GetString()!));
        }
    }

    private static GenerationInput Hostile() => Sample.Input([.. Names.Select((name, index) => Sample.Vm(101 + index, name, ("tags", $"web;{name}"), ("ostype", index % 2 == 0 ? "l26" : "win11")))]);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.GetProperty("__ansible_unsafe").GetString() : value.GetString();
}
