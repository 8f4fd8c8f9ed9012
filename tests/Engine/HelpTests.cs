using System.Management.Automation;
using ProxmoxMpc.HelpScaffold;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Help and cmdlets say the same. A page out of step is mended by <c>dotnet run --project build/HelpScaffold</c>.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Engine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() =>
        Assert.Equal(HelpPages.Cmdlets(_engine).Select(cmdlet => cmdlet.Name).Order(StringComparer.Ordinal), HelpPages.Names);

    [Fact]
    public void Every_page_has_the_syntax_parameters_inputs_and_outputs_of_its_cmdlet()
    {
        foreach (var cmdlet in HelpPages.Cmdlets(_engine))
            Assert.Equal(PageText.Of(cmdlet, HelpPages.Page(cmdlet.Name)), HelpPages.Text(cmdlet.Name));
    }

    [Fact]
    public void Every_page_is_written_to_the_end()
    {
        foreach (var name in HelpPages.Names)
        {
            Assert.DoesNotContain(PageText.Unwritten, HelpPages.Text(name));
            var page = HelpPages.Page(name);
            Assert.True(page.Examples.Count(example => example.CodeBlocks.Any()) >= 2, $"{name} has fewer than two examples with code.");
            Assert.All(page.Examples, example => Assert.False(string.IsNullOrWhiteSpace(example.Prose), $"{name}: '{example.Title}' does not say what it shows."));
        }
    }

    [Fact]
    public void Get_Help_shows_all_of_a_page()
    {
        foreach (var name in HelpPages.Names)
        {
            var page = HelpPages.Page(name);
            var help = Assert.Single(_engine.Run("Get-Help -Name $args[0] -Full", name).Succeed().Output);
            Assert.Equal(page.Synopsis.ReplaceLineEndings(" "), help.Properties["Synopsis"].Value.ToString()!.Replace("`", ""), ignoreWhiteSpaceDifferences: true);
            var parameters = Items(help, "parameters", "parameter");
            Assert.Equal(page.Parameters.Select(parameter => parameter.Name), parameters.Select(parameter => parameter.Properties["name"].Value.ToString()));
            Assert.All(parameters, parameter => Assert.NotEmpty((object[])parameter.Properties["description"].Value));
            Assert.Equal(page.Examples.Count, Items(help, "examples", "example").Length);
            Assert.Equal(page.Syntax.Count, Items(help, "syntax", "syntaxItem").Length);
            Assert.Equal(page.Outputs.Count, Items(help, "returnValues", "returnValue").Length);
        }
    }

    [Fact]
    public void The_about_topic_is_part_of_the_module()
    {
        var text = File.ReadAllText(Path.Combine(Built.Module, "en-US", "about_ProxmoxMpc.help.txt"));
        Assert.StartsWith("TOPIC\n    about_ProxmoxMpc\n", text);
        Assert.Contains("SHORT DESCRIPTION", text);
        Assert.DoesNotContain("**", text);
    }

    private static PSObject[] Items(PSObject help, string group, string item) =>
        help.Properties[group]?.Value is PSObject list && list.Properties[item]?.Value is { } items
            ? [.. (LanguagePrimitives.GetEnumerable(items)?.Cast<object>() ?? [items]).Select(PSObject.AsPSObject)] : [];
}
