using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The <c>machine</c> of a VM: its type, and the IOMMU behind a comma as Proxmox writes it.</summary>
internal static class MachineCode
{
    private const string Iommu = "viommu=";

    public static void Encode(CodeNode root, AttributeMap facts)
    {
        var text = string.Join(',', new[] { facts.Get("machine.type"), facts.Get("machine.viommu") is { } iommu ? Iommu + iommu : null }.Where(part => !string.IsNullOrEmpty(part)));
        if (text.Length > 0) root.Attributes["machine"] = text;
    }

    public static void Decode(CodeNode root, DecodedGuest decoded)
    {
        switch (root.Get("machine"))
        {
            case null: break;
            case HclValue.String { Value: var text }:
                foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
                    if (part.StartsWith(Iommu, StringComparison.Ordinal)) decoded.Set("machine.viommu", part[Iommu.Length..]);
                    else decoded.Set("machine.type", part);
                break;
            default: decoded.Unknown("machine"); break;
        }
    }
}
