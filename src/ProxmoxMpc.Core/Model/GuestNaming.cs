using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Model;

/// <summary>
/// Names for guests' files and resources, made of names that other people chose: safe as a path on every system, unique
/// in a project even where case does not count, and stable.
/// </summary>
public static class GuestNaming
{
    private const int MaxLength = 80;

    // Windows opens the device whatever the extension.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    /// <summary>
    /// The file name (without extension) of each guest by vmid: the guest's name where that is a safe name, the name with
    /// the vmid where two share it. A guest that has a file keeps it.
    /// </summary>
    /// <param name="guests">The guests to name.</param>
    /// <param name="existing">Names that guests have already, by vmid.</param>
    /// <param name="reserved">Names that something else has.</param>
    public static IReadOnlyDictionary<int, string> Allocate(IEnumerable<Guest> guests, IReadOnlyDictionary<int, string>? existing = null, IEnumerable<string>? reserved = null)
    {
        var ordered = guests.OrderBy(guest => guest.VmId).ToArray();
        var result = new SortedDictionary<int, string>();
        // Two resources of one module may not share a name either, and there '-', '.' and '_' become one.
        var taken = (reserved ?? []).Select(ResourceName).ToHashSet(StringComparer.Ordinal);
        foreach (var guest in ordered)
        {
            if (existing?.GetValueOrDefault(guest.VmId) is not { } kept) continue;
            result[guest.VmId] = kept;
            taken.Add(ResourceName(kept));
        }
        foreach (var guest in ordered.Where(guest => !result.ContainsKey(guest.VmId)))
        {
            var slug = Slug(guest.Name);
            if (taken.Contains(ResourceName(slug))) slug = string.Create(CultureInfo.InvariantCulture, $"{slug}-{guest.VmId}");
            // A name may itself end in another guest's vmid.
            for (var suffix = 2; !taken.Add(ResourceName(slug)); suffix++) slug = string.Create(CultureInfo.InvariantCulture, $"{Slug(guest.Name)}-{guest.VmId}-{suffix}");
            result[guest.VmId] = slug;
        }
        return result;
    }

    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c> of the text, lower case; everything else becomes one <c>-</c>. Never empty, never a path.</summary>
    public static string Slug(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '_' || (c is '.' && text.Length > 0 && text[^1] != '.')) text.Append(char.ToLowerInvariant(c));
            else if (text.Length > 0 && text[^1] != '-') text.Append('-');
        }
        var slug = text.ToString(0, Math.Min(text.Length, MaxLength)).Trim('-', '.');
        if (slug.Length == 0) return "guest";
        // Terraform takes such a file for one that changes others.
        if (slug == "override" || slug.EndsWith("_override", StringComparison.Ordinal)) return $"{slug}-guest";
        return Reserved.Contains(slug.Split('.')[0]) ? $"guest-{slug}" : slug;
    }

    /// <summary>The Terraform resource name of a file name: <c>web-01</c> is <c>web_01</c>; a leading digit gets an underscore before it.</summary>
    public static string ResourceName(string slug)
    {
        var name = string.Concat(slug.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }
}
