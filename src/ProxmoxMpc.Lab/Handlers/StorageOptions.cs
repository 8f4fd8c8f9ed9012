using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Which options each kind of storage knows, which are required and which never change.</summary>
internal static class StorageOptions
{
    private const string Files = "content-dirs max-protected-backups prune-backups format mkdir create-base-path create-subdirs bwlimit preallocation snapshot-as-volume-chain";
    private const string Common = "storage type nodes disable content digest delete";
    private const string AnyContent = "images rootdir vztmpl iso backup snippets import none";

    // Kind: required (and fixed) options, other options, content types.
    private static readonly Dictionary<string, (string Required, string Optional, string Content)> Kinds = new(StringComparer.Ordinal)
    {
        ["dir"] = ("path", "shared is_mountpoint " + Files, AnyContent),
        ["nfs"] = ("server export", "path options " + Files, AnyContent),
        ["cifs"] = ("server share", "path subdir username password domain smbversion options " + Files, AnyContent),
        ["lvm"] = ("vgname", "shared saferemove saferemove-stepsize saferemove_throughput base tagged_only bwlimit snapshot-as-volume-chain", "images rootdir"),
        ["lvmthin"] = ("thinpool vgname", "bwlimit", "images rootdir"),
        ["zfspool"] = ("pool", "blocksize sparse bwlimit mountpoint", "images rootdir"),
        ["rbd"] = ("", "monhost pool data-pool namespace username krbd keyring bwlimit", "images rootdir"),
        ["cephfs"] = ("", "path monhost subdir options username fuse keyring fs-name " + Files, "vztmpl iso backup snippets import"),
        ["btrfs"] = ("path", "shared is_mountpoint nocow " + Files, AnyContent),
        ["pbs"] = ("server datastore", "namespace port username password encryption-key master-pubkey prune-backups max-protected-backups fingerprint", "backup none"),
        ["iscsi"] = ("portal target", "bwlimit", "images none"),
        ["zfs"] = ("iscsiprovider portal target pool blocksize", "nowritecache sparse comstar_hg comstar_tg lio_tpg bwlimit zfs-base-path", "images"),
        ["esxi"] = ("server username", "shared password skip-cert-verification port", "import"),
    };

    /// <exception cref="LabException">500: an option or content this kind does not know, or a required one is missing.</exception>
    public static void RequireKnown(string type, IReadOnlyDictionary<string, string> parameters, bool create)
    {
        if (!Kinds.TryGetValue(type, out var kind))
            return;
        var known = $"{Common} {kind.Required} {kind.Optional}".Split(' ');
        if (parameters.Keys.Order(StringComparer.Ordinal).FirstOrDefault(k => !known.Contains(k)) is { } unexpected)
            throw LabException.Die($"{(create ? "" : "update storage failed: ")}unexpected property '{unexpected}'");
        string prefix = create ? "" : "update storage failed: ";
        if (!create && Fixed(kind).FirstOrDefault(parameters.ContainsKey) is { } constant)
            throw LabException.Die($"{prefix}can't change value of fixed parameter '{constant}'");
        // Content that the kind cannot hold is left out without a word; with nothing left it holds "none".
        if (parameters.TryGetValue("content", out string? content) && Content(type, content).Count == 0 && !kind.Content.Split(' ').Contains("none"))
            throw LabException.Die($"{prefix}storage does not support content type 'none'");
        if (create && type is "dir" or "btrfs" && parameters.TryGetValue("path", out string? path) && !(path.StartsWith('/') && path.Length > 1 && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/' or '_' or '.' or '@')))
            throw LabException.Die($"illegal path for directory storage: {path}");
        if (create && kind.Required.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(r => !parameters.ContainsKey(r)) is { } missing)
            throw LabException.Die($"missing value for required option '{missing}'");
    }

    /// <summary>Those of the content types that this kind of storage can hold.</summary>
    public static List<string> Content(string type, string list) =>
        [.. TextRules.SplitList(list).Where(c => !Kinds.TryGetValue(type, out var kind) || kind.Content.Split(' ').Contains(c)).Distinct()];

    /// <summary>What a storage holds when nothing is said.</summary>
    public static List<string> DefaultContent(string type) => type switch
    {
        "pbs" => ["backup"],
        "esxi" => ["import"],
        "cephfs" => ["backup"],
        "dir" or "btrfs" or "lvmthin" or "zfspool" => ["images", "rootdir"],
        _ => ["images"],
    };

    private static IEnumerable<string> Fixed((string Required, string Optional, string Content) kind) => kind.Required.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(["snapshot-as-volume-chain"]);

    /// <exception cref="LabException">500: unknown, required, or set by the same call.</exception>
    public static void RequireDeletable(string type, IEnumerable<string> keys, IReadOnlyDictionary<string, string> parameters)
    {
        if (!Kinds.TryGetValue(type, out var kind))
            return;
        var known = $"{Common} {kind.Required} {kind.Optional}".Split(' ');
        foreach (string key in keys)
        {
            if (!known.Contains(key) || key is "type" or "storage" or "digest" or "delete")
                throw LabException.Die($"update storage failed: no such option '{key}'");
            if (kind.Required.Split(' ').Contains(key))
                throw LabException.Die($"update storage failed: unable to delete required option '{key}'");
            if (parameters.ContainsKey(key))
                throw LabException.Die($"update storage failed: cannot set and delete property '{key}' at the same time!");
        }
    }
}
