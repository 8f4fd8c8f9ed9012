using ProxmoxMpc.Lab.Handlers;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class ApiTableTests
{
    [Fact]
    public void Every_endpoint_of_the_table_has_a_handler_and_every_handler_an_endpoint()
    {
        var table = ApiTable.Default.Endpoints.Select(e => $"{e.Method} {e.Path}").ToHashSet();
        var handlers = HandlerTable.Default.Endpoints.ToHashSet();
        Assert.Empty(table.Except(handlers).Order());
        Assert.Empty(handlers.Except(table).Order());
    }

    [Fact]
    public void Every_format_that_a_parameter_names_is_known()
    {
        var formats = ApiTable.Default.Endpoints.SelectMany(e => e.Parameters.All).Concat(ApiTable.Default.Formats.Values.SelectMany(f => f.Keys.Values)).Select(p => p.Format).OfType<string>().Distinct();
        var unknown = formats.Where(f => !ApiTable.Default.Formats.ContainsKey(f) && !FormatChecks.Knows(f));
        Assert.Empty(unknown.Order());
    }

    [Theory]
    [InlineData("net0", true)]
    [InlineData("net31", true)]
    [InlineData("net32", false)]
    [InlineData("net01", false)]
    [InlineData("net", false)]
    [InlineData("numa", true)]
    [InlineData("numa0", true)]
    [InlineData("unused255", true)]
    public void An_indexed_family_ends_where_Proxmox_ends_it(string key, bool known) => Assert.Equal(known, ApiTable.Default.GuestKeys("qemu").Find(key) is not null);
}
