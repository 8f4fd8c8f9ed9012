using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Writes down what is about to be done before it is, and what became of it. What it returned from is on the disk.</summary>
internal sealed class StepJournal(StateStore store, long runId)
{
    /// <summary>All steps, before the first one.</summary>
    public void Begin(IEnumerable<PlanStep> steps) => store.WriteSteps(steps.Select(step => Row(step, "pending", null, null, JournalDocument.Write(new(step, null, null)))));

    /// <summary>A request is about to be sent.</summary>
    /// <param name="before">The guest as it is; null: there is none yet.</param>
    public void Sending(PlanStep step, GuestNow? before, DateTimeOffset now) => store.WriteStep(Row(step, "started", null, null, JournalDocument.Write(new(step, before, now))));

    /// <summary>The server does it by this task.</summary>
    public void Task(PlanStep step, string? upid) => store.WriteStep(Row(step, "started", upid, null, null));

    /// <summary>A backup is there: from now on it is known to be ours.</summary>
    public void Archived(PlanStep step, string archive, DateTimeOffset now) =>
        store.WriteArchive(new(archive, step.Node, step.VmId, step.Kind, step.Name, PlanBackups.NotesOf(step), now, runId, step.Number, null));

    public void Ended(StepResult result) =>
        store.WriteStep(Row(result.Step, StateOf(result.Outcome), result.Upid, result.Message.Length == 0 ? null : result.Message, null));

    /// <summary>What the journal calls it.</summary>
    public static string StateOf(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Done => "done",
        StepOutcome.Failed => "failed",
        StepOutcome.Unknown => "unknown",
        _ => "skipped",
    };

    private StepRecord Row(PlanStep step, string state, string? upid, string? error, string? document) =>
        new(runId, step.Number, step.VmId, step.Action.ToString(), step.Summary, state, upid, error, document);
}

/// <summary>A step as the journal keeps it: all that a later session needs to find out what became of it.</summary>
/// <param name="Step">As it was planned.</param>
/// <param name="Before">The guest as it was when the request went out; null: there was none, or it never went out.</param>
/// <param name="Sent">When it went out; null: it never did.</param>
internal sealed record JournalEntry(PlanStep Step, GuestNow? Before, DateTimeOffset? Sent);

/// <summary>The same as a row's document.</summary>
internal static class JournalDocument
{
    public static string Write(JournalEntry entry) => JsonSerializer.Serialize(
        new(entry.Step, entry.Sent, entry.Before is { } before ? new(before.Digest, before.Running, before.Config.ToDictionary(StringComparer.Ordinal), before.Pid) : null), JournalJson.Default.JournalStep);

    /// <summary>Null where the row is of a version that kept none.</summary>
    public static JournalEntry? Read(StepRecord row)
    {
        if (row.Document is null || JsonSerializer.Deserialize(row.Document, JournalJson.Default.JournalStep) is not { } read) return null;
        return new(read.Step, read.Before is { } before ? new(before.Digest, before.Running, GuestConfig.From(before.Config), before.Pid) : null, read.Sent);
    }
}

internal sealed record JournalStep(PlanStep Step, DateTimeOffset? Sent, JournalGuest? Before);

internal sealed record JournalGuest(string? Digest, bool Running, Dictionary<string, string> Config, long? Pid = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalStep))]
internal sealed partial class JournalJson : JsonSerializerContext;
