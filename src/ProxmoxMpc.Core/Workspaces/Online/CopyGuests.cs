using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The verb that clones guests. The copies are on the server only, until a sync brings them into the code.</summary>
public sealed class CopyGuests(Session session) : GuestVerb(session), IDisposable
{
    private const int Attempts = 10;

    // Two copies at a time would be told the same free vmid.
    private readonly SemaphoreSlim _choosing = new(1);
    private HashSet<int>? _inCode;

    /// <summary>The copy's vmid; null: the lowest free one.</summary>
    public int? NewVmId { get; init; }

    /// <summary>Null: Proxmox makes one of the original's name.</summary>
    public string? NewName { get; init; }

    /// <summary>True: all disks are copied; false: the copy depends on the original; null: as Proxmox does, which links copies of templates only.</summary>
    public bool? Full { get; init; }

    public string? TargetNode { get; init; }
    public string? Storage { get; init; }
    public string? Format { get; init; }
    public string? SnapshotName { get; init; }
    public string? Pool { get; init; }
    public string? Description { get; init; }

    internal override void Check(IReadOnlyCollection<GuestRef> guests)
    {
        if (guests.Count > 1 && (NewVmId is not null || NewName is not null))
            throw new PmpcException("PmpcSeveralGuests", PmpcErrorKind.InvalidArgument, $"A vmid or name for the copy can be given for one guest only; these are {guests.Count}.", "Copy them one by one, or leave both out.");
        if (Full == false && (Storage is not null || Format is not null))
            throw new PmpcException("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, "A linked copy lies on the storage of its original, in the same format.", "Make a full copy, or leave storage and format out.");
    }

    private protected override GuestStep Plan(GuestRef guest, GuestNow now)
    {
        var full = Full ?? (!now.IsTemplate || Storage is not null || Format is not null);
        var vm = guest.Kind == GuestKind.Qemu;
        if (!vm && Format is not null) throw OfVmsOnly(guest, "the format of its volumes cannot be chosen");
        return new()
        {
            Guest = guest,
            SnapshotName = SnapshotName,
            Action = $"Clone ({(full ? "full" : "linked")}){(SnapshotName is null ? "" : $" its snapshot '{SnapshotName}'")} as {NewName ?? (vm ? "Copy-of-" + guest.Name : "its name")}"
                + $" ({NewVmId?.ToString(CultureInfo.InvariantCulture) ?? "next free vmid"}){(TargetNode is null ? "" : " on " + TargetNode)}",
            Requests =
            [
                GuestRequest.Post("clone", (vm ? "name" : "hostname", NewName), ("full", full ? One : Zero), ("target", TargetNode == guest.Node ? null : TargetNode), ("storage", Storage),
                    ("format", Format), ("snapname", SnapshotName), ("pool", Pool), ("description", Description)),
            ],
        };
    }

    internal override async Task<string?> SendAsync(GuestStep step, GuestRequest request, Action<GuestStep> settled, CancellationToken ct)
    {
        await _choosing.WaitAsync(ct);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var vmid = NewVmId ?? await FreeAsync(ct);
                var named = step with { CopyVmId = vmid };
                // Where the answer is lost, this is the copy that has to be looked for.
                settled(named);
                try
                {
                    // The answer comes when the copy's config is there, so that the next free vmid is another one.
                    return await base.SendAsync(named, request with { Parameters = request.Parameters.Insert(0, new("newid", vmid.ToString(CultureInfo.InvariantCulture))) }, settled, ct);
                }
                catch (PveApiException taken) when (taken.Id == "PmpcAlreadyExists" && NewVmId is null && attempt < Attempts)
                {
                    // Somebody else was given the same one: asked again, the server knows.
                }
            }
        }
        finally
        {
            _choosing.Release();
        }
    }

    internal override async Task<object?> ResultAsync(GuestStep step, CancellationToken ct) => step.CopyVmId is { } vmid
        ? await new InventoryReader(Client).ReadGuestAsync(step.Guest.Kind, TargetNode ?? step.Guest.Node, vmid, ct)
        : null;

    public void Dispose() => _choosing.Dispose();

    /// <summary>The lowest vmid that neither the server nor the code has: a guest that was written and not applied yet must find its own free.</summary>
    private async Task<int> FreeAsync(CancellationToken ct)
    {
        _inCode ??= [.. GuestCode.Guests(Session.Workspace).Select(guest => guest.VmId)];
        var next = (await Client.GetAsync("/cluster/nextid", null, ct)).AsText();
        if (!int.TryParse(next, CultureInfo.InvariantCulture, out var vmid)) throw new PmpcException("PmpcServerError", PmpcErrorKind.Unspecified, $"The server's next free vmid is no number: '{next}'.");
        while (_inCode.Contains(vmid) || !await IsFreeAsync(vmid, ct)) vmid++;
        return vmid;
    }

    private async Task<bool> IsFreeAsync(int vmid, CancellationToken ct)
    {
        try
        {
            await Client.GetAsync("/cluster/nextid", [new("vmid", vmid.ToString(CultureInfo.InvariantCulture))], ct);
            return true;
        }
        catch (PveApiException e) when (e.Id == "PmpcAlreadyExists")
        {
            return false;
        }
    }
}
