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
        // Letters that quoted-printable had encoded come back as letters.
        Assert.Equal("", Names(files, file => !file.Text.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase) && deanonymizer.Restore(outputs[file.Name]) != file.Text));
        var (_, reversed) = Run([.. files.Reverse()]);
        Assert.Equal("", Names(files, file => reversed[file.Name] != outputs[file.Name]));
    }

    private static (Anonymizer Anonymizer, Dictionary<string, string> Outputs) Run(IReadOnlyList<MarkedFile> files)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        foreach (var file in files) anonymizer.Learn(Encoding.UTF8.GetBytes(file.Text));
        return (anonymizer, files.ToDictionary(file => file.Name, file => anonymizer.Anonymize(file.Text)));
    }

    private static string Names(IReadOnlyList<MarkedFile> files, Func<MarkedFile, bool> isWrong) => string.Join(", ", files.Where(isWrong).Select(file => file.Name));
}
