using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

public sealed class SharedLinesTests
{
    private const string Body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

    private readonly SharedLines _lines = new(PrivacySession.InMemory().Share(PrivacyLevel.Standard));

    [Fact]
    public void A_line_is_handed_on_at_once()
    {
        Assert.DoesNotContain("10.20.30.40", Assert.Single(_lines.Push("at 10.20.30.40")));
        Assert.Empty(_lines.End());
    }

    [Fact]
    public void A_block_is_held_until_it_ends_and_keeps_its_lines()
    {
        Assert.Empty(_lines.Push("-----BEGIN PRIVATE KEY-----"));
        Assert.Empty(_lines.Push(Body));
        var block = _lines.Push("-----END PRIVATE KEY-----");
        Assert.Equal(["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"], [block[0], block[2]]);
        Assert.DoesNotContain(Body[..20], block[1]);
        Assert.Equal(["after"], _lines.Push("after"));
    }

    [Fact]
    public void A_block_that_never_ends_is_handed_on_at_the_end()
    {
        Assert.Empty(_lines.Push("-----BEGIN PRIVATE KEY-----"));
        Assert.Empty(_lines.Push(Body));
        var rest = _lines.End();
        Assert.Equal(2, rest.Count);
        Assert.DoesNotContain(Body[..20], rest[1]);
    }

    [Fact]
    public void A_block_without_end_does_not_grow_without_end()
    {
        List<string> output = [.. _lines.Push("-----BEGIN PRIVATE KEY-----")];
        for (var i = 0; i < 9000; i++) output.AddRange(_lines.Push(Body));
        Assert.InRange(output.Count, 4000, 9000);
        output.AddRange(_lines.End());
        Assert.Equal(9001, output.Count);
        Assert.All(output.Skip(1), line => Assert.DoesNotContain(Body[..20], line));
    }

    [Fact]
    public void A_text_of_several_lines_stays_one()
    {
        var output = Assert.Single(_lines.Push("a 10.20.30.40\nb 10.20.30.41"));
        Assert.Equal(2, output.Split('\n').Length);
        Assert.DoesNotContain("10.20.30.4", output);
    }

    [Fact]
    public void A_body_that_is_none_ends_the_block()
    {
        Assert.Empty(_lines.Push("-----BEGIN PRIVATE KEY-----"));
        Assert.Equal(2, _lines.Push("at 10.20.30.40").Count);
    }
}
