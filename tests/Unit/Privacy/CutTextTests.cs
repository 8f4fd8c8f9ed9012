using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Privacy.Detectors;
using ProxmoxMpc.Tests.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Texts that end or begin anywhere: every detector looks around its anchor, and must not look beyond the text.</summary>
public sealed class CutTextTests
{
    [Theory]
    [InlineData("bob@pve!ci:bweb-01-16f1c2b34-9a8b-4c5d-8e7f-0123456789ab=b/")]
    [InlineData("host=pvespiceproxy:66D5A2B1")]
    [InlineData("serial ")]
    [InlineData("a password server ")]
    [InlineData("Serial number ")]
    [InlineData("rocommunity \rx y")]
    [InlineData("Name     User\n----     ----\nabcdefghijk\rx bob-42\n")]
    [InlineData("key 0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    public void A_run_that_ends_the_text_is_no_failure(string text) => Anonymizer().Anonymize(text);

    [Fact]
    public void Any_cut_of_the_labelled_files_is_taken()
    {
        var texts = MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Corpus")).Select(file => Encoding.UTF8.GetBytes(file.Text)).ToList();
        var anonymizer = Anonymizer();
        Gen.Select(Gen.Int[0, texts.Count - 1], Gen.Double.Unit, Gen.Int[1, 160]).Sample(
            (file, from, length) =>
            {
                var start = (int)(from * (texts[file].Length - 1));
                anonymizer.Anonymize(texts[file].AsSpan(start, Math.Min(length, texts[file].Length - start)));
            }, iter: LongRun.Iterations(2000), threads: 1);
    }

    /// <summary>Pieces of several files in a row, some bytes of them changed: quotes that never close, tables that break off.</summary>
    [Fact]
    public void Any_mixture_of_the_labelled_files_is_taken_at_every_level()
    {
        var texts = MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy/Corpus")).Select(file => Encoding.UTF8.GetBytes(file.Text)).ToList();
        Anonymizer[] levels = [Anonymizer(), new(PrivacyPolicy.Strict, new PseudonymKey(new byte[PseudonymKey.Length]))];
        var piece = Gen.Select(Gen.Int[0, texts.Count - 1], Gen.Double.Unit, Gen.Int[1, 300]);
        Gen.Select(piece.Array[1, 3], Gen.Select(Gen.Double.Unit, Gen.OneOf((byte)'"', (byte)'\'', (byte)'\n', (byte)':', (byte)'=', (byte)'|', (byte)'\\', (byte)'<', (byte)0xC3, (byte)0)).Array[0, 4]).Sample(
            (pieces, changes) =>
            {
                byte[] text = [.. pieces.SelectMany(item => texts[item.Item1].Skip((int)(item.Item2 * texts[item.Item1].Length)).Take(item.Item3))];
                foreach (var (where, what) in changes)
                    if (text.Length > 0) text[(int)(where * (text.Length - 1))] = what;
                foreach (var level in levels) level.Anonymize(text);
            }, iter: LongRun.Iterations(200), threads: 1);
    }

    /// <summary>Every anchor of every detector begins and ends a text, and stands amid the signs that most rules look for.</summary>
    [Fact]
    public void Any_anchor_may_begin_or_end_a_text()
    {
        string[] before = ["", "\"", "x", "\n", "= ", "\"].", "\\\"", "root@"];
        string[] behind = ["", " ", "\"", "\":\"", "=", ": ", "\n", "s", " -", "'", "{", "(", "\\", "%3", "&", "<", "@", "/", "1", "."];
        var scanner = new Scanner(PrivacyPolicy.Standard with { Level = PrivacyLevel.Strict });
        var (found, map, sweep, names) = (new Findings(), new TextMap(), new Sweep(scanner.Rules), new NameCollector(new NameBook(new PseudonymMap(), PrivacyPolicy.Standard)));
        var failures = new List<string>();
        foreach (var anchor in DetectorTable.All.SelectMany(detector => detector.Anchors).Select(anchor => anchor.Text).Distinct())
            foreach (var head in before)
                foreach (var tail in behind)
                {
                    try
                    {
                        scanner.Scan(Encoding.UTF8.GetBytes(head + anchor + tail), found, map, sweep, null, names);
                    }
                    catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException)
                    {
                        failures.Add($"{head}{anchor}{tail}: {string.Join(" ", error.StackTrace!.Split((char)10).Where(line => line.Contains("Privacy.Detectors", StringComparison.Ordinal)).Take(1)).Trim()}");
                    }
                }
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures.Take(100)));
    }

    private static Anonymizer Anonymizer() => new(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length]));
}
