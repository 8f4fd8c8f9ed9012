using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

public sealed class OverlapsTests
{
    private static readonly Gen<Find> Any = Gen.Select(Gen.Int[0, 60], Gen.Int[1, 12], Gen.Int[0, 3], Gen.Int[0, 5], (start, length, rank, rule) => new Find(start, length, PrivacyKind.Word, (byte)rank, false, (short)rule));

    /// <summary>Who wins may not depend on what else was found.</summary>
    [Fact]
    public void Finds_come_out_in_order_and_apart_and_cover_all_that_was_to_go() =>
        Any.List[0, 60].Sample(finds =>
        {
            var covered = finds.SelectMany(find => Enumerable.Range(find.Start, find.Length)).ToHashSet();
            var result = new List<Find>(finds);
            Overlaps.Resolve(result);
            for (var i = 1; i < result.Count; i++) Assert.True(result[i - 1].End <= result[i].Start);
            Assert.Equal(covered.Order(), result.SelectMany(find => Enumerable.Range(find.Start, find.Length)).Distinct().Order());
        });

    [Fact]
    public void Of_two_finds_of_one_part_the_better_precedence_wins_among_any_number_of_others()
    {
        for (var others = 0; others < 100; others++)
        {
            List<Find> finds = [new(500, 8, PrivacyKind.Serial, 3, false, 0), .. Enumerable.Range(0, others).Select(i => new Find(i * 3, 2, PrivacyKind.Word, 1, false, 1)), new(500, 8, PrivacyKind.Subscription, 1, false, 2)];
            Overlaps.Resolve(finds);
            Assert.Equal(PrivacyKind.Subscription, finds[^1].Kind);
        }
    }
}
