using CsCheck;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>The JSON syntax of HCL.</summary>
public sealed class HclJsonTests
{
    private static HclDocument Parse(string text) => HclDocument.ParseJson(text, "a.tf.json", (owner, name, holdsObjects) => owner is null ? name == "resource" ? 2 : null : holdsObjects ? 0 : null);

    private static HclValue Value(string json, HclScope? scope = null)
    {
        var document = Parse($"{{\"x\": {json}}}");
        Assert.Empty(document.Diagnostics);
        return Assert.Single(document.Root.Attributes).Expression.EvaluatePartially(scope ?? HclScope.Empty);
    }

    [Fact]
    public void Blocks_come_from_objects_and_from_lists_of_them_in_order()
    {
        var document = Parse("""
            {
              "resource": [
                { "a": { "one": { "v": 1, "disk": [{ "n": 1 }, { "n": 2 }], "cpu": { "//": "no", "n": 3 } } } },
                { "a": { "two": [{ "v": 2 }] }, "b": { "three": null } }
              ]
            }
            """);
        Assert.Empty(document.Diagnostics);
        Assert.Equal([("a", "one"), ("a", "two")], document.Root.Blocks.Select(block => (block.Labels[0], block.Labels[1])));
        Assert.Equal(["disk", "disk", "cpu"], document.Root.Blocks[0].Body.Blocks.Select(block => block.Type));
        Assert.Equal(["n"], document.Root.Blocks[0].Body.Blocks[2].Body.Attributes.Select(attribute => attribute.Name));
        Assert.Equal((3, 14), (document.Root.Blocks[0].Position.Line, document.Root.Blocks[0].Position.Column));
        Assert.Equal(3, document.Root.Blocks[0].Body.Attribute("v")!.Position.Line);
        Assert.Throws<InvalidOperationException>(() => document.Root.Blocks[0].Body.SetAttribute("v", 3));
    }

    [Theory]
    [InlineData("\"plain \\\"quoted\\\" \\\\ \\n\"", "\"plain \\\"quoted\\\" \\\\ \\n\"")]
    [InlineData("\"$${no}\"", "\"$${no}\"")]
    [InlineData("\"a${1 + 1}b\"", "\"a2b\"")]
    [InlineData("\"${1 + 1}\"", "2")]
    [InlineData("\"%{ if true }yes%{ else }no%{ endif }\"", "\"yes\"")]
    [InlineData("\"${\\n [1,\\n 2] }\"", "[1, 2]")]
    [InlineData("\"two\\nlines ${\\\"in\\\"}\\nEOT\\n\"", "\"two\\nlines in\\nEOT\\n\"")]
    [InlineData("[1, \"b\", null, true, -1.5e1]", "[1, \"b\", null, true, -15]")]
    public void Values_are_those_of_the_other_syntax(string json, string native) => Assert.Equal(native, Value(json).ToExpressionText());

    [Fact]
    public void What_cannot_be_known_stays_as_it_is_written() =>
        Assert.Equal(new HclValue.Opaque("aws.a.id"), Value("\"${aws.a.id}\""));

    [Theory]
    [InlineData("{\"x\": \"${1 +}\"}", 1, 7)]
    [InlineData("{\"x\": \"%{ if true }\"}", 1, 7)]
    [InlineData("{\"x\": 1, \"x\": 2}", 1, 10)]
    [InlineData("{\n \"resource\": {\"a\": 3}}", 2, 20)]
    [InlineData("{\"x\": [1,]}", 1, 10)]
    [InlineData("{\"ä\": \"\\ud800\"}", 1, 7)]
    [InlineData("{} x", 1, 4)]
    [InlineData("", 1, 1)]
    [InlineData("[1]", 1, 2)]
    public void An_error_has_its_place(string json, int line, int column)
    {
        var problem = Assert.Single(Parse(json).Diagnostics);
        Assert.Equal((line, column), (problem.Position.Line, problem.Position.Column));
    }

    [Fact]
    public void No_text_makes_it_throw() => Gen.OneOf(Gen.String, Gen.OneOf(new[] { "{\"a\":", "[", "\"${", "}\"", "}", "]", "1", ",", "\"b\"", ":", "\"\\u", "é", "\uFEFF", "\n", "\"%{ for x in " }).Array[0, 12].Select(string.Concat))
        .Sample(text => Parse(text).Root.Attributes.All(attribute => attribute.Expression.Evaluate(HclScope.Empty) is not null), iter: LongRun.Iterations(2000));

    [Fact]
    public void Every_text_is_a_value_in_a_file_of_values() => Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
        HclDocument.ParseJson($"{{\"x\": {System.Text.Json.JsonSerializer.Serialize(text)}}}", null, null).Root.Attributes[0].Expression.Evaluate(HclScope.Empty).Equals(HclValue.Of(text)), iter: LongRun.Iterations(500));

    [Fact]
    public void Depth_is_an_error_and_no_overflow()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        Assert.Single(Parse(deep).Diagnostics);
    }
}
