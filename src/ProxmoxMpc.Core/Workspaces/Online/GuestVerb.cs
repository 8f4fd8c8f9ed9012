using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Something that can be done to guests on the server. Each verb is a class: how to plan it for one guest, and what is special about doing it.</summary>
public abstract class GuestVerb(Session session)
{
    protected const string Zero = "0";
    protected const string One = "1";

    private protected Session Session { get; } = session;

    private protected PveClient Client { get; } = session.Client;

    /// <summary>What would be done to the guest as it is now.</summary>
    /// <exception cref="PmpcException">It cannot be done.</exception>
    internal virtual Task<ImmutableArray<GuestStep>> PlanAsync(GuestRef guest, GuestNow now, CancellationToken ct) => Task.FromResult<ImmutableArray<GuestStep>>([Plan(guest, now)]);

    /// <summary>The same for a verb that needs to know nothing but the guest's status.</summary>
    private protected virtual GuestStep Plan(GuestRef guest, GuestNow now) => throw new NotSupportedException($"{GetType().Name} plans nothing.");

    /// <summary>Checks what was asked for as a whole, before any guest is touched.</summary>
    /// <exception cref="PmpcException">It makes no sense for these guests.</exception>
    internal virtual void Check(IReadOnlyCollection<GuestRef> guests)
    {
    }

    /// <summary>The requests of a step, where they can be known only at the moment; otherwise those that were planned.</summary>
    internal virtual Task<GuestStep> PrepareAsync(GuestStep step, CancellationToken ct) => Task.FromResult(step);

    /// <summary>Sends a request of a step; returns the task's UPID, or null where Proxmox was done at once.</summary>
    /// <param name="settled">Told of the step before it is sent, where something of it is settled only then.</param>
    internal virtual async Task<string?> SendAsync(GuestStep step, GuestRequest request, Action<GuestStep> settled, CancellationToken ct)
    {
        var path = step.Guest.Path(request.Rest);
        var data = request.Method == HttpMethod.Delete
            ? await Client.DeleteAsync(path, request.Parameters, ct)
            : await Client.PostAsync(path, request.Parameters, ct);
        return data.AsText();
    }

    /// <summary>Whether what a request wants is so; null where the guest does not tell, but only the task.</summary>
    internal virtual Task<bool?> IsDoneAsync(GuestStep step, GuestRequest request, CancellationToken ct) => Task.FromResult<bool?>(null);

    /// <summary>The guest as it is now, wherever it is; null where it is nowhere.</summary>
    private protected async Task<GuestNow?> NowAsync(GuestRef guest, CancellationToken ct)
    {
        try
        {
            return await GuestNow.ReadAsync(Client, guest, ct);
        }
        catch (PveApiException e) when (e.Id == "PmpcGuestNotFound")
        {
            var node = (await ClusterIndex.ReadAsync(Client, "vm", ct)).Guests.GetValueOrDefault(guest.VmId)?.Node;
            return node is null || node == guest.Node ? null : await GuestNow.ReadAsync(Client, guest with { Node = node }, ct);
        }
    }

    /// <summary>Whether a failure only means that it was so already, since somebody was faster.</summary>
    internal virtual bool MeansAlreadySo(string causeId) => false;

    /// <summary>The object that shows what came of it.</summary>
    internal virtual async Task<object?> ResultAsync(GuestStep step, CancellationToken ct) =>
        await new InventoryReader(Client).ReadGuestAsync(step.Guest.Kind, step.Guest.Node, step.Guest.VmId, ct);

    private protected static string? Flag(bool value) => value ? One : null;

    private protected static PmpcException NotRunning(GuestRef guest, string hint) =>
        new("PmpcGuestNotRunning", PmpcErrorKind.Conflict, $"{guest} is not running.", hint, guest.VmId);

    private protected static PmpcException OfVmsOnly(GuestRef guest, string what) =>
        new("PmpcNotSupported", PmpcErrorKind.NotSupported, $"{guest} is a container; {what}.", target: guest.VmId);
}
