namespace ProxmoxMpc.Core.Applying;

/// <summary>How many things are done at a time.</summary>
public sealed record EngineOptions
{
    /// <summary>Steps under way at a time.</summary>
    public int Throttle { get; init; } = 5;

    /// <summary>Whether no further step is begun once one has failed; otherwise other guests go on.</summary>
    public bool StopOnError { get; init; }

    /// <summary>Whether all nodes have a storage in common, and with it the lock under which it makes volumes.</summary>
    public Func<string, bool> IsShared { get; init; } = _ => false;
}
