using System.Text;
using System.Text.Json;
using CsCheck;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Tests.Unit.Api;

public class PveRowsTests
{
    private static byte[] Body(string data) => Encoding.UTF8.GetBytes($"{{\"total\":1,\"data\":{data},\"changes\":{{\"a\":[1]}}}}");

    [Theory]
    [InlineData("2"), InlineData("\"2\""), InlineData("0.5"), InlineData("1e3"), InlineData("1.50E-2"), InlineData("-7"), InlineData("true"), InlineData("false"), InlineData("null"), InlineData("\"\"")]
    [InlineData("\"\\u00fc\\n\\\"\""), InlineData("\"ü€😀\""), InlineData("\"\\ud800\""), InlineData("{\"a\": [1, \"x\"]}"), InlineData("[[\"lxc.a\",\"b\"]]"), InlineData("12345678901234567890123456789012345678901234567890")]
    public void A_value_is_the_text_that_a_document_would_give(string value)
    {
        using var document = JsonDocument.Parse($"{{\"v\":{value}}}");
        var expected = document.RootElement.Text("v");
        Assert.Equal(expected, PveRows.Pairs(Body($"{{\"v\":{value}}}"))!.Find(pair => pair.Key == "v").Value);
        string? seen = "unset";
        Assert.True(PveRows.Read(Body($"[{{\"x\":{{\"v\":1}},\"v\":{value}}}]"), ["v"], row => seen = row[0]));
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Fields_of_one_entry_do_not_leak_into_the_next_and_what_is_no_object_is_passed_over()
    {
        var seen = new List<string>();
        Assert.True(PveRows.Read(Body("""[{"a":1,"b":2},null,[3],{"b":"4"},{}]"""), ["a", "b"], row => seen.Add($"{row[0]}/{row[1]}")));
        Assert.Equal(["1/2", "/4", "/"], seen);
    }

    [Theory]
    [InlineData("null"), InlineData("{\"a\":1}"), InlineData("\"text\"")]
    public void What_is_no_list_is_said_to_be_none(string data) => Assert.False(PveRows.Read(Body(data), ["a"], _ => Assert.Fail("There is no entry.")));

    [Theory]
    [InlineData(""), InlineData("[]"), InlineData("{}"), InlineData("""{"message":"x"}"""), InlineData("""{"data":[{"a":1}"""), InlineData("""{"data":[]}{}"""), InlineData("<html>")]
    public void What_is_not_an_answer_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => PveRows.Read(Encoding.UTF8.GetBytes(text), ["a"], _ => { }));

    [Fact]
    public void Any_config_comes_out_as_it_was() => Gen.Dictionary(Gen.String[1, 12], Gen.String).Sample(config =>
    {
        // Half a surrogate pair does not survive being written as JSON.
        var sent = config.Where(pair => Sound(pair.Key) && Sound(pair.Value)).ToDictionary();
        var pairs = PveRows.Pairs(Body(JsonSerializer.Serialize(sent)))!;
        Assert.Equal(sent.OrderBy(pair => pair.Key, StringComparer.Ordinal), pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }, iter: 300);

    private static bool Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
