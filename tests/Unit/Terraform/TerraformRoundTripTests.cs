using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Tests.Unit.Terraform;

public sealed class TerraformRoundTripTests
{
    [Fact]
    public void What_is_written_of_a_guest_is_what_is_read_back() => RandomGuest.Any.Sample(guest =>
    {
        var file = TerraformWriter.Guest(guest, "guest");
        var code = Read(file);
        if (TerraformWriter.Obstacle(guest) is not null)
        {
            Assert.Empty(code.Guests);
            return;
        }
        Assert.Empty(code.Problems);
        var read = Assert.Single(code.Guests);
        Assert.Equal(guest.VmId, read.VmId);
        Assert.Equal(guest.Node, read.Node);
        var projection = GuestProjection.Of(guest);
        Assert.Equal([], read.Attributes.DifferingFrom(projection).Where(read.HasOpinion).Select(path => $"{path}: code {read.Attributes.Get(path)}, server {projection.Get(path)}\n{file.Text}"));
    }, iter: 300);

    [Fact]
    public void Code_has_an_opinion_of_nearly_everything_in_a_plain_guest()
    {
        var guest = Guests.Web(100);
        var read = Assert.Single(Read(TerraformWriter.Guest(guest, "web-01")).Guests);
        var silent = GuestProjection.Of(guest).Keys.Where(path => !read.HasOpinion(path));
        Assert.Empty(silent);
    }

    [Fact]
    public void A_guest_is_written_the_same_each_time() => RandomGuest.Any.Sample(guest =>
        Assert.Equal(TerraformWriter.Guest(guest, "guest").Text, TerraformWriter.Guest(guest with { }, "guest").Text), iter: 200);

    internal static TerraformCode Read(params GeneratedFile[] files) => TerraformReader.Read(files.ToDictionary(file => file.Path, file => file.Text));
}
