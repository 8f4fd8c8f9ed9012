namespace ProxmoxMpc.Core.Workspaces.Configuring;

/// <summary>How the configuration of a guest ended.</summary>
public enum ConfigureOutcome
{
    Done,
    Failed,

    /// <summary>Ansible could not reach the guest.</summary>
    Unreachable,

    /// <summary>It was not tried; the message says why.</summary>
    Skipped,
}

/// <summary>What Ansible did in a guest.</summary>
/// <param name="Name">The guest's name.</param>
/// <param name="Host">Its name in the inventory; empty where it has none.</param>
/// <param name="Ok">Tasks that found all as it should be, and those that changed something.</param>
/// <param name="Changed">Tasks that changed something.</param>
/// <param name="Message">Empty where all went well; else why not.</param>
public sealed record ConfigureResult(int VmId, string Name, string Host, ConfigureOutcome Outcome, int Ok, int Changed, string Message)
{
    public string Guest => $"{Name} ({VmId})";
}
