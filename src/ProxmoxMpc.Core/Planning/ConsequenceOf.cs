using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What a change costs on a guest in its present state, as Proxmox really behaves.</summary>
internal static class ConsequenceOf
{
    private static readonly string[] DefaultHotPlug = ["network", "disk", "usb"];

    /// <summary>A stopped guest takes everything at once; a running one by the attribute's effect and its <c>hotplug</c> setting.</summary>
    public static Consequence Change(Guest server, string path)
    {
        if (!server.IsRunning) return Consequence.Live;
        var attribute = GuestSchema.For(server.Kind).Find(path);
        return (attribute?.Effect ?? ChangeEffect.Restart) switch
        {
            ChangeEffect.Live => Consequence.Live,
            ChangeEffect.HotPlug => AllowsHotPlug(server, attribute!.HotPlugFeature) ? Consequence.HotPlug : Consequence.PendingRestart,
            ChangeEffect.DataLoss => Consequence.DataLoss,
            _ => Consequence.PendingRestart,
        };
    }

    private static bool AllowsHotPlug(Guest server, string? feature)
    {
        if (server.Kind == GuestKind.Lxc) return true;
        var features = server.Config.Get("hotplug") switch
        {
            null or "1" => DefaultHotPlug,
            "0" => [],
            var text => AttributeValue.Items(text),
        };
        if (feature is not null && !features.Contains(feature, StringComparer.Ordinal)) return false;
        // Proxmox plugs memory into NUMA nodes only.
        return feature != "memory" || server.Config.Get("numa") == "1";
    }
}
