using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What holds for every text. More cases: PMPC_PROPERTY_RUNS.</summary>
public sealed class LawTests
{
    private static readonly long Runs = long.TryParse(Environment.GetEnvironmentVariable("PMPC_PROPERTY_RUNS"), out var runs) ? runs : 300;
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))]);

    [Fact]
    public void What_was_anonymised_comes_back() =>
        TextGenerator.StructuredText.Sample(
            text =>
            {
                var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
                var output = anonymizer.Anonymize(text);
                Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
            }, iter: Runs);

    [Fact]
    public void The_order_of_the_inputs_does_not_matter() =>
        Gen.Select(TextGenerator.StructuredText.List[2, 4], Gen.Int[0, 100]).Sample(
            (texts, seed) =>
            {
                var shuffled = texts.ToArray();
                new Random(seed).Shuffle(shuffled);
                var (first, second) = (Outputs(texts), Outputs(shuffled));
                Assert.Equal(texts.Select(text => first[text]), texts.Select(text => second[text]));
            }, iter: Runs);

    [Fact]
    public void How_the_inputs_are_cut_into_files_does_not_matter() =>
        TextGenerator.Text.List[2, 4].Sample(
            texts =>
            {
                var parts = texts.Select(text => text + "\n").ToArray();
                var whole = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(string.Concat(parts));
                var outputs = Outputs(parts);
                Assert.Equal(whole, string.Concat(parts.Select(part => outputs[part])));
            }, iter: Runs);

    [Fact]
    public void A_second_run_with_the_same_session_finds_nothing_that_a_verifier_minds() =>
        TextGenerator.SpacedText.Sample(
            text =>
            {
                var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
                Assert.Empty(new Verifier(anonymizer).Verify(anonymizer.Anonymize(text)));
            }, iter: Runs);

    [Fact]
    public void Any_bytes_are_taken_and_come_back() =>
        Gen.Select(Gen.Byte.Array[0, 60], TextGenerator.Line).Sample(
            (noise, line) =>
            {
                byte[] text = [.. noise, .. Encoding.UTF8.GetBytes(line), .. noise];
                var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
                var output = anonymizer.Anonymize(text);
                Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
            }, iter: Runs);

    /// <summary>Strict replaces more, but gives it back, too, and leaves nothing that it would hide again.</summary>
    [Fact]
    public void Strict_comes_back_and_a_second_run_finds_nothing() =>
        TextGenerator.SpacedText.Sample(
            text =>
            {
                var anonymizer = new Anonymizer(PrivacyPolicy.Strict, Key);
                var output = anonymizer.Anonymize(text);
                Assert.Empty(new Verifier(anonymizer).Verify(output));
                Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
            }, iter: Runs);

    [Fact]
    public void Lines_stay_lines() =>
        TextGenerator.StructuredText.Sample(text => Assert.Equal(text.Count(c => c == '\n'), new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text).Count(c => c == '\n')), iter: Runs);

    [Fact]
    public void An_answer_that_spells_differently_is_understood()
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        var output = anonymizer.Anonymize("{\"vmid\":101,\"name\":\"web-01\"} bc:24:11:12:34:56 fd12:3456:789a:1::10 10.1.2.17 6f1c2b34-9a8b-4c5d-8e7f-0123456789ab");
        var name = Regex.Match(output, "\"name\":\"([a-z]+-01)\"").Groups[1].Value;
        var mac = Regex.Match(output, "bc:24:11:[0-9a-f:]{8}").Value;
        var v4 = Regex.Match(output, @"10\.[0-9]+\.2\.17").Value;
        var v6 = Regex.Match(output, "fd[0-9a-f:]+::10").Value;
        var deanonymizer = new Deanonymizer(anonymizer.Map, Key);
        Assert.Equal("WEB-01 and web-07", deanonymizer.Restore($"{name.ToUpperInvariant()} and {name.Replace("01", "07")}"));
        Assert.Equal("BC-24-11-12-34-56", deanonymizer.Restore(mac.ToUpperInvariant().Replace(':', '-')));
        Assert.Equal("10.1.2.99", deanonymizer.Restore(v4.Replace(".17", ".99")));
        Assert.Equal("FD12:3456:789A:1::10", deanonymizer.Restore(v6.ToUpperInvariant()));
    }

    private static Dictionary<string, string> Outputs(IReadOnlyList<string> texts)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        foreach (var text in texts) anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        return texts.Distinct().ToDictionary(text => text, anonymizer.Anonymize);
    }
}
