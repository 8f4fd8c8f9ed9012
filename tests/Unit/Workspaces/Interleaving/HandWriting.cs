using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>Writes guests as people do: in any order, with comments anywhere, values as they like, in whatever spacing.</summary>
internal sealed class HandWriting(Random random)
{
    private string _tab = "  ";
    private Queue<string> _comments = [];

    /// <summary>A file that people's code takes values from.</summary>
    public const string Shared = """
        # Everybody's.
        locals {
          two   = 2
          names = { eth = "eth0", bridge = "vmbr0" }
        }

        variable "gib" {
          type    = number
          default = 1024
        }

        """;

    /// <summary>The resource of a guest, with every comment in it.</summary>
    public string Resource(int vmid, string resourceName, Side code, bool hasTemplate, IEnumerable<string> comments)
    {
        _tab = Pick("  ", "    ", "\t");
        _comments = new(comments);
        var parts = code.Kind == GuestKind.Qemu ? Vm(vmid, code) : Container(vmid, code, hasTemplate);
        random.Shuffle(parts);
        var text = new StringBuilder($"resource{Pick(" ", "  ")}\"proxmox_virtual_environment_{(code.Kind == GuestKind.Qemu ? "vm" : "container")}\" \"{resourceName}\"{Pick(" ", "   ")}{{{Pick("", "  # see the wiki")}\n");
        foreach (var part in parts)
        {
            if (random.Next(3) == 0) text.Append('\n');
            Comment(text, _tab);
            text.Append(part);
        }
        while (_comments.Count > 0) Comment(text, _tab, always: true);
        return text.Append("}\n").ToString();
    }

    private string[] Vm(int vmid, Side code) =>
    [
        One("node_name", Text(code.Node)), One("vm_id", Number(vmid)), One("name", Text(code["name"]!)), .. Plain(code),
        One("started", code["@started"] == "1" ? "true" : "false"), One("on_boot", code["onboot"] == "1" ? "true" : "false"),
        Block("cpu", One("cores", Number(code["cores"]!)), code["sockets"] is { } sockets ? One("sockets", Number(sockets)) : "", Pick("", One("type", "\"qemu64\""))),
        Block("memory", One("dedicated", Number(code["memory.current"]!))),
        code["agent.enabled"] == "1" ? Block("agent", One("enabled", "true")) : "",
        code["scsi1.storage"] is { } storage ? Block("disk", Shuffled(One("interface", "\"scsi1\""), One("datastore_id", Text(storage)), One("size", Number(code["scsi1.size"]!.TrimEnd('G'))))) : "",
        .. Devices(code, "network_device", "mac_address", "macaddr"),
        Block("lifecycle", One("ignore_changes", "[operating_system, scsi_hardware]")),
    ];

    private string[] Container(int vmid, Side code, bool hasTemplate) =>
    [
        One("node_name", Text(code.Node)), One("vm_id", Number(vmid)), .. Plain(code),
        One("started", code["@started"] == "1" ? "true" : "false"), One("start_on_boot", code["onboot"] == "1" ? "true" : "false"), One("unprivileged", "false"),
        Block("operating_system", One("type", "\"debian\""), One("template_file_id", hasTemplate ? Text(Cluster.Template) : "\"\"")),
        Block("cpu", One("cores", Number(code["cores"]!))),
        Block("memory", One("dedicated", Number(code["memory"]!)), One("swap", Number(code["swap"]!))),
        Block("disk", One("datastore_id", "\"local\""), One("size", Pick("2", "local.two"))),
        Block("initialization", One("hostname", Text(code["hostname"]!))),
        .. Devices(code, "network_interface", "mac_address", "hwaddr"),
        Block("console", One("enabled", "true"), One("type", "\"tty\""), One("tty_count", "2")),
        Block("lifecycle", One("ignore_changes", "[vm_id, timeout_clone, timeout_create, timeout_delete, timeout_start, timeout_update]")),
    ];

    private IEnumerable<string> Plain(Side code)
    {
        if (code["description"] is { } description) yield return One("description", Text(description));
        if (code["tags"] is { } tags)
        {
            var list = tags.Split(';');
            random.Shuffle(list);
            yield return One("tags", $"[{Pick("", " ")}{string.Join(Pick(", ", ",", $",\n{_tab}{_tab}"), list.Select(tag => $"\"{tag}\""))}{Pick("", ",")}{Pick("", " ")}]");
        }
    }

    // In the order of their numbers: the provider counts the blocks.
    private IEnumerable<string> Devices(Side code, string block, string address, string key)
    {
        var numbers = code.Values.Keys.Where(path => path.StartsWith("net", StringComparison.Ordinal)).Select(path => path[3]).Distinct().Order().ToArray();
        if (numbers.Length == 0) return [];
        return [string.Concat(numbers.Select(number => Block(block, [.. Shuffled(
            code[$"net{number}.name"] is { } name ? One("name", name == "eth0" ? Pick("\"eth0\"", "local.names.eth") : Text(name)) : One("model", Text(code[$"net{number}.model"]!)),
            One("bridge", code[$"net{number}.bridge"] == "vmbr0" ? Pick("\"vmbr0\"", "local.names[\"bridge\"]") : Text(code[$"net{number}.bridge"]!)),
            One(address, Text(code[$"net{number}.{key}"]!)),
            code[$"net{number}.tag"] is { } tag ? One("vlan_id", Number(tag)) : "")])))];
    }

    private string[] Shuffled(params string[] parts)
    {
        random.Shuffle(parts);
        return parts;
    }

    private string One(string name, string value) => $"{name}{Pick(" ", "   ", "")}={Pick(" ", "", "  ")}{value}{Pick("", "", "  # so", " // wanted", "  /* ! */")}\n";

    private string Block(string name, params string[] lines)
    {
        // Only what is always there: a comment goes with the block it is in.
        var keeps = name is "cpu" or "memory";
        var written = lines.Where(line => line.Length > 0).ToArray();
        if (written is [var only] && !keeps && !only.Contains("//", StringComparison.Ordinal) && !only.Contains('#', StringComparison.Ordinal) && random.Next(3) == 0) return $"{name} {{ {only.TrimEnd('\n')} }}\n";
        var text = new StringBuilder($"{name} {{\n");
        foreach (var line in written)
        {
            if (keeps) Comment(text, _tab + _tab);
            text.Append(_tab).Append(_tab).Append(line);
        }
        return text.Append(_tab).Append("}\n").ToString();
    }

    private void Comment(StringBuilder text, string indent, bool always = false)
    {
        if (_comments.Count == 0 || (!always && random.Next(3) > 0)) 
        {
            if (indent == _tab) text.Append(indent);
            return;
        }
        var comment = _comments.Dequeue();
        text.Append(indent).Append(random.Next(3) switch { 0 => $"# {comment} {{ \"${{\n", 1 => $"// {comment}\n", _ => $"/* {comment}\n   }} */\n" });
        if (indent == _tab && !always) text.Append(indent);
    }

    private string Number(int value) => Number(value.ToString(CultureInfo.InvariantCulture));

    private string Number(string value) => long.Parse(value, CultureInfo.InvariantCulture) is var number && random.Next(4) > 0 ? value : random.Next(3) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{number - 1} + 1"),
        1 when number % 1024 == 0 => string.Create(CultureInfo.InvariantCulture, $"var.gib * {number / 1024}"),
        1 when number % 2 == 0 => string.Create(CultureInfo.InvariantCulture, $"local.two * {number / 2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"(true ? {number} : 0)"),
    };

    private static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value) text.Append(c switch { '\\' => "\\\\", '"' => "\\\"", '\n' => "\\n", '\t' => "\\t", _ => c.ToString() });
        return text.Append('"').Replace("${", "$${").Replace("%{", "%%{").ToString();
    }

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
