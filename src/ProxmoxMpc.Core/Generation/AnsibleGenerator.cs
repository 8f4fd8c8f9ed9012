using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>The Ansible side of a workspace: an inventory that follows the cluster, and playbooks to start from.</summary>
public static class AnsibleGenerator
{
    /// <summary>The inventory: <c>ansible/inventory.yml</c>.</summary>
    public static IReadOnlyList<GeneratedFile> Derived(GenerationInput input) => [.. Recipes(input).Select(recipe => recipe.Make())];

    /// <summary>The same, to be made one by one.</summary>
    public static IReadOnlyList<FileRecipe> Recipes(GenerationInput input) => [FileRecipe.OfTemplate("ansible/inventory.yml", input.Source(), "inventory.yml", () =>
    {
        var names = input.Names;
        return new
        {
            HasHosts = input.Guests.Count > 0,
            // One after the other: what is written of ten thousand hosts need not be there at once.
            Hosts = input.Guests.OrderBy(names.Host, StringComparer.Ordinal).Select(guest => Host(names.Host(guest), guest)),
            Groups = Groups(input.Guests, names),
        };
    })];

    /// <summary>
    /// One playbook for each guest that can run, the role they apply and the settings: written once, then the user's. Nothing in
    /// them depends on what may change of a guest.
    /// </summary>
    public static IReadOnlyList<GeneratedFile> Created(GenerationInput input) => [.. CreatedRecipes(input).Select(recipe => recipe.Make())];

    /// <summary>The same, to be made one by one.</summary>
    public static IReadOnlyList<FileRecipe> CreatedRecipes(GenerationInput input)
    {
        var names = input.Names;
        var files = new List<FileRecipe>
        {
            Once("ansible/ansible.cfg", "ansible.cfg", () => new { }),
            Once("ansible/roles/common/defaults/main.yml", "role-defaults.yml", () => new { }),
            Once("ansible/roles/common/meta/main.yml", "role-meta.yml", () => new { }),
            Once("ansible/roles/common/tasks/main.yml", "role-tasks.yml", () => new { }),
        };
        if (input.DynamicInventory is { } dynamic) files.Add(dynamic.Recipe());
        foreach (var guest in input.Guests.Where(guest => !guest.IsTemplate))
            files.Add(Playbook(guest, names.File(guest), names.Host(guest)));
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>The playbook of one guest.</summary>
    /// <param name="name">The guest's name in files.</param>
    /// <param name="host">Its name in the inventory.</param>
    internal static FileRecipe Playbook(Guest guest, string name, string host) => Once($"ansible/playbooks/{name}.yml", "playbook.yml", () => new
    {
        File = name,
        Host = host,
        guest.VmId,
        Kind = guest.Kind.DisplayName(),
        Tag = guest.Kind == GuestKind.Qemu ? "vm" : "container",
    });

    // Written once: what they are made from is never compared.
    private static FileRecipe Once(string path, string template, Func<object> model) => FileRecipe.OfTemplate(path, [], template, model);

    /// <summary>The lines of a host and its variables. There may be ten thousand hosts, and a template takes its time for each line.</summary>
    private static string Host(string name, Guest guest)
    {
        var os = GenerationInput.IsRead(guest) ? OsFamily.Of(guest) : null;
        var lines = new StringBuilder(500).Append("    ").Append(YamlText.Scalar(name)).Append(":\n");
        void Add(string variable, string? yaml)
        {
            if (yaml is not null) lines.Append("      ").Append(variable).Append(": ").Append(yaml).Append('\n');
        }

        Add("ansible_host", Text(GuestAddress.Of(guest)));
        Add("ansible_user", Text(guest.Config.Get("ciuser") is { Length: > 0 } user ? user : null));
        Add("proxmox_vmid", guest.VmId.ToString(CultureInfo.InvariantCulture));
        Add("proxmox_name", Text(guest.Name));
        Add("proxmox_kind", guest.Kind.ApiName());
        Add("proxmox_node", Text(guest.Node));
        Add("proxmox_pool", Text(guest.Pool));
        Add("proxmox_tags", $"[{string.Join(", ", Tags(guest).Select(YamlText.Variable))}]");
        Add("proxmox_status", Text(guest.Status));
        Add("proxmox_template", guest.IsTemplate ? "true" : "false");
        Add("proxmox_system", os?.System);
        Add("proxmox_os_family", os?.Family);
        Add("proxmox_agent", guest.Kind != GuestKind.Qemu || os is null ? null : GuestAttributes.One(guest, "agent", "enabled") == "1" ? "true" : "false");
        return lines.ToString();
    }

    private static string? Text(string? value) => value is null ? null : YamlText.Variable(value);

    private static IEnumerable<string> Tags(Guest guest) => guest.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string[] Systems(Guest guest)
    {
        if (!GenerationInput.IsRead(guest)) return [];
        var os = OsFamily.Of(guest);
        return os.Family is { } family && family != "Windows" ? [os.System, family.ToLowerInvariant()] : [os.System];
    }

    private static object[] Groups(IReadOnlyList<Guest> guests, GuestNames names)
    {
        var groups = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal)
        {
            ["proxmox_containers"] = new(StringComparer.Ordinal),
            ["proxmox_vms"] = new(StringComparer.Ordinal),
        };
        void Add(string group, Guest guest)
        {
            if (!groups.TryGetValue(group, out var members)) groups[group] = members = new(StringComparer.Ordinal);
            members.Add(names.Host(guest));
        }

        void AddBy(string prefix, Func<Guest, IEnumerable<string>> words)
        {
            var allocated = AnsibleGroups.Names(prefix, guests.SelectMany(words));
            foreach (var guest in guests.Where(guest => !guest.IsTemplate))
                foreach (var word in words(guest)) Add(allocated[word], guest);
        }

        // A template is never up: nothing that is sent to a node or a tag should wait for it.
        foreach (var guest in guests)
            Add(guest.IsTemplate ? "proxmox_templates" : guest.Kind == GuestKind.Qemu ? "proxmox_vms" : "proxmox_containers", guest);
        AddBy("node", guest => [guest.Node]);
        AddBy("pool", guest => guest.Pool is { } pool ? [pool] : []);
        AddBy("tag", Tags);
        AddBy("status", guest => [guest.Status]);
        AddBy("os", Systems);
        // Every host is in half a dozen groups.
        var lines = guests.ToDictionary(names.Host, guest => $"        {YamlText.Scalar(names.Host(guest))}: {{}}\n", StringComparer.Ordinal);
        return [.. groups.Select(group => new
        {
            Name = group.Key,
            Hosts = group.Value.Select(host => lines[host]).ToArray(),
            Vars = group.Key == "os_windows" ? new[] { new { Name = "ansible_connection", Yaml = "winrm" } } : [],
        })];
    }
}
