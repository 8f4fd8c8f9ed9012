using System.Collections.Immutable;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying;

/// <summary>The steps of a run about guests, as the journal has them.</summary>
internal static class JournalReading
{
    /// <param name="Outcome">Null: it was never begun.</param>
    /// <param name="IsUncertain">Whether it was under way when the journal ends.</param>
    public sealed record Entry(PlanStep Step, StepOutcome? Outcome, bool IsUncertain, GuestNow? Before, DateTimeOffset? Sent, string? Upid, string? Message);

    /// <summary>In the order of the plan. Rows of a version that did not keep its steps are left out: nothing can be found out about them.</summary>
    public static ImmutableArray<Entry> Of(StateStore store, long run) =>
    [
        .. store.ReadSteps(run).Where(row => !ObjectJournal.IsOurs(row)).Select(row => (Row: row, Kept: JournalDocument.Read(row))).Where(one => one.Kept is not null).Select(one =>
            new Entry(one.Kept!.Step, OutcomeOf(one.Row.State), one.Row.State is "started" or "unknown", one.Kept.Before, one.Kept.Sent, one.Row.Upid, one.Row.Error)),
    ];

    private static StepOutcome? OutcomeOf(string state) => state switch
    {
        "done" => StepOutcome.Done,
        "failed" => StepOutcome.Failed,
        "skipped" => StepOutcome.Skipped,
        "unknown" => StepOutcome.Unknown,
        _ => null,
    };
}
