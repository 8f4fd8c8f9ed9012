using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Looks at what steps made.</summary>
internal sealed class StepReadBack(GuestRequests requests, TimeProvider time)
{
    // The clean-up after a task, and a worker that Proxmox began without telling of it, take a moment.
    private static readonly TimeSpan[] LookAgain = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)];

    /// <summary>Looks whether the guest is what the step was to make of it.</summary>
    /// <returns>The guest; and what is to be said where nobody could look.</returns>
    /// <exception cref="PmpcException">It is not so.</exception>
    public async Task<SeenGuest> LookAsync(PlanStep step, GuestNow? before, CancellationToken ct)
    {
        GuestNow? seen = null;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var (isReached, now) = await requests.LookAsync(step, before, ct);
                if (isReached) return new(now, "");
                seen = now;
                // Proxmox answered when it was written; it shows a guest's pool only to those who may look at that pool.
                if (step.Action == PlanAction.Pool) return new(null, "Whether it is so cannot be seen without Pool.Audit on the pool.");
            }
            catch (PmpcException unseen)
            {
                return new(null, $"It could not be read back: {unseen.Message}");
            }
            if (attempt == LookAgain.Length)
                throw new PmpcException("PmpcStepNotReached", PmpcErrorKind.Conflict, $"The server called it done, but {step.Guest} read back is not so: {Unreached(step, before, seen)}.",
                    "Somebody else may have changed it meanwhile, or the server ignores what was asked of it. Sync, and look at the new plan.", step);
            await Task.Delay(LookAgain[attempt], time, ct);
        }
    }

    /// <summary>What is not as it was wanted, as far as that can be said in a few words.</summary>
    private static string Unreached(PlanStep step, GuestNow? before, GuestNow? now) => step.Action == PlanAction.Update && now is not null
        ? string.Join(", ", StepAim.Differing(step, before, now).Select(key => $"{key} is {now.Config.Get(key)?.ReplaceLineEndings("\\n") ?? "unset"}"))
        : step.Summary;
}

/// <summary>What a step made, as it was read back.</summary>
/// <param name="Now">The guest; null where there is none, or nobody could look.</param>
/// <param name="Remark">What is to be said where nobody could look; otherwise empty.</param>
internal sealed record SeenGuest(GuestNow? Now, string Remark);
