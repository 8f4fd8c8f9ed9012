using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How a check came out.</summary>
public enum CheckOutcome
{
    Passed,
    Failed,

    /// <summary>It could not be made, and the message says why.</summary>
    Skipped,
}

/// <summary>A check of the desired state and how it came out.</summary>
/// <param name="Check">The check's stable name, for example <c>StorageExists</c>.</param>
/// <param name="Target">The guest or node it is about; <c>all guests</c> for a check of them all.</param>
/// <param name="Outcome">How it came out.</param>
/// <param name="Message">Empty where it passed.</param>
public sealed record CheckResult(string Check, string Target, CheckOutcome Outcome, string Message)
{
    public bool Passed => Outcome == CheckOutcome.Passed;
}

/// <summary>The verb that checks the desired state before anybody applies it.</summary>
public static class Checks
{
    /// <summary>Reads the cluster and checks the code against it; changes nothing.</summary>
    public static async Task<ImmutableArray<CheckResult>> RunAsync(Session session, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var (_, code) = CodeReading.Of(session.Workspace);
        var inventory = await new InventoryReader(session.Client).ReadAsync(progress, ct);
        return Of(code, inventory);
    }

    /// <summary>Checks the code against what was last read of the server.</summary>
    public static ImmutableArray<CheckResult> RunOffline(Workspace workspace)
    {
        var (_, code) = CodeReading.Of(workspace);
        using var store = workspace.OpenState(readOnly: true);
        return Of(code, store.ReadInventory() ?? throw Picture.NeverSynced(workspace));
    }

    internal static ImmutableArray<CheckResult> Of(TerraformCode code, Inventory inventory)
    {
        var guests = code.Guests;
        var results = ImmutableArray.CreateBuilder<CheckResult>();
        results.AddRange(UniquenessChecks.Of(guests));
        foreach (var guest in guests) results.AddRange(PlacementChecks.Of(guest, inventory));
        results.AddRange(CapacityChecks.Of(guests, inventory));
        return results.ToImmutable();
    }
}
