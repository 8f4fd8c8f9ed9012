using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>The texts of Proxmox VE 8 and 9 that a caller can act on, the special before the general.</summary>
internal static class ErrorRules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    // Held for seconds. A backup, a clone or a migration goes on for hours; after a rollback the guest is another one.
    private static readonly ImmutableHashSet<string> PassingLocks = ["create", "disk", "fstrim", "mounted", "snapshot", "snapshot-delete"];

    internal static ImmutableArray<ErrorRule> All { get; } =
    [
        Rule(@"\b(VM|CT) is locked( \((?<lock>[\w-]+)\))?", "PmpcGuestLocked", PmpcErrorKind.Busy, (match, about) => LockHint(match.Groups["lock"].Value, about))
            with { IsPassingLock = match => PassingLocks.Contains(match.Groups["lock"].Value) },
        Rule("can't (lock|aquire lock|acquire lock)|trying to acquire( \\w+)? lock|got lock (request )?timeout", "PmpcLockTimeout", PmpcErrorKind.Busy, (_, about) =>
            $"Another operation{about.OnNode} is working on the same thing; a stop or a backup holds the lock for up to 30 s. Wait for it, then try again.")
            with { IsPassingLock = _ => true },
        // Two quite different things begin with the same words.
        Rule("checksum mismatch: got", "PmpcDownloadCorrupt", PmpcErrorKind.Conflict, (_, _) =>
            "What was downloaded is another file than its checksum says: check the address and the checksum, and try again."),
        Rule(@"checksum mismatch \(file change|detected modified configuration", "PmpcConfigChanged", PmpcErrorKind.Conflict, (_, _) =>
            "Somebody changed the configuration after it was read. Sync, look at the difference, then try again."),
        // The change is stored and waits for a restart, though the answer is 400.
        Rule("hotplug problem", "PmpcHotplugFailed", PmpcErrorKind.Conflict, (_, _) =>
            "The running guest does not take the change; it is pending and takes effect when the guest is stopped and started.")
            with { MayHaveHappened = true },
        Rule("no quorum", "PmpcNoQuorum", PmpcErrorKind.Busy, (_, _) =>
            "The cluster has lost its quorum and cannot write. Bring the other nodes back; `pvecm status` shows the votes."),
        Rule("need proper ticket|not available with API token", "PmpcTokenNotAllowed", PmpcErrorKind.PermissionDenied, (_, _) =>
            "Proxmox allows this to a user who has logged in, never to an API token: use a workspace with -Credential."),
        Rule("no options specified", "PmpcNothingToChange", PmpcErrorKind.InvalidArgument, (_, _) => "Give at least one setting to change."),
        Rule("invalid bootorder: device '(?<device>[^']*)'", "PmpcBootDeviceMissing", PmpcErrorKind.InvalidArgument, (match, _) =>
            $"The boot order names '{match.Groups["device"].Value}', which the guest does not have: add the device or take it out of the order."),
        Rule("SSH public key validation error", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, (_, _) => "Give one whole public key a line, as in ~/.ssh/id_ed25519.pub."),
        Rule("bridge '(?<bridge>[^']*)' does not exist", "PmpcBridgeNotFound", PmpcErrorKind.NotFound, (match, about) =>
            $"The bridge {match.Groups["bridge"].Value} must exist{about.OnNode}: Node > System > Network. A container keeps failing until the interface is removed or the bridge made."),
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
            "Proxmox allows this to root@pam in person only, never to an API token: log in as root@pam (userName in .proxmox/config.yml), set it on the server, or leave it as it is."),
        Rule("is not empty", "PmpcNotEmpty", PmpcErrorKind.Conflict, (_, _) => "Take out what is in it first."),
        Rule("already a pool member|belongs already to pool", "PmpcAlreadyExists", PmpcErrorKind.Conflict, (_, _) => "It is in the pool already; take it out of another pool first, or allow the move."),
        Rule("still in use by linked clone", "PmpcVolumeInUse", PmpcErrorKind.Conflict, (_, _) => "Linked clones stand on that volume: remove them, or make full copies of them, first."),
        Rule("not allowed for linked clones", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, (_, _) => "A linked clone lies where its template lies; only a full clone can go to another storage or format."),
        Rule("if it's a template|a template to a template", "PmpcIsTemplate", PmpcErrorKind.Conflict, (_, _) => "A template cannot be started, snapshot or converted again; clone it."),
        Rule(@"MAX (?<count>\d+) vcpus allowed", "PmpcTooManyCpus", PmpcErrorKind.InvalidArgument, (match, about) =>
            $"The node has {match.Groups["count"].Value} CPUs: give the guest no more, or move it."),
        Rule("No QEMU guest agent configured|guest agent is not running", "PmpcAgentNotRunning", PmpcErrorKind.Conflict, (_, _) =>
            "Switch the agent on in the guest's options (agent = 1), install qemu-guest-agent inside the guest, then stop and start it."),
        Rule("no space left|out of space|not enough free|insufficient free|exceeds free", "PmpcNoSpace", PmpcErrorKind.Conflict, (_, about) =>
            $"Make room on the storage{about.OnNode}, or choose another.") with { MayHaveHappened = true },
        Rule("reserved name|cannot be deleted", "PmpcReserved", PmpcErrorKind.InvalidArgument, (_, _) => "That name belongs to Proxmox; choose another."),
        Rule("unable to parse (value|worker upid)|malformed JSON|(?<!internal )format error", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, (_, _) => null),
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
