using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Tests.Unit.Hcl;

/// <summary>
/// Files that nobody would write: whatever bytes there are, they come back as they were, nothing throws and nothing runs away.
/// PMPC_FUZZ_SECONDS=N mutates for that long, PMPC_HCL_CORPUS=FOLDER adds the .tf files of a folder to the seeds and holds each
/// of them against the same promise.
/// </summary>
public sealed class HclFuzzTests
{
    private const int Usually = 1500;

    /// <summary>What the language is made of, to be put in at any place.</summary>
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "(", ")", "\"", "${", "%{", "~}", "%{ if ", "%{ else }", "%{ endif }", "%{ for x in ", "%{ endfor }", "<<EOT\n", "<<-EOT\n", "\nEOT\n", "EOT", "=", "==", "=>", "...", "? ", ":", ",", ".", ".*", "[*]", ".0",
        "#", "//", "/*", "*/", "\\", "\\u00e9", "\\U0001f600", "\\\"", "$${", "%%{", "for ", " in ", " if ", "null", "true", "1e9", "0x1F", "-", "!", "&&", "||", "<=", "\r\n", "\n", "\r", "\t", "\0", "\ufeff", "\u2028", "\u202e", "é", "😀", "\ud800", "`", "'", ";", "@",
    ];

    private static readonly string[] Own =
    [
        "a = 1\n", "resource \"x\" \"y\" {\n  a = \"${b.c[0].d}\" # why\n\n  c {\n    d = <<-EOT\n      text ${x}\n      %{ if y ~} z %{ endif }\n    EOT\n  }\n}\n",
        "locals {\n  a = { for k, v in var.m : k => v... if v != null }\n  b = [for x in range(3) : x * 2]\n  c = a ? \"${b}\" : try(d.*.e, [])\n  f = g(h..., )\n}\n",
        "/* one */ x = [\n  1, # first\n  2,\n]\ny = {\n  \"a b\" : 1, (c) = 2\n}\r\nz = -1 + !true % 2 == 3 && 4 <= 5\r\n", "block \"l\" \"m\" {}\nblock l { a = 1 }\n",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Mutated_files_come_back_as_they_were_and_nothing_throws()
    {
        var seeds = Seeds();
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("PMPC_FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var clock = Stopwatch.StartNew();
        var first = seconds > 0 ? Random.Shared.Next() : 4711;
        var done = 0;
        for (; seconds > 0 ? clock.Elapsed.TotalSeconds < seconds : done < LongRun.Iterations(Usually); done++)
        {
            Stop.ThrowIfCancellationRequested();
            var text = Mutated(seeds, new Random(first + done));
            try
            {
                Try(text);
            }
            catch (Exception error)
            {
                throw new Xunit.Sdk.XunitException($"seed {first + done}, text in Base64 of UTF-16: {Convert.ToBase64String(Encoding.Unicode.GetBytes(text))}\n{error}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{done} inputs of {seeds.Length} seeds in {clock.Elapsed.TotalSeconds:0} s");
    }

    [Fact]
    public void Every_file_of_other_people_comes_back_byte_for_byte()
    {
        var folder = Environment.GetEnvironmentVariable("PMPC_HCL_CORPUS");
        if (folder is null) Assert.Skip("PMPC_HCL_CORPUS names no folder.");
        var (read, faulty) = (0, new List<string>());
        foreach (var file in Files(folder))
        {
            Stop.ThrowIfCancellationRequested();
            var bytes = File.ReadAllBytes(file);
            string text;
            try
            {
                text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                continue;
            }
            var document = HclDocument.Parse(text, file);
            Assert.True(bytes.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(document.Text)), file);
            if (document.Diagnostics.Count > 0) faulty.Add($"{document.Diagnostics[0]}");
            else Use(document);
            read++;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{read} files, {faulty.Count} with errors:\n{string.Join('\n', faulty)}");
        Assert.True(read > 0, $"{folder} holds no .tf files.");
    }

    [Theory]
    [InlineData("[", "]", "1")]
    [InlineData("(", ")", "1")]
    [InlineData("{ a = ", " }", "1")]
    [InlineData("\"${", "}\"", "1")]
    [InlineData("[for x in y : ", "]", "x")]
    [InlineData("f(", ")", "1")]
    [InlineData("a ? ", " : 1", "2")]
    [InlineData("!", "", "true")]
    [InlineData("\"%{ if a }${", "}%{ endif }\"", "1")]
    public void Two_hundred_levels_of_anything_are_read_used_and_changed(string open, string close, string inner)
    {
        var text = $"a = {string.Concat(Enumerable.Repeat(open, 200))}{inner}{string.Concat(Enumerable.Repeat(close, 200))}\n";
        var document = HclDocument.Parse(text);
        Assert.Empty(document.Diagnostics);
        Assert.Equal(text, document.Text);
        Use(document);
        document.Root.SetAttribute("b", HclValue.Of(1L));
        Assert.EndsWith("\nb = 1\n", document.Text, StringComparison.Ordinal);
    }

    private static void Try(string text)
    {
        var document = HclDocument.Parse(text);
        if (document.Text != text) throw new InvalidOperationException("The text did not come back.");
        if (document.Diagnostics.Count == 0) Use(document);
    }

    /// <summary>Everything that is done with a file that has no errors.</summary>
    private static void Use(HclDocument document)
    {
        var before = document.Text;
        Evaluate(document.Root);
        if (document.Text != before) throw new InvalidOperationException("To evaluate changed the text.");
        var again = HclDocument.Parse(before);
        again.Root.SetAttribute("pmpc_fuzz", HclValue.Of("x${y}\n"));
        var read = HclDocument.Parse(again.Text);
        if (read.Diagnostics.Count > 0) throw new InvalidOperationException($"After an edit: {read.Diagnostics[0]}");
        if (read.Root.Attribute("pmpc_fuzz")?.Expression.Evaluate(HclScope.Empty) is not HclValue.String { Value: "x${y}\n" }) throw new InvalidOperationException("The edit is not there.");
    }

    private static void Evaluate(HclBody body)
    {
        foreach (var attribute in body.Attributes)
        {
            attribute.Expression.Evaluate(HclScope.Empty);
            attribute.Expression.EvaluatePartially(HclScope.Empty);
        }
        foreach (var block in body.Blocks) Evaluate(block.Body);
    }

    private static string[] Seeds()
    {
        var folder = Environment.GetEnvironmentVariable("PMPC_HCL_CORPUS");
        var others = folder is null ? [] : Files(folder).Where(file => new FileInfo(file).Length < 20_000).Select(file => File.ReadAllText(file));
        return [.. Own, .. others];
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.tf", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Mutated(string[] seeds, Random random)
    {
        var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
        for (var times = random.Next(1, 12); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(7))
            {
                case 0:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1 when at < text.Length:
                    text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at));
                    break;
                case 2 when at < text.Length:
                    text[at] = (char)(text[at] ^ 1 << random.Next(8));
                    break;
                case 3 when at < text.Length:
                    text.Insert(random.Next(text.Length), text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at)));
                    break;
                case 4:
                    var other = seeds[random.Next(seeds.Length)];
                    var from = random.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(random.Next(1, 80), other.Length - from)));
                    break;
                case 5:
                    text.Insert(at, string.Concat(Enumerable.Repeat(Pieces[random.Next(Pieces.Length)], random.Next(2, 30))));
                    break;
                default:
                    text.Length = at;
                    break;
            }
        }
        return text.ToString();
    }
}
