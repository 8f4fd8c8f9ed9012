using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>
/// Every example of every page runs: each page in a fresh, synced workspace on the Lab, its examples one after the other in
/// one session. Where a page talks of a server, the Lab's own HTTPS listener is that server.
/// </summary>
public sealed partial class HelpExampleTests
{
    private const string ServerInPages = "https://pve1.example.org:8006";
    private const string TokenInPages = "automation@pve!pmpc";

    public static IEnumerable<TheoryDataRow<string>> Pages => HelpPages.Names.Select(name => new TheoryDataRow<string>(name));

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pages), DisableDiscoveryEnumeration = true)]
    public async Task The_examples_of_a_page_do_what_they_say(string name)
    {
        var examples = HelpPages.Page(name).Examples;
        using var folder = new TemporaryFolder();
        using var server = examples.Any(example => example.Body.Contains(ServerInPages, StringComparison.Ordinal))
            ? await LabServerProcess.StartAsync(Path.Combine(folder.Path, "server.json"), TestContext.Current.CancellationToken) : null;
        var workspace = Directory.CreateDirectory(Path.Combine(folder.Path, "workspace")).FullName;
        using var engine = new Engine();
        engine.SetLocation(workspace);
        // Nobody is there to confirm what examples change.
        engine.Run("""
            $global:ConfirmPreference = 'None'
            $null = Initialize-PmpcWorkspace -Lab
            $null = Sync-PmpcInfrastructure
            """).Succeed();
        if (server is not null) engine.Run("$env:PMPC_SECRET = $args[0]", server.Secret!).Succeed();
        try
        {
            foreach (var example in examples)
            {
                foreach (var code in example.CodeBlocks)
                {
                    var outcome = engine.Run(server is null ? code : OnServer(code, server));
                    Assert.True(outcome.Errors.IsEmpty, $"{name}, '{example.Title}':\n{code}\n{string.Join('\n', outcome.Errors)}");
                }
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("PMPC_SECRET", null);
        }
    }

    private static string OnServer(string code, LabServerProcess server) => Fingerprint().Replace(code, server.Fingerprint)
        .Replace(ServerInPages, server.Url.TrimEnd('/')).Replace(TokenInPages, server.TokenId);

    [GeneratedRegex("(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")]
    private static partial Regex Fingerprint();
}
