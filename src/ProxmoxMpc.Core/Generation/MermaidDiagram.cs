using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Mermaid flowcharts: cluster, nodes, guests, and the bridges they are plugged into.</summary>
internal sealed class MermaidDiagram
{
    // Mermaid draws nothing at all beyond 500 edges (its maxEdges).
    private const int MaxEdges = 450;

    private readonly StringBuilder _text = new("flowchart LR\n");
    private readonly DocsModel _model;

    private MermaidDiagram(DocsModel model) => _model = model;

    /// <summary>The whole cluster; guests as counts where there are too many of them to draw.</summary>
    public static string OfCluster(GenerationInput input, DocsModel model)
    {
        var diagram = new MermaidDiagram(model);
        diagram.Line($"cluster[\"{MarkdownText.Label(input.Inventory.Cluster)}<br/>Proxmox VE {MarkdownText.Label(input.Inventory.Version)}\"]");
        var edges = input.Guests.Sum(guest => 1 + guest.NetworkInterfaces.Length) + (2 * model.Nodes.Count) + model.Bridges(null).Count();
        var counts = input.Guests.Count > DocsGenerator.ManyGuests || edges > MaxEdges;
        for (var index = 0; index < model.Nodes.Count; index++)
        {
            var node = model.Nodes[index];
            diagram.Line($"cluster --> n{index}");
            if (counts) diagram.Summary(node, index);
            else diagram.Detail(node, index);
        }
        return diagram.Finish();
    }

    /// <summary>One node with every guest of it.</summary>
    public static string OfNode(DocsModel model, Node node)
    {
        var diagram = new MermaidDiagram(model);
        diagram.Detail(node, 0);
        return diagram.Finish();
    }

    private void Summary(Node node, int index)
    {
        NodeBox(node, index);
        foreach (var (bridge, number) in _model.Bridges(node.Name).Select((bridge, number) => (bridge, number)))
        {
            Line($"n{index} --- b{index}_{number}{{{{\"{MarkdownText.Label(bridge.Name)}\"}}}}");
        }
        Line($"n{index} --> g{index}[\"{MarkdownText.Label(_model.Counts(_model.GuestsOf(node.Name)))}\"]");
        Line($"click n{index} href \"nodes/{_model.Page(node.Name)}.md\"");
    }

    private void Detail(Node node, int index)
    {
        NodeBox(node, index);
        var bridges = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var bridge in _model.Bridges(node.Name))
        {
            var id = bridges[bridge.Name] = string.Create(CultureInfo.InvariantCulture, $"b{index}_{bridges.Count}");
            var cidr = bridge.Cidr is null ? "" : $"<br/>{MarkdownText.Label(bridge.Cidr)}";
            Line($"{id}{{{{\"{MarkdownText.Label(bridge.Name)} on {MarkdownText.Label(node.Name)}{cidr}\"}}}}");
            // A bridge that nobody uses hangs on its node; the others are held by their guests.
            if (bridge.Guests.Count == 0) Line($"n{index} --- {id}");
        }
        foreach (var guest in _model.GuestsOf(node.Name))
        {
            var what = guest.IsTemplate ? "template" : guest.Kind.DisplayName();
            var label = $"\"{MarkdownText.Label(guest.Name)}<br/>{what} {guest.VmId}\"";
            var box = guest.IsTemplate ? $"[[{label}]]" : guest.Kind == GuestKind.Qemu ? $"[{label}]" : $"({label})";
            Line($"n{index} --> g{guest.VmId}{box}");
            foreach (var nic in guest.NetworkInterfaces.Where(nic => nic.Bridge is not null))
                Line($"g{guest.VmId} ---|\"{MarkdownText.Label(nic.Key)}{(nic.VlanTag is { } vlan ? $" VLAN {vlan}" : "")}\"| {bridges[nic.Bridge!]}");
        }
    }

    private void NodeBox(Node node, int index)
    {
        var size = string.Join(", ", new[] { node.CpuCount is { } cpus ? $"{cpus} CPUs" : "", DocsModel.Memory(node.MemoryMiB) }.Where(text => text.Length > 0));
        Line($"n{index}[\"{MarkdownText.Label(node.Name)}{(size.Length > 0 ? $"<br/>{size}" : "")}\"]");
    }

    private void Line(FormattableString text) => _text.Append("  ").Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private string Finish() => _text.ToString();
}
