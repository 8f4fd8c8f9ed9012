using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Something that only so many steps can use at a time.</summary>
internal sealed record Claim(string What, int Capacity);

/// <summary>
/// What a step holds while it is under way. Proxmox makes volumes of a storage one after the other and lets others wait for its
/// lock, a minute on a node's own storage and ten seconds on one of the cluster; pools are written under one lock for all.
/// </summary>
internal static class StepClaims
{
    /// <summary>Tasks at a time on one node: what Proxmox's own bulk actions do (max_workers).</summary>
    public const int PerNode = 4;

    /// <summary>Steps at a time that make or remove volumes of one storage: one that works and some that wait well within the limit.</summary>
    public const int PerStorage = 3;

    // A node saves one guest at a time, whoever asks for it.
    private const int BackupsPerNode = 1;

    // Proxmox's task of a clone does not say by its name which one it makes; one after the other, there is no doubt.
    private const int ClonesPerGuest = 1;

    private const int PerSharedStorage = 2;
    private const int MigrationsPerNode = 2;

    public static IEnumerable<Claim> Of(PlanStep step, Func<string, bool> isShared)
    {
        switch (step.Action)
        {
            case PlanAction.Pool:
                yield return new("pools", 1);
                yield break;
            // A change of settings alone is written at once.
            case PlanAction.Update when !step.AllocatesVolume:
                yield break;
            case PlanAction.Migrate:
                foreach (var node in new[] { step.Node, step.Argument! }.Distinct(StringComparer.Ordinal))
                {
                    yield return new($"node {node}", PerNode);
                    yield return new($"migrations of {node}", MigrationsPerNode);
                }
                yield break;
            case PlanAction.Backup:
                yield return new($"backups of {step.Node}", BackupsPerNode);
                break;
        }
        if (step.Source is { } source) yield return new($"clones of {source.VmId}", ClonesPerGuest);
        yield return new($"node {step.Node}", PerNode);
        foreach (var storage in Storages(step).Distinct(StringComparer.Ordinal))
            yield return isShared(storage) ? new($"storage {storage}", PerSharedStorage) : new($"storage {storage} of {step.Node}", PerStorage);
    }

    /// <summary>The storages on which the step makes volumes.</summary>
    private static IEnumerable<string> Storages(PlanStep step) => step.Action switch
    {
        PlanAction.MoveDisk => [step.Argument!],
        PlanAction.Clone => step.Parameters.TryGetValue("storage", out var storage) ? [storage] : [],
        PlanAction.Create or PlanAction.Restore or PlanAction.Update => step.Parameters.Where(pair => GuestSchema.For(step.Kind).FindKey(pair.Key) is { IsVolume: true })
            .Where(pair => PlanStep.IsNewVolume(pair.Value)).Select(pair => VolumeId.Split(pair.Value.Split(',')[0]).Storage!),
        _ => [],
    };
}
