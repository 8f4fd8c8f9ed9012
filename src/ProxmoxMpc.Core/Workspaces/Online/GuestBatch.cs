using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How a verb is carried out for many guests.</summary>
public sealed record GuestBatchOptions
{
    /// <summary>Null: VMs and containers.</summary>
    public GuestKind? Kind { get; init; }

    /// <summary>How many guests are worked on at a time.</summary>
    public int Concurrency { get; init; } = 5;

    /// <summary>Whether the tasks are waited for.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>Whether the outcomes carry the guests as they are afterwards.</summary>
    public bool WithResult { get; init; }
}

/// <summary>
/// Does a verb to many guests: finds them, plans for all, asks for each, and works on several at a time. What goes wrong
/// with one guest does not stop the others. When cancelled, tasks that were begun run on.
/// </summary>
public sealed class GuestBatch(Session session, GuestVerb verb, GuestBatchOptions options)
{
    /// <param name="wanted">Which guests.</param>
    /// <param name="confirm">Asked once for each step that is to be done, one after the other.</param>
    /// <param name="ended">Told of each guest's outcome, from any thread.</param>
    /// <exception cref="PmpcException">Nothing could be done at all: the server, the token, or what was asked for.</exception>
    public async Task RunAsync(IReadOnlyList<GuestSelector> wanted, Func<GuestStep, Task<bool>> confirm, Action<GuestOutcome> ended, IProgress<GuestProgress>? progress, CancellationToken ct)
    {
        var (guests, missing) = await new GuestFinder(session.Client).FindAsync(wanted, options.Kind, ct);
        foreach (var failure in missing) ended(new() { Failure = failure });
        verb.Check([.. guests.Select(one => one.Guest)]);
        var agreed = new List<GuestStep>();
        foreach (var plan in await Task.WhenAll(guests.Select(guest => PlanAsync(guest, ct))))
        {
            // web-* or 100-105 means those of them to whom it can be done.
            if (plan.Failure is { Id: "PmpcGuestIsTemplate" or "PmpcGuestNotRunning" } beside && plan.IsOneOfMany) ended(new() { Guest = plan.Guest, Note = $"Passed over. {beside.Message}" });
            else if (plan.Failure is not null) ended(new() { Guest = plan.Guest, Failure = plan.Failure });
            foreach (var step in plan.Steps)
            {
                if (step.AlreadySo is not null) ended(await WithResultAsync(new() { Guest = step.Guest, Step = step, Note = step.AlreadySo }, ct));
                else if (await confirm(step)) agreed.Add(step);
            }
        }
        await DoAsync(agreed, ended, progress, ct);
    }

    private async Task DoAsync(List<GuestStep> steps, Action<GuestOutcome> ended, IProgress<GuestProgress>? progress, CancellationToken ct)
    {
        var done = 0;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = ct };
        // What is done to one guest is done in its order: Proxmox locks it meanwhile.
        await Parallel.ForEachAsync(steps.Select((step, index) => (Step: step, Index: index)).GroupBy(one => one.Step.Guest.VmId), limit, async (group, token) =>
        {
            foreach (var (step, index) in group)
            {
                void Tell(int? percent, string text) => progress?.Report(new(step, index, Volatile.Read(ref done), steps.Count, percent, text));
                Tell(null, "Sending");
                var outcome = await new GuestRunner(session.Client, verb, options.Wait, Tell).RunAsync(step, token);
                Interlocked.Increment(ref done);
                Tell(100, "Done");
                ended(outcome.Failure is null ? await WithResultAsync(outcome, token) : outcome);
            }
        });
    }

    private async Task<(GuestRef Guest, bool IsOneOfMany, ImmutableArray<GuestStep> Steps, PmpcException? Failure)> PlanAsync(FoundGuest found, CancellationToken ct)
    {
        var guest = found.Guest;
        try
        {
            var now = await GuestNow.ReadAsync(session.Client, guest, ct);
            var name = now.Name ?? GuestFinder.Unnamed(guest.Kind, guest.VmId);
            if (found.IsMeant is { } isMeant && !isMeant(name))
                throw new PmpcException("PmpcGuestRenamed", PmpcErrorKind.Conflict, $"{guest} is called '{name}' by now.", "Nothing was done to it. Try again in a few seconds, or name it with -VmId.", guest.VmId);
            guest = guest with { Name = name };
            return (guest, found.IsOneOfMany, await verb.PlanAsync(guest, now, ct), null);
        }
        catch (PmpcException failure) when (!GapLog.IsFatal(failure))
        {
            return (guest, found.IsOneOfMany, [], failure);
        }
    }

    private async Task<GuestOutcome> WithResultAsync(GuestOutcome outcome, CancellationToken ct)
    {
        if (!options.WithResult || !options.Wait || outcome.Step is not { } step) return outcome;
        try
        {
            return outcome with { Result = await verb.ResultAsync(step, ct) };
        }
        catch (PmpcException failure) when (!GapLog.IsFatal(failure))
        {
            return outcome with { Failure = failure };
        }
    }
}
