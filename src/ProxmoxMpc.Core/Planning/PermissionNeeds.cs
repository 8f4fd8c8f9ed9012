using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Something that Proxmox asks of whoever sends a step's request.</summary>
/// <param name="Path">The ACL path; null: only <c>root@pam</c> itself may, and no token.</param>
/// <param name="AnyOf">Privileges of which one is enough, the one to give first; empty where <paramref name="Path"/> is null.</param>
/// <param name="OrPath">Another path on which it may be had, or null.</param>
/// <param name="Step">The step.</param>
/// <param name="What">What of the step it is about: a config key, a storage.</param>
public sealed record PermissionNeed(string? Path, ImmutableArray<string> AnyOf, string? OrPath, PlanStep Step, string What);

/// <summary>What the steps of a plan need, as Proxmox's own checks have it. Pure.</summary>
public sealed class PermissionNeeds
{
    private readonly ImmutableArray<PermissionNeed>.Builder _needs = ImmutableArray.CreateBuilder<PermissionNeed>();
    private readonly Func<int, GuestConfig?> _present;
    private readonly TagAccess _tags;

    private PermissionNeeds(Func<int, GuestConfig?> present, TagAccess tags) => (_present, _tags) = (present, tags);

    /// <param name="present">The config of a guest as it is; null: there is none.</param>
    /// <param name="tags">What the datacenter says of tags.</param>
    public static ImmutableArray<PermissionNeed> Of(Plan plan, Func<int, GuestConfig?> present, TagAccess tags)
    {
        var needs = new PermissionNeeds(present, tags);
        foreach (var step in plan.Steps) needs.Add(step);
        return needs._needs.ToImmutable();
    }

    private void Add(PlanStep step)
    {
        // To see before whether it is still the guest that was planned for, and after what became of it.
        if (step.Action != PlanAction.Delete) Guest(step, "look", "VM.Audit");
        foreach (var made in step.NewPools) On(step, $"/pool/{made.PoolId}", "pool", "Pool.Allocate");
        switch (step.Action)
        {
            case PlanAction.Create:
                Guest(step, "create", "VM.Allocate");
                Privileged(step);
                foreach (var (key, value) in step.Parameters) Setting(step, key, null, value);
                break;
            case PlanAction.Clone:
                Clone(step, step.Source!);
                break;
            case PlanAction.Update:
                foreach (var (key, value) in step.Parameters) Setting(step, key, _present(step.VmId)?.Get(key), value);
                foreach (var key in step.Removals) Setting(step, key, _present(step.VmId)?.Get(key), null);
                break;
            case PlanAction.Grow:
                Guest(step, step.Disk!, "VM.Config.Disk");
                if (_present(step.VmId)?.Get(step.Disk!) is { } volume && StorageOf(volume) is { } holder) Space(step, holder);
                break;
            case PlanAction.MoveDisk:
                Guest(step, step.Disk!, "VM.Config.Disk");
                Space(step, step.Argument!);
                break;
            case PlanAction.Migrate:
                Guest(step, "migrate", "VM.Migrate");
                break;
            case PlanAction.Pool:
                Guest(step, "pool", "VM.Allocate", "Permissions.Modify");
                // Of a move the pool that it leaves is not asked.
                if ((step.Argument ?? (step.Changes is [var change, ..] ? change.Before : null)) is { } pool) On(step, $"/pool/{pool}", "pool", "Pool.Allocate");
                if (step.Argument is { } joined) On(step, $"/pool/{joined}", "look", "Pool.Audit");
                break;
            case PlanAction.Start or PlanAction.Stop or PlanAction.Reboot:
                Guest(step, "power", "VM.PowerMgmt");
                break;
            case PlanAction.Backup:
                Guest(step, "backup", "VM.Backup");
                Space(step, step.Argument!);
                break;
            case PlanAction.Restore:
                Guest(step, "restore", "VM.Allocate");
                On(step, $"/vms/{step.VmId}", "its backup", "VM.Backup");
                Space(step, VolumeId.Split(step.Argument!).Storage!);
                foreach (var (_, value) in step.Parameters)
                    if (PlanStep.IsNewVolume(value)) Space(step, StorageOf(value)!);
                Privileged(step);
                break;
            case PlanAction.Template or PlanAction.Delete:
                Guest(step, step.Action.ToString().ToLowerInvariant(), "VM.Allocate");
                break;
        }
    }

    private void Clone(PlanStep step, CloneSource source)
    {
        On(step, $"/vms/{source.VmId}", "clone", "VM.Clone");
        Guest(step, "create", "VM.Allocate");
        if (step.Parameters.GetValueOrDefault("pool") is { } pool) On(step, $"/pool/{pool}", "pool", "Pool.Allocate", "VM.Allocate");
        if (_present(source.VmId) is not { } original) return;
        foreach (var (name, value) in original)
        {
            if (GuestSchema.For(step.Kind).FindKey(name) is not { } key) continue;
            if (key.Name == "net" && GuestSchema.SplitIndex(name) is not null) Bridge(step, key, name, value);
            // A disc is not copied, only named.
            else if (key.IsVolume && key.Name != "unused" && !value.Contains("media=cdrom", StringComparison.Ordinal) && StorageOf(value) is { } storage)
                Space(step, step.Parameters.GetValueOrDefault("storage") ?? storage);
        }
    }

    private void Privileged(PlanStep step)
    {
        if (step.Kind == GuestKind.Lxc && step.Parameters.GetValueOrDefault("unprivileged") == "0") On(step, "/", "a privileged container", "Sys.Modify");
    }

    /// <summary>A config key that is set, changed or removed.</summary>
    private void Setting(PlanStep step, string name, string? before, string? after)
    {
        if (name is "pool" or "ostemplate")
        {
            if (name == "ostemplate" && StorageOf(after!) is { } shelf) On(step, Shelf(shelf), name, "Datastore.AllocateSpace", "Datastore.Audit");
            return;
        }
        if (GuestSchema.For(step.Kind).FindKey(name) is not { } key)
        {
            if (step.Kind == GuestKind.Qemu) Root(step, name);
            else Guest(step, name, "VM.Config.Options");
            return;
        }
        if (IsRootOnly(step.Kind, key, name, before, after)) Root(step, name);
        else if (key.IsVolume) Volume(step, name, before, after);
        else if (key.Privilege == "VM.Config.Cloudinit") Guest(step, name, "VM.Config.Cloudinit", "VM.Config.Network");
        else Guest(step, name, key.Privilege ?? "VM.Config.Options");
        Beyond(step, key, name, before, after);
    }

    /// <summary>What a value asks of other paths than the guest's.</summary>
    private void Beyond(PlanStep step, KeySchema key, string name, string? before, string? after)
    {
        if (key.Name == "net" && GuestSchema.SplitIndex(name) is not null)
            foreach (var value in step.Kind == GuestKind.Lxc ? [before, after] : new[] { after }) Bridge(step, key, name, value);
        if (name == "tags" && _tags.Restricted(before, after).Any()) On(step, "/", name, "Sys.Modify");
        if (step.Kind != GuestKind.Qemu) return;
        if (name == "startup") On(step, "/", name, "Sys.Modify");
        var parts = after is null || !key.IsPropertyString ? [] : PropertyString.Parse(after, key).ToAttributes(key).ToDictionary(StringComparer.Ordinal);
        if (key.Name is "usb" or "hostpci" && parts.GetValueOrDefault("mapping") is { } mapping) On(step, $"/mapping/{(key.Name == "usb" ? "usb" : "pci")}/{mapping}", name, "Mapping.Use");
        if (key.Name == "virtiofs" && parts.GetValueOrDefault("dirid") is { } folder) On(step, $"/mapping/dir/{folder}", name, "Mapping.Use");
        if (name == "rng0" && parts.GetValueOrDefault("source") == "/dev/hwrng") On(step, "/mapping/hwrng", name, "Mapping.Use");
    }

    private void Bridge(PlanStep step, KeySchema key, string name, string? value)
    {
        if (value is null) return;
        var parts = PropertyString.Parse(value, key).ToAttributes(key).ToDictionary(StringComparer.Ordinal);
        if (parts.GetValueOrDefault("bridge") is not { } bridge) return;
        var path = $"/sdn/zones/localnetwork/{bridge}";
        // Whoever may use a bridge may use all its VLANs; whoever may use one VLAN needs no more for that.
        if (parts.GetValueOrDefault("tag") is { } tag) _needs.Add(new($"{path}/{tag}", ["SDN.Use"], path, step, name));
        else On(step, path, name, "SDN.Use");
    }

    private void Volume(PlanStep step, string name, string? before, string? after)
    {
        // Who may make a VM may give it drives; a storage's room is asked for all the same.
        var isNew = step is { Kind: GuestKind.Qemu, Action: PlanAction.Create };
        foreach (var value in isNew ? [] : new[] { before, after }.OfType<string>())
        {
            if (step.Kind == GuestKind.Lxc) Guest(step, name, "VM.Config.Disk");
            else if (value.Split(',')[0].EndsWith("cloudinit", StringComparison.Ordinal))
            {
                Guest(step, name, "VM.Config.Cloudinit");
                Guest(step, name, "VM.Config.CDROM");
            }
            else Guest(step, name, value.Contains("media=cdrom", StringComparison.Ordinal) ? "VM.Config.CDROM" : "VM.Config.Disk");
        }
        if (before is null && after is null && !isNew) Guest(step, name, "VM.Config.Disk");
        if (after is null || StorageOf(after) is not { } storage) return;
        var isMade = PlanStep.IsNewVolume(after) || (after.Split(',')[0].EndsWith(":cloudinit", StringComparison.Ordinal) && before is null);
        if (isMade) Space(step, storage);
        else if (after.Contains(":iso/", StringComparison.Ordinal)) On(step, Shelf(storage), name, "Datastore.AllocateSpace", "Datastore.Audit");
    }

    /// <summary>Whether what changes of the value is nothing that a token may change, whatever its privileges.</summary>
    private static bool IsRootOnly(GuestKind kind, KeySchema key, string name, string? before, string? after)
    {
        if (key.Scalar is { } scalar) return scalar.IsRootOnly && (after is null || scalar.RootOnlyUnless != after);
        if (kind == GuestKind.Lxc && key.IsVolume) return after is not null && (after.StartsWith('/') || after.StartsWith("/dev", StringComparison.Ordinal));
        var (old, now) = (Parts(key, before), Parts(key, after));
        return old.Keys.Union(now.Keys).Where(part => old.GetValueOrDefault(part) != now.GetValueOrDefault(part))
            .Any(part => key.Attribute(part) is { IsRootOnly: true } attribute && (now.GetValueOrDefault(part) ?? old[part]) != attribute.RootOnlyUnless);
    }

    private static Dictionary<string, string> Parts(KeySchema key, string? value) =>
        value is null ? [] : PropertyString.Parse(value, key).ToAttributes(key).ToDictionary(StringComparer.Ordinal);

    /// <summary>A storage's path in the access list, which is none of the API.</summary>
    private static string Shelf(string storage) => string.Join('/', "", "storage", storage);

    private void Space(PlanStep step, string storage) => On(step, Shelf(storage), storage, "Datastore.AllocateSpace");

    private void Guest(PlanStep step, string what, params ImmutableArray<string> anyOf) =>
        _needs.Add(new($"/vms/{step.VmId}", anyOf, step.Action is PlanAction.Create or PlanAction.Restore or PlanAction.Clone && step.Parameters.GetValueOrDefault("pool") is { } pool ? $"/pool/{pool}" : null, step, what));

    private void On(PlanStep step, string path, string what, params ImmutableArray<string> anyOf) => _needs.Add(new(path, anyOf, null, step, what));

    private void Root(PlanStep step, string what) => _needs.Add(new(null, [], null, step, what));

    private static string? StorageOf(string value) => VolumeId.Split(value.Split(',')[0]).Storage;
}
