using System.Management.Automation.Language;
using CsCheck;
using ProxmoxMpc.Core.Generation;

namespace ProxmoxMpc.Tests.Unit.Generation;

public sealed class PowerShellTextTests
{
    [Fact]
    public void Any_text_is_one_constant_to_the_parser() => HostileText.Any.Sample(text =>
    {
        var literal = PowerShellText.Literal(text);
        Assert.DoesNotContain('\n', literal);
        var script = Parser.ParseInput($"before {literal} ; after", out _, out var errors);
        Assert.Empty(errors);
        var commands = script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().ToArray();
        Assert.Equal(["before", "after"], commands.Select(command => command.GetCommandName()));
        Assert.Equal(text, ScriptText.Constant(commands[0].CommandElements[1]));
    }, iter: 5000);

    [Fact]
    public void No_text_is_null() => Assert.Equal("$null", PowerShellText.Literal(null));

    [Fact]
    public void A_title_has_nothing_that_Pester_or_PowerShell_expands() =>
        HostileText.Any.Sample(text => Assert.Matches(@"\A[A-Za-z0-9 ._:/()+@-]*\z", PowerShellText.Title(text)), iter: 2000);
}
