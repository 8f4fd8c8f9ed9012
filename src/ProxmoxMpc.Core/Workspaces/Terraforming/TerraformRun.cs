using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Applying;
using ProxmoxMpc.Core.Applying.Tools;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces.Terraforming;

/// <summary>
/// An apply by Terraform that is ready to be begun: Terraform has made its plan, and <see cref="Plan"/> says in our steps what is
/// in it. Only that is carried out. Disposing it deletes Terraform's plan.
/// </summary>
public sealed class TerraformRun : IDisposable
{
    private readonly Workspace _workspace;
    private readonly TerraformTool _tool;
    private readonly string _planFile;
    private readonly TerraformMerge _merge;

    private TerraformRun(Workspace workspace, TerraformTool tool, string planFile, TerraformMerge merge)
    {
        _workspace = workspace;
        _tool = tool;
        _planFile = planFile;
        _merge = merge;
    }

    /// <summary>What Terraform would do: the steps of the plan that it was asked for, as far as it does them, and guests that it would replace.</summary>
    public Plan Plan => _merge.Plan;

    /// <summary>Has Terraform make its plan of what a plan holds.</summary>
    /// <param name="plan">The plan of code and server, by <see cref="Apply"/>.</param>
    /// <param name="executable">The program; null: the one on the PATH.</param>
    /// <exception cref="PmpcException">There is no Terraform, or it cannot plan.</exception>
    public static async Task<TerraformRun> PrepareAsync(Session session, Plan plan, string? executable, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        var workspace = session.Workspace;
        var tool = await TerraformSetup.OpenAsync(session, executable, ct);
        var planFile = workspace.PathOf($"{Workspace.FolderName}/apply-{Guid.NewGuid():n}.tfplan");
        try
        {
            // Terraform writes it with the umask's mode; what exists keeps its own.
            AtomicFile.Write(planFile, [], AtomicFile.OwnerOnly);
            var addresses = await AddressesAsync(workspace, tool, plan, ct);
            var merge = plan.Steps.Length > 0 ? await PlanAsync(tool, planFile, plan, addresses, progress, ct) : TerraformMerge.Of(plan, [], addresses);
            // What it means otherwise than we do must not be in the file that is carried out.
            if (!merge.Dropped.IsEmpty)
            {
                var less = plan with { Steps = [.. plan.Steps.Where(step => !merge.Dropped.Contains(step.VmId))], Problems = merge.Plan.Problems };
                var kept = addresses.Where(address => !merge.Dropped.Contains(address.Value.VmId)).ToDictionary(StringComparer.Ordinal);
                merge = less.Steps.Length > 0 ? await PlanAsync(tool, planFile, less, kept, progress, ct) : TerraformMerge.Of(less, [], kept);
            }
            return new(workspace, tool, planFile, merge with { Plan = await StoppingAsync(session.Client, merge.Plan, ct) });
        }
        catch
        {
            File.Delete(planFile);
            throw;
        }
        finally
        {
            KeepPrivate(workspace);
        }
    }

    /// <summary>Makes sure that nothing goes that nobody has named.</summary>
    /// <param name="plan">What is to be carried out: <see cref="Plan"/>, and what was added to it.</param>
    /// <exception cref="PmpcException"><c>PmpcTerraformUnexpected</c>, <c>PmpcDataLossNotAllowed</c>, <c>PmpcStepUnknown</c></exception>
    public void EnsureAllowed(Plan plan, Func<PlanStep, bool>? allowsDataLoss)
    {
        TerraformEngine.EnsureKnown(plan);
        if (!_merge.Unexpected.IsEmpty)
            throw new PmpcException("PmpcTerraformUnexpected", PmpcErrorKind.Conflict, $"Terraform would also delete or replace what is not in the plan: {string.Join(", ", _merge.Unexpected)}. Nothing was done.",
                "See 'terraform plan' in the folder terraform/, and mend the code.", _merge.Unexpected);
        DataLoss.EnsureAllowed(Plan, allowsDataLoss);
    }

    /// <summary>The engine that carries it out.</summary>
    internal IPlanEngine Engine(PveClient client, StateStore store, EngineOptions options, TimeProvider time) => new TerraformEngine(_tool, new(_planFile, _merge.Resources), client, store, options, time);

    public void Dispose()
    {
        File.Delete(_planFile);
        KeepPrivate(_workspace);
    }

    private static async Task<TerraformMerge> PlanAsync(TerraformTool tool, string planFile, Plan plan, Dictionary<string, (int VmId, bool IsMembership)> addresses, IProgress<ReadProgress>? progress, CancellationToken ct)
    {
        // Without a target Terraform would plan everything.
        if (addresses.Count == 0) return TerraformMerge.Of(plan, [], addresses);
        await tool.PlanAsync(planFile, addresses.Keys.Order(StringComparer.Ordinal), message =>
        {
            if (message.Address is not null) progress?.Report(new($"{tool.Name}: {tool.Hide(message.Text)}", 0, 0));
        }, ct);
        using var shown = await tool.ShowAsync(planFile, ct);
        return TerraformMerge.Of(plan, TerraformChange.Of(shown), addresses);
    }

    /// <summary>
    /// The plan with a stop of what runs and only Terraform means to replace, as there is one of all else that goes: what it would
    /// write after its backup would be lost.
    /// </summary>
    private static async Task<Plan> StoppingAsync(PveClient client, Plan plan, CancellationToken ct)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        foreach (var step in plan.Steps)
        {
            var stop = step with { Action = PlanAction.Stop, Consequence = Consequence.Downtime, Changes = [], IsReplacement = false };
            if (step.Action == PlanAction.Delete && plan.Steps.All(other => other.VmId != step.VmId || other.Action != PlanAction.Stop) && await new GuestRequests(client).FindAsync(stop, ct) is { Running: true }) steps.Add(stop);
            steps.Add(step);
        }
        return plan with { Steps = [.. steps.Select((step, index) => step with { Number = index + 1 })] };
    }

    /// <summary>What Terraform calls the guests of a plan. Those that the code has no more, only its state knows.</summary>
    private static async Task<Dictionary<string, (int VmId, bool IsMembership)>> AddressesAsync(Workspace workspace, TerraformTool tool, Plan plan, CancellationToken ct)
    {
        var found = new Dictionary<string, (int, bool)>(StringComparer.Ordinal);
        var (files, code) = CodeReading.Of(workspace);
        RefreshImports(workspace, code);
        var guests = plan.Steps.Select(step => step.VmId).ToHashSet();
        foreach (var guest in code.Guests.Where(guest => guests.Contains(guest.VmId)))
        {
            found[TerraformAddresses.Of(guest)] = (guest.VmId, false);
            if (TerraformAddresses.MembershipOf(guest, files[guest.File]) is { } membership) found[membership] = (guest.VmId, true);
            guests.Remove(guest.VmId);
        }
        if (guests.Count == 0 || !Directory.Exists(workspace.PathOf($"{CodeReading.Folder}/.terraform"))) return found;
        using var state = await tool.ShowAsync(null, ct);
        foreach (var (vmid, address) in TerraformChange.GuestsOf(state, type => TerraformAddresses.KindOf(type) is not null))
            if (guests.Contains(vmid)) found[address] = (vmid, false);
        return found;
    }

    /// <summary>Terraform refuses to plan while an import block names a resource that was taken out of the code since the last sync.</summary>
    private static void RefreshImports(Workspace workspace, TerraformCode code)
    {
        using var store = workspace.OpenState(readOnly: true);
        if (store.ReadInventory() is { } known) workspace.Files.Write(TerraformWriter.Imports(known, code), FileOwnership.Derived);
    }

    /// <summary>Terraform's local state holds configs and what providers call sensitive, in plain text.</summary>
    private static void KeepPrivate(Workspace workspace)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var name in new[] { "terraform.tfstate", "terraform.tfstate.backup" })
            if (workspace.PathOf($"{CodeReading.Folder}/{name}") is var path && File.Exists(path)) File.SetUnixFileMode(path, AtomicFile.OwnerOnly);
    }
}
