using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>What goes for good when a plan is carried out, backups or not. It is said before anything is done. Pure.</summary>
public static class PlanLosses
{
    private const string NoBackup = "no backup is taken";

    /// <summary>Whether a loss follows from how a plan backs up, and is another where it does so in another way.</summary>
    public static bool IsOfDeletion(PlanLoss loss) => loss.Reason == NoBackup;

    /// <param name="plan">The plan, with the backups that it takes.</param>
    /// <param name="server">A guest as it is; null: there is none.</param>
    /// <param name="hasBackup">Whether there is an archive of a guest already that will do.</param>
    public static ImmutableArray<PlanLoss> Of(Plan plan, Func<int, Guest?> server, Func<int, bool>? hasBackup = null)
    {
        var saved = plan.Steps.Where(step => step.Action == PlanAction.Backup).Select(step => step.VmId).ToHashSet();
        return [.. plan.Steps.SelectMany(step => Of(step, server(step.VmId), saved.Contains(step.VmId) || hasBackup?.Invoke(step.VmId) == true))];
    }

    private static IEnumerable<PlanLoss> Of(PlanStep step, Guest? guest, bool isSaved)
    {
        foreach (var key in step.Action == PlanAction.Update ? step.Removals.Where(key => GuestSchema.SplitIndex(key)?.Family == "unused") : [])
            yield return Loss(key, $"{guest?.Config.Get(key) ?? "the detached volume"} is destroyed, and no backup holds a detached volume");
        if (step.Action != PlanAction.Delete || guest is null) yield break;
        if (!isSaved)
        {
            yield return Loss("the guest and its volumes", NoBackup);
            yield break;
        }
        foreach (var loss in NotSaved(guest)) yield return loss;

        PlanLoss Loss(string what, string why) => new(step.VmId, step.Name, what, why);
    }

    /// <summary>What of a guest no backup holds.</summary>
    public static IEnumerable<PlanLoss> NotSaved(Guest guest)
    {
        foreach (var (key, raw) in guest.Config)
        {
            if (GuestSchema.For(guest.Kind).FindKey(key) is not { IsVolume: true } schema) continue;
            if (schema.Name == "unused") yield return Loss(key, $"{raw} is detached, and a backup holds what is attached");
            else if (Left(guest.Kind, key, PropertyString.Parse(raw, schema).ToAttributes(schema).ToDictionary(StringComparer.Ordinal)) is { } why) yield return Loss(key, why);
        }
        if (guest.Config.ContainsKey("parent")) yield return Loss("snapshots", "a backup holds the present alone");
        if (guest.HaState is not null) yield return Loss("its HA resource", "it goes with the guest; add it again after a restore");

        PlanLoss Loss(string what, string why) => new(guest.VmId, guest.Name, what, why);
    }

    /// <summary>Why a backup leaves a volume out; null where it holds it, or where there is nothing on it of its own.</summary>
    private static string? Left(GuestKind kind, string key, Dictionary<string, string> parts)
    {
        if (parts.GetValueOrDefault("media") == "cdrom") return null;
        if (kind == GuestKind.Qemu) return parts.GetValueOrDefault("backup") == "0" ? "it is set to backup=0, so backups leave it out" : null;
        if (key == "rootfs" || parts.GetValueOrDefault("storage") is null) return null;
        return parts.GetValueOrDefault("backup") == "1" ? null : "backups leave out mount points that are not set to backup=1";
    }
}
