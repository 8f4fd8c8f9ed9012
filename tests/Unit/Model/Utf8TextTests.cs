using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Model;

public sealed class Utf8TextTests
{
    [Fact]
    public void Pieces_give_the_bytes_of_the_whole()
    {
        var piece = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 60], Gen.String[0, 20], Gen.OneOf("\ud83d", "\ude00", "\ud83d\ude00", "日本", "", new string('é', 20_000), new string('x', 40_000)));
        var text = new Utf8Text();
        piece.List[0, 12].Sample(pieces =>
        {
            lock (text)
            {
                foreach (var one in pieces) text.Append(one);
                Assert.Equal(Encoding.UTF8.GetBytes(string.Concat(pieces)), text.Take());
            }
        }, iter: 400);
    }
}
