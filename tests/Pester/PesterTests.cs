using System.Text.Json;

namespace ProxmoxMpc.Tests.Pester;

/// <summary>
/// The tests of this folder, in a whole pwsh. A process and its imports are dear, so there are only as many as there are processors, and
/// each runs its share of the files; every Pester test is reported as a test of its own.
/// </summary>
public sealed class PesterTests
{
    private const int MostShells = 4;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    public static async Task<IEnumerable<ITheoryDataRow>> Results()
    {
        var folder = FindFolder();
        var shells = Math.Clamp(Environment.ProcessorCount, 1, MostShells);
        // The largest first, dealt out in turn: nobody has all of the long ones.
        var shares = new DirectoryInfo(folder).GetFiles("*.Tests.ps1").OrderByDescending(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Index().GroupBy(file => file.Index % shells, file => file.Item.Name.Replace(".Tests.ps1", "", StringComparison.Ordinal));
        return (await Task.WhenAll(shares.Select(share => RunAsync(folder, share.Key, share)))).SelectMany(tests => tests).Select(Row);
    }

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void In_a_whole_pwsh(string result, string message) => Assert.True(result == "Passed", message);

    private static async Task<PesterTest[]> RunAsync(string folder, int number, IEnumerable<string> names)
    {
        var results = Path.Combine(AppContext.BaseDirectory, $"pester-{number}.json");
        File.Delete(results);
        var (exitCode, output) = await RealShell.RunAsync(["-File", Path.Combine(folder, "Run.ps1"), string.Join(',', names), "-ResultFile", results], folder, s_patience);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, $"pester-{number}.log"), output);
        Assert.True(File.Exists(results), $"Pester ended without results and with {exitCode}:\n{output}");
        var tests = JsonSerializer.Deserialize<PesterTest[]>(await File.ReadAllTextAsync(results))!;
        Assert.True(exitCode == 0 || tests.Any(test => test.Result == "Failed"), $"Pester ended with {exitCode}, and no test has failed:\n{output}");
        return tests;
    }

    private static TheoryDataRow<string, string> Row(PesterTest test) => new(test.Result, test.Message.Length > 0 ? test.Message : test.Result)
    {
        TestDisplayName = test.Name,
        Label = "",
        Skip = test.Result is "Passed" or "Failed" ? null : test.Message.Length > 0 ? test.Message : test.Result,
    };

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Run.ps1"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }

    /// <summary>A test as Run.ps1 reports it.</summary>
    private sealed record PesterTest(string Name, string Result, string Message);
}
