using CsCheck;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

public sealed class HclPropertyTests
{
    [Fact]
    public void Any_file_comes_back_byte_for_byte_and_valid_ones_without_an_error()
    {
        HclGenerators.Body.Sample(
            text =>
            {
                var document = HclDocument.Parse(text);
                Assert.Equal(text, document.Text);
                Assert.All(document.Diagnostics, diagnostic => Assert.Contains("Expected each attribute once", diagnostic.Message, StringComparison.Ordinal));
            },
            iter: 3_000);
    }

    [Fact]
    public void Broken_files_come_back_byte_for_byte_and_nothing_throws()
    {
        Gen.Select(HclGenerators.Body, Gen.Int[0, int.MaxValue], Gen.Int[0, 12], HclGenerators.Text).Sample(
            (text, at, length, patch) =>
            {
                var start = text.Length == 0 ? 0 : at % text.Length;
                var broken = text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, patch);
                var document = HclDocument.Parse(broken);
                Assert.Equal(broken, document.Text);
                Walk(document.Root);
            },
            iter: 3_000);
    }

    [Fact]
    public void Noise_comes_back_byte_for_byte_and_nothing_throws()
    {
        Gen.OneOf("a", "b", "\"", "${", "%{", "}", "{", "[", "]", "(", ")", "<<E\n", "E\n", "\n", "=", " ", "#", "/*", "*/", "if", "for", "in", ":", "=>", "~}", "\\", ".", "*", "...", "1", "e5", "\r", "\uD800", "?", "-", "endif", "<<-E\n")
            .List[0, 40].Select(string.Concat).Sample(
                text =>
                {
                    var document = HclDocument.Parse(text);
                    Assert.Equal(text, document.Text);
                    Walk(document.Root);
                },
                iter: 10_000);
    }

    [Fact]
    public void Quoting_round_trips_every_text()
    {
        Gen.OneOf(HclGenerators.Text, Gen.String).Sample(
            text => Assert.Equal(HclValue.Of(text), HclDocument.Parse($"a = {HclText.Quote(text)}\n").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty)),
            iter: 10_000);
    }

    [Fact]
    public void Quoting_keeps_each_single_character()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var text = "a" + (char)c;
            Assert.Equal(HclValue.Of(text), HclDocument.Parse($"a = {HclText.Quote(text)}\n").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty));
        }
    }

    [Fact]
    public void Any_text_makes_an_identifier()
    {
        Gen.OneOf(HclGenerators.Text, Gen.String).Sample(text => Assert.True(HclText.IsIdentifier(HclText.ToIdentifier(text))), iter: 3_000);
        Assert.Equal("web-01", HclText.ToIdentifier("web-01"));
        Assert.Equal("_1a", HclText.ToIdentifier("1a"));
        Assert.Equal("a___x__", HclText.ToIdentifier("a\"${x}'"));
    }

    [Fact]
    public void Values_round_trip_through_their_expression()
    {
        HclGenerators.Value.Sample(
            value => Assert.Equal(value, HclDocument.Parse($"a = {value.ToExpressionText()}\n").Root.Attribute("a")!.Expression.Evaluate(HclScope.Empty)),
            iter: 3_000);
    }

    [Fact]
    public void Setting_an_attribute_changes_its_value_and_no_other_byte_but_alignment()
    {
        Gen.Select(HclGenerators.Body, Gen.Int[0, int.MaxValue], HclGenerators.Value).Sample(
            (text, pick, value) =>
            {
                var document = HclDocument.Parse(text);
                if (document.Diagnostics.Count > 0) return;
                var bodies = Bodies(document.Root).ToList();
                var body = bodies[pick % bodies.Count];
                var isNew = body.Attributes.Count == 0 || pick % 3 == 0;
                var name = isNew ? "brand_new" : body.Attributes[pick % body.Attributes.Count].Name;
                var before = body.Attribute(name);
                // Such a block is opened for a value of several lines.
                var isOneLine = OneLine.Is(body);
                var (start, end) = before is null ? (0, 0) : (before.ExpressionStart, before.ExpressionEnd);
                body.SetAttribute(name, value);
                var attribute = body.Attribute(name)!;
                Assert.Equal(value, attribute.Expression.Evaluate(HclScope.Empty));
                HclEditTests.AssertTreeMatchesText(document);
                if (before is null || isOneLine) return;
                Assert.Equal(Squeeze(text[..start]), Squeeze(document.Text[..attribute.ExpressionStart]));
                Assert.Equal(Squeeze(text[end..]), Squeeze(document.Text[attribute.ExpressionEnd..]));
            },
            iter: 3_000);
    }

    [Fact]
    public void Any_edits_leave_a_tree_that_matches_the_text()
    {
        var edit = Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], HclGenerators.Name, HclGenerators.Value);
        Gen.Select(HclGenerators.Body, edit.List[1, 6]).Sample(
            (text, edits) =>
            {
                var document = HclDocument.Parse(text);
                if (document.Diagnostics.Count > 0) return;
                foreach (var (kind, pick, name, value) in edits)
                {
                    var bodies = Bodies(document.Root).ToList();
                    var body = bodies[pick % bodies.Count];
                    if (kind <= 1) body.SetAttribute(name, value);
                    else if (kind == 2 && body.Attributes.Count > 0) body.RemoveAttribute(body.Attributes[pick % body.Attributes.Count].Name);
                    else if (kind == 3) body.AddBlock(new HclBlockBuilder(name, "l").Attribute("v", value));
                    else if (body.Blocks.Count > 0) body.RemoveBlock(body.Blocks[pick % body.Blocks.Count]);
                }
                HclEditTests.AssertTreeMatchesText(document);
            },
            iter: 3_000);
    }

    internal static IEnumerable<HclBody> Bodies(HclBody body) => body.Blocks.SelectMany(block => Bodies(block.Body)).Prepend(body);

    private static void Walk(HclBody body)
    {
        foreach (var attribute in body.Attributes)
        {
            attribute.Expression.Evaluate(HclScope.Empty);
            _ = (attribute.Expression.Text, attribute.Position, attribute.LeadingComment, attribute.TrailingComment);
        }
        foreach (var block in body.Blocks) Walk(block.Body);
    }

    private static string Squeeze(string text) => string.Concat(text.Where(c => c is not (' ' or '\t')));
}
