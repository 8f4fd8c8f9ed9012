using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Tasks;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Reading and changing a virtual machine's configuration.</summary>
internal static class QemuConfigHandlers
{
    private const string Root = "/nodes/{node}/qemu/{vmid}";

    public static void Register(HandlerTable table)
    {
        table.Add($"GET {Root}/config", Read);
        table.Add($"PUT {Root}/config", Update);
        table.Add($"POST {Root}/config", UpdateInBackground);
        table.Add($"GET {Root}/pending", call => GuestViews.Pending(call.Guest("qemu")));
        table.Add($"GET {Root}/cloudinit", CloudInit);
        table.Add($"PUT {Root}/cloudinit", Regenerate);
        table.Add($"GET {Root}/cloudinit/dump", Dump);
    }

    /// <summary>The worker of POST config.</summary>
    public static void RunUpdate(TaskContext context)
    {
        var guest = context.Guest();
        var update = new QemuUpdate(context.State, context.Permissions, context.Caller, guest.VmId, context.Now, context.Log);
        update.Prepare(JsonText.Map(context.Task.Arguments["parameters"]));
        update.Apply(guest);
    }

    private static JsonNode? Read(Call call)
    {
        GuestHandlers.RequireOneView(call);
        var guest = call.Guest("qemu");
        if (call["snapshot"] is not { } name)
            return GuestViews.Config(guest, call.Flag("current"));
        if (!guest.Snapshots.TryGetValue(name, out var snapshot))
            throw LabException.Die($"snapshot '{name}' does not exist");
        var result = GuestViews.Render("qemu", snapshot, maskPassword: true);
        result["digest"] = GuestFile.Digest(guest);
        return result;
    }

    private static JsonNode? Update(Call call)
    {
        var update = Prepare(call);
        var guest = call.Guest("qemu");
        update.CheckAgainst(guest);
        call.Lock(guest.VmId);
        update.Apply(guest);
        return null;
    }

    private static JsonNode? UpdateInBackground(Call call)
    {
        var update = Prepare(call);
        var guest = call.Guest("qemu");
        update.CheckAgainst(guest);
        // What was made up during the checks (MAC addresses) must stay: hand over the checked values.
        var parameters = new Dictionary<string, string>(call.Parameters, StringComparer.Ordinal);
        foreach (var (key, value) in update.Values.Where(v => Nets.IsNet(v.Key) || v.Key == "vmgenid"))
            parameters[key] = value;
        var upid = call.Fork("qmconfig", call.Required("vmid"), "qm.config", new JsonObject { ["vmid"] = guest.VmId, ["kind"] = "qemu", ["parameters"] = JsonText.Object(parameters) }, guest.VmId);
        if (call.Int("background_delay", 0) is > 0 and var seconds)
            call.WaitFor = (upid.GetValue<string>(), TimeSpan.FromSeconds(seconds), $"failed to update VM {guest.VmId}: ");
        return upid;
    }

    private static QemuUpdate Prepare(Call call)
    {
        var update = new QemuUpdate(call.State, call.Permissions, call.Caller, call.VmId, call.Now, _ => { });
        update.Prepare(call.Parameters);
        return update;
    }

    private static readonly string[] CloudInitKeys = ["cicustom", "cipassword", "citype", "ciupgrade", "ciuser", "nameserver", "searchdomain", "sshkeys"];

    private static JsonNode? CloudInit(Call call)
    {
        var guest = call.Guest("qemu");
        var added = TextRules.SplitList(guest.CloudInit.GetValueOrDefault("added"));
        var result = new JsonArray();
        foreach (string key in added)
            result.Add((JsonNode)new JsonObject { ["key"] = key, ["pending"] = Shown(key, guest.Config.GetValueOrDefault(key)) });
        foreach (string key in CloudInitKeys.Where(k => guest.Config.GetValueOrDefault(k) is not (null or "" or "0") && !added.Contains(k)))
        {
            var item = new JsonObject { ["key"] = key, ["value"] = Shown(key, guest.CloudInit.GetValueOrDefault(key) ?? guest.Config[key]) };
            if (guest.CloudInit.ContainsKey(key))
                item["pending"] = Shown(key, guest.Config[key]);
            result.Add((JsonNode)item);
        }
        foreach (string key in guest.CloudInit.Keys.Where(k => k != "added" && !guest.Config.ContainsKey(k)))
            result.Add((JsonNode)new JsonObject { ["key"] = key, ["delete"] = 1 });
        return result;

        static JsonNode? Shown(string key, string? value) => key == "cipassword" ? GuestViews.Stars : key == "ciupgrade" && value is not null ? JsonText.Numeric(value) : value;
    }

    private static JsonNode? Regenerate(Call call)
    {
        var guest = call.Guest("qemu");
        call.Lock(guest.VmId);
        CloudInitRecord.RequireSnippets(call.State, guest);
        guest.CloudInit.Clear();
        return null;
    }

    private static string UserData(GuestState guest, string name)
    {
        string? user = guest.Config.GetValueOrDefault("ciuser"), search = guest.Config.GetValueOrDefault("searchdomain");
        var text = new System.Text.StringBuilder("#cloud-config\n");
        text.Append("hostname: ").Append(name.Split('.')[0]).Append("\nmanage_etc_hosts: true\nfqdn: ").Append(name.Contains('.') || search is null ? name : $"{name}.{search}").Append('\n');
        if (user is not null)
            text.Append("user: ").Append(user).Append('\n');
        if (user == "root")
            text.Append("disable_root: False\n");
        if (guest.Config.ContainsKey("cipassword"))
            text.Append("password: ").Append(GuestViews.Stars).Append('\n');
        if (guest.Config.TryGetValue("sshkeys", out string? keys))
            text.Append("ssh_authorized_keys:\n").AppendJoin("", TextRules.UriUnescape(keys).Split('\n').Where(k => !string.IsNullOrWhiteSpace(k)).Select(k => $"  - {k}\n"));
        text.Append("chpasswd:\n  expire: False\n");
        if (user != "root")
            text.Append("users:\n  - default\n");
        if (guest.Config.GetValueOrDefault("ciupgrade") != "0")
            text.Append("package_upgrade: true\n");
        return text.ToString();
    }

    private static JsonNode? Dump(Call call)
    {
        var guest = call.Guest("qemu");
        string name = guest.Config.GetValueOrDefault("name", $"VM{guest.VmId}");
        return JsonValue.Create(call.Required("type") switch
        {
            "user" => UserData(guest, name),
            "network" => "version: 1\nconfig:\n" + string.Concat(guest.Config.Where(c => Nets.IsNet(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).Select((c, i) => $"    - type: physical\n      name: eth{i}\n      mac_address: '{Nets.TryParse("qemu", c.Value)?.GetValueOrDefault("macaddr")?.ToLowerInvariant()}'\n")),
            _ => $"instance-id: {GuestFile.Digest(guest)}\n",
        });
    }
}
