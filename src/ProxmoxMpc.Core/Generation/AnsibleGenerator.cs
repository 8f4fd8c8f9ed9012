using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>The Ansible side of a workspace: an inventory that follows the cluster, and playbooks to start from.</summary>
public static class AnsibleGenerator
{
    /// <summary>The inventory: <c>ansible/inventory.yml</c>.</summary>
    public static IReadOnlyList<GeneratedFile> Derived(GenerationInput input) => [.. Recipes(input).Select(recipe => recipe.Make())];

    /// <summary>The same, to be made one by one.</summary>
    public static IReadOnlyList<FileRecipe> Recipes(GenerationInput input) => [new("ansible/inventory.yml", input.Source(), () =>
    {
        var names = input.Names;
        return TemplateSet.Render("inventory.yml", new
        {
            HasHosts = input.Guests.Count > 0,
            // One after the other: what is written of ten thousand hosts need not be there at once.
            Hosts = input.Guests.OrderBy(names.Host, StringComparer.Ordinal).Select(guest => new { Name = names.Host(guest), Vars = Variables(guest) }),
            Groups = Groups(input.Guests, names),
        });
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
        // Written once: what they are made from is never compared.
        FileRecipe Once(string path, string template, Func<object> model) => new(path, [], () => TemplateSet.Render(template, model()));
        var files = new List<FileRecipe>
        {
            Once("ansible/ansible.cfg", "ansible.cfg", () => new { }),
            Once("ansible/roles/common/defaults/main.yml", "role-defaults.yml", () => new { }),
            Once("ansible/roles/common/meta/main.yml", "role-meta.yml", () => new { }),
            Once("ansible/roles/common/tasks/main.yml", "role-tasks.yml", () => new { }),
        };
        if (input.DynamicInventory is { } dynamic) files.Add(dynamic.Recipe());
        foreach (var guest in input.Guests.Where(guest => !guest.IsTemplate))
            files.Add(Once($"ansible/playbooks/{names.File(guest)}.yml", "playbook.yml", () => new
            {
                File = names.File(guest),
                Host = names.Host(guest),
                guest.VmId,
                Kind = guest.Kind.DisplayName(),
                Tag = guest.Kind == GuestKind.Qemu ? "vm" : "container",
            }));
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static object[] Variables(Guest guest)
    {
        var os = GenerationInput.IsRead(guest) ? OsFamily.Of(guest) : null;
        var found = new List<(string Name, string? Yaml)>
        {
            ("ansible_host", Text(GuestAddress.Of(guest))),
            ("ansible_user", Text(guest.Config.Get("ciuser") is { Length: > 0 } user ? user : null)),
            ("proxmox_vmid", guest.VmId.ToString(CultureInfo.InvariantCulture)),
            ("proxmox_name", Text(guest.Name)),
            ("proxmox_kind", guest.Kind.ApiName()),
            ("proxmox_node", Text(guest.Node)),
            ("proxmox_pool", Text(guest.Pool)),
            ("proxmox_tags", $"[{string.Join(", ", Tags(guest).Select(YamlText.Variable))}]"),
            ("proxmox_status", Text(guest.Status)),
            ("proxmox_template", guest.IsTemplate ? "true" : "false"),
            ("proxmox_system", os?.System),
            ("proxmox_os_family", os?.Family),
            ("proxmox_agent", guest.Kind != GuestKind.Qemu || os is null ? null : GuestAttributes.One(guest, "agent", "enabled") == "1" ? "true" : "false"),
        };
        return [.. found.Where(variable => variable.Yaml is not null).Select(variable => new { variable.Name, variable.Yaml })];
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
        return [.. groups.Select(group => new
        {
            Name = group.Key,
            Hosts = group.Value.ToArray(),
            Vars = group.Key == "os_windows" ? new[] { new { Name = "ansible_connection", Yaml = "winrm" } } : [],
        })];
    }
}
