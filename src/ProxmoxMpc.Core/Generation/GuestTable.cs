using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>A table of guests in Markdown. There may be ten thousand rows, and a template takes its time for each cell.</summary>
internal static class GuestTable
{
    private const string Head = """
        | ID | Name | Node | Status | CPUs | Memory | Disks | Networks | Address | Tags | Pool | Code |
        | ---: | --- | --- | --- | ---: | ---: | --- | --- | --- | --- | --- | --- |
        """;

    /// <summary>The table of the guests of that kind, without a line end behind it; empty where there are none.</summary>
    /// <param name="root">The way from the page to the workspace's folder.</param>
    public static string Of(DocsModel model, IEnumerable<Guest> guests, GuestKind kind, string root)
    {
        StringBuilder? table = null;
        foreach (var guest in guests)
        {
            if (guest.Kind != kind) continue;
            table ??= new StringBuilder().Append(Head);
            AddRow(table, model, guest, root);
        }
        return table?.ToString() ?? "";
    }

    private static void AddRow(StringBuilder table, DocsModel model, Guest guest, string root)
    {
        void Plain(string cell) => table.Append(' ').Append(cell).Append(" |");
        void Cell(string? text) => Plain(MarkdownText.Inline(text));
        var isRead = GenerationInput.IsRead(guest);
        table.Append("\n|");
        Plain(guest.VmId.ToString(CultureInfo.InvariantCulture));
        Cell(guest.Name);
        Cell(guest.Node);
        Cell(guest.IsTemplate ? "template" : guest.Status);
        Plain(isRead ? DocsModel.Number(guest.CpuCount) : "?");
        Plain(isRead ? DocsModel.Memory(guest.MemoryMiB) : "?");
        Cell(string.Join(", ", guest.Disks.Select(disk => $"{disk.Key} {disk.Storage ?? disk.Volume}{(disk.SizeBytes is { } size ? $" {DiskSize.Format(size)}" : "")}")));
        Cell(string.Join(", ", guest.NetworkInterfaces.Select(nic => $"{nic.Key} {nic.Bridge ?? "unplugged"}{(nic.VlanTag is { } vlan ? string.Create(CultureInfo.InvariantCulture, $" VLAN {vlan}") : "")}")));
        Cell(GuestAddress.Of(guest));
        Cell(string.Join(", ", guest.Tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Cell(guest.Pool);
        Plain(model.CodeOf(guest) is { } file ? $"[code]({root}/{file})" : "");
    }
}
