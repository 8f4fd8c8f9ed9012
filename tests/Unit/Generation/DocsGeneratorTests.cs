using System.Text;
using CsCheck;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Generation;

public sealed class DocsGeneratorTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    [Fact]
    public void Any_name_is_one_cell_of_plain_text() => HostileText.Any.Sample(text =>
    {
        var document = Markdown.Parse($"| A | B | C |\n| --- | --- | --- |\n| a | {MarkdownText.Inline(text)} | c |\n| 1 | 2 | 3 |\n", Pipeline);
        var table = Assert.IsType<Table>(Assert.Single(document));
        Assert.Equal(3, table.Count);
        Assert.All(table.Cast<TableRow>(), row => Assert.Equal(3, row.Count));
        var cell = (TableCell)((TableRow)table[1])[1];
        var plain = new StringBuilder();
        foreach (var inline in cell.Descendants<LeafInline>())
        {
            plain.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                _ => throw new InvalidOperationException($"{inline.GetType().Name} in '{MarkdownText.Inline(text)}'"),
            });
        }
        Assert.Empty(cell.Descendants<LinkInline>());
        Assert.Empty(cell.Descendants<EmphasisInline>());
        Assert.Equal(Visible(text), plain.ToString());
    }, iter: 5000);

    [Fact]
    public void Any_name_is_a_label_without_meaning_to_Mermaid() => HostileText.Any.Sample(
        text => Assert.Matches(@"\A(?:[\p{L}\p{Nd} ._,()/+-]|[\uD800-\uDFFF]|#[0-9]+;|\(U\+[0-9A-F]{4,6}\))+\z", MarkdownText.Label(text)), iter: 5000);

    [Fact]
    public void Hostile_names_leave_the_pages_in_order() => Gen.Select(HostileText.Name, HostileText.Name, HostileText.Name).Sample((name, node, reason) =>
    {
        var inventory = new Inventory
        {
            Cluster = name,
            Version = "9",
            Nodes = [new() { Name = node }],
            Guests = [Sample.Vm(101, name) with { Node = node }, Sample.Container(201, reason) with { Node = node, Pool = reason }],
            Pools = [new(reason, name, [201], [])],
            Gaps = [new(GapScope.Storage, name, reason)],
        };
        var pages = DocsGenerator.Derived(Sample.Input(inventory) with { Obstacles = new Dictionary<int, string> { [101] = reason } });
        Assert.Equal(2, pages.Count);
        var page = Markdown.Parse(pages.Single(file => file.Path == "docs/architecture.md").Text, Pipeline);
        Assert.Equal([6, 12, 12, 4, 3, 2], page.OfType<Table>().Select(table => table.Max(row => ((TableRow)row).Count)));
        Assert.All(page.OfType<Table>(), table => Assert.Equal(2, table.Count));
        Assert.Empty(page.Descendants<HtmlBlock>());
        Assert.Equal("mermaid", Assert.Single(page.OfType<FencedCodeBlock>()).Info);
    }, iter: 300);

    [Fact]
    public void A_large_cluster_is_drawn_as_counts_and_listed_by_node()
    {
        var guests = Enumerable.Range(1, 3000).Select(index => Sample.Vm(1000 + index, $"web-{index}", ("net0", "virtio=BC:24:11:00:00:01,bridge=vmbr0")) with { Node = $"pve{index % 3}" });
        var inventory = new Inventory { Cluster = "large", Version = "9", Guests = [.. guests] };
        var pages = DocsGenerator.Derived(Sample.Input(inventory, inventory.Guests.ToDictionary(guest => guest.VmId, guest => guest.Name)));
        var overview = pages.Single(file => file.Path == "docs/architecture.md").Text;
        Assert.Contains("[\"1000 VMs\"]", overview, StringComparison.Ordinal);
        Assert.Contains("click n0 href \"nodes/pve0.md\"", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("web-17", overview, StringComparison.Ordinal);
        var node = pages.Single(file => file.Path == "docs/nodes/pve1.md").Text;
        Assert.Contains("| 1001 | web-1 |", node, StringComparison.Ordinal);
        Assert.Equal(1000, node.Split('\n').Count(line => line.Contains("| web-", StringComparison.Ordinal)));
        Assert.DoesNotContain("mermaid", node, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_cluster_has_a_page() =>
        Assert.Contains("no guests", Assert.Single(DocsGenerator.Derived(Sample.Input())).Text, StringComparison.Ordinal);

    [Fact]
    public void A_node_that_was_not_read_is_known_by_its_guests()
    {
        var pages = DocsGenerator.Derived(Sample.Input(Sample.Vm(101, "web") with { Node = "ghost" }));
        Assert.Contains(pages, page => page.Path == "docs/nodes/ghost.md");
    }

    private static string Visible(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Select(rune =>
        rune.Value == '\n' ? " ↵ " : TextSafety.MustBeVisible(rune) ? $"(U+{rune.Value:X4})" : rune.ToString())).Trim();
}
