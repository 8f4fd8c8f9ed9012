using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// What the request for a new VM says beyond what differs from Proxmox's defaults, so that the VM comes out as the Terraform
/// provider would have made it from the same code (measured side by side on the Lab, provider 0.111.1).
/// </summary>
internal static class CreateRequest
{
    private static readonly string[] FirstOfBus = ["ide0", "sata0", "scsi0", "virtio0"];

    public static ImmutableSortedDictionary<string, string> OfVm(ImmutableSortedDictionary<string, string> parameters, AttributeMap target)
    {
        // Left out, Proxmox has its default of them, and the provider reads something else.
        foreach (var (key, @default) in new[] { ("memory", "512"), ("ostype", "other"), ("scsihw", "lsi") })
            if (!parameters.ContainsKey(key)) parameters = parameters.Add(key, @default);
        return parameters.ContainsKey("boot") ? parameters : parameters.Add("boot", $"order={string.Join(';', BootOrder(target))}");
    }

    /// <summary>The provider's order where the code has none: the CD, the first disk of each bus, the network.</summary>
    private static IEnumerable<string> BootOrder(AttributeMap target)
    {
        var discs = target.Keys.Select(AttributePath.Split).Where(path => path.Part == "media" && target.Get(AttributePath.Of(path.Key, "volume")) != "cloudinit").Select(path => path.Key);
        return [.. discs.Take(1), .. FirstOfBus.Where(key => target.HasAny(key + ".") && target.Get(AttributePath.Of(key, "media")) is null), "net0"];
    }
}
