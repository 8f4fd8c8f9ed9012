using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Planning;

public sealed class ThreeWayMergeTests
{
    [Theory]
    [InlineData("1", "1", "1", MergeVerdict.Unchanged)]
    [InlineData("1", "1", "2", MergeVerdict.Server)]
    [InlineData("1", "2", "1", MergeVerdict.Code)]
    [InlineData("1", "2", "2", MergeVerdict.Same)]
    [InlineData("1", "2", "3", MergeVerdict.Conflict)]
    [InlineData(null, null, "2", MergeVerdict.Server)]
    [InlineData(null, "2", null, MergeVerdict.Code)]
    [InlineData("1", null, null, MergeVerdict.Same)]
    [InlineData("1", null, "1", MergeVerdict.Code)]
    [InlineData("1", "1", null, MergeVerdict.Server)]
    [InlineData("1", null, "2", MergeVerdict.Conflict)]
    [InlineData("1", "2", null, MergeVerdict.Conflict)]
    public void Each_combination_has_its_verdict(string? @base, string? code, string? server, MergeVerdict verdict) =>
        Assert.Equal(verdict, ThreeWayMerge.Judge(neverMet: false, @base, code, server));

    [Fact]
    public void Without_a_base_a_difference_is_a_conflict_and_equality_is_agreement()
    {
        Assert.Equal(MergeVerdict.Conflict, ThreeWayMerge.Judge(neverMet: true, null, "1", "2"));
        Assert.Equal(MergeVerdict.Same, ThreeWayMerge.Judge(neverMet: true, null, "1", "1"));
    }

    [Fact]
    public void Taking_each_side_where_it_alone_moved_ends_all_difference_but_conflicts() =>
        Gen.Select(Maps, Maps, Maps).Sample((@base, code, server) =>
        {
            var left = ThreeWayMerge.Merge(@base, code, server, _ => true);
            foreach (var merge in left)
            {
                switch (merge.Verdict)
                {
                    case MergeVerdict.Server: code = code.With(merge.Path, merge.Server); @base = @base.With(merge.Path, merge.Server); break;
                    case MergeVerdict.Code: server = server.With(merge.Path, merge.Code); @base = @base.With(merge.Path, merge.Code); break;
                    case MergeVerdict.Same: @base = @base.With(merge.Path, merge.Code); break;
                }
            }
            Assert.All(ThreeWayMerge.Merge(@base, code, server, _ => true), merge => Assert.Equal(MergeVerdict.Conflict, merge.Verdict));
            Assert.Equal(left.Count(merge => merge.Verdict == MergeVerdict.Conflict), ThreeWayMerge.Merge(@base, code, server, _ => true).Length);
        });

    [Fact]
    public void What_the_code_has_no_opinion_about_is_no_difference() =>
        Assert.Empty(ThreeWayMerge.Merge(Map(("boot.order", "scsi0")), AttributeMap.Empty, Map(("boot.order", "net0")), path => path != "boot.order"));

    private static Gen<AttributeMap> Maps { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[0, 6].Select(pairs => AttributeMap.From(pairs.Select(pair => KeyValuePair.Create($"k{pair.Item1}", $"{pair.Item2}"))));

    private static AttributeMap Map(params (string, string)[] pairs) => AttributeMap.From(pairs.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
}
