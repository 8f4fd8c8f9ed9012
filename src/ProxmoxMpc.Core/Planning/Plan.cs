using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning.Objects;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What a step does.</summary>
public enum PlanAction
{
    Create,

    /// <summary>Changes the config.</summary>
    Update,

    /// <summary>Makes a volume larger.</summary>
    Grow,

    /// <summary>Moves a volume to another storage.</summary>
    MoveDisk,

    /// <summary>Moves the guest to another node.</summary>
    Migrate,

    /// <summary>Joins, changes or leaves a pool.</summary>
    Pool,
    Start,
    Stop,

    /// <summary>Shuts the guest down and starts it again, for what waits for that to take effect.</summary>
    Reboot,

    /// <summary>Turns the guest into a template, for good.</summary>
    Template,
    Delete,

    /// <summary>Saves the guest in an archive, before a step that destroys what is on its volumes.</summary>
    Backup,

    /// <summary>Makes the guest out of an archive, with what was on its volumes then.</summary>
    Restore,

    /// <summary>Makes the guest as a clone of another, with what is on that one's volumes.</summary>
    Clone,
}

/// <summary>What a step costs, mildest first.</summary>
public enum Consequence
{
    /// <summary>In force at once, nobody notices.</summary>
    Live,

    /// <summary>A device is plugged or unplugged while the guest runs.</summary>
    HotPlug,

    /// <summary>Written now, in force after the guest's next restart.</summary>
    PendingRestart,

    /// <summary>The guest is down for a while, or from then on.</summary>
    Downtime,

    /// <summary>Data is destroyed, or a volume with data is taken from its guest.</summary>
    DataLoss,
}

/// <summary>One attribute that a step changes. Null: unset, or at Proxmox's default.</summary>
public sealed record PlanChange(string Path, string? Before, string? After, Consequence Consequence)
{
    public override string ToString() => $"{AttributePath.Display(Path)}: {Line(Before)} -> {Line(After)}";

    private static string Line(string? value) => value?.ReplaceLineEndings("\\n") ?? "(unset)";
}

/// <summary>The guest that another is cloned from.</summary>
/// <param name="Node">The node that holds it.</param>
public sealed record CloneSource(string Node, int VmId, string Name)
{
    public override string ToString() => $"{Name} ({VmId})";
}

/// <summary>One step of a plan, about one guest.</summary>
public sealed record PlanStep
{
    /// <summary>Its place in the order, from 1.</summary>
    public int Number { get; init; }

    public required PlanAction Action { get; init; }
    public required GuestKind Kind { get; init; }
    public required int VmId { get; init; }
    public required string Name { get; init; }

    /// <summary>The node where it is done: the one that holds the guest at that moment.</summary>
    public required string Node { get; init; }

    public ImmutableArray<PlanChange> Changes { get; init; } = [];
    public Consequence Consequence { get; init; }

    /// <summary>The config key that a <see cref="PlanAction.Grow"/> or <see cref="PlanAction.MoveDisk"/> is about.</summary>
    public string? Disk { get; init; }

    /// <summary>
    /// Whether the guest goes to be created anew, or is created in place of one that goes: something of it cannot change
    /// otherwise. The steps of one replacement are a delete and a create of the same vmid.
    /// </summary>
    public bool IsReplacement { get; init; }

    /// <summary>The new size, storage, node or pool, the storage of a backup, the archive of a restore; null where the action has none.</summary>
    public string? Argument { get; init; }

    /// <summary>What a <see cref="PlanAction.Clone"/> is made of; null for every other action.</summary>
    public CloneSource? Source { get; init; }

    /// <summary>Config keys to set, as they go over the wire; of a clone the request's parameters.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Pools that are made before it, for they are in the code and not on the server; outer ones first.</summary>
    public ImmutableArray<NewPool> NewPools { get; init; } = [];

    /// <summary>Config keys to remove.</summary>
    public ImmutableArray<string> Removals { get; init; } = [];

    /// <summary>The digest of the config that the step was planned on; null for a guest that does not exist yet.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether the change of a config makes a volume, which takes a while, and room on a storage.</summary>
    internal bool AllocatesVolume => Parameters.Values.Any(IsNewVolume);

    /// <summary>Whether a config's value asks for a new volume: <c>local-lvm:32,ssd=1</c>.</summary>
    internal static bool IsNewVolume(string value)
    {
        var volume = VolumeId.Split(value.Split(',')[0]);
        return volume.Storage is not null && decimal.TryParse(volume.Volume, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The guest and its vmid, for people.</summary>
    public string Guest => $"{Name} ({VmId})";

    /// <summary>What the step does in a line.</summary>
    public string Summary => NewPools.IsEmpty ? Deed : $"{Deed}, and make the pool {string.Join(", ", NewPools.Select(pool => pool.PoolId))}";

    private string Deed => Action switch
    {
        PlanAction.Create when IsReplacement => $"create {Kind.DisplayName()} anew on {Node}",
        PlanAction.Create => $"create {Kind.DisplayName()} on {Node}",
        PlanAction.Update => string.Join(", ", Changes),
        PlanAction.Grow or PlanAction.MoveDisk => string.Join(", ", Changes),
        PlanAction.Migrate => $"migrate {Node} -> {Argument}",
        PlanAction.Pool => Argument is null ? "leave its pool" : $"join pool {Argument}",
        PlanAction.Template => "turn into a template",
        PlanAction.Reboot when Changes.Length > 0 => $"reboot, for {string.Join(", ", Changes.Select(change => AttributePath.Display(change.Path)).Distinct(StringComparer.Ordinal))} to take effect",
        PlanAction.Delete when IsReplacement => $"replace {Kind.DisplayName()} and its disks, for {string.Join(", ", Changes.Where(change => change.Consequence == Consequence.DataLoss))}",
        PlanAction.Delete => $"delete {Kind.DisplayName()} and its disks",
        PlanAction.Backup => $"back up to {Argument}",
        PlanAction.Clone => $"clone {Source}{(Parameters.GetValueOrDefault("full") == "0" ? ", linked" : "")}{(Parameters.TryGetValue("storage", out var storage) ? $", to {storage}" : "")} on {Node}",
        PlanAction.Restore => $"restore {Kind.DisplayName()} on {Node} from {Argument}",
        _ => Action.ToString().ToLowerInvariant(),
    };
}

/// <summary>Something that was asked for and that this product will not do.</summary>
public sealed record PlanProblem(int VmId, string Name, string? Path, string Message);

/// <summary>Something that a rollback will not bring back, whatever is backed up.</summary>
/// <param name="What">A volume by its key, snapshots, what other places say of the guest.</param>
public sealed record PlanLoss(int VmId, string Name, string What, string Reason)
{
    public override string ToString() => $"{Name} ({VmId}): {What}: {Reason}";
}

/// <summary>A running guest of which something is written already that takes effect only when it is started anew.</summary>
/// <param name="Keys">The config keys.</param>
public sealed record PlanWaiting(int VmId, string Name, ImmutableArray<string> Keys)
{
    public override string ToString() => $"{Name} ({VmId}): {string.Join(", ", Keys)}";
}

/// <summary>A difference that the plan leaves alone: the server moved (sync brings it into the code), or both did.</summary>
public sealed record PlanDrift(int VmId, string Name, AttributeMerge Merge)
{
    /// <summary>Who made the server's change, as far as that can be known; null: nobody asked.</summary>
    public Culprit? Culprit { get; init; }
}

/// <summary>A resource beside guests that is left to Terraform, for nothing here knows what it makes.</summary>
/// <param name="Address">For example <c>proxmox_acl.each</c>.</param>
public sealed record PlanLeft(string File, int Line, string Address, string Reason)
{
    public override string ToString() => FormattableString.Invariant($"{Address} ({File}:{Line}): {Reason}");
}

/// <summary>What apply would do, in order, and what it would leave.</summary>
public sealed record Plan
{
    public ImmutableArray<PlanStep> Steps { get; init; } = [];
    public ImmutableArray<PlanProblem> Problems { get; init; } = [];
    public ImmutableArray<PlanDrift> Drift { get; init; } = [];
    public ImmutableArray<PlanDrift> Conflicts { get; init; } = [];
    public ImmutableArray<Gap> Gaps { get; init; } = [];

    /// <summary>What goes for good.</summary>
    public ImmutableArray<PlanLoss> Losses { get; init; } = [];

    /// <summary>What waits for a restart and gets none by this plan; with <see cref="PlanOptions.Restart"/> nothing does.</summary>
    public ImmutableArray<PlanWaiting> Waiting { get; init; } = [];

    /// <summary>Steps about what stands beside guests, with those that are refused. They are counted after the guests' steps, wherever they are done.</summary>
    public ImmutableArray<ObjectStep> ObjectSteps
    {
        get => field.IsDefaultOrEmpty ? [] : field[0].Number == Steps.Length + 1 ? field : [.. field.Select((step, index) => step with { Number = Steps.Length + index + 1 })];
        init;
    } = [];

    /// <summary>What only the server moved beside guests, as far as the plan had to look there.</summary>
    public ImmutableArray<ObjectDifference> ObjectDrift { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What both moved beside guests.</summary>
    public ImmutableArray<ObjectDifference> ObjectConflicts { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>What the code has beside guests that is Terraform's alone.</summary>
    public ImmutableArray<PlanLeft> LeftToTerraform { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Whether apply would do anything.</summary>
    public bool HasChanges => Steps.Length > 0 || Doable.Any();

    /// <summary>The worst that a step costs; <see cref="Planning.Consequence.Live"/> for an empty plan.</summary>
    public Consequence Consequence => Steps.Select(step => step.Consequence).Concat(Doable.Select(step => step.Consequence)).DefaultIfEmpty().Max();

    /// <summary>The steps beside guests that are done.</summary>
    internal IEnumerable<ObjectStep> Doable => ObjectSteps.Where(step => step.Refusal is null);

    /// <summary>The plan as a diff, line by line.</summary>
    public ImmutableArray<PlanLine> ToDiff() => PlanDiff.Of(this);

    public string Summary
    {
        get
        {
            var refused = ObjectSteps.Count(step => step.Refusal is not null);
            var rest = refused == 0 ? "" : $" {Counted.Of(refused, "change")} beside guests {(refused == 1 ? "is" : "are")} left alone.";
            if (!HasChanges)
            {
                string[] left = [.. Left(Problems.Length, "problem"), .. Left(Conflicts.Length + ObjectConflicts.Length, "conflict"), .. Left(Drift.Length + ObjectDrift.Length, "drifted attribute"), .. Left(Gaps.Length, "gap")];
                var waiting = Waiting.Length == 0 ? "" : $" {Left(Waiting.Length, "guest")[0]} {(Waiting.Length == 1 ? "waits" : "wait")} for a restart.";
                var terraform = LeftToTerraform.IsEmpty ? "" : $" {Counted.Of(LeftToTerraform.Length, "resource")} beside guests {(LeftToTerraform.Length == 1 ? "is" : "are")} left to Terraform.";
                return (left.Length == 0 ? refused == 0 ? "No changes. Code and server agree." : "Nothing to apply." : $"Nothing to apply; {string.Join(", ", left)} left alone.") + rest + waiting + terraform;
            }
            // A replacement is several steps and one thing to the reader: the delete stands for it.
            var parts = Steps.Where(step => !step.IsReplacement || step.Action is PlanAction.Delete or PlanAction.Backup).GroupBy(step => (step.Action, IsReplaced: step is { IsReplacement: true, Action: PlanAction.Delete }))
                .OrderBy(group => group.Key).Select(group => $"{group.Count()} to {(group.Key.IsReplaced ? "replace" : Verb(group.Key.Action))}");
            var beside = Doable.GroupBy(step => step.Action).OrderBy(group => group.Key).Select(group => $"{group.Count()} to {Verb(group.Key)}").ToArray();
            return string.Join(" ", new[] { string.Join(", ", parts), beside.Length == 0 ? "" : $"{string.Join(", ", beside)} beside guests" }.Where(part => part.Length > 0).Select(part => part + ".")) + rest;
        }
    }

    private static string Verb(PlanAction action) => action switch
    {
        PlanAction.Backup => "back up",
        PlanAction.MoveDisk => "move a disk",
        _ => action.ToString().ToLowerInvariant(),
    };

    private static string[] Left(int count, string what) => count == 0 ? [] : [Counted.Of(count, what)];
}
