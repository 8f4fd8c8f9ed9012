using CsCheck;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>Edits keep the way in which the author wrote a value.</summary>
public sealed class HclStyleTests
{
    private const string Tags = "b {\n  tags = [\n    \"a\", # first\n    # about b\n    \"b\",\n    \"${var.x}\"\n  ]\n}\n";

    private static string Set(string text, string name, HclValue value)
    {
        var document = HclDocument.Parse(text);
        Assert.Empty(document.Diagnostics);
        document.Root.Blocks[0].Body.SetAttribute(name, value);
        HclEditTests.AssertTreeMatchesText(document);
        Assert.Empty(HclDocument.Parse(document.Text).Diagnostics);
        return document.Text;
    }

    [Fact]
    public void A_list_with_an_item_a_line_keeps_the_lines_that_stay()
    {
        HclValue x = new HclValue.Opaque("\"${var.x}\"");
        Assert.Equal(
            "b {\n  tags = [\n    \"a\", # first\n    # about b\n    \"b\",\n    \"${var.x}\",\n    \"c\"\n  ]\n}\n",
            Set(Tags, "tags", HclValue.Of(["a", "b", x, "c"])));
        Assert.Equal("b {\n  tags = [\n    \"a\", # first\n    # about b\n    \"${var.x}\"\n  ]\n}\n", Set(Tags, "tags", HclValue.Of(["a", x])));
        Assert.Equal("b {\n  tags = [\n    \"n\",\n    # about b\n    \"b\",\n    \"m\",\n    \"${var.x}\"\n  ]\n}\n", Set(Tags, "tags", HclValue.Of(["n", "b", "m", x])));
        Assert.Equal("b {\n  tags = []\n}\n", Set(Tags, "tags", HclValue.Of(Array.Empty<HclValue>())));
    }

    [Fact]
    public void An_item_can_be_added_to_any_written_list()
    {
        var document = HclDocument.Parse("a = [var.x, \"y\"]\nb = [\n  1,\n]\nc = var.z\n");
        Assert.True(document.Root.AddListItem("a", "z"));
        Assert.True(document.Root.AddListItem("b", 2));
        Assert.False(document.Root.AddListItem("c", 2));
        Assert.False(document.Root.AddListItem("d", 2));
        Assert.Equal("a = [var.x, \"y\", \"z\"]\nb = [\n  1,\n  2,\n]\nc = var.z\n", document.Text);
        HclEditTests.AssertTreeMatchesText(document);
    }

    [Fact]
    public void What_is_worth_the_value_already_stays_as_it_was_written()
    {
        const string text = "b {\n  a=  4 * 1024   # four\n}\n";
        Assert.Equal(text, Set(text, "a", 4096));
    }

    [Fact]
    public void A_heredoc_stays_one()
    {
        const string text = "b {\n  d = <<-EOT\n    one\n      two\n  EOT\n  e = 1\n}\n";
        Assert.Equal("b {\n  d = <<-EOT\n    1 $${x}\n\n      \"2\\n\"\n  EOT\n  e = 1\n}\n", Set(text, "d", "1 ${x}\n\n  \"2\\n\"\n"));
        Assert.Equal("b {\n  d = \"no end\"\n  e = 1\n}\n", Set(text, "d", "no end"));
        Assert.Equal("b {\n  d = \"EOT\\n\"\n  e = 1\n}\n", Set(text, "d", "EOT\n"));
        Assert.Equal("b {\n  d = \" indented\\n\"\n  e = 1\n}\n", Set(text, "d", " indented\n"));
    }

    [Fact]
    public void A_rewritten_heredoc_is_worth_the_new_text()
    {
        Gen.Select(HclGenerators.Text, Gen.OneOf("<<EOT\nx\nEOT", "<<-EOT\n    x\n  EOT", "<<-E\n\tx ${y}\n\tE")).Sample(
            (text, old) =>
            {
                var document = HclDocument.Parse($"a = {old}\nb = 1\n");
                document.Root.SetAttribute("a", text + "\n");
                Assert.Equal(HclValue.Of(text + "\n"), HclDocument.Parse(document.Text).Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
            },
            iter: 3_000);
    }

    [Fact]
    public void A_rewritten_list_is_worth_the_new_items_and_keeps_the_comments_of_those_that_stay()
    {
        var items = Gen.OneOf("a", "b", "c", "d", "e").List[0, 6];
        Gen.Select(items, items, Gen.Bool, Gen.Bool).Sample(
            (old, wanted, hasComma, isWindows) =>
            {
                if (old.Count == 0) return;
                var lines = old.Select((item, i) => $"  \"{item}\"{(i < old.Count - 1 || hasComma ? "," : "")}{(i % 2 == 0 ? $" # {item}" : "")}\n");
                var text = $"a = [\n{string.Concat(lines)}]\nz = 1\n";
                if (isWindows) text = text.ReplaceLineEndings("\r\n");
                var document = HclDocument.Parse(text);
                document.Root.SetAttribute("a", HclValue.Of(wanted));
                HclEditTests.AssertTreeMatchesText(document);
                var again = HclDocument.Parse(document.Text);
                Assert.Empty(again.Diagnostics);
                Assert.Equal(HclValue.Of(wanted), again.Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
                if (wanted.Count == 0 || !hasComma) return;
                Assert.Equal(isWindows ? document.Text.Count(c => c == '\n') : 0, document.Text.Count(c => c == '\r'));
                Assert.True(document.Text[..document.Text.IndexOf(']')].Split('\n')[^2].Split('#')[0].TrimEnd().EndsWith(','));
            },
            iter: 3_000);
    }
}
