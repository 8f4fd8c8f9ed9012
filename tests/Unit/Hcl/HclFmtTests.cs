using CsCheck;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

public sealed class HclFmtTests
{
    /// <summary>terraform fmt itself drops labels that hold a <c>$</c> or <c>%</c>, and rewrites characters that do not print, so labels here have neither.</summary>
    private static readonly Gen<string> Label = Gen.OneOf(HclGenerators.Name, Gen.OneOf("a\"b", "a\\b", "a b", "'; rm -rf", "日本", "a\nb"));

    private static readonly Gen<HclBlockBuilder> Builder = Gen.Recursive<HclBlockBuilder>((depth, inner) =>
        Gen.Select(HclGenerators.Name, Label.List[0, 2], Gen.Frequency(
                (5, Gen.Select(HclGenerators.Name, HclGenerators.Value, Gen.OneOf(Gen.Const((string?)null), HclGenerators.Text.Select(text => (string?)text)))
                    .Select(item => (Action<HclBlockBuilder>)(builder => builder.Attribute(item.Item1, item.Item2, item.Item3)))),
                (2, Gen.Select(HclGenerators.Name, HclGenerators.Expression).Select(item => (Action<HclBlockBuilder>)(builder => builder.RawAttribute(item.Item1, item.Item2)))),
                (1, HclGenerators.Text.Select(text => (Action<HclBlockBuilder>)(builder => builder.Comment(text)))),
                (1, Gen.Const((Action<HclBlockBuilder>)(builder => builder.Blank()))),
                (depth > 2 ? 0 : 1, Gen.Select(HclGenerators.Name, Items(depth)).Select(item => (Action<HclBlockBuilder>)(builder =>
                    builder.Block(item.Item1, nested => item.Item2.ForEach(add => add(nested)))))))
            .List[0, 6])
        .Select(item =>
        {
            var builder = new HclBlockBuilder(item.Item1, [.. item.Item2]);
            item.Item3.ForEach(add => add(builder));
            return builder;
        }));

    private static Gen<List<Action<HclBlockBuilder>>> Items(int depth) => Gen.Select(HclGenerators.Name, HclGenerators.Value)
        .Select(item => (Action<HclBlockBuilder>)(builder => builder.Attribute(item.Item1, item.Item2))).List[0, 4];

    [Fact]
    public void Built_blocks_are_clean_for_terraform_fmt()
    {
        var samples = Builder.List[300].Single().Select(builder => builder.ToText()).ToList();
        Assert.All(samples, text =>
        {
            Assert.All(HclDocument.Parse(text).Diagnostics, diagnostic => Assert.Contains("each attribute once", diagnostic.Message, StringComparison.Ordinal));
            Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        });
        AssertClean(Unique(samples));
    }

    [Fact]
    public void Plain_lines_are_laid_out_as_the_formatter_lays_them_out()
    {
        var direct = 0;
        Gen.Select(Builder, Gen.OneOf("", "  ", "\t")).Sample((builder, prefix) =>
        {
            var lines = builder.Lines();
            if (BuiltLine.Layout(lines, prefix, "  ") is { } text)
            {
                Interlocked.Increment(ref direct);
                Assert.Equal(Formatter.Format(BuiltLine.Unformatted(lines), prefix, "  "), text);
            }
        }, iter: 2000);
        Assert.NotEqual(0, direct);
    }

    [Fact]
    public void The_formatter_agrees_with_terraform_fmt()
    {
        var samples = Unique(HclGenerators.Body.List[400].Single());
        var formatted = TerraformJudge.Format(samples);
        for (var i = 0; i < samples.Count; i++)
        {
            // terraform fmt also rewrites labels and "${x}"; only what it left alone but for white space is the formatter's business.
            if (Squeeze(samples[i]) == Squeeze(formatted[i])) Assert.Equal(formatted[i], Formatter.Format(samples[i]));
        }
    }

    [Fact]
    public void Edits_of_clean_files_leave_them_clean()
    {
        var edit = Gen.Select(Gen.Int[0, 5], Gen.Int[0, int.MaxValue], HclGenerators.Name, HclGenerators.Value);
        var cases = Gen.Select(Builder.List[1, 3], edit.List[1, 5]).List[300].Single();
        var samples = new List<string>();
        foreach (var (builders, edits) in cases)
        {
            var document = HclDocument.Parse(string.Join('\n', builders.Select(builder => builder.ToText())));
            if (document.Diagnostics.Count > 0) continue;
            foreach (var (kind, pick, name, value) in edits)
            {
                var bodies = HclPropertyTests.Bodies(document.Root).Skip(1).ToList();
                if (bodies.Count == 0) break;
                var body = bodies[pick % bodies.Count];
                if (kind <= 1 && body.Attributes.Count > 0) body.SetAttribute(body.Attributes[pick % body.Attributes.Count].Name, value);
                else if (kind == 2) body.SetAttribute(name, value);
                else if (kind == 3 && body.Attributes.Count > 0) body.RemoveAttribute(body.Attributes[pick % body.Attributes.Count].Name);
                else if (kind == 4) body.AddBlock(new HclBlockBuilder(name).Attribute("v", value).Attribute("longer", 1));
                else if (body.Blocks.Count > 0) body.RemoveBlock(body.Blocks[pick % body.Blocks.Count]);
            }
            samples.Add(document.Text);
        }
        AssertClean(samples);
    }

    private static List<string> Unique(IEnumerable<string> samples) => [.. samples.Where(text => HclDocument.Parse(text).Diagnostics.Count == 0)];

    private static void AssertClean(List<string> samples)
    {
        var unclean = TerraformJudge.Unclean(samples);
        if (unclean.Count == 0) return;
        var shortest = unclean.Select(i => samples[i]).MinBy(text => text.Length)!;
        Assert.Equal(TerraformJudge.Format([shortest])[0], shortest);
        Assert.Fail($"terraform fmt cannot read: {shortest}");
    }

    private static string Squeeze(string text) => string.Concat(text.Where(c => c is not (' ' or '\t' or '\n' or '\r')));
}
