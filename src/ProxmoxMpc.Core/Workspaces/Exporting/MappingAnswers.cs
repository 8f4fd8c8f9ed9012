using System.Collections.Immutable;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>What a sheet says. An empty answer is none.</summary>
/// <param name="Places">What becomes of each place, as it is written.</param>
/// <param name="VmIds">Ranges of vmids and where they begin on the target.</param>
/// <param name="KeepMacAddresses">Null: the sheet does not say.</param>
/// <param name="KeepUuids">Null: the sheet does not say.</param>
public sealed record MappingAnswers(ImmutableDictionary<PlaceKey, string> Places, ImmutableArray<(int First, int Last, int Target)> VmIds, bool? KeepMacAddresses, bool? KeepUuids)
{
    public static MappingAnswers None { get; } = new(ImmutableDictionary<PlaceKey, string>.Empty, [], null, null);

    /// <summary>The answer for a place, or null where there is none.</summary>
    public string? Of(PlaceKey key)
    {
        if (key.Kind != PlaceKind.VmId) return Places.GetValueOrDefault(key) is { Length: > 0 } answer ? answer : null;
        var vmid = int.Parse(key.Name, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (first, last, target) in VmIds)
            if (vmid >= first && vmid <= last) return (target + (vmid - first)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return null;
    }
}
