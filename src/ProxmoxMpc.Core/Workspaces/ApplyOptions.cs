using ProxmoxMpc.Core.Applying.Objects;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>How a plan is carried out.</summary>
public sealed record ApplyOptions
{
    /// <summary>Whether a step's guest was named as one that may lose data; null: none was.</summary>
    public Func<PlanStep, bool>? AllowsDataLoss { get; init; }

    /// <summary>Terraform's own plan, by which it is done; null: through Proxmox's API.</summary>
    public Terraforming.TerraformRun? Terraform { get; init; }

    /// <summary>Steps under way at a time.</summary>
    public int Throttle { get; init; } = 5;

    /// <summary>Whether no further step is begun once one has failed; otherwise other guests go on.</summary>
    public bool StopOnError { get; init; }

    /// <summary>Hears how far the steps beside guests are; null: nobody wants to know.</summary>
    public IProgress<ObjectProgress>? ObjectProgress { get; init; }

    /// <summary>Is told of each result beside guests as it comes; null: nobody wants to know.</summary>
    public Action<ObjectStepResult>? ObjectEnded { get; init; }
}
