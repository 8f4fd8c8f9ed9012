using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// The backups that a plan takes before it destroys. What a step only detaches needs none: the volume stays, as Proxmox's
/// <c>unusedN</c>, and is attached again by a rollback. Pure.
/// </summary>
public static class PlanBackups
{
    private const string NotesParameter = "notes-template";
    private const string NotesBeginning = "ProxmoxMpc ";

    /// <summary>Whether what the step destroys is nowhere else, so that a backup has to be taken before it.</summary>
    public static bool IsDue(PlanStep step) => step.Action == PlanAction.Delete;

    /// <summary>The plan with a backup before every step that needs one.</summary>
    /// <param name="plan">A plan, which may have backups already: they are planned anew.</param>
    /// <param name="storageOf">The storage for the archive of a step's guest; null: it has one already that will do, or none is wanted.</param>
    /// <param name="token">A name that no other backup has.</param>
    public static Plan With(Plan plan, Func<PlanStep, string?> storageOf, Func<string> token)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        foreach (var step in Without(plan).Steps)
        {
            if (IsDue(step) && storageOf(step) is { } storage)
                steps.Add(step with { Action = PlanAction.Backup, Argument = storage, Consequence = Consequence.Live, Changes = [], Parameters = Request(token()), Removals = [] });
            steps.Add(step);
        }
        return plan with { Steps = Numbered(steps) };
    }

    /// <summary>The plan without backups.</summary>
    public static Plan Without(Plan plan) => plan.Steps.All(step => step.Action != PlanAction.Backup) ? plan
        : plan with { Steps = Numbered(plan.Steps.Where(step => step.Action != PlanAction.Backup)) };

    /// <summary>What the notes of a step's archive begin with.</summary>
    public static string NotesOf(PlanStep backup) => backup.Parameters[NotesParameter].Split(':')[0];

    // Older backups are somebody else's: nothing is pruned for ours. A machine is saved as it is, a running one, too.
    private static ImmutableSortedDictionary<string, string> Request(string token) => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [KeyValuePair.Create("mode", "snapshot"), KeyValuePair.Create("compress", "zstd"), KeyValuePair.Create("remove", "0"), KeyValuePair.Create(NotesParameter, $"{NotesBeginning}{token}: {{{{guestname}}}} ({{{{vmid}}}}) before it is deleted")]);

    private static ImmutableArray<PlanStep> Numbered(IEnumerable<PlanStep> steps) => [.. steps.Select((step, index) => step with { Number = index + 1 })];
}
