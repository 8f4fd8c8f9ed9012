using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>Each row of the table of Proxmox's texts with messages as Proxmox prints them, and what has to come of them.</summary>
public sealed class ErrorRuleTests
{
    /// <param name="Row">A text that stands in this row's pattern and in no other's.</param>
    /// <param name="Message">As Proxmox prints it.</param>
    /// <param name="Hint">A part of the hint; null: there is none.</param>
    /// <param name="Parameter">The parameter under which it comes, with status 400; null: it is the message itself.</param>
    private sealed record Example(string Row, string Message, string Id, PmpcErrorKind Kind, string? Hint, string? Parameter = null, bool MayHaveHappened = false, bool IsRepeated = false, int Status = 500);

    private static readonly Example[] Examples =
    [
        new("is locked", "VM is locked (backup)", "PmpcGuestLocked", PmpcErrorKind.Busy, "A backup holds the lock"),
        new("is locked", "CT is locked (snapshot-delete)", "PmpcGuestLocked", PmpcErrorKind.Busy, "A snapshot is being deleted", IsRepeated: true),
        new("got lock (request )?timeout", "can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", "PmpcLockTimeout", PmpcErrorKind.Busy, "Wait for it", IsRepeated: true),
        new("got lock (request )?timeout", "create pool failed: error with cfs lock 'file-user_cfg': got lock request timeout", "PmpcLockTimeout", PmpcErrorKind.Busy, "Wait for it", IsRepeated: true),
        new("got lock (request )?timeout", "can't lock file '/run/lock/lxc/pve-config-200.lock' - got timeout", "PmpcLockTimeout", PmpcErrorKind.Busy, "Wait for it", IsRepeated: true),
        new("checksum mismatch: got", "checksum mismatch: got 'd41d8cd98f00b204e9800998ecf8427e' != expect '0cc175b9c0f1b6a831c399e269772661'", "PmpcDownloadCorrupt", PmpcErrorKind.Conflict, "another file"),
        new("detected modified configuration", "checksum mismatch (file change by other user?)", "PmpcConfigChanged", PmpcErrorKind.Conflict, "Sync"),
        new("detected modified configuration", "update storage failed: detected modified configuration - file changed by other user? Try again.", "PmpcConfigChanged", PmpcErrorKind.Conflict, "Sync"),
        new("hotplug problem", "hotplug problem - VM 100 qmp command 'device_add' failed - Bus 'pci.0' does not support hotplugging", "PmpcHotplugFailed", PmpcErrorKind.Conflict, "pending", "net1", MayHaveHappened: true),
        new("no quorum", "cluster not ready - no quorum?", "PmpcNoQuorum", PmpcErrorKind.Busy, "pvecm status"),
        new("need proper ticket", "Permission check failed (URI '/access/password' not available with API token, need proper ticket.)", "PmpcTokenNotAllowed", PmpcErrorKind.PermissionDenied, "-Credential", Status: 403),
        new("no options specified", "no options specified", "PmpcNothingToChange", PmpcErrorKind.InvalidArgument, "at least one"),
        new("invalid bootorder", "invalid bootorder: device 'scsi9' does not exist'", "PmpcBootDeviceMissing", PmpcErrorKind.InvalidArgument, "'scsi9'"),
        new("SSH public key", "SSH public key validation error", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, "id_ed25519.pub"),
        new("bridge '", "bridge 'vmbr9' does not exist", "PmpcBridgeNotFound", PmpcErrorKind.NotFound, "The bridge vmbr9 must exist on pve1"),
        new("hostname lookup", "hostname lookup 'nope' failed - failed to get address info for: nope: Name or service not known", "PmpcNodeNotFound", PmpcErrorKind.NotFound, "'nope'"),
        new("hostname lookup", "no such cluster node 'pve9'", "PmpcNodeNotFound", PmpcErrorKind.NotFound, "No node"),
        new("unable to find configuration", "Configuration file 'nodes/pve1/qemu-server/999.conf' does not exist", "PmpcGuestNotFound", PmpcErrorKind.NotFound, "guest 999 on pve1"),
        new("unable to find configuration", "Configuration file 'nodes/pve1/lxc/201.conf' does not exist", "PmpcGuestNotFound", PmpcErrorKind.NotFound, "guest 201 on pve1"),
        new("unable to find configuration", "unable to find configuration file for VM 100 - no such machine", "PmpcGuestNotFound", PmpcErrorKind.NotFound, "guest 100"),
        new("no such storage", "storage 'nostore' does not exist", "PmpcStorageNotFound", PmpcErrorKind.NotFound, "enabled on pve1"),
        new("no such storage", "storage 'nfs-backup' is not online", "PmpcStorageNotFound", PmpcErrorKind.NotFound, "enabled on pve1"),
        new("no such storage", "storage 'local-zfs' is not available on node 'pve3'", "PmpcStorageNotFound", PmpcErrorKind.NotFound, "enabled on pve1"),
        new("no such pool", "delete pool failed: pool 'prod' does not exist", "PmpcPoolNotFound", PmpcErrorKind.NotFound, "Create the pool"),
        new("no such pool", "Permission check failed (pool 'nope' does not exist)", "PmpcPoolNotFound", PmpcErrorKind.NotFound, "Create the pool", Status: 403),
        new("volume '(", "volume 'local:100/nope.raw' does not exist", "PmpcVolumeNotFound", PmpcErrorKind.NotFound, "on the storage already"),
        new("no such task", "no such task", "PmpcTaskNotFound", PmpcErrorKind.NotFound, "Only the node", "upid"),
        new("protection mode", "can't remove VM 150 - protection mode enabled", "PmpcGuestProtected", PmpcErrorKind.PermissionDenied, "protection = 0"),
        new("only root@pam", "only root can set 'args' config", "PmpcRootOnly", PmpcErrorKind.PermissionDenied, "root@pam in person"),
        new("only root@pam", "Only root may use this option.", "PmpcRootOnly", PmpcErrorKind.PermissionDenied, "root@pam in person", "skiplock"),
        new("only root@pam", "Permission check failed (changing feature flags (except nesting) is only allowed for root@pam)", "PmpcRootOnly", PmpcErrorKind.PermissionDenied, "root@pam in person", Status: 403),
        new("is not empty", "delete pool failed: pool 'prod' is not empty (contains VM 150)", "PmpcNotEmpty", PmpcErrorKind.Conflict, "Take out"),
        new("is not empty", "Security group 'g1' is not empty", "PmpcNotEmpty", PmpcErrorKind.Conflict, "Take out"),
        new("already a pool member", "update pools failed: VM 100 is already a pool member", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "allow the move"),
        new("already a pool member", "update pools failed: VM 100 belongs already to pool 'prod' and 'allow-move' is not set", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "allow the move"),
        new("still in use by linked", "base volume 'local:101/base-101-disk-0.qcow2' is still in use by linked cloned", "PmpcVolumeInUse", PmpcErrorKind.Conflict, "Linked clones"),
        new("not allowed for linked clones", "parameter 'storage' not allowed for linked clones", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, "full clone"),
        new("if it's a template", "you can't start a vm if it's a template", "PmpcIsTemplate", PmpcErrorKind.Conflict, "clone it"),
        new("if it's a template", "you can't convert a template to a template", "PmpcIsTemplate", PmpcErrorKind.Conflict, "clone it"),
        new("vcpus allowed", "MAX 4 vcpus allowed per VM on this node", "PmpcTooManyCpus", PmpcErrorKind.InvalidArgument, "has 4 CPUs"),
        new("No QEMU guest agent", "No QEMU guest agent configured", "PmpcAgentNotRunning", PmpcErrorKind.Conflict, "qemu-guest-agent"),
        new("No QEMU guest agent", "QEMU guest agent is not running", "PmpcAgentNotRunning", PmpcErrorKind.Conflict, "qemu-guest-agent"),
        new("no space left", "lvcreate 'pve/vm-100-disk-0' error:   Volume group \"pve\" has insufficient free space (4 extents): 2048 required.", "PmpcNoSpace", PmpcErrorKind.Conflict, "Make room", MayHaveHappened: true),
        new("no space left", "zfs error: cannot create 'tank/vm-100-disk-0': out of space", "PmpcNoSpace", PmpcErrorKind.Conflict, "Make room", MayHaveHappened: true),
        new("no space left", "close (rename) atomic file '/etc/pve/nodes/pve1/qemu-server/100.conf' failed: No space left on device", "PmpcNoSpace", PmpcErrorKind.Conflict, "Make room", MayHaveHappened: true),
        new("reserved name", "unable to use snapshot name 'current' (reserved name)", "PmpcReserved", PmpcErrorKind.InvalidArgument, "choose another"),
        new("reserved name", "auto-generated role 'Administrator' cannot be deleted", "PmpcReserved", PmpcErrorKind.InvalidArgument, "choose another"),
        new("malformed JSON", "unable to parse value of 'cores' - got undefined value", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, null),
        new("malformed JSON", "invalid format - format error\nnet0.tag: value must have a maximum value of 4094", "PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, null, "net0"),
        new("already defined", "unable to create VM 100 - VM 100 already exists on node 'pve1'", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "another id"),
        new("already defined", "unable to create VM 101: config file already exists", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "another id"),
        new("already defined", "create storage failed: storage ID 'extra' already defined", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "another id"),
        new("already defined", "snapshot name 's1' already used", "PmpcAlreadyExists", PmpcErrorKind.Conflict, "another id"),
        new("quit/powerdown failed", "VM quit/powerdown failed - got timeout", "PmpcShutdownFailed", PmpcErrorKind.Conflict, "by force"),
        new("quit/powerdown failed", "VM is paused - cannot shutdown", "PmpcShutdownFailed", PmpcErrorKind.Conflict, "by force"),
        new("is not running|", "VM 100 is not running", "PmpcGuestNotRunning", PmpcErrorKind.Conflict, "Start the guest"),
        new("is not running|", "CT 200 not running", "PmpcGuestNotRunning", PmpcErrorKind.Conflict, "Start the guest"),
        new("already running", "VM 100 already running", "PmpcGuestRunning", PmpcErrorKind.Conflict, "Stop the guest"),
        new("already running", "unable to destroy CT 200 - container is running", "PmpcGuestRunning", PmpcErrorKind.Conflict, "Stop the guest"),
        new("read-only option", "shrinking disks is not supported", "PmpcNotSupported", PmpcErrorKind.NotSupported, null),
        new("read-only option", "Linked clone feature for 'local:200/vm-200-disk-0.raw' is not available", "PmpcNotSupported", PmpcErrorKind.NotSupported, null),
        new("read-only option", "unable to modify read-only option: 'unprivileged'", "PmpcNotSupported", PmpcErrorKind.NotSupported, null),
        new("(?!file|device|process)", "no such user ('bob@pve')", "PmpcNotFound", PmpcErrorKind.NotFound, null),
        new("(?!file|device|process)", "snapshot 's1' does not exist", "PmpcNotFound", PmpcErrorKind.NotFound, null),
        new("(?!file|device|process)", "interface does not exist", "PmpcNotFound", PmpcErrorKind.NotFound, null, "iface"),
    ];

    public static TheoryData<int> Numbers() => new(Enumerable.Range(0, Examples.Length));

    [Fact]
    public void Every_row_has_an_example()
    {
        var bare = ErrorRules.All.Where(rule => !Examples.Any(example => Of(example) == rule)).Select(rule => rule.Pattern.ToString()).ToArray();
        Assert.True(bare.Length == 0, $"Without an example:\n{string.Join('\n', bare)}");
    }

    [Theory, MemberData(nameof(Numbers))]
    public async Task An_example_is_caught_by_its_row_and_by_no_other(int number)
    {
        var example = Examples[number];
        var found = ErrorRule.Find(example.Message);
        Assert.True(found?.Rule == Of(example), $"'{example.Message}' is caught by {found?.Rule.Pattern}.");

        var body = example.Parameter is null
            ? JsonSerializer.Serialize(new { data = (string?)null, message = example.Message + "\n" })
            : JsonSerializer.Serialize(new { data = (string?)null, message = "Parameter verification failed.\n", errors = new Dictionary<string, string> { [example.Parameter] = example.Message } });
        var (status, reason) = example.Parameter is null ? (example.Status, example.Message.Split('\n')[0]) : (400, "Parameter verification failed.");
        var sent = 0;
        var e = await PveErrorTests.PutAsync(_ =>
        {
            sent++;
            return FakePve.Error(status, reason, body);
        });
        Assert.Equal((example.Id, example.Kind, example.MayHaveHappened, example.IsRepeated), (e.Id, e.Kind, e.MayHaveHappened, e.IsPassingLock));
        // What surely was not done and passes by itself is sent again, everything else once.
        Assert.Equal(example.IsRepeated ? 6 : 1, sent);
        if (example.Hint is null) Assert.Null(e.Hint);
        else Assert.Contains(example.Hint, e.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("internal format error (format = xyz)")]
    [InlineData("unable to open file '/mnt/x/images' - No such file or directory")]
    [InlineData("got no worker upid - start worker failed")]
    public void A_fault_of_the_server_is_not_explained_away(string message) => Assert.Null(ErrorRule.Find(message));

    private static ErrorRule Of(Example example) => Assert.Single(ErrorRules.All, rule => rule.Pattern.ToString().Contains(example.Row, StringComparison.Ordinal));
}
