using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Storage;

/// <summary>What a volume ID tells: content type, format, owner, base.</summary>
internal static partial class VolumeNames
{
    /// <summary>What a storage of files says of a name (without the storage) that is none of its volumes'.</summary>
    public static string Unparsable(string name) => name.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } file] && owner.All(char.IsAsciiDigit)
        ? $"unable to parse volume filename '{file}'"
        : $"unable to parse directory volume name '{name}'";

    private const long GiB = 1L << 30;

    /// <summary>"local:100/vm-100-disk-0.qcow2" is images, qcow2, 100. Content is "" when the name is none of Proxmox's.</summary>
    public static (string Content, string Format, int? VmId, string? Parent) Describe(string volid)
    {
        int colon = volid.IndexOf(':', StringComparison.Ordinal);
        string storage = volid[..Math.Max(colon, 0)], name = volid[(colon + 1)..];
        if (Folder().Match(name) is { Success: true } folder)
        {
            string file = folder.Groups[2].Value;
            if (folder.Groups[1].Value == "backup" && !Archive().IsMatch(file) && !(BackupOwner().Match(file) is { Success: true } server && server.Groups["kind"].Success))
                return ("", "raw", null, null);
            return (folder.Groups[1].Value, folder.Groups[1].Value switch
            {
                "iso" => "iso",
                "vztmpl" => file.EndsWith(".tar.gz", StringComparison.Ordinal) ? "tgz" : file.EndsWith(".tar.zst", StringComparison.Ordinal) ? "tzst" : file.EndsWith(".tar.xz", StringComparison.Ordinal) ? "txz" : "tgz",
                "snippets" => "snippet",
                "backup" => BackupFormat(file),
                _ => Path.GetExtension(file).TrimStart('.'),
            }, folder.Groups[1].Value == "backup" && BackupOwner().Match(file) is { Success: true } owner ? Number(owner.Groups["owner"].Value) : null, null);
        }
        if (Image().Match(name) is not { Success: true } image)
            return ("", "raw", null, null);
        string format = image.Groups["format"].Success ? image.Groups["format"].Value : image.Groups["kind"].Value.Contains("vol", StringComparison.Ordinal) ? "subvol" : "raw";
        string? parent = image.Groups["base"].Success ? $"{storage}:{image.Groups["base"].Value}" : null;
        return ("images", format, Number(image.Groups["owner"].Value), parent);
    }

    /// <summary>The image of a template, which nobody writes any more.</summary>
    public static bool IsBase(string volid) => volid[(volid.LastIndexOfAny([':', '/']) + 1)..].StartsWith("base", StringComparison.Ordinal);

    public static long DefaultSize(string content) => content switch
    {
        "images" or "rootdir" => GiB,
        "iso" => 1L << 20,
        "vztmpl" => 120L << 20,
        "import" => GiB,
        "backup" => GiB,
        _ => 1024,
    };

    /// <summary>The extra volume names a guest's config mentions are taken to exist on its node.</summary>
    public static void Adopt(LabState state, GuestState guest, string key, string value, DateTimeOffset now)
    {
        if (!Guests.Drives.IsVolumeKey(guest.Kind, key) || Guests.Drives.TryParse(guest.Kind, key, value) is not { } drive)
            return;
        string volid = drive.GetValueOrDefault(guest.IsQemu ? "file" : "volume", "");
        if (!FormatChecks.IsVolumeId(volid) || !state.Storages.TryGetValue(volid[..volid.IndexOf(':', StringComparison.Ordinal)], out var storage))
            return;
        string node = storage.Shared ? "" : guest.Node;
        if (state.Volumes.ContainsKey((volid, node)))
            return;
        var (content, format, vmid, parent) = Describe(volid);
        if (content.Length == 0)
            return;
        long size = drive.TryGetValue("size", out string? text) && TextRules.ParseSize(text) is { } bytes ? bytes : DefaultSize(content);
        state.Volumes[(volid, node)] = new VolumeState
        {
            VolId = volid, Node = node.Length == 0 ? null : node, Content = content, Format = format, Size = size, Used = content == "images" ? size / 3 : 0,
            CTime = now.AddDays(-30).ToUnixTimeSeconds(), VmId = vmid, Parent = parent, Data = VolumeData.Of(volid, node),
        };
    }

    private static string BackupFormat(string file)
    {
        if (BackupOwner().Match(file) is { Success: true } server && server.Groups["kind"].Success)
            return "pbs-" + server.Groups["kind"].Value;
        var match = BackupSuffix().Match(file);
        return match.Success ? match.Groups[1].Value : "vma";
    }

    private static int Number(string text) => TextRules.Int(text);

    [GeneratedRegex(@"\A(iso|vztmpl|snippets|backup|import)/(.+)\z", RegexOptions.Singleline)]
    private static partial Regex Folder();

    // [base/](ID/)vm-ID-name.format: with or without a folder, linked clones with their base in front.
    // In a folder of its own any name with a known suffix will do.
    [GeneratedRegex(@"\A(?:(?<base>(?:\d+/)?(?:base|basevol)-\d+-[^/]+)/)?(?:(?:\d+/)?(?<kind>vm|base|subvol|basevol)-(?<owner>\d+)-[^/\s]+?(?:\.(?<format>raw|qcow2|vmdk|subvol))?|(?<owner>\d+)/(?<kind>)[^/\s]+\.(?<format>raw|qcow2|vmdk|subvol))\z")]
    private static partial Regex Image();

    // On a backup server a snapshot is named by its group and its time.
    [GeneratedRegex(@"\A(?:vzdump-(?:openvz|lxc|qemu)-(?<owner>\d+)-|(?<kind>vm|ct)/(?<owner>\d+)/)")]
    private static partial Regex BackupOwner();

    [GeneratedRegex(@"\A[^/]+\.(?:tgz|(?:vma|tar)(?:\.(?:gz|lzo|zst|bz2))?)\z")]
    private static partial Regex Archive();

    [GeneratedRegex(@"\.((?:vma|tar)(?:\.(?:gz|lzo|zst|bz2))?)\z")]
    private static partial Regex BackupSuffix();
}
