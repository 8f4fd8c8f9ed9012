using CsCheck;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Model;

public sealed class GuestNamingTests
{
    [Theory]
    [InlineData("web-01", "web-01")]
    [InlineData("Web.Example.org", "web.example.org")]
    [InlineData("a\"${x}'; rm -rf ../..", "a-x-rm-rf")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("...", "guest")]
    [InlineData("CON", "guest-con")]
    [InlineData("VM 100", "vm-100")]
    public void A_name_becomes_a_safe_file_name(string name, string slug) => Assert.Equal(slug, GuestNaming.Slug(name));

    [Fact]
    public void File_and_resource_names_are_unique_and_safe_whatever_the_guests_are_called() =>
        Gen.String.Array[0, 12].Sample(names =>
        {
            var guests = names.Select((name, index) => new Guest { VmId = 100 + index, Kind = GuestKind.Qemu, Node = "n", Config = GuestConfig.Of(("name", name)) });
            var files = GuestNaming.Allocate(guests);
            Assert.Equal(names.Length, files.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.Equal(names.Length, files.Values.Select(GuestNaming.ResourceName).Distinct().Count());
            Assert.All(files.Values, file => Assert.Matches("^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$", file));
            Assert.All(files.Values, file => Assert.DoesNotContain("..", file));
        });

    [Fact]
    public void A_guest_keeps_its_file_when_another_takes_its_name()
    {
        Guest Named(int vmid, string name) => new() { VmId = vmid, Kind = GuestKind.Qemu, Node = "n", Config = GuestConfig.Of(("name", name)) };
        var files = GuestNaming.Allocate([Named(100, "db"), Named(101, "web")], new Dictionary<int, string> { [101] = "db" });
        Assert.Equal("db", files[101]);
        Assert.Equal("db-100", files[100]);
    }
}
