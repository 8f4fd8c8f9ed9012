namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>
/// The path of a guest attribute: a config key (<c>cores</c>), a part of one (<c>net0.bridge</c>), or one of the few
/// facts that Proxmox keeps outside the config.
/// </summary>
public static class AttributePath
{
    /// <summary>The node that holds the guest.</summary>
    public const string Node = "@node";

    /// <summary>The pool it is a member of; absent: none.</summary>
    public const string Pool = "@pool";

    /// <summary><c>1</c> running, <c>0</c> stopped.</summary>
    public const string Started = "@started";

    /// <summary>The vmid of the guest that a new one is to be cloned from; only code has it, too.</summary>
    public const string CloneOf = "@clone";

    /// <summary>The node of the guest that is cloned, where the code names it.</summary>
    public const string CloneNode = "@clone.node";

    /// <summary><c>1</c>: the clone has volumes of its own; <c>0</c>: they stand on those of a template.</summary>
    public const string CloneFull = "@clone.full";

    /// <summary>The storage of a full clone's volumes; absent: those of the original.</summary>
    public const string CloneStorage = "@clone.storage";

    /// <summary>Whether it says what a guest was made of, which matters when it is made; no server remembers it.</summary>
    public static bool IsOrigin(string path) => path == OsTemplate || path.StartsWith(CloneOf, StringComparison.Ordinal);

    /// <summary>The template or image that a new container is made of; only code has it, for the server forgets it.</summary>
    public const string OsTemplate = "ostemplate";

    /// <summary>Whether the path names something outside the guest's config.</summary>
    public static bool IsOutsideConfig(string path) => path.StartsWith('@');

    /// <summary>The path of a part of a key.</summary>
    public static string Of(string key, string part) => $"{key}.{part}";

    /// <summary>Key and part; the part is null for a plain value.</summary>
    public static (string Key, string? Part) Split(string path)
    {
        var dot = path.IndexOf('.');
        return dot < 0 ? (path, null) : (path[..dot], path[(dot + 1)..]);
    }

    /// <summary>What people read: <c>node</c>, <c>pool</c>, <c>power</c>, and <c>memory</c> for <c>memory.current</c>.</summary>
    public static string Display(string path) => path switch
    {
        Node => "node",
        Pool => "pool",
        Started => "power",
        CloneOf or CloneNode or CloneFull or CloneStorage => path[1..],
        "memory.current" => "memory",
        _ => path,
    };
}
