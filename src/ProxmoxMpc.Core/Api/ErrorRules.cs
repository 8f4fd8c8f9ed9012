using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>The texts of Proxmox VE 8 and 9 that a caller can act on, the special before the general.</summary>
internal static class ErrorRules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    internal static ImmutableArray<ErrorRule> All { get; } =
    [
        Rule(@"\b(VM|CT) is locked( \((?<lock>[\w-]+)\))?", "PmpcGuestLocked", PmpcErrorKind.Busy, (match, about) => LockHint(match.Groups["lock"].Value, about)),
        Rule("can't (lock|aquire lock|acquire lock)|trying to acquire( \\w+)? lock|got lock (request )?timeout", "PmpcLockTimeout", PmpcErrorKind.Busy, (_, about) =>
            $"Another operation{about.OnNode} is working on the same thing; a stop or a backup holds the lock for up to 30 s. Wait for it, then try again."),
        Rule("checksum mismatch|detected modified configuration", "PmpcConfigChanged", PmpcErrorKind.Conflict, (_, _) =>
            "Somebody changed the configuration after it was read. Sync, look at the difference, then try again."),
        Rule("no quorum", "PmpcNoQuorum", PmpcErrorKind.Busy, (_, _) =>
            "The cluster has lost its quorum and cannot write. Bring the other nodes back; `pvecm status` shows the votes."),
        Rule("hostname lookup '(?<node>[^']*)' failed|no such (cluster )?node|node '(?<node>[^']+)' does not exist", "PmpcNodeNotFound", PmpcErrorKind.NotFound, (match, about) =>
            $"No node of the cluster is called '{(match.Groups["node"] is { Success: true } named ? named.Value : about.Node)}'."),
        Rule(@"configuration file '[^']*/(qemu-server|lxc)/(?<vmid>\d+)\.conf' does not exist|unable to find configuration file for (VM|CT) (?<vmid>\d+)|(VM|CT) (?<vmid>\d+) (does not exist|not found)|no such (VM|CT) \('?(?<vmid>\d+)", "PmpcGuestNotFound", PmpcErrorKind.NotFound, (match, about) =>
            $"There is no guest {match.Groups["vmid"].Value}{about.OnNode}. It may have been removed, or moved to another node."),
        Rule("storage '(?<id>[^']*)' (does not exist|is not available|is not online)|no such storage", "PmpcStorageNotFound", PmpcErrorKind.NotFound, (_, about) =>
            $"The storage must exist and be enabled{about.OnNode}: Datacenter > Storage."),
        Rule("pool '(?<id>[^']*)' does not exist|no such pool", "PmpcPoolNotFound", PmpcErrorKind.NotFound, (_, _) => "Create the pool first: Datacenter > Permissions > Pools."),
        Rule("volume '(?<id>[^']*)' does not exist", "PmpcVolumeNotFound", PmpcErrorKind.NotFound, (_, _) => "The volume must be on the storage already."),
        Rule("no such task", "PmpcTaskNotFound", PmpcErrorKind.NotFound, (_, _) => "Only the node that ran a task knows it, and it keeps the last thousand or so."),
        Rule("protection mode enabled", "PmpcGuestProtected", PmpcErrorKind.PermissionDenied, (_, _) => "Switch the guest's protection off first (protection = 0)."),
        Rule("only root (can|may)|only allowed for root@pam|only root@pam", "PmpcRootOnly", PmpcErrorKind.PermissionDenied, (_, _) =>
            "Proxmox allows this to root@pam in person only, never to an API token. Set it on the server or leave it as it is."),
        Rule(@"already exists|already defined|config file already exists|name '[^']*' already used", "PmpcAlreadyExists", PmpcErrorKind.Conflict, (_, _) =>
            "Choose another id or name, or sync to take over what is there."),
        Rule("quit/powerdown failed|powerdown failed|VM is paused - cannot shutdown", "PmpcShutdownFailed", PmpcErrorKind.Conflict, (_, _) =>
            "Its system did not shut down: it hangs, ignores ACPI, waits for somebody, or is paused. Give it longer, or stop it by force."),
        Rule("is not running|not running", "PmpcGuestNotRunning", PmpcErrorKind.Conflict, (_, _) => "Start the guest first."),
        Rule("already running|is running|container is running", "PmpcGuestRunning", PmpcErrorKind.Conflict, (_, _) => "Stop the guest first."),
        Rule("shrinking disks is not supported|unable to shrink disk size|feature (for '[^']*' )?is not available|not (supported|implemented)|read-only option", "PmpcNotSupported", PmpcErrorKind.NotSupported, (_, _) => null),
        // "No such file or directory" is a storage in trouble, not an object that is gone.
        Rule("does not exist|no such (?!file|device|process)|'[^']*' not found", "PmpcNotFound", PmpcErrorKind.NotFound, (_, _) => null),
    ];

    private static ErrorRule Rule(string pattern, string id, PmpcErrorKind kind, Func<Match, ErrorSubject, string?> hint) => new(new Regex(pattern, Options), id, kind, hint);

    private static string LockHint(string held, ErrorSubject about)
    {
        var holder = held switch
        {
            "backup" => "A backup holds the lock",
            "clone" => "A clone of it is being made, or was interrupted",
            "create" => "It is still being created, or its creation was interrupted",
            "migrate" => "It is being migrated",
            "rollback" => "It is being rolled back to a snapshot",
            "snapshot" => "A snapshot is being taken",
            "snapshot-delete" => "A snapshot is being deleted",
            "suspending" or "suspended" => "It is suspended to disk; start it to give it its memory back",
            "disk" or "mounted" or "fstrim" => "Its volumes are in use by an operation of the node",
            "destroyed" => "Its removal was begun and did not end",
            _ => "Another operation holds the lock",
        };
        var unlock = about.Guest is null ? "`qm unlock VMID` or `pct unlock VMID`" : $"`{about.Tool} unlock {about.Guest}`{about.OnNode}";
        return $"{holder}. Wait until its task has ended; where no such task runs any more (see the task list), {unlock} removes the lock.";
    }
}
