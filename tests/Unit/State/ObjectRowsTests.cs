using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Tests.Unit.State;

/// <summary>The table of objects beside nodes and guests.</summary>
public sealed class ObjectRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private StateStore Open() => StateStore.Open(_folder.File("state.db"));

    [Fact]
    public void What_is_stored_comes_back_equal_and_unchanged_objects_cost_no_write()
    {
        var objects = Generation.Sample.Objects().Select(item => item with { Managed = false }).OrderBy(item => item.Key).ToArray();
        using (var store = Open()) Assert.Equal(objects.Length, store.WriteObjects(objects));
        using var again = Open();
        Assert.Equal(objects, again.ReadObjects());
        Assert.Equal(0, again.WriteObjects(objects.Reverse()));
    }

    [Fact]
    public void Changes_and_removals_cost_a_row_each()
    {
        using var store = Open();
        var objects = Generation.Sample.Objects().ToList();
        store.WriteObjects(objects);
        objects[0] = objects[0] with { Settings = objects[0].Settings.With("comment", "new") };
        objects.RemoveAt(1);
        Assert.Equal(2, store.WriteObjects(objects));
        Assert.Equal("new", store.ReadObjects().Single(item => item.Name == objects[0].Name).Comment);
    }

    [Fact]
    public void Rules_are_ordered_by_position_and_guests_by_number()
    {
        static ClusterObject Rule(int guest, int position) => ClusterObject.Of(new(ObjectKind.FirewallRule, ObjectScope.OfGuest(guest), $"{position}"), GuestConfig.Empty);
        using var store = Open();
        store.WriteObjects([Rule(1000, 0), Rule(100, 10), Rule(100, 9), Rule(99, 0)]);
        Assert.Equal(["99 0", "100 9", "100 10", "1000 0"], store.ReadObjects().Cast<FirewallRule>().Select(rule => $"{rule.VmId} {rule.Position}"));
    }
}
