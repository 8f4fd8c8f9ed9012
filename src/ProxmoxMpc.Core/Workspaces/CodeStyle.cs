using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How guests are laid out in files.</summary>
public enum WorkspaceLayout
{
    /// <summary><c>terraform/vms/NAME.tf</c>, <c>terraform/containers/NAME.tf</c>.</summary>
    PerGuest,

    /// <summary>One file for the VMs of a node and one for its containers.</summary>
    PerNode,

    /// <summary>One file for all VMs and one for all containers: each is a Terraform module.</summary>
    Single,
}

/// <summary>How much of a guest its file says.</summary>
public enum AttributeDetail
{
    /// <summary>What is not at its default, and a few that people look for.</summary>
    Minimal,

    /// <summary>Also what Proxmox has written down although it is the default.</summary>
    Lossless,
}

/// <summary>
/// The taste in which new guests become code. What is in a file already stays where it is, however the taste changes and
/// wherever the guest moves.
/// </summary>
internal sealed partial record CodeStyle(WorkspaceLayout Layout, string? Pattern, AttributeDetail Detail)
{
    // Files of the modules that are no guests.
    private static readonly string[] Taken = ["versions", "main", "variables", "outputs", "providers", "locals", "terraform"];

    private static readonly string[] Words = ["name", "vmid", "node", "pool", "kind"];

    /// <summary>A file of its own per guest, by its name alone, and no more in it than needed.</summary>
    public bool IsPlain => Layout == WorkspaceLayout.PerGuest && Pattern is null or "{name}" && Detail == AttributeDetail.Minimal;

    /// <summary>Whether the name of a file that holds one guest is that guest's.</summary>
    public bool NamesFilesAfterGuests => Layout == WorkspaceLayout.PerGuest && Pattern is null or "{name}";

    public static CodeStyle Of(WorkspaceConfig config) => new(config.Layout, config.FileNames, config.Attributes);

    /// <summary>Why the pattern cannot name the layout's files, or null where it can.</summary>
    public static string? Problem(WorkspaceLayout layout, string? pattern)
    {
        if (pattern is null) return null;
        var words = Word().Matches(pattern).Select(match => match.Groups[1].Value).ToArray();
        if (words.FirstOrDefault(word => !Words.Contains(word)) is { } unknown) return $"it has no '{{{unknown}}}'; there are {{name}}, {{vmid}}, {{node}}, {{pool}} and {{kind}}";
        if (Word().Replace(pattern, "").Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))) return "beside words in braces it may hold letters, digits, '-', '_' and '.' only";
        return layout switch
        {
            WorkspaceLayout.PerGuest when !words.Contains("name") && !words.Contains("vmid") => "with a file per guest it needs {name} or {vmid}",
            WorkspaceLayout.PerNode when !words.Contains("node") => "with a file per node it needs {node}",
            WorkspaceLayout.PerNode when words.Any(word => word is not ("node" or "kind")) => "with a file per node it may use {node} and {kind} only",
            WorkspaceLayout.Single when words.Any(word => word != "kind") => "with a single file it may use {kind} only",
            _ => null,
        };
    }

    /// <summary>The file in which a new guest belongs.</summary>
    /// <param name="name">The guest's name among generated files, which no other guest has.</param>
    public string PathOf(Guest guest, string name)
    {
        var pattern = Pattern ?? Layout switch { WorkspaceLayout.PerGuest => "{name}", WorkspaceLayout.PerNode => "{node}", _ => "{kind}" };
        var file = pattern == "{name}" ? name : GuestNaming.Slug(Word().Replace(pattern, match => match.Groups[1].Value switch
        {
            "name" => name,
            "vmid" => guest.VmId.ToString(CultureInfo.InvariantCulture),
            "node" => guest.Node,
            "pool" => guest.Pool ?? "no-pool",
            _ => guest.Kind.Folder(),
        }));
        return TerraformWriter.PathOf(guest.Kind, Taken.Contains(file, StringComparer.OrdinalIgnoreCase) ? file + "-guests" : file);
    }

    /// <summary>The text of a file that a guest has for itself.</summary>
    public GeneratedFile FileOf(Guest guest, string name) => new(PathOf(guest, name), TerraformWriter.Guest(guest, name, Detail == AttributeDetail.Lossless).Text);

    /// <summary>The guest in a file with others.</summary>
    /// <param name="existing">The file as it is; null: it is new.</param>
    public string Append(string? existing, IEnumerable<(Guest Guest, string Name)> guests) =>
        TerraformWriter.Append(existing, guests, Detail == AttributeDetail.Lossless);

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
