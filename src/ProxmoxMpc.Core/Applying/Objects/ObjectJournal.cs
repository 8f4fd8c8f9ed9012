using System.Text.Json;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Applying.Objects;

/// <summary>
/// Writes down what is about to be done beside guests before it is, and what became of it. Of a run that was cut off the server is asked what
/// it has of each step's resource.
/// </summary>
public sealed class ObjectJournal(StateStore store, long runId)
{
    /// <summary>All steps, before the first one.</summary>
    public void Begin(IEnumerable<ObjectStep> steps) => store.WriteSteps(steps.Select(step => Row(step, "pending", null, null, JsonSerializer.Serialize(new ObjectJournalStep(step), ObjectJournalJson.Default.ObjectJournalStep))));

    /// <summary>Requests are about to be sent.</summary>
    public void Sending(ObjectStep step, DateTimeOffset now) => store.WriteStep(Row(step, "started", null, null, JsonSerializer.Serialize(new ObjectJournalStep(step) { Sent = now }, ObjectJournalJson.Default.ObjectJournalStep)));

    /// <summary>The server does it by this task.</summary>
    public void Task(ObjectStep step, string upid) => store.WriteStep(Row(step, "started", upid, null, null));

    public void Ended(ObjectStepResult result) => store.WriteStep(Row(result.Step, StepJournal.StateOf(result.Outcome), result.Upid, result.Message.Length == 0 ? null : result.Message, null));

    /// <summary>The steps beside guests of a run, each with its state; those of guests are not among them.</summary>
    public static IEnumerable<(ObjectStep Step, bool WasSent, string State, string? Upid, string? Message)> Read(StateStore store, long runId) => store.ReadSteps(runId).Where(IsOurs)
        .Select(row => (Row: row, Journal: JsonSerializer.Deserialize(row.Document!, ObjectJournalJson.Default.ObjectJournalStep)!))
        .Select(one => (one.Journal.Beside, one.Journal.Sent is not null, one.Row.State, one.Row.Upid, one.Row.Error));

    /// <summary>Whether a row is about something beside guests.</summary>
    internal static bool IsOurs(StepRecord row) => row.VmId == 0 && row.Document is not null;

    private StepRecord Row(ObjectStep step, string state, string? upid, string? error, string? document) =>
        new(runId, step.Number, 0, $"{step.Action}", $"{step.Name}: {step.Summary}", state, upid, error, document);
}

/// <summary>A row's document.</summary>
internal sealed record ObjectJournalStep(ObjectStep Beside)
{
    public DateTimeOffset? Sent { get; init; }
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
[System.Text.Json.Serialization.JsonSerializable(typeof(ObjectJournalStep))]
internal sealed partial class ObjectJournalJson : System.Text.Json.Serialization.JsonSerializerContext;
