using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

public sealed class HclEvaluateTests
{
    private static readonly HclScope Scope = HclScope.Empty
        .With("var", new HclValue.Object(
        [
            new("name", "web"), new("cores", 4), new("tags", HclValue.Of(["a", "b"])), new("on", true), new("none", new HclValue.Null()),
            new("hosts", new HclValue.Object([new("b", HclValue.Of([KeyValuePair.Create<string, HclValue>("id", 2)])), new("a", HclValue.Of([KeyValuePair.Create<string, HclValue>("id", 1)]))])),
            new("secret", new HclValue.Opaque("elsewhere")),
        ]));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("7 % 3", "1")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("-var.cores + 1", "-3")]
    [InlineData("1.50", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("25e-1", "2.5")]
    [InlineData("!true || 1 < 2 && 2 >= 2", "true")]
    [InlineData("\"1\" == 1", "false")]
    [InlineData("\"a\" != \"b\"", "true")]
    [InlineData("null == null", "true")]
    [InlineData("var.none == null", "true")]
    [InlineData("var.on ? \"x\" : \"y\"", "\"x\"")]
    [InlineData("true ? 1 : \"a\"", "\"1\"")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("\"${var.name}-${var.cores}\"", "\"web-4\"")]
    [InlineData("\"${var.tags}\"", "[\"a\", \"b\"]")]
    [InlineData("\"a${ 1 }\\n\\u00e9\\U0001F600$${x} %%{y} $5 100%\"", "\"a1\\né😀$${x} %%{y} $5 100%\"")]
    [InlineData("\"$$${1}\"", "\"$$${1}\"")]
    [InlineData("\"%${1}\"", "\"%1\"")]
    [InlineData("\"%{ if var.on }yes%{ else }no%{ endif }\"", "\"yes\"")]
    [InlineData("\"%{ for i, t in var.tags }${i}=${t};%{ endfor }\"", "\"0=a;1=b;\"")]
    [InlineData("\"a  ${~ \"b\" ~}  c\"", "\"abc\"")]
    [InlineData("[1, \"a\", true, null,]", "[1, \"a\", true, null]")]
    [InlineData("[1, 2][1]", "2")]
    [InlineData("var.tags[0]", "\"a\"")]
    [InlineData("var.tags.1", "\"b\"")]
    [InlineData("var.tags[\"1\"]", "\"b\"")]
    [InlineData("var.hosts.a.id", "1")]
    [InlineData("var.hosts[\"b\"][\"id\"]", "2")]
    [InlineData("[for h in var.hosts : h.id]", "[1, 2]")]
    [InlineData("[for i, t in var.tags : \"${i}${t}\" if t != \"a\"]", "[\"1b\"]")]
    [InlineData("{for k, h in var.hosts : k => h.id}.b", "2")]
    [InlineData("{for t in [\"x\", \"y\", \"x\"] : t => 1...}.x", "[1, 1]")]
    [InlineData("[{id = 1}, {id = 2}][*].id", "[1, 2]")]
    [InlineData("[{id = 1}, {id = 2}].*.id", "[1, 2]")]
    [InlineData("[{id = [1]}, {id = [2]}].*.id[0]", "[1]")]
    [InlineData("[{id = [1]}, {id = [2]}][*].id[0]", "[1, 2]")]
    [InlineData("null[*]", "[]")]
    [InlineData("\"a\"[*]", "[\"a\"]")]
    [InlineData("{true = 1, \"b c\" = 2, (var.name) = 3, 4 = 5}[\"web\"]", "3")]
    [InlineData("{true = 1}[\"true\"]", "1")]
    [InlineData("{a : 1, b : 2}.b", "2")]
    [InlineData("{a = 1\n a = 2}.a", "2")]
    [InlineData("(\n 1 +\n 2\n)", "3")]
    public void What_is_knowable_is_computed(string expression, string expected)
    {
        Assert.Equal(expected, Evaluate(expression).ToExpressionText());
    }

    [Theory]
    [InlineData("var.missing")]
    [InlineData("var.secret")]
    [InlineData("data.x.y.z")]
    [InlineData("local.a")]
    [InlineData("\"a-${var.secret}\"")]
    [InlineData("[1, var.secret]")]
    [InlineData("{a = var.secret}")]
    [InlineData("var.secret ? 1 : 1")]
    [InlineData("1 / 0")]
    [InlineData("1 / 3")]
    [InlineData("1e100")]
    [InlineData("\"a\" + 1")]
    [InlineData("[1][1]")]
    [InlineData("[1][0.5]")]
    [InlineData("\"a${null}\"")]
    [InlineData("\"x${[1]}\"")]
    [InlineData("timestamp()")]
    [InlineData("nosuch(1)")]
    [InlineData("provider::x::f(1)")]
    [InlineData("var.tags == [\"a\", \"b\"]")]
    [InlineData("{for x in [1, 1] : x => x}")]
    [InlineData("[for x in 5 : x]")]
    [InlineData("0.1234567890123456789012345678901234567890")]
    public void What_is_not_knowable_stays_as_written(string expression)
    {
        Assert.Equal(new HclValue.Opaque(expression), Evaluate(expression));
    }

    [Fact]
    public void A_partial_value_keeps_what_is_known()
    {
        var expression = HclDocument.Parse("a = [1, var.x, {b = 2, c = data.y.z}]\n").Root.Attribute("a")!.Expression;
        var list = Assert.IsType<HclValue.List>(expression.EvaluatePartially(HclScope.Empty));
        Assert.Equal(HclValue.Of(1), list.Items[0]);
        Assert.Equal(new HclValue.Opaque("var.x"), list.Items[1]);
        Assert.Equal(new HclValue.Opaque("data.y.z"), ((HclValue.Object)list.Items[2])["c"]);
        Assert.IsType<HclValue.Opaque>(expression.Evaluate(HclScope.Empty));
    }

    [Fact]
    public void A_long_sum_needs_no_deep_stack()
    {
        Assert.Equal(HclValue.Of(100_000), Evaluate(string.Join(" + ", Enumerable.Repeat("1", 100_000))));
    }

    [Fact]
    public void Objects_are_equal_in_any_order_and_numbers_whatever_their_zeros()
    {
        HclValue one = new HclValue.Object([new("a", 1), new("b", HclValue.Of([1.0m, 2m]))]);
        HclValue other = new HclValue.Object([new("b", HclValue.Of((HclValue[])[1L, 2.00m])), new("a", 1)]);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, new HclValue.Object([new("a", 1)]));
    }

    internal static HclValue Evaluate(string expression)
    {
        var document = HclDocument.Parse("a = " + expression + "\n");
        Assert.Empty(document.Diagnostics);
        return document.Root.Attribute("a")!.Expression.Evaluate(Scope);
    }
}
