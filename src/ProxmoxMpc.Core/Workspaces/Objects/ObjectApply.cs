using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The part of an apply that is about what stands beside guests: some of it before them, the rest after.</summary>
internal sealed class ObjectApply
{
    private readonly Session _session;
    private readonly StateStore _store;
    private readonly Plan _plan;
    private readonly ApplyOptions _options;
    private readonly ObjectEngine _engine;
    private readonly ObjectStep[] _steps;
    private Picture? _picture;

    public ObjectApply(Session session, StateStore store, Plan plan, long run, ApplyOptions options, TimeProvider time)
    {
        (_session, _store, _plan, _options, _steps) = (session, store, plan, options, [.. plan.Doable]);
        var journal = new ObjectJournal(store, run);
        journal.Begin(_steps);
        _engine = new(session.Client, async (step, ct) => await LookAsync(session, _picture!, step, ct), journal, time, _steps.Length);
    }

    public IReadOnlyList<ObjectStepResult> Results => _engine.Results;

    /// <summary>Does what guests may need.</summary>
    public async Task BeforeGuestsAsync(CancellationToken ct)
    {
        // Terraform makes some of it itself, where a guest's code refers to it.
        if (_options.Terraform is not null && _plan.Problems.Any(problem => problem.VmId == 0)) return;
        await RunAsync([.. _steps.Where(step => step.IsBeforeGuests)], _ => null, ct);
    }

    /// <summary>Why no guest's step may be begun; null: they may.</summary>
    public string? WhyNoGuests => _options.StopOnError && Results.FirstOrDefault(result => result.Outcome is StepOutcome.Failed or StepOutcome.Unknown) is { } failed
        ? SkipReason.Stopped(failed.Number) : null;

    /// <summary>Does the rest.</summary>
    /// <param name="guests">What became of the guests' steps.</param>
    public async Task AfterGuestsAsync(ApplyResult guests, CancellationToken ct)
    {
        var done = Results.Select(result => result.Number).ToHashSet();
        // What is there now may be there only since a moment.
        if (guests.Steps.Length > 0) _picture = null;
        await RunAsync([.. _steps.Where(step => !done.Contains(step.Number))], step => WhyNot(step, guests), ct);
    }

    private string? WhyNot(ObjectStep step, ApplyResult guests)
    {
        if (step.Action != PlanAction.Delete && ObjectNeeds.GuestOf(step) is { } vmid && guests.Steps.FirstOrDefault(result => result.VmId == vmid && IsNotMade(result)) is { } needed)
            return SkipReason.Needs(needed.Number);
        return _options.StopOnError && guests.Steps.FirstOrDefault(result => result.Outcome is StepOutcome.Failed or StepOutcome.Unknown) is { } failed ? SkipReason.Stopped(failed.Number) : null;
    }

    private static bool IsNotMade(StepResult result) => result.Outcome != StepOutcome.Done && result.Action is PlanAction.Create or PlanAction.Clone or PlanAction.Restore;

    private async Task RunAsync(ObjectStep[] steps, Func<ObjectStep, string?> whyNot, CancellationToken ct)
    {
        if (steps.Length == 0) return;
        _picture ??= await PictureAsync(_session, _store, ct);
        await _engine.RunAsync(steps, _options.StopOnError, whyNot, _options.ObjectProgress, _options.ObjectEnded, ct);
    }

    /// <summary>The three states, with the guests as they are now.</summary>
    public static async Task<Picture> PictureAsync(Session session, StateStore store, CancellationToken ct) =>
        Picture.Of(session.Workspace, await Sync.ReadInventoryAsync(session, store, null, ct), store);

    /// <summary>Reads a step's resource as it is at this moment.</summary>
    /// <exception cref="PmpcException">It cannot be read.</exception>
    public static async Task<ObjectSight> LookAsync(Session session, Picture picture, ObjectStep step, CancellationToken ct)
    {
        var now = await ObjectLook.AtAsync(session, picture, [step.Key], withPools: true, ct);
        if (ObjectLook.WhyHidden(now, step.Key) is { } hidden)
            throw new PmpcException("PmpcObjectHidden", PmpcErrorKind.PermissionDenied, $"Nobody knows what the server has of {step.Name}: {hidden}", "Sync when it can be read again, and look at the new plan.", step);
        var objects = ObjectCode.ObjectsOf(step.Key, now.AllObjects);
        var view = now.ViewOf(step.Key);
        var isNothing = step.Action == PlanAction.Delete && view is not null && ObjectCode.IsNothing(step.Key, view);
        return new(ObjectLook.SeenOf(objects), !objects.IsEmpty && !isNothing, isNothing ? null : view)
        {
            IsWaiting = step.Kind == ObjectKind.Network && now.AllObjects.OfType<NetworkDefinition>().Any(one => one.Scope == step.Key.Scope && one.HasPendingChanges),
        };
    }
}
