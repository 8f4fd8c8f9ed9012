using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What changes cost on a guest in its present state, as Proxmox really behaves.</summary>
/// <param name="server">The guest as it is.</param>
/// <param name="view">Its attributes.</param>
/// <param name="target">Its attributes as they shall be.</param>
internal sealed class ConsequenceOf(Guest server, AttributeMap view, AttributeMap target)
{
    private static readonly string[] DefaultHotPlug = ["network", "disk", "usb"];

    private readonly GuestSchema _schema = GuestSchema.For(server.Kind);

    /// <summary>Drives whose volume only changes its place.</summary>
    private HashSet<string> Moving => field ??= [.. DriveMoves.Find(server, view, target).Select(move => move.From)];

    /// <summary>
    /// A stopped guest takes everything at once; a running one by the attribute's effect and its <c>hotplug</c> setting. A key
    /// goes to Proxmox as one value: where one of its parts has to wait, all that changed in it waits.
    /// </summary>
    public Consequence Change(string path)
    {
        var name = AttributePath.Split(path).Key;
        var key = _schema.FindKey(name);
        var effect = Effect(name, key, path);
        if (effect == ChangeEffect.DataLoss) return Consequence.DataLoss;
        if (!server.IsRunning || AttributePath.IsOutsideConfig(path) || TakesBack(name)) return Consequence.Live;
        return effect switch
        {
            ChangeEffect.Live => Consequence.Live,
            ChangeEffect.HotPlug => Consequence.HotPlug,
            _ => Consequence.PendingRestart,
        };
    }

    /// <summary>Whether the key waits for a restart and goes back to what the guest runs with: Proxmox forgets the waiting change then.</summary>
    private bool TakesBack(string name)
    {
        if (server.Pending.FirstOrDefault(one => one.Key == name) is not { } waiting) return false;
        var change = ConfigChange.Build(server.Kind, server.Config, target, view.DifferingFrom(target).Where(path => AttributePath.Split(path).Key == name));
        return waiting.Current is { } current ? change.Set.GetValueOrDefault(name) == current : change.Remove.Contains(name);
    }

    private ChangeEffect Effect(string name, KeySchema? key, string path)
    {
        if (key is null) return ChangeEffect.Restart;
        bool before = Has(view, name), after = Has(target, name);
        if (key.IsDevice && before != after)
        {
            // The volume itself stays with the storage, detached; what the guest kept on it is out of its reach.
            if (!after && key.IsVolume && view.Get(AttributePath.Of(name, "media")) != "cdrom" && view.ContainsKey(AttributePath.Of(name, "storage")) && !Moving.Contains(name)) return ChangeEffect.DataLoss;
            // Proxmox looks for one digit where it unplugs a container's interface.
            if (!after && server.Kind == GuestKind.Lxc && key.Name == "net" && name.Length > 4) return ChangeEffect.Restart;
            // A running VM does not let go of what it boots from ("can't unplug bootdisk").
            if (!after && key.IsVolume && AttributeValue.Items(view.Get("boot.order") ?? "").Contains(name)) return ChangeEffect.Restart;
            return Allowed(after ? key.Added : key.Removed, key.HotPlugFeature);
        }
        // A card without a bridge is plugged anew whatever changes of it.
        if (server.Kind == GuestKind.Qemu && key.Name == "net" && !(view.ContainsKey(AttributePath.Of(name, "bridge")) && target.ContainsKey(AttributePath.Of(name, "bridge")))) return Allowed(ChangeEffect.HotPlug, key.HotPlugFeature);
        if (before && after && view.Get(AttributePath.Of(name, "media")) == "cdrom" && target.Get(AttributePath.Of(name, "media")) == "cdrom") return ChangeEffect.Live;
        if (!key.IsPropertyString) return Scalar(name, key.Scalar!);
        return view.DifferingFrom(target).Where(other => AttributePath.Split(other).Key == name).Append(path)
            .Max(other => Part(name, key.Attribute(AttributePath.Split(other).Part ?? "")));
    }

    private ChangeEffect Scalar(string name, AttributeSchema attribute) => name switch
    {
        // Switching the features for CPU and memory on or off is a matter of how the VM was started.
        "hotplug" => Mentions("cpu") || Mentions("memory") ? ChangeEffect.Restart : ChangeEffect.Live,
        // So is having a balloon at all.
        "balloon" => (view.Get(name) == "0") == (target.Get(name) == "0") ? ChangeEffect.Live : ChangeEffect.Restart,
        _ => Allowed(attribute.Effect, attribute.HotPlugFeature),
    };

    private ChangeEffect Part(string name, AttributeSchema? attribute)
    {
        if (attribute is null) return ChangeEffect.Restart;
        // The agent's options change at once only where there is a setting before and after.
        if (name == "agent" && !(server.Config.ContainsKey(name) && Has(target, name))) return ChangeEffect.Restart;
        return Allowed(attribute.Effect, attribute.HotPlugFeature);
    }

    private bool Mentions(string feature) => Features(view.Get("hotplug")).Contains(feature) || Features(target.Get("hotplug")).Contains(feature);

    private ChangeEffect Allowed(ChangeEffect effect, string? feature) =>
        effect != ChangeEffect.HotPlug || AllowsHotPlug(feature) ? effect : ChangeEffect.Restart;

    private bool AllowsHotPlug(string? feature)
    {
        if (server.Kind == GuestKind.Lxc) return true;
        if (feature is not null && !Features(server.Config.Get("hotplug")).Contains(feature)) return false;
        return feature switch
        {
            // Proxmox plugs memory into NUMA nodes only.
            "memory" => server.Config.Get("numa") == "1",
            // USB ports on their own controller, which older guests know nothing of; the tablet is on another.
            "usb" => server.Config.Get("ostype") is "l26" or "win8" or "win10" or "win11",
            _ => true,
        };
    }

    private static string[] Features(string? hotplug) => hotplug switch
    {
        null or "1" => DefaultHotPlug,
        "0" => [],
        _ => AttributeValue.Items(hotplug),
    };

    private static bool Has(AttributeMap map, string name) => map.ContainsKey(name) || map.Keys.Any(path => path.StartsWith(name + ".", StringComparison.Ordinal));
}
