using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy.Scanning;

/// <summary>Names that come one by one are known as if they had all been there from the start.</summary>
public sealed class NameIndexTests
{
    private static readonly string[] Names = ["web-01", "web-1", "web-17", "WEB-02", "pve1", "pve01", "pve", "prod1", "test-2", "kestrel", "jane", "jane.doe", "monitor", "zorb-01.firma.de", "firma.de", "@corp", "debian-12", "win11", "4711", "a1", "ab-3", "x", "eth0"];
    private static readonly PrivacyKind[] Kinds = [PrivacyKind.Node, PrivacyKind.Guest, PrivacyKind.Host, PrivacyKind.User, PrivacyKind.Domain];

    private static readonly string[] Probes =
        ["web-01", "web-02", "web-1", "web-9", "web-003", "web-99", "pve1", "pve2", "pve02", "pve", "prod1", "prod2", "test-3", "kestrel", "jane", "monitor", "zorb-01.firma.de", "firma.de", "@corp", "debian-12", "debian-13", "win10", "4711", "a1", "a2", "ab-4", "eth0", "eth1", "x"];

    [Fact]
    public void An_index_that_grew_knows_what_one_knows_that_was_made_at_once() =>
        Gen.Select(Gen.Select(OneOf(Names), OneOf(Kinds)).Array[1, 40], Gen.Int[1, 9]).Sample(
            (names, step) =>
            {
                // The user's words are there before anything is learnt.
                var (kinds, order) = (new Dictionary<string, PrivacyKind>(StringComparer.OrdinalIgnoreCase) { ["4711"] = PrivacyKind.Word }, new List<string> { "4711" });
                var policy = PrivacyPolicy.Standard with { Allowed = PrivacyPolicy.Standard.Allowed.Add("web-17") };
                var grown = NameIndex.Of(policy);
                for (var i = 0; i < names.Length; i++)
                {
                    var (name, kind) = names[i];
                    if (kinds.TryGetValue(name, out var known) && known <= kind) continue;
                    kinds[name] = kind;
                    order.Add(name);
                    if (i % step == 0) grown = grown.With(order, kinds);
                }
                grown = grown.With(order, kinds);
                var whole = NameIndex.Of(policy).With([.. kinds.Keys], kinds);
                Assert.Equal(Probes.Select(probe => Show(whole, probe)), Probes.Select(probe => Show(grown, probe)));
                // What one finds the other one may not filter out.
                foreach (var probe in Probes.Select(Encoding.UTF8.GetBytes).Where(probe => probe.Length > 1 && grown.Find(probe) is not null))
                {
                    Assert.True(grown.MayBegin(probe, NameIndex.HeadEnd(probe, 0)) && grown.MayHaveLength(probe[0], probe.Length) && grown.Longest >= probe.Length, Encoding.UTF8.GetString(probe));
                    if (grown.Find(probe)!.Strength != NameIndex.Strength.Structure) Assert.True(grown.Heads.MayBegin(probe[0], probe[1]) && LetsThrough(grown.Heads, probe), Encoding.UTF8.GetString(probe));
                }
                Assert.Equal(whole.HasNumbers, grown.HasNumbers);
            });

    [Fact]
    public void Siblings_are_known_by_number_only()
    {
        var index = NameIndex.Of(PrivacyPolicy.Standard).With(["web-01", "pve1"], new Dictionary<string, PrivacyKind> { ["web-01"] = PrivacyKind.Guest, ["pve1"] = PrivacyKind.Node });
        Assert.Equal(["Guest Strong", "Guest Strong", "-", "-", "Node Strong", "-", "-"], new[] { "web-01", "web-99", "web-1", "web-001", "pve9", "pve10", "web-" }.Select(probe => Show(index, probe)));
    }

    /// <summary>What was learnt in small steps costs little each time: a workspace may know tens of thousands.</summary>
    [Fact]
    public void A_name_more_does_not_cost_all_of_them()
    {
        var order = Enumerable.Range(0, 20_000).Select(i => $"kestrel{i % 700}-{i:00000}x{i % 90 + 10}").ToList();
        var kinds = order.ToDictionary(name => name, _ => PrivacyKind.Host);
        var index = NameIndex.Of(PrivacyPolicy.Standard).With(order, kinds);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            order.Add($"zorb-{i}");
            kinds[order[^1]] = PrivacyKind.Host;
            index = index.With(order, kinds);
        }
        Assert.Equal("Host Strong", Show(index, "zorb-77"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 100_000);
    }

    private static Gen<T> OneOf<T>(T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    private static string Show(NameIndex index, string probe) => index.Find(Encoding.UTF8.GetBytes(probe)) is { } entry ? $"{entry.Kind} {entry.Strength}" : "-";

    private static bool LetsThrough(NameHeads heads, byte[] name)
    {
        for (var first = 0; first < heads.Tables.Length; first += Buckets.Depth)
        {
            var buckets = 0xFF;
            for (var column = 0; column < Math.Min(Buckets.Depth, name.Length); column++) buckets &= heads.Tables[first + column].Exact[name[column]];
            if (buckets != 0) return true;
        }
        return false;
    }
}
