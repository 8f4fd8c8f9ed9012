using CsCheck;
using ProxmoxMpc.Core.Generation;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Tests.Unit.Generation;

public sealed class YamlTextTests
{
    [Fact]
    public void Any_text_comes_back_from_a_parser() => HostileText.Any.Sample(text =>
    {
        foreach (var yaml in new[] { YamlText.Scalar(text), YamlText.Variable(text) })
        {
            Assert.DoesNotContain('\n', yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader($"before: 1\nkey: {yaml}\nlist: [{yaml}, {yaml}]\nafter: 2\n"));
            var root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
            Assert.Equal(["before", "key", "list", "after"], root.Children.Keys.Select(key => ((YamlScalarNode)key).Value));
            Assert.Equal(HostileText.Storable(text), ((YamlScalarNode)root["key"]).Value);
            Assert.Equal(2, ((YamlSequenceNode)root["list"]).Children.Count);
        }
    }, iter: 5000);

    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("ON")]
    [InlineData("y")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("100")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("1:20")]
    [InlineData(".inf")]
    [InlineData("2001-01-01")]
    [InlineData("=")]
    [InlineData("!vault")]
    [InlineData("a: b")]
    [InlineData("10.0.0.1")]
    public void What_a_parser_could_take_for_something_else_is_quoted(string text) => Assert.Equal($"\"{text}\"", YamlText.Scalar(text));

    [Theory]
    [InlineData("web-01")]
    [InlineData("pve1")]
    [InlineData("prod.eu")]
    public void Common_names_stay_readable(string text) => Assert.Equal(text, YamlText.Scalar(text));

    [Theory]
    [InlineData("{{ x }}")]
    [InlineData("a{% if %}")]
    [InlineData("{# c #}")]
    public void What_Jinja_would_evaluate_is_unsafe(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(YamlText.Variable(text)));
        var scalar = Assert.IsType<YamlScalarNode>(stream.Documents[0].RootNode);
        Assert.Equal(new TagName("!unsafe"), scalar.Tag);
        Assert.Equal(text, scalar.Value);
    }
}
