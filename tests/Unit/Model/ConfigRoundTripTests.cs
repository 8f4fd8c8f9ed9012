using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>Any config written from the schema parses, prints and compares equal to itself, however it is spelled.</summary>
public sealed class ConfigRoundTripTests
{
    private static readonly Gen<(GuestKind Kind, int Seed)> Any = Gen.Select(Gen.Bool.Select(vm => vm ? GuestKind.Qemu : GuestKind.Lxc), Gen.Int[0, int.MaxValue - 1]);

    [Fact]
    public void The_generator_has_a_value_for_every_key_and_part()
    {
        foreach (var kind in new[] { GuestKind.Qemu, GuestKind.Lxc })
        {
            var seen = Enumerable.Range(0, 60).SelectMany(seed => RandomConfig.Any(kind, seed, density: 90)).SelectMany(entry => Paths(kind, entry)).ToHashSet(StringComparer.Ordinal);
            var all = GuestSchema.For(kind).Keys.SelectMany(key => key.Scalar is not null ? [key.Name] : key.Parts.Where(part => !part.IsDerived).Select(part => $"{key.Name}.{part.Name}"));
            Assert.Equal([], all.Except(seen, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_config_prints_what_it_parses() => Any.Sample(any =>
    {
        var (kind, seed) = any;
        var config = RandomConfig.Any(kind, seed);
        var printed = GuestConfig.From(config.Select(entry => KeyValuePair.Create(entry.Key, Print(kind, entry))));
        Assert.Equal(Of(kind, config), Of(kind, printed));
        // Printing what was printed changes nothing at all.
        Assert.Equal(printed, GuestConfig.From(printed.Select(entry => KeyValuePair.Create(entry.Key, Print(kind, entry)))));
    }, iter: LongRun.Iterations(150));

    [Fact]
    public void One_part_of_a_value_is_what_it_is_among_all() => Any.Sample(any =>
    {
        var (kind, seed) = any;
        foreach (var (name, raw) in RandomConfig.Any(kind, seed))
        {
            if (GuestSchema.For(kind).FindKey(name) is not { IsPropertyString: true } key) continue;
            var parsed = PropertyString.Parse(raw, key);
            var all = parsed.ToAttributes(key);
            foreach (var part in all.Keys.Concat(key.Parts.Select(part => part.Name)).Append("future").Distinct(StringComparer.Ordinal))
                Assert.Equal((name, part, all.GetValueOrDefault(part)), (name, part, parsed.Attribute(key, part)));
        }
    }, iter: LongRun.Iterations(60));

    [Fact]
    public void A_config_equals_itself_however_it_is_spelled() => Any.Sample(any =>
    {
        var (kind, seed) = any;
        var config = RandomConfig.Any(kind, seed);
        var respelling = new Respelling(new Random(seed));
        var other = config.Select(entry => KeyValuePair.Create(entry.Key, GuestSchema.For(kind).FindKey(entry.Key) is { } key ? respelling.Of(key, entry.Value) : entry.Value)).ToArray();
        var (mine, theirs) = (Of(kind, config), Of(kind, GuestConfig.From(other)));
        foreach (var path in mine.DifferingFrom(theirs))
            Assert.Fail($"{path}: '{mine.Get(path)}' is not '{theirs.Get(path)}', from '{config.Get(AttributePath.Split(path).Key)}' and '{other.First(entry => entry.Key == AttributePath.Split(path).Key).Value}'");
    }, iter: LongRun.Iterations(150));

    [Fact]
    public void Normalising_is_idempotent_and_survives_the_wire() => Any.Sample(any =>
    {
        var (kind, seed) = any;
        var schema = GuestSchema.For(kind);
        foreach (var (path, value) in Of(kind, RandomConfig.Any(kind, seed)))
        {
            if (schema.Find(path) is not { IsDerived: false } attribute || attribute.Type == AttributeType.Volume) continue;
            // Keys are plain text in the canonical form and encoded on the wire.
            var again = attribute.Type == AttributeType.UrlEncoded ? value : AttributeValue.Normalize(attribute, value);
            Assert.Equal(value, again);
            Assert.Equal(value, AttributeValue.Normalize(attribute, AttributeValue.Wire(attribute, value)));
        }
    }, iter: LongRun.Iterations(150));

    [Fact]
    public void Comparing_is_symmetric_and_knows_no_order() => Gen.Select(Any, Gen.Int[0, int.MaxValue - 1]).Sample((any, seed) =>
    {
        var (kind, first) = any;
        var one = RandomConfig.Any(kind, first);
        var other = RandomConfig.Any(kind, seed);
        var (a, b) = (Of(kind, one), Of(kind, other));
        Assert.Equal(a.DifferingFrom(b), b.DifferingFrom(a));
        Assert.Empty(a.DifferingFrom(a));
        Assert.Equal(a, AttributeMap.From(a.Reverse()));
        Assert.Equal(Of(kind, one), Of(kind, GuestConfig.From(one.Reverse())));
        Assert.Equal(a.Equals(b), !a.DifferingFrom(b).Any());
    }, iter: LongRun.Iterations(150));

    /// <summary>Without a server: the request for the difference, laid over the first config, says the second.</summary>
    [Fact]
    public void The_difference_of_two_configs_makes_the_one_the_other() => Gen.Select(Any, Gen.Int[0, int.MaxValue - 1]).Sample((any, seed) =>
    {
        var (kind, first) = any;
        var (before, after) = (WithoutVolumes(kind, RandomConfig.Any(kind, first)), WithoutVolumes(kind, RandomConfig.Any(kind, seed)));
        var (a, b) = (Of(kind, before), Of(kind, after));
        var change = ConfigChange.Build(kind, before, b, a.DifferingFrom(b));
        var reached = change.Set.Aggregate(change.Remove.Aggregate(before, (config, key) => config.With(key, null)), (config, pair) => config.With(pair.Key, pair.Value));
        foreach (var path in Of(kind, reached).DifferingFrom(b))
        {
            var key = AttributePath.Split(path).Key;
            // What is said of a new device as the provider says it, Proxmox means anyway; one of these implies the other.
            if (!before.ContainsKey(key) && GuestSchema.For(kind).Find(path) is { } attribute && (!b.ContainsKey(path) && (path is "vga.memory" or "amd-sev.allow-smt" || attribute is { Default: null, Provider.Default: { Length: > 0 } }) || attribute.Name == "expose-xattr")) continue;
            Assert.Fail($"{path}: '{b.Get(path)}' was wanted; from '{before.Get(key)}' to '{after.Get(key)}' came '{reached.Get(key)}'");
        }
        Assert.All(change.Remove, key => Assert.True(before.ContainsKey(key) && !change.Set.ContainsKey(key)));
    }, iter: LongRun.Iterations(150));

    private static GuestConfig WithoutVolumes(GuestKind kind, GuestConfig config)
    {
        var schema = GuestSchema.For(kind);
        // What Proxmox keeps once it is set, and a processor's options without the processor, no second config can be without.
        var kept = config.Where(entry => schema.FindKey(entry.Key) is not { IsVolume: true } and not { Name: "smbios1" } and not { Scalar.IsKept: true, Scalar.Default: null });
        return GuestConfig.From(kept.Select(entry => entry.Key == "cpu" && !entry.Value.Contains("cputype", StringComparison.Ordinal) ? KeyValuePair.Create("cpu", "cputype=host," + entry.Value) : entry));
    }

    private static string Print(GuestKind kind, KeyValuePair<string, string> entry) =>
        GuestSchema.For(kind).FindKey(entry.Key) is { IsPropertyString: true } key ? PropertyString.Parse(entry.Value, key).ToString(key) : entry.Value;

    private static IEnumerable<string> Paths(GuestKind kind, KeyValuePair<string, string> entry)
    {
        if (GuestSchema.For(kind).FindKey(entry.Key) is not { } key) return [];
        return key.Scalar is not null ? [key.Name] : PropertyString.Parse(entry.Value, key).Names.Select(name => $"{key.Name}.{name}");
    }

    private static AttributeMap Of(GuestKind kind, GuestConfig config) => AttributeMap.From(GuestAttributes.OfConfig(kind, config));
}
