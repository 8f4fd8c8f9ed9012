using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

public sealed class HclEditTests
{
    private static string Edit(string text, Action<HclBody> edit)
    {
        var document = HclDocument.Parse(text);
        edit(document.Root.Blocks.Count > 0 ? document.Root.Blocks[0].Body : document.Root);
        AssertTreeMatchesText(document);
        return document.Text;
    }

    /// <summary>The tree after edits is the tree that the edited text reads into.</summary>
    internal static void AssertTreeMatchesText(HclDocument document)
    {
        Assert.Equal(Outline(HclDocument.Parse(document.Text).Root), Outline(document.Root));
    }

    private static List<string> Outline(HclBody body)
    {
        var lines = body.Attributes.Select(item => $"{item.Position} {item.Name} = {item.Expression.Text} {item.LeadingComment} {item.TrailingComment}").ToList();
        foreach (var block in body.Blocks)
        {
            lines.Add($"{block.Position} {block.Type} {string.Join(",", block.Labels)} {block.Text.Length}");
            lines.AddRange(Outline(block.Body));
        }
        return lines;
    }

    [Theory]
    [InlineData("/* one\n   two */ b {\n}\n", "a = 1\n\n/* one\n   two */ b {\n}\n")]
    [InlineData("x = 2\n/* one\n   two */ b {\n}\n", "x = 2\na = 1\n/* one\n   two */ b {\n}\n")]
    [InlineData("# zero\n/* one\n*/ /* two\n*/ b {\n}\n", "# zero\na = 1\n\n/* one\n*/ /* two\n*/ b {\n}\n")]
    public void A_new_attribute_does_not_end_up_inside_a_comment_that_ends_before_a_block(string text, string expected)
    {
        var document = HclDocument.Parse(text);
        document.Root.SetAttribute("a", HclValue.Of(1L));
        Assert.Equal(expected, document.Text);
        Assert.Equal(HclValue.Of(1L), HclDocument.Parse(document.Text).Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
    }

    [Fact]
    public void Setting_an_attribute_replaces_only_its_expression()
    {
        Assert.Equal(
            "b {\n  cores = 4 # keep me\n  other=1\n}\n",
            Edit("b {\n  cores = 2 # keep me\n  other=1\n}\n", body => body.SetAttribute("cores", 4)));
    }

    [Fact]
    public void A_longer_value_moves_the_comments_of_an_aligned_group()
    {
        Assert.Equal(
            "b {\n  a  = \"longer\" # one\n  bb = 22       # two\n}\n",
            Edit("b {\n  a  = 1  # one\n  bb = 22 # two\n}\n", body => body.SetAttribute("a", "longer")));
    }

    [Fact]
    public void A_group_that_was_not_aligned_is_left_alone()
    {
        Assert.Equal(
            "b {\n  a = \"longer\" # one\n  bb = 22 # two\n}\n",
            Edit("b {\n  a = 1 # one\n  bb = 22 # two\n}\n", body => body.SetAttribute("a", "longer")));
    }

    [Fact]
    public void A_new_attribute_goes_before_the_blocks_and_aligns()
    {
        Assert.Equal(
            "b {\n  a       = 1\n  bb      = 2\n  longest = 3\n\n  c {\n  }\n}\n",
            Edit("b {\n  a  = 1\n  bb = 2\n\n  c {\n  }\n}\n", body => body.SetAttribute("longest", 3)));
    }

    [Fact]
    public void A_new_attribute_in_a_group_with_one_space_takes_one_space()
    {
        Assert.Equal("b {\n\ta = 1\n\tbbb = 2\n\tcc = 3\n}\n", Edit("b {\n\ta = 1\n\tbbb = 2\n}\n", body => body.SetAttribute("cc", 3)));
    }

    [Fact]
    public void A_new_attribute_follows_a_wider_column_of_its_group()
    {
        Assert.Equal("b {\n  a      = 1\n  bb     = 2\n  cc     = 3\n}\n", Edit("b {\n  a      = 1\n  bb     = 2\n}\n", body => body.SetAttribute("cc", 3)));
    }

    [Theory]
    [InlineData("b {}\n", "b {\n  x = 1\n}\n")]
    [InlineData("b { a = 2 }\n", "b {\n  a = 2\n  x = 1\n}\n")]
    [InlineData("b {\n}\n", "b {\n  x = 1\n}\n")]
    [InlineData("b {\n  # note\n}\n", "b {\n  # note\n  x = 1\n}\n")]
    [InlineData("b {\n  # about c\n  c {\n  }\n}\n", "b {\n  x = 1\n\n  # about c\n  c {\n  }\n}\n")]
    [InlineData("b {\r\n  a = 2 # c\r\n}\r\n", "b {\r\n  a = 2 # c\r\n  x = 1\r\n}\r\n")]
    [InlineData("a = 2", "a = 2\nx = 1\n")]
    [InlineData("", "x = 1\n")]
    [InlineData("# header\n", "# header\nx = 1\n")]
    public void A_new_attribute_finds_its_place(string text, string expected)
    {
        Assert.Equal(expected, Edit(text, body => body.SetAttribute("x", 1)));
    }

    [Fact]
    public void An_object_is_written_over_several_lines_in_the_files_indentation()
    {
        Assert.Equal(
            "b {\n    a = {\n        k    = 1\n        long = [\"x\"]\n    }\n    c = 1\n}\n",
            Edit("b {\n    a = 1\n    c = 1\n}\n", body => body.SetAttribute("a", new HclValue.Object([new("k", 1), new("long", HclValue.Of(["x"]))]))));
    }

    [Fact]
    public void A_value_of_several_lines_opens_a_block_on_one_line()
    {
        Assert.Equal("b {\n  a = {\n    k = 1\n  }\n}\n", Edit("b { a = 1 }\n", body => body.SetAttribute("a", new HclValue.Object([new("k", 1)]))));
        Assert.Equal("b {}\nc = 1\n", Edit("b { a = [\n  1,\n] }\nc = 1\n", body => body.RemoveAttribute("a")));
    }

    [Fact]
    public void Removing_an_attribute_takes_its_line_and_comment()
    {
        Assert.Equal("b {\n  # about a\n  c = 1\n}\n", Edit("b {\n  # about a\n  a = 1 # bye\n  c = 1\n}\n", body => Assert.True(body.RemoveAttribute("a"))));
        Assert.Equal("b {}\n", Edit("b { a = 1 }\n", body => Assert.True(body.RemoveAttribute("a"))));
        Assert.Equal("b {\n  c = 1\n}\n", Edit("b {\n  c = 1\n}\n", body => Assert.False(body.RemoveAttribute("a"))));
    }

    [Fact]
    public void Removing_the_longest_name_aligns_the_rest_again()
    {
        Assert.Equal("b {\n  a  = 1\n  cc = 3\n}\n", Edit("b {\n  a       = 1\n  longest = 2\n  cc      = 3\n}\n", body => body.RemoveAttribute("longest")));
    }

    [Fact]
    public void A_new_block_goes_behind_the_last_of_its_type()
    {
        Assert.Equal(
            "b {\n  a = 1\n\n  disk {\n    x = 1\n  }\n\n  disk {\n    x = 2\n  }\n\n  net {\n  }\n}\n",
            Edit("b {\n  a = 1\n\n  disk {\n    x = 1\n  }\n\n  net {\n  }\n}\n", body => body.AddBlock(new HclBlockBuilder("disk").Attribute("x", 2))));
    }

    [Fact]
    public void A_new_block_follows_the_spacing_of_its_siblings()
    {
        Assert.Equal(
            "b {\n  disk {\n  }\n  disk {\n  }\n  disk {\n    x = 2\n  }\n  net {\n  }\n}\n",
            Edit("b {\n  disk {\n  }\n  disk {\n  }\n  net {\n  }\n}\n", body => body.AddBlock(new HclBlockBuilder("disk").Attribute("x", 2))));
    }

    [Fact]
    public void A_new_block_of_the_root_is_set_off_by_blank_lines()
    {
        var document = HclDocument.Parse("a = 1");
        document.Root.AddBlock(new HclBlockBuilder("b", "x\"y").Attribute("c", 1));
        var second = document.Root.AddBlock(new HclBlockBuilder("b", "z"));
        Assert.Equal("a = 1\n\nb \"x\\\"y\" {\n  c = 1\n}\n\nb \"z\" {}\n", document.Text);
        second.Body.SetAttribute("d", true);
        Assert.EndsWith("b \"z\" {\n  d = true\n}\n", document.Text, StringComparison.Ordinal);
        AssertTreeMatchesText(document);
    }

    [Fact]
    public void Removing_a_block_leaves_one_blank_line()
    {
        const string text = "a {\n}\n\nb {\n}\n\nc {\n}\n";
        string Without(int index)
        {
            var document = HclDocument.Parse(text);
            document.Root.RemoveBlock(document.Root.Blocks[index]);
            AssertTreeMatchesText(document);
            return document.Text;
        }
        Assert.Equal("b {\n}\n\nc {\n}\n", Without(0));
        Assert.Equal("a {\n}\n\nc {\n}\n", Without(1));
        Assert.Equal("a {\n}\n\nb {\n}\n", Without(2));
    }

    [Fact]
    public void Handles_stay_good_over_many_edits()
    {
        var document = HclDocument.Parse("r \"x\" {\n  a = 1\n\n  d {\n    s = 1\n  }\n}\n\nr \"y\" {\n  a = 1\n}\n");
        var (x, y) = (document.Root.Blocks[0], document.Root.Blocks[1]);
        var d = x.Body.Blocks[0];
        y.Body.SetAttribute("bb", "two");
        d.Body.SetAttribute("size", 5);
        x.Body.SetAttribute("a", HclValue.Of(["1", "2"]));
        d.Body.RemoveAttribute("s");
        x.Body.AddBlock(new HclBlockBuilder("d").Attribute("s", 2)).Body.SetAttribute("t", "u");
        Assert.Equal("r \"x\" {\n  a = [\"1\", \"2\"]\n\n  d {\n    size = 5\n  }\n\n  d {\n    s = 2\n    t = \"u\"\n  }\n}\n\nr \"y\" {\n  a  = 1\n  bb = \"two\"\n}\n", document.Text);
        AssertTreeMatchesText(document);
    }

    [Fact]
    public void Opaque_values_are_written_as_they_are_and_cannot_break_out()
    {
        Assert.Equal("a = var.x\n", Edit("a = 1\n", body => body.SetAttribute("a", new HclValue.Opaque("var.x"))));
        foreach (var bad in (string[])["1\nb = 2", "1 # c", "", "(", "1 }", "\"a\n\"", "1\n", "/* a */ 1"])
            if (bad.Trim() is not "1") Assert.Throws<ArgumentException>(() => Edit("a = 1\n", body => body.SetAttribute("a", new HclValue.Opaque(bad))));
        Assert.Throws<ArgumentException>(() => Edit("a = 1\n", body => body.SetAttribute("a b", 1)));
    }

    [Fact]
    public void Text_with_errors_is_not_edited()
    {
        var document = HclDocument.Parse("a = \nb {\n}\n", "x.tf");
        var error = Assert.Throws<InvalidOperationException>(() => document.Root.SetAttribute("c", 1));
        Assert.Contains("x.tf:1:5: Expected a value", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => document.Root.RemoveAttribute("a"));
        Assert.Throws<InvalidOperationException>(() => document.Root.AddBlock(new HclBlockBuilder("x")));
        Assert.Throws<InvalidOperationException>(() => document.Root.RemoveBlock(document.Root.Blocks[0]));
        Assert.Equal("a = \nb {\n}\n", document.Text);
    }

    [Fact]
    public void A_heredoc_before_a_comment_is_put_in_parentheses()
    {
        var text = Edit("a = 1 # c\n", body => body.SetAttribute("a", new HclValue.Opaque("<<EOT\nx\nEOT")));
        Assert.Equal(HclValue.Of("x\n"), HclDocument.Parse(text).Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
        Assert.Empty(HclDocument.Parse(text).Diagnostics);
    }
}
