using System.Text;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Tests.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What holds for every labelled file, held out or not: it comes back, and the order of the files does not matter.</summary>
public sealed class CorpusLawTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 11))]);

    [Theory]
    [InlineData("Corpus")]
    [InlineData("HeldOut")]
    public void A_folder_comes_back_and_is_the_same_in_any_order(string folder)
    {
        var files = MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy", folder));
        var (anonymizer, outputs) = Run(files);
        var deanonymizer = new Deanonymizer(anonymizer.Map, Key);
        Assert.Equal([], files.SelectMany(file => Lost(file, outputs[file.Name], deanonymizer.Restore(outputs[file.Name]))));
        var (_, reversed) = Run([.. files.Reverse()]);
        Assert.Equal("", Names(files, file => reversed[file.Name] != outputs[file.Name]));
    }

    /// <summary>A later session begins with what was learnt: with all of it, and with nothing else, for names that were hidden at their places only stay where they stand otherwise.</summary>
    [Theory]
    [InlineData("Corpus")]
    [InlineData("HeldOut")]
    public void A_later_session_gives_the_same(string folder)
    {
        var files = MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy", folder));
        var (first, outputs) = Run(files);
        var later = new Anonymizer(PrivacyPolicy.Standard, Key, PseudonymMap.Import(first.Map.Export()));
        foreach (var file in files) later.Learn(Encoding.UTF8.GetBytes(file.Text));
        Assert.Equal("", Names(files, file => later.Anonymize(file.Text) != outputs[file.Name]));
    }

    /// <summary>What a first run has missed a second one may find. Every other line stays.</summary>
    [Theory]
    [InlineData("Corpus")]
    [InlineData("HeldOut")]
    public void A_second_run_over_the_outputs_changes_nothing(string folder)
    {
        var files = MarkedFile.ReadFolder(Path.Combine(SharedData.Repository, "tests/Unit/Privacy", folder));
        var (first, outputs) = Run(files);
        // The session itself, and a later one that has what was stored.
        foreach (var anonymizer in new[] { first, new Anonymizer(PrivacyPolicy.Standard, Key, PseudonymMap.Import(first.Map.Export())) })
        {
            foreach (var output in outputs.Values) anonymizer.Learn(Encoding.UTF8.GetBytes(output));
            Assert.Equal([], files.SelectMany(file => Changed(file, outputs[file.Name], anonymizer.Anonymize(outputs[file.Name]))));
        }
    }

    private static IEnumerable<string> Lost(MarkedFile file, string output, string restored)
    {
        if (restored == file.Text) yield break;
        var (from, between, to) = (file.Text.Split('\n'), output.Split('\n'), restored.Split('\n'));
        for (var i = 0; i < Math.Min(from.Length, to.Length); i++)
            if (from[i] != to[i]) yield return $"{file.Name}:{i + 1}: {from[i]} -> {between[i]} -> {to[i]}";
    }

    private static IEnumerable<string> Changed(MarkedFile file, string before, string after)
    {
        if (before == after) yield break;
        var (from, to) = (before.Split('\n'), after.Split('\n'));
        Assert.Equal(from.Length, to.Length);
        for (var i = 0; i < from.Length; i++)
        {
            var isMissed = i < file.Lines.Count && file.Lines[i].Any(segment => segment.IsSensitive && segment.Text.Split('.', '@').Any(part => part.Length > 3 && from[i].Contains(part, StringComparison.OrdinalIgnoreCase)));
            if (from[i] != to[i] && !isMissed) yield return $"{file.Name}:{i + 1}: {from[i]} -> {to[i]}";
        }
    }

    private static (Anonymizer Anonymizer, Dictionary<string, string> Outputs) Run(IReadOnlyList<MarkedFile> files)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        foreach (var file in files) anonymizer.Learn(Encoding.UTF8.GetBytes(file.Text));
        return (anonymizer, files.ToDictionary(file => file.Name, file => anonymizer.Anonymize(file.Text)));
    }

    private static string Names(IReadOnlyList<MarkedFile> files, Func<MarkedFile, bool> isWrong) => string.Join(", ", files.Where(isWrong).Select(file => file.Name));
}
