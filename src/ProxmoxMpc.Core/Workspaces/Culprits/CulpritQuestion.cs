using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a culprit is looked for of.</summary>
internal enum CulpritMatter
{
    /// <summary>An attribute of a guest.</summary>
    Attribute,

    /// <summary>A guest that came.</summary>
    Created,

    /// <summary>A guest that went.</summary>
    Deleted,
}

/// <summary>A change on the server of which somebody wants to know who made it.</summary>
/// <param name="Path">The attribute; null for a whole guest.</param>
/// <param name="Server">The guest as it is now; null where it went.</param>
internal sealed record CulpritQuestion(CulpritMatter Matter, int VmId, GuestKind Kind, string? Path, string? Before, string? After, Guest? Server)
{
    /// <summary>The path of an attribute that goes by the name that people use.</summary>
    public static string PathOf(GuestKind kind, string displayed) => displayed switch
    {
        "node" => AttributePath.Node,
        "pool" => AttributePath.Pool,
        "power" => AttributePath.Started,
        "memory" when kind == GuestKind.Qemu => "memory.current",
        _ => displayed,
    };
}
