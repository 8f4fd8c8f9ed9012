using CsCheck;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>Random HCL: values, expressions, and files with any white space and comments.</summary>
internal static class HclGenerators
{
    private static readonly string[] Nasty =
        ["${", "%{", "$${", "$$", "\"", "\\", "\n", "\r\n", "\t", "\0", "\u001b", "}", "{", "~}", "${~", "'; rm -rf", "../", "é", "e\u0301", "😀", "👨‍👩‍👧", "\u202E", "\u200B", "\uFEFF", "\u2028", "<<EOT", "EOT", "#", "//", "/*", "*/", "日本", " "];

    public static readonly Gen<string> Text = Gen.OneOf(Gen.OneOf(Nasty), Gen.String[Gen.Char['a', 'z'], 0, 6], Gen.String[0, 4]).List[0, 6].Select(string.Concat);

    public static readonly Gen<string> Name = Gen.OneOf(
        Gen.Select(Gen.Char['a', 'z'], Gen.String[Gen.OneOf("abcdefz0189_-".ToCharArray()), 0, 9], (first, rest) => first + rest),
        Gen.OneOf("für", "true", "null", "in", "for_each", "if", "type", "_"));

    public static readonly Gen<HclValue> Scalar = Gen.OneOf(
        Text.Select(HclValue.Of), Gen.Long.Select(HclValue.Of), Gen.Bool.Select(HclValue.Of), Gen.Const((HclValue)new HclValue.Null()),
        Gen.Decimal[-1_000_000m, 1_000_000m].Select(HclValue.Of));

    public static readonly Gen<HclValue> Value = Gen.Recursive<HclValue>((depth, inner) => depth > 3 ? Scalar : Gen.Frequency(
        (4, Scalar),
        (1, inner.List[0, 4].Select(HclValue.Of)),
        (1, Gen.Select(Gen.OneOf(Name, Text), inner, KeyValuePair.Create).List[0, 4]
            .Select(members => HclValue.Of(members.DistinctBy(member => member.Key))))));

    public static readonly Gen<string> Expression = Gen.Recursive<string>((depth, inner) => depth > 4 ? Leaf : Gen.Frequency(
        (5, Leaf),
        (1, Gen.Select(inner, Gen.OneOf("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"), inner, (a, op, b) => $"{a} {op} {b}")),
        (1, Gen.Select(Gen.OneOf("-", "!"), inner, (op, a) => op + a)),
        (1, inner.Select(a => $"({a})")),
        (1, Gen.Select(inner, inner, inner, (a, b, c) => $"{a} ? {b} : {c}")),
        (1, inner.List[0, 4].Select(items => $"[{string.Join(", ", items)}]")),
        (1, inner.List[1, 3].Select(items => $"[\n{string.Join(",\n", items)},\n]")),
        (1, Gen.Select(Name, inner).List[0, 3].Select(items => $"{{\n{string.Concat(items.Select(item => $"\"{item.Item1}\" = {item.Item2}\n"))}}}")),
        (1, Gen.Select(Name, inner.List[0, 3], (name, items) => $"f{name}({string.Join(", ", items)})")),
        (1, Gen.Select(inner, inner, (a, b) => $"[for k, v in {a} : {b} if v != k]")),
        (1, Gen.Select(inner, inner, (a, b) => $"{{ for k, v in {a} : k => {b}... }}")),
        (1, inner.Select(a => $"\"a${{{a}}}b %{{ if {a} }}c%{{ endif }}$${{\"")),
        (1, inner.Select(a => $"var.x[({a})].y[*].z")),
        (1, Gen.Const("<<-EOT\n    a ${var.x} \\ b\n      c\n  EOT\n").Select(text => $"f(\n{text})"))));

    private static Gen<string> Leaf => Gen.OneOf(
        Gen.OneOf("1", "-1", "2.50", "1e3", "true", "false", "null", "var.name", "local.x", "data.a.b.c", "\"\"", "\"text\"", "path.module", "var.list[0]", "x.*.y", "a::b::c(1)"),
        Text.Select(HclText.Quote));

    private static readonly Gen<string> Space = Gen.OneOf("", " ", "  ", "\t", "      ");

    private static readonly Gen<string> LineEnd = Gen.OneOf("\n", "\n", "\n", "\n\n", "\r\n", " # note\n", "//x\n", " /* y */ \n", "\n# own line\n", "\n/* two\n lines */\n");

    private static readonly Gen<string> AttributeLine = Gen.Select(Space, Name, Space, Space, Expression, LineEnd, (indent, name, left, right, value, end) => $"{indent}{name}{left}={right}{value}{end}");

    public static readonly Gen<string> Body = Gen.Recursive<string>((depth, inner) => Gen.Frequency(
            (4, AttributeLine),
            (depth > 2 ? 0 : 1, Gen.Select(Space, Name, Text.Select(HclText.Quote).List[0, 2], Space, inner, Space, LineEnd,
                (indent, type, labels, space, content, close, end) => $"{indent}{type} {string.Join(' ', labels)}{space}{{\n{content}{close}}}{end}")),
            (1, Gen.Select(Space, Name, Name, (indent, type, name) => $"{indent}{type} {{ {name} = 1 }}\n")),
            (1, Gen.Select(Name, Space, (type, space) => $"{type}{space}{{{space}}}\n")),
            (1, LineEnd)).List[0, 5].Select(string.Concat));
}
