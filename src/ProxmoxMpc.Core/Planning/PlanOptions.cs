namespace ProxmoxMpc.Core.Planning;

/// <summary>What a plan holds beside what the code asks for.</summary>
public sealed record PlanOptions
{
    /// <summary>Whether running guests are rebooted where changes wait for it.</summary>
    public bool Restart { get; init; }
}
