using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>The evaluator against the real thing: every expression is an output of one terraform configuration without providers.</summary>
public sealed class HclTerraformTests
{
    private static readonly string[] Expressions =
    [
        // Operators and templates
        "1 + 2 * 3 - 4 / 8", "7 % 3", "-7 % 3", "7 % -3", "5.5 % 2", "0.5 + 0.25", "1 / 10", "1.10", "1e3", "2.5e-1", "-(-3)", "!false && (true || false)", "1 <= 1.0", "\"1\" == 1", "\"2\" * 3",
        "true == \"true\"", "null == null", "var.none == null", "[1] == null", "true ? 1 : \"a\"", "false ? \"x\" : true", "true ? [1] : []", "false ? {a = 1} : {a = 2}", "true ? null : 1",
        "\"${1 + 1}\"", "\"a${1.50}b${true}\"", "\"$${x} %%{y} $$${1} %${1} 100% $\"", "\"\\u00e9\\U0001F600\\\"\\\\\\n\\t\"", "\"a  ${~ \" b \" ~}  c\"",
        "\"%{ if var.cores > 2 }big%{ else }small%{ endif }\"", "\"%{ for i, t in var.tags ~}  ${i}${t}, %{ endfor ~}  x\"", "\"%{ for k, v in {b = 1, a = 2} }${k}${v}%{ endfor }\"",
        "<<EOT\na\n  ${1} b\\n\nEOT\n", "<<-EOT\n    a\n      b\n\n    c ${1}\n    EOT\n", "<<-EOT\n  ${1}\n    x\n  EOT\n", "<<EOT\n%{ for t in var.tags ~}\n- ${t}\n%{ endfor ~}\nEOT\n",
        "<<EOT\n%{ if true ~}\n  yes\n%{~ endif }\nx\nEOT\n", "<<-EOT\n\ta\n\t  b\nEOT\n", "<<EOT\nEOT\n",
        // Collections
        "{a = 1, \"b c\" = [1, 2], (var.name) = null, 5 = 1, true = 2}", "[1, \"a\", [], {}]", "var.tags[1]", "var.tags.0", "var.tags[\"1\"]", "[[1, 2], [3]][0][1]", "{a = {b = 1}}.a[\"b\"]",
        "[{a = 1}, {a = 2}][*].a", "[{a = [1]}, {a = [2]}].*.a[0]", "[{a = [1]}, {a = [2]}][*].a[0]", "null[*]", "\"x\"[*]", "{a = 1}[*].a",
        "[for t in var.tags : upper(t)]", "[for k, v in {b = 1, a = 2} : \"${k}${v}\" if v > 0]", "{for i, t in var.tags : t => i}", "{for x in [\"a\", \"b\", \"a\"] : x => 1...}", "{for k, v in toset([\"b\", \"a\"]) : k => v}",
        // Strings
        "lower(\"AbÉ\")", "upper(\"abé\")", "title(\"hello world-x a_b\")", "trimspace(\"  a \\n\")", "chomp(\"a\\r\\n\\n\")", "strrev(\"aé😀\")", "join(\"-\", [\"a\", 1, true], [\"b\"])", "split(\",\", \"a,b,,c\")", "split(\"\", \"abc\")",
        "replace(\"a.b.c\", \".\", \"-\")", "replace(\"abc\", \"\", \"-\")", "substr(\"hello\", 1, 3)", "substr(\"hello\", -3, 2)", "substr(\"héllo😀\", 1, -1)", "substr(\"abc\", 1, 99)", "trim(\"xxaxx\", \"x\")", "trimprefix(\"abc\", \"a\")",
        "trimsuffix(\"abc\", \"c\")", "startswith(\"abc\", \"ab\")", "endswith(\"abc\", \"x\")", "strcontains(\"abc\", \"b\")", "indent(2, \"a\\nb\\n\\nc\")",
        "format(\"%s-%03d-%5s|%-5s|%d%%\", \"a\", 7, \"b\", \"c\", 12)", "format(\"%x %X %o %b %t %v\", 255, 255, 8, 5, true, \"x\")", "format(\"%[2]s %[1]s\", \"a\", \"b\")", "format(\"%03d\", -7)", "format(\"%v %v\", 1.5, true)",
        // Numbers
        "max(1, 5, 3)", "min(2, 1.5)", "abs(-3.5)", "floor(-1.5)", "ceil(1.2)", "signum(-3)", "pow(2, 10)", "parseint(\"ff\", 16)", "parseint(\"-101\", 2)", "sum([1, 2.5, \"3\"])",
        // Collections' functions
        "length(\"aé😀\")", "length([1, 2])", "length({a = 1})", "concat([1], [\"a\"], [])", "merge({a = 1, b = 2}, null, {b = 3})", "lookup({a = 1}, \"a\", 2)", "lookup({a = 1}, \"b\", 2)", "keys({b = 1, a = 2})",
        "values({b = 1, a = 2})", "contains([\"a\", \"b\"], \"a\")", "contains([1, 2], \"1\")", "element([\"a\", \"b\"], 3)", "index([\"a\", \"b\"], \"b\")", "slice([1, 2, 3, 4], 1, 3)", "reverse([1, 2, 3])",
        "sort([\"b\", \"a\", \"B\", \"é\"])", "flatten([[1, [2]], 3, []])", "compact([\"a\", \"\", null, \"b\"])", "coalesce(null, \"\", \"x\", \"y\")", "coalesce(null, 1, \"a\")", "coalescelist([], [1], [2])", "zipmap([\"a\", \"b\"], [1, 2])",
        "range(3)", "range(1, 4)", "range(5, 1)", "range(0, 1, 0.25)", "chunklist([1, 2, 3], 2)", "one([])", "one([1])", "alltrue([true, \"true\"])", "alltrue([])", "anytrue([false, true])", "distinct([\"a\", \"b\", \"a\"])", "distinct([1, \"1\", 2])",
        "toset([\"b\", \"a\", \"b\"])", "toset([3, 1, 2])", "tolist([1, \"a\"])", "tolist(toset([\"b\", \"a\"]))", "tomap({a = 1, b = \"x\"})", "setunion([\"a\"], [\"b\", \"a\"])", "setintersection([\"a\", \"b\"], [\"b\"])", "setsubtract([\"a\", \"b\"], [\"b\"])",
        "tostring(1.50)", "tostring(true)", "tonumber(\"1.5\")", "tobool(\"true\")", "tostring(null)", "try(var.tags[0], \"x\")",
        // Encoding and networks
        "jsonencode({b = [1, 2.5, true, null], a = \"<x>&\\\"\\n\\u2028é\\u0001\"})", "jsondecode(\"{\\\"a\\\":[1,2.50,null,\\\"x\\\"],\\\"b\\\":{}}\")", "base64encode(\"é\")", "base64decode(\"w6k=\")", "urlencode(\"a b/é?~\")",
        "md5(\"a\")", "sha1(\"a\")", "sha256(\"a\")", "sha512(\"a\")",
        "cidrhost(\"10.1.2.3/24\", 5)", "cidrhost(\"10.0.0.0/24\", -1)", "cidrhost(\"fd00::/64\", 255)", "cidrnetmask(\"10.0.0.0/20\")", "cidrsubnet(\"10.0.0.0/8\", 8, 3)", "cidrsubnet(\"fd00:1::/48\", 16, 162)", "cidrsubnets(\"10.1.0.0/16\", 4, 4, 8, 4)",
        "cidrsubnets(\"fd00:fd12:3456:7890::/56\", 16, 16, 16, 32)",
    ];

    [Fact]
    public void The_evaluator_agrees_with_terraform()
    {
        var variables = new HclValue.Object([new("name", "web"), new("cores", 4), new("tags", HclValue.Of(["a", "b"])), new("none", new HclValue.Null())]);
        var text = new StringBuilder();
        foreach (var (name, value) in variables.Members) text.Append($"variable \"{name}\" {{\n  default = {value.ToExpressionText()}\n}}\n");
        // Outputs that are null are not listed, hence the lists; heredocs need their own line end.
        for (var i = 0; i < Expressions.Length; i++) text.Append($"output \"o{i}\" {{\n  value = [jsonencode([\n{Expressions[i]}\n])]\n}}\n");
        using var outputs = TerraformJudge.Outputs(text.ToString());
        var document = HclDocument.Parse(text.ToString());
        Assert.Empty(document.Diagnostics);
        var scope = HclScope.Empty.With("var", variables);
        var wrong = new List<string>();
        for (var i = 0; i < Expressions.Length; i++)
        {
            var expected = outputs.RootElement.GetProperty($"o{i}").GetProperty("value")[0].GetString();
            var block = document.Root.Blocks.Single(block => block.Type == "output" && block.Labels[0] == $"o{i}");
            var actual = block.Body.Attribute("value")!.Expression.Evaluate(scope);
            if (!actual.Equals(HclValue.Of([expected!]))) wrong.Add($"{Expressions[i]} is {expected}, not {actual.ToExpressionText()}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
