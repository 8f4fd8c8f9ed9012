using System.Globalization;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>Writes expressions without names from outside, mostly of types that fit each other, sometimes not.</summary>
internal sealed class ExpressionWriter(Random random)
{
    private static readonly string[] Texts =
    [
        "", "a", "b", "web-01", "Web 01", "true", "false", "null", "0", "1", "01", "-1", "1.50", "1e3", "0x1F", " 7 ", "é", "\U0001F600", "ß", "İ", "a,b,,c", "10.0.0.0/24", "fd00::/64", "a\\nb\\n", "\\t x \\n", "%s", "%d", "{\\\"a\\\":1}", "$${x}", "YQ==", "/[a-z]+/", "a.b", "z",
    ];

    private static readonly string[] Numbers = ["0", "1", "2", "3", "7", "10", "255", "1024", "-1", "-7", "0.1", "0.5", "1.10", "2.75", "1e3", "1e-2", "123456789012", "99999999999999999999", "3.333333333333333333"];

    // a: anything, s: text, n: number, b: truth, l: list, m: map, *: more of the last.
    private static readonly (string Name, string Arguments)[] Functions =
    [
        ("abs", "n"), ("ceil", "n"), ("floor", "n"), ("signum", "n"), ("max", "n*"), ("min", "n*"), ("pow", "nn"), ("log", "nn"), ("parseint", "sn"), ("sum", "l"), ("lower", "s"), ("upper", "s"), ("title", "s"), ("trimspace", "s"), ("chomp", "s"), ("strrev", "s"),
        ("join", "sl"), ("split", "ss"), ("replace", "sss"), ("substr", "snn"), ("trim", "ss"), ("trimprefix", "ss"), ("trimsuffix", "ss"), ("startswith", "ss"), ("endswith", "ss"), ("strcontains", "ss"), ("indent", "ns"), ("format", "sa*"), ("formatlist", "sl"),
        ("regex", "ss"), ("regexall", "ss"), ("length", "a"), ("concat", "l*"), ("merge", "m*"), ("lookup", "msa"), ("keys", "m"), ("values", "m"), ("contains", "la"), ("element", "ln"), ("index", "la"), ("slice", "lnn"), ("reverse", "l"), ("sort", "l"), ("flatten", "l"),
        ("compact", "l"), ("coalesce", "a*"), ("coalescelist", "l*"), ("zipmap", "ll"), ("range", "n"), ("range", "nnn"), ("chunklist", "ln"), ("one", "l"), ("alltrue", "l"), ("anytrue", "l"), ("distinct", "l"), ("toset", "l"), ("tolist", "l"), ("tomap", "m"),
        ("setunion", "ll"), ("setintersection", "ll"), ("setsubtract", "ll"), ("setproduct", "ll"), ("transpose", "m"), ("matchkeys", "lll"), ("tostring", "a"), ("tonumber", "a"), ("tobool", "a"), ("try", "a*"), ("can", "a"), ("nonsensitive", "a"), ("jsonencode", "a"),
        ("jsondecode", "s"), ("yamlencode", "a"), ("yamldecode", "s"), ("csvdecode", "s"), ("base64encode", "s"), ("base64decode", "s"), ("urlencode", "s"), ("md5", "s"), ("sha1", "s"), ("sha256", "s"), ("cidrhost", "sn"), ("cidrnetmask", "s"), ("cidrsubnet", "snn"), ("type", "a"),
    ];

    public string Any(int depth) => Of("snbnlm"[random.Next(6)], depth);

    private string Of(char type, int depth)
    {
        // Now and then a value of another type.
        if (type == 'a' || random.Next(12) == 0) type = "snblm0"[random.Next(6)];
        if (depth <= 0 || random.Next(5) == 0) return Literal(type);
        return random.Next(10) switch
        {
            0 => $"({Of(type, depth - 1)})",
            1 => $"({Of('b', depth - 1)} ? {Of(type, depth - 1)} : {Of(type, depth - 1)})",
            2 => $"[{Of(type, depth - 1)}, {Of(type, depth - 1)}][{random.Next(3)}]",
            3 => $"{{ a = {Of(type, depth - 1)}, \"b\" = {Of('a', depth - 1)} }}{(random.Next(2) == 0 ? ".a" : "[\"a\"]")}",
            < 6 => Own(type, depth - 1),
            _ => Call(depth - 1),
        };
    }

    private string Own(char type, int depth) => type switch
    {
        'n' => random.Next(8) == 0 ? $"-{Of('n', depth)}".Replace("--", "- -", StringComparison.Ordinal) : $"({Of('n', depth)} {Pick("+", "-", "*", "/", "%")} {Of('n', depth)})",
        'b' => random.Next(3) switch { 0 => $"!{Of('b', depth)}", 1 => $"({Of('b', depth)} {Pick("&&", "||")} {Of('b', depth)})", _ => Of('a', depth) is var one && random.Next(2) == 0 ? $"({one} {Pick("==", "!=")} {Of('a', depth)})" : $"({Of('n', depth)} {Pick("<", "<=", ">", ">=")} {Of('n', depth)})" },
        's' => random.Next(4) switch
        {
            0 => $"\"%{{ if {Of('b', depth)} }}{Literal('s').Trim('"')}%{{ else }}${{{Of('s', depth)}}}%{{ endif }}\"",
            1 => $"\"%{{ for v in {Of('l', depth)} ~}} ${{v}}, %{{ endfor }}\"",
            _ => $"\"{Literal('s').Trim('"')}${{{Pick("", "~ ")}{Of('a', depth)}{Pick("", " ~")}}}x\"",
        },
        'l' => random.Next(3) switch
        {
            0 => $"[for v in {Of(Pick("l", "m")[0], depth)} : v{Pick("", " if v != null", " if true")}]",
            1 => $"{Of(Pick("l", "a")[0], depth)}[*]",
            _ => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Of(Pick("a", "s", "n")[0], depth)))}]",
        },
        'm' => random.Next(2) == 0 ? $"{{for k, v in {Of(Pick("l", "m")[0], depth)} : {Pick("k", "\"${k}x\"", "v")} => v{Pick("", "...")}}}" : $"{{ a = {Of('a', depth)}, ({Of('s', depth)}) = {Of('a', depth)} }}",
        _ => Literal(type),
    };

    private string Call(int depth)
    {
        var (name, arguments) = Functions[random.Next(Functions.Length)];
        var written = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == '*')
                for (var more = random.Next(3); more > 0; more--) written.Add(Of(arguments[i - 1], depth));
            else written.Add(Of(arguments[i], depth));
        }
        return $"{name}({string.Join(", ", written)})";
    }

    private string Literal(char type) => type switch
    {
        's' => $"\"{Pick(Texts)}\"",
        'n' => Pick(Numbers),
        'b' => Pick("true", "false"),
        'l' => Pick("[]", "[1, 2, 3]", "[\"b\", \"a\", \"b\"]", "[true, \"x\", 1]", "[null, \"\"]", "[[1], [2, [3]]]", "[{ a = 1 }, { a = 2 }]", $"[{Pick(Numbers)}, \"{Pick(Texts)}\"]", "toset([\"x\", \"y\"])"),
        'm' => Pick("{}", "{ a = 1, b = 2 }", "{ b = \"x\", a = null }", "{ a = [1], \"b c\" = { d = true } }", string.Create(CultureInfo.InvariantCulture, $"{{ \"{Pick(Texts)}\" = {Pick(Numbers)} }}")),
        _ => "null",
    };

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
