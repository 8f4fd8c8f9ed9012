using System.Text.Json;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>What the console does before and beside any cmdlet.</summary>
public sealed class ConsoleTests
{
    private static Task<ChildProcess> Console(params string[] arguments) => ChildProcess.Console(arguments);

    [Fact]
    public async Task Help_lists_every_command()
    {
        var help = await Console("--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var command in new[] { "init", "test-connection", "list-nodes", "status", "sync", "diff", "plan", "test", "apply", "create vm", "update container", "delete vm", "list vms", "describe vm", "lab", "demo" })
            Assert.Contains($"  {command} ", help.Output);
        Assert.Empty(help.Error);
    }

    [Theory]
    [InlineData("plam", "plan")]
    [InlineData("synk", "sync")]
    [InlineData("lst-nodes", "list-nodes")]
    public async Task An_unknown_command_is_refused_with_the_nearest(string typed, string meant)
    {
        var refused = await Console(typed);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"There is no command '{typed}'.", refused.Error);
        Assert.Contains($"'{meant}'", refused.Error);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task A_verb_without_its_noun_says_what_there_is()
    {
        var refused = await Console("create");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("vm, container", refused.Error);
    }

    [Fact]
    public async Task A_refusal_is_a_JSON_document_where_JSON_was_asked_for()
    {
        var refused = await Console("plam", "--json");
        Assert.Equal(1, refused.ExitCode);
        using var document = JsonDocument.Parse(refused.Output);
        var error = document.RootElement.GetProperty("errors")[0];
        Assert.Equal("PmpcUsage", error.GetProperty("id").GetString());
        Assert.Contains("plan", error.GetProperty("hint").GetString());
        Assert.Empty(refused.Error);
    }

    [Fact]
    public async Task A_directory_that_does_not_exist_is_refused()
    {
        var refused = await Console("-C", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString()), "status");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("There is no directory", refused.Error);
    }

    [Fact]
    public async Task Piped_lines_are_commands_and_PowerShell()
    {
        var session = await ChildProcess.Console([], input: "1..3 | ForEach-Object {\n  $_ * 2\n}\n/help\n'last'\n");
        Assert.Equal(0, session.ExitCode);
        Assert.Equal(["2", "4", "6"], session.Lines[..3]);
        Assert.Contains("exit code: 0 done", session.Output);
        Assert.Equal("last", session.Lines[^1]);
        Assert.DoesNotContain(session.Output, c => c == (char)27);
    }

    [Fact]
    public async Task A_failing_line_does_not_end_a_piped_session_but_its_exit_code_tells()
    {
        var session = await ChildProcess.Console([], input: "/plam\nthrow 'broken'\n'after'\n");
        Assert.Equal(1, session.ExitCode);
        Assert.Equal(["after"], session.Lines);
        Assert.Contains("There is no command 'plam'", session.Error);
        Assert.Contains("broken", session.Error);
    }

    [Fact]
    public async Task Exit_leaves_with_its_code()
    {
        var session = await ChildProcess.Console([], input: "exit 7\n'after'\n");
        Assert.Equal(7, session.ExitCode);
        Assert.Empty(session.Output);
    }

    [Fact]
    public async Task Control_characters_of_others_do_not_reach_the_terminal()
    {
        var session = await ChildProcess.Console([], input: "\"a`e]0;title`a`e[2Jb\"\n");
        Assert.Equal("a]0;title[2Jb", session.Output.Trim());
    }
}
