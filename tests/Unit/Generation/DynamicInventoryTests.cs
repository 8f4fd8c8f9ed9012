using ProxmoxMpc.Core.Generation;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>The file by which Ansible asks the cluster itself.</summary>
public sealed class DynamicInventoryTests
{
    [Fact]
    public void There_is_one_only_where_somebody_wants_it()
    {
        var input = Sample.Input();
        Assert.DoesNotContain(AnsibleGenerator.Created(input), file => file.Path == DynamicInventory.Path);
        Assert.Contains(AnsibleGenerator.Created(input with { DynamicInventory = new(null, null, false) }), file => file.Path == DynamicInventory.Path);
    }

    [Theory]
    [InlineData("https://pve1.example.org:8006", "ci@pve!{{ evil }}", "ci@pve", "{{ evil }}", "PROXMOX_TOKEN_SECRET")]
    [InlineData("https://pve1.example.org:8006", "root@pam", "root@pam", null, "PROXMOX_PASSWORD")]
    [InlineData(null, null, null, null, "PROXMOX_TOKEN_SECRET")]
    public void It_names_who_asks_and_where_and_no_secret(string? url, string? identity, string? user, string? token, string secret)
    {
        var text = AnsibleGenerator.Created(Sample.Input() with { DynamicInventory = new(url, identity, IsPinned: true) }).Single(file => file.Path == DynamicInventory.Path).Text;
        Assert.Contains($"Set {secret} in the environment", text, StringComparison.Ordinal);
        Assert.Contains("REQUESTS_CA_BUNDLE", text, StringComparison.Ordinal);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = (YamlMappingNode)stream.Documents.Single().RootNode;
        string? Value(string name) => root.Children.TryGetValue(new YamlScalarNode(name), out var node) ? ((YamlScalarNode)node).Value : null;
        Assert.Equal(("community.proxmox.proxmox", url, user, token, "true"), (Value("plugin"), Value("url"), Value("user"), Value("token_id"), Value("validate_certs")));
        // Ansible takes a text with braces for a template unless it is told not to.
        if (token is not null) Assert.Contains("token_id: !unsafe \"{{ evil }}\"", text, StringComparison.Ordinal);
    }
}
