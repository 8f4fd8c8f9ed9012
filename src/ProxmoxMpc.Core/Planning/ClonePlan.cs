using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// The steps that make a guest as a clone of another, as the Terraform provider makes one: the clone first, then what the code says
/// otherwise than the original. What the code says nothing of stays as the original has it.
/// </summary>
internal static class ClonePlan
{
    // What a clone does not have of its original, or has anew.
    private static readonly string[] Own = ["digest", "lock", "meta", "parent", "snaptime", "template", "vmstate"];

    /// <summary>An original as it will be when it is cloned.</summary>
    private sealed record Original(Guest Guest, AttributeMap View);

    /// <summary>Whether the clone can be made; otherwise the plan says why not.</summary>
    public static bool CanClone(DesiredGuest code, PlanBuilder building)
    {
        if (Find(code, building) is not ({ } original, _)) return Refuse(code, building, Find(code, building).Why!);
        var full = code.Attributes.Get(AttributePath.CloneFull) != "0";
        if (!full && !original.Guest.IsTemplate) return Refuse(code, building, $"A linked clone needs a template, and {original.Guest} is none: leave 'full = false' out, or turn it into a template first.");
        if (!full && code.Attributes.ContainsKey(AttributePath.CloneStorage)) return Refuse(code, building, "A linked clone lies where its template lies: leave 'datastore_id' or 'full = false' out.");
        if (original.Guest is { Kind: GuestKind.Lxc, IsRunning: true }) return Refuse(code, building, $"{original.Guest} runs, and Proxmox clones a container only while it is stopped.");
        return true;
    }

    /// <param name="isReplacement">Whether it takes the place of one that goes.</param>
    public static void Add(DesiredGuest code, PlanBuilder building, bool isReplacement)
    {
        var (original, view) = Find(code, building).Original!;
        var storage = code.Attributes.Get(AttributePath.CloneStorage);
        // Proxmox clones to another node only what every node has; the rest moves there afterwards.
        var isDirect = original.Node == code.Node || Storages(original).All(name => IsShared(name, building.Inventory)) && (storage is null || IsShared(storage, building.Inventory));
        var made = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["full"] = code.Attributes.Get(AttributePath.CloneFull) ?? "1",
            [code.Kind.NameKey()] = code.Attributes.Get(code.Kind.NameKey()),
            ["description"] = code.HasOpinion("description") ? code.Attributes.Get("description") : null,
            ["pool"] = code.Attributes.Get(AttributePath.Pool),
            ["storage"] = storage,
            ["target"] = isDirect && original.Node != code.Node ? code.Node : null,
        };
        var node = isDirect ? code.Node : original.Node;
        var clone = Clone(original, code, node, storage);
        var start = ViewOf(view, clone, code, node, storage, made);
        var wanted = ThreeWayMerge.Merge(start, code.Attributes, start, code.HasOpinion).Where(merge => Grows(merge, clone, building)).ToImmutableArray();
        building.Step(Phase.Clone, new()
        {
            Action = PlanAction.Clone,
            Kind = code.Kind,
            VmId = code.VmId,
            Name = code.Name,
            Node = node,
            IsReplacement = isReplacement,
            Source = new(original.Node, original.VmId, original.Name),
            Parameters = made.Where(pair => pair.Value is { Length: > 0 }).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal),
            Changes = [.. code.Attributes.Where(pair => pair.Key is not AttributePath.Node).Select(pair => new PlanChange(pair.Key, null, pair.Value, Consequence.Live))],
        });
        GuestChange.Plan(clone, start, wanted, code, null, building, isClone: true);
    }

    /// <summary>The original as the server has it, or as the same plan makes it; or why there is none.</summary>
    private static (Original? Original, string? Why) Find(DesiredGuest code, PlanBuilder building)
    {
        var named = code.Attributes.Get(AttributePath.CloneOf)!;
        if (!int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var vmid))
            return (null, "Only Terraform knows which guest it is to be a clone of: run 'terraform apply', or write its vmid.");
        if (!building.Guests.TryGetValue(vmid, out var states))
            return (null, building.Inventory.Guest(vmid) is null ? $"It is to be a clone of {named}, and neither the server nor the code has a guest of that vmid."
                : $"It is to be a clone of {named}, which cannot be written as code: run Copy-Pmpc{(code.Kind == GuestKind.Qemu ? "Vm" : "Container")} -VmId {named} -NewVmId {code.VmId}, and sync.");
        if ((states.Server?.Kind ?? states.Code?.Kind) is { } kind && kind != code.Kind) return (null, $"It is to be a clone of {named}, which is a {kind.DisplayName()}.");
        if (states is { Server: { } server, ServerView: { } view })
        {
            // Whoever takes it out of the code wants it gone before anything is made of it.
            return states is { Code: null, Base: not null } ? (null, $"It is to be a clone of {server}, which the same plan deletes.") : (new(server, view), null);
        }
        if (states is not { Code: { } wanted, Base: null }) return (null, $"It is to be a clone of {named}, which is not on the server.");
        if (wanted.Attributes.ContainsKey(AttributePath.CloneOf)) return (null, $"It is to be a clone of {wanted.Name} ({named}), which is a clone itself and not there yet: apply that one first.");
        return GuestSteps.CanCreate(wanted, new() { Inventory = building.Inventory, Guests = building.Guests })
            ? (new(Planned(wanted), wanted.Attributes), null) : (null, $"It is to be a clone of {wanted.Name} ({named}), which cannot be made.");
    }

    /// <summary>A guest that the same plan makes, as it will be.</summary>
    private static Guest Planned(DesiredGuest code)
    {
        var made = ConfigChange.Build(code.Kind, GuestConfig.Empty, code.Attributes, code.Attributes.Keys.Where(path => !AttributePath.IsOutsideConfig(path) && path != AttributePath.OsTemplate));
        return new() { VmId = code.VmId, Kind = code.Kind, Node = code.Node, Status = code.Attributes.Get(AttributePath.Started) == "1" && code.Attributes.Get("template") != "1" ? "running" : "stopped", Config = GuestConfig.From(made.Set) };
    }

    /// <summary>The clone before anything of it is changed. Names of volumes, MAC addresses and the UUID are made with it.</summary>
    private static Guest Clone(Guest original, DesiredGuest code, string node, string? storage)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        var schema = GuestSchema.For(original.Kind);
        foreach (var (name, raw) in original.Config)
        {
            if (Own.Contains(name) || GuestSchema.SplitIndex(name)?.Family == "unused") continue;
            var key = schema.FindKey(name);
            if (key is { IsVolume: true } && storage is not null && !IsDisc(raw) && VolumeId.Split(raw.Split(',')[0]) is { Storage: not null } volume)
                config[name] = VolumeId.Join(storage, volume.Volume) + (raw.IndexOf(',') is >= 0 and var options ? raw[options..] : "");
            else if (key is { Name: "net", IsPropertyString: true }) config[name] = PropertyString.Parse(raw, key).With("macaddr", null).With("hwaddr", null).ToString(key);
            else if (key is { Name: "smbios1" }) config[name] = PropertyString.Parse(raw, key).With("uuid", null).ToString(key);
            else config[name] = raw;
        }
        config[original.Kind.NameKey()] = code.Name;
        return new() { VmId = code.VmId, Kind = code.Kind, Node = node, Status = "stopped", Config = GuestConfig.From(config) };
    }

    private static AttributeMap ViewOf(AttributeMap view, Guest clone, DesiredGuest code, string node, string? storage, Dictionary<string, string?> made)
    {
        view = view.With(AttributePath.Node, node).With(AttributePath.Started, "0").With(AttributePath.Pool, made["pool"]).With("template", null).With(code.Kind.NameKey(), code.Attributes.Get(code.Kind.NameKey()) ?? view.Get(code.Kind.NameKey()));
        if (made["description"] is { } description) view = view.With("description", description);
        foreach (var path in view.Keys.ToArray())
        {
            var (name, part) = AttributePath.Split(path);
            if (AttributePath.IsOrigin(path) || part is "macaddr" or "hwaddr" or "uuid" || GuestSchema.SplitIndex(name)?.Family == "mp" && part == "volume") view = view.With(path, null);
            else if (part == "storage" && storage is not null && clone.Config.Get(name) is { } raw && !IsDisc(raw)) view = view.With(path, storage);
        }
        return view;
    }

    /// <summary>A clone's volume is as large as that of its original, or larger.</summary>
    private static bool Grows(AttributeMerge merge, Guest clone, PlanBuilder building)
    {
        if (!merge.Path.EndsWith(".size", StringComparison.Ordinal) || DiskSize.TryParse(merge.Code) is not { } wanted || DiskSize.TryParse(merge.Server) is not { } has || wanted >= has) return true;
        building.Problem(clone.VmId, clone.Name, merge.Path, $"Its original has {merge.Server}, and a clone's volume cannot be smaller: set its size to that or more.");
        return false;
    }

    private static IEnumerable<string> Storages(Guest guest) => guest.Config
        .Where(pair => GuestSchema.For(guest.Kind).FindKey(pair.Key) is { IsVolume: true } && GuestSchema.SplitIndex(pair.Key)?.Family != "unused")
        .Select(pair => VolumeId.Split(pair.Value.Split(',')[0]).Storage).OfType<string>().Distinct(StringComparer.Ordinal);

    private static bool IsShared(string storage, Inventory inventory) => inventory.Storages.FirstOrDefault(one => one.Name == storage)?.IsShared == true;

    private static bool IsDisc(string raw) => raw.Contains("media=cdrom", StringComparison.Ordinal) && !raw.Contains("cloudinit", StringComparison.Ordinal);

    private static bool Refuse(DesiredGuest code, PlanBuilder building, string why)
    {
        building.Problem(code.VmId, code.Name, "clone", why);
        return false;
    }
}
