using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Blocks that name their device, in the order in which the provider (0.111.1, read in its source and measured) imports them: by the
/// name, numbers as numbers. It lists <c>hostpci</c> so whatever the code's order is, and compares place by place; disks it matches
/// by their interface, but gives a block without a <c>file_format</c> that of the disk at its place, and then swaps them all.
/// </summary>
internal static class ImportOrder
{
    private static readonly (string Block, ImmutableHashSet<string> Families)[] Types = [("disk", [.. GuestSchema.DriveFamilies]), ("hostpci", ["hostpci"]), ("numa", ["numa"])];

    private static readonly IComparer<(string Family, int Index)> ByName =
        Comparer<(string Family, int Index)>.Create((one, other) => string.CompareOrdinal(one.Family, other.Family) is not 0 and var family ? family : one.Index.CompareTo(other.Index));

    /// <summary>The file with the blocks of a resource in that order; as it is where that cannot be told, as with names that only Terraform knows.</summary>
    /// <param name="resource">Finds the resource in the file.</param>
    /// <param name="keys">Keys that were written just now: blocks with which they have nothing to do stay where their writer put them; null: all may have.</param>
    public static string Arrange(string text, Func<HclDocument, HclBody> resource, IReadOnlySet<string>? keys)
    {
        foreach (var (type, families) in Types)
        {
            if (keys?.Any(key => GuestSchema.SplitIndex(key) is ({ } family, _) && families.Contains(family)) == false) continue;
            var attribute = BlockShape.Of(GuestKind.Qemu, type).KeyAttribute!;
            text = BlockOrder.Sorted(resource(HclDocument.Parse(text)), type, block => block.Body.Attribute(attribute)?.Expression.Evaluate(HclScope.Empty) is HclValue.String { Value: var name } ? GuestSchema.SplitIndex(name) : null, ByName);
        }
        return text;
    }
}
