using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

public sealed class HclParseTests
{
    private const string Guest = """
        # Web server
        resource "proxmox_virtual_environment_vm" "web" {
          name      = "web-01" # the name
          node_name = "pve1"
          tags      = ["a", "b"]

          cpu {
            cores = 2 // two
            type  = "host"
          }

          /* a disk */
          disk {
            interface = "scsi0"
            size      = 32
          }

          disk {
            interface = "scsi1"
            size      = 64
          }

          description = <<-EOT
            first
              second
          EOT
        }

        """;

    [Fact]
    public void A_guest_file_reads_into_blocks_and_attributes()
    {
        var document = HclDocument.Parse(Guest, "web.tf");
        Assert.Empty(document.Diagnostics);
        Assert.Equal(Guest, document.Text);
        var block = Assert.Single(document.Root.Blocks);
        Assert.Equal("resource", block.Type);
        Assert.Equal(["proxmox_virtual_environment_vm", "web"], block.Labels);
        Assert.Equal("Web server", block.LeadingComment);
        Assert.Equal(new HclPosition(13, 2, 1), block.Position);
        Assert.Equal(["name", "node_name", "tags", "description"], block.Body.Attributes.Select(attribute => attribute.Name));
        Assert.Equal("the name", block.Body.Attribute("name")!.TrailingComment);
        Assert.Null(block.Body.Attribute("node_name")!.LeadingComment);
        Assert.Equal(["scsi0", "scsi1"], block.Body.BlocksOf("disk").Select(disk => ((HclValue.String)disk.Body.Attribute("interface")!.Expression.Evaluate(HclScope.Empty)).Value));
        Assert.Equal("a disk", block.Body.BlocksOf("disk").First().LeadingComment);
        Assert.Equal("two", block.Body.BlocksOf("cpu").Single().Body.Attribute("cores")!.TrailingComment);
        Assert.Equal(HclValue.Of("first\n  second\n"), block.Body.Attribute("description")!.Expression.Evaluate(HclScope.Empty));
    }

    [Theory]
    [InlineData("a = ", 1, 5, "Expected a value")]
    [InlineData("a = [1, 2", 1, 10, "Expected ',' or ']'")]
    [InlineData("a = \"x\nb = 1\n", 1, 7, "Expected '\"'")]
    [InlineData("a b c\n", 1, 6, "Expected a label or '{'")]
    [InlineData("a = 1 2\n", 1, 7, "Expected the end of the line")]
    [InlineData("a = foo(1\nb = 2\n", 2, 1, "Expected ',' or ')'")]
    [InlineData("a = \"${1\"\n", 1, 9, "Expected '}' to close the '${'")]
    [InlineData("b {\n  a = 1\n", 1, 3, "Expected '}'")]
    [InlineData("b \"${x}\" {\n}\n", 1, 4, "Expected a label without template sequences")]
    [InlineData("a = 1\na = 2\n", 2, 1, "already set on line 1")]
    [InlineData("a = \"\\q\"\n", 1, 6, "Expected n, r, t")]
    [InlineData("a = <<EOT\nfoo\n", 3, 1, "Expected the marker of the heredoc")]
    [InlineData("}\n", 1, 1, "Expected an attribute or a block")]
    [InlineData("\"a\" = 1\n", 1, 1, "Expected the bare name")]
    [InlineData("a = /* x\n", 1, 5, "a comment without its '*/'")]
    [InlineData("b { a = 1, c = 2 }\n", 1, 10, "Expected '}'")]
    [InlineData("a = 1.2.3\n", 1, 5, "Expected a number")]
    public void An_error_says_where_it_is_and_what_was_expected(string text, int line, int column, string message)
    {
        var document = HclDocument.Parse(text, "x.tf");
        Assert.Equal(text, document.Text);
        var first = document.Diagnostics[0];
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
        Assert.Equal((line, column, "x.tf"), (first.Position.Line, first.Position.Column, first.Path));
    }

    [Theory]
    [InlineData("resource \"a\" \"x\" {\n  name = \"${foo\"\n  cores = 2\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  tags = [\"a\", \"b\"\n  cores = 2\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  name = \"foo\n  cores = 2\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  name = <<EOT\n  cores = 2\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  name\n  cores = 2\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  name = foo(1, {\n  cores = 2\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  cpu {\n    cores = 2\n\n}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    [InlineData("resource \"a\" \"x\" {\n  cores = 2\n}}\n\nresource \"a\" \"y\" {\n  name = 1\n}\n")]
    public void What_follows_an_error_is_read_all_the_same(string text)
    {
        var document = HclDocument.Parse(text);
        Assert.NotEmpty(document.Diagnostics);
        Assert.Equal(2, document.Root.Blocks.Count);
        Assert.Equal(["a", "y"], document.Root.Blocks[1].Labels);
        Assert.Equal(HclValue.Of(1), document.Root.Blocks[1].Body.Attribute("name")!.Expression.Evaluate(HclScope.Empty));
    }

    [Theory]
    [InlineData('[', ']')]
    [InlineData('(', ')')]
    [InlineData('{', '}')]
    public void Nesting_of_ten_thousand_levels_is_an_error_and_no_crash(char open, char close)
    {
        var text = $"a = {new string(open, 10_000)}1{new string(close, 10_000)}\nb = 2\n";
        var document = HclDocument.Parse(text);
        Assert.NotEmpty(document.Diagnostics);
        Assert.Equal(HclValue.Of(2), document.Root.Attribute("b")!.Expression.Evaluate(HclScope.Empty));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("!")]
    [InlineData("\"${")]
    [InlineData("[for x in ")]
    [InlineData("{a = ")]
    [InlineData("f(")]
    [InlineData("a ? ")]
    [InlineData("x[*]")]
    [InlineData("1 + ")]
    [InlineData("b {\n")]
    [InlineData("%{if true}")]
    [InlineData("x[")]
    public void Any_opener_repeated_ends_without_a_crash(string opener)
    {
        var repeated = string.Concat(Enumerable.Repeat(opener, 10_000));
        foreach (var text in (string[])["a = " + repeated, repeated, "a = \"" + repeated, "a = x" + repeated + "\nb = 1\n"])
        {
            var document = HclDocument.Parse(text);
            Assert.Equal(text, document.Text);
            foreach (var attribute in document.Root.Attributes) attribute.Expression.Evaluate(HclScope.Empty);
        }
    }

    [Fact]
    public void Two_hundred_levels_are_fine()
    {
        var text = $"a = {new string('[', 200)}1{new string(']', 200)}\n" + string.Concat(Enumerable.Repeat("b {\n", 200)) + string.Concat(Enumerable.Repeat("}\n", 200));
        var document = HclDocument.Parse(text);
        Assert.Empty(document.Diagnostics);
        Assert.True(document.Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty).IsKnown);
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_are_kept_and_in_nobodys_way()
    {
        const string text = "\uFEFFa = 1 # one\r\n# two\r\nb {\r\n  c = <<E\r\nx\r\nE\r\n}\r\n";
        var document = HclDocument.Parse(text);
        Assert.Empty(document.Diagnostics);
        Assert.Equal(text, document.Text);
        Assert.Equal("one", document.Root.Attribute("a")!.TrailingComment);
        Assert.Equal("two", document.Root.Blocks[0].LeadingComment);
        Assert.Equal(HclValue.Of("x\r\n"), document.Root.Blocks[0].Body.Attribute("c")!.Expression.Evaluate(HclScope.Empty));
    }
}
