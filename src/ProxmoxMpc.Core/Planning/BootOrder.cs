using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// What Proxmox makes of the boot order while devices come and go: it takes out what goes and appends a CD drive that comes,
/// and what the same request says about the order may be lost on that.
/// </summary>
internal static class BootOrder
{
    /// <summary>The change without and with what the code says of the order, for two requests; the second null where one is enough.</summary>
    public static (ConfigChange First, ConfigChange? Second) Split(GuestConfig current, ConfigChange change, AttributeMap target, Func<string, bool> hasOpinion)
    {
        var order = Order(current.Get("boot"));
        var leaving = order.Where(device => change.Remove.Contains(device)).ToArray();
        var coming = order.Count == 0 ? [] : change.Set.Where(pair => !order.Contains(pair.Key) && IsCd(pair.Key, pair.Value)).Select(pair => pair.Key).ToArray();
        if (leaving.Length + coming.Length == 0) return (change, null);
        if (change.Set.TryGetValue("boot", out var boot))
            return coming.Length == 0 ? (change, null) : (change.Without("boot"), Set(boot));
        if (!hasOpinion("boot.order")) return (change, null);
        if (change.Remove.Contains("boot"))
            return coming.Length == 0 ? (change, null) : (change.Without("boot"), change.Only("boot"));
        var wanted = target.Get("boot.order");
        // The code's order stands; what the server makes of it meanwhile is put right, unless it names what is no more.
        if (wanted is null || AttributeValue.Items(wanted).Any(change.Remove.Contains) || wanted == string.Join(';', order.Except(leaving).Concat(coming))) return (change, null);
        return (change, Set("order=" + wanted));
    }

    private static ConfigChange Set(string boot) => new(ImmutableSortedDictionary<string, string>.Empty.Add("boot", boot), []);

    private static List<string> Order(string? boot) =>
        boot is null ? [] : [.. AttributeValue.Items(PropertyString.Parse(boot, GuestSchema.For(GuestKind.Qemu).FindKey("boot")!)["order"] ?? "")];

    private static bool IsCd(string name, string value)
    {
        if (GuestSchema.For(GuestKind.Qemu).FindKey(name) is not { IsVolume: true } key) return false;
        var drive = PropertyString.Parse(value, key);
        return drive["media"] == "cdrom" && drive["file"]?.Contains("cloudinit", StringComparison.Ordinal) != true;
    }
}
