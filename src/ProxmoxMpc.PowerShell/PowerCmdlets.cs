using System.Management.Automation;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that start, stop and pause guests.</summary>
public abstract class PowerCmdlet : OnlineGuestCmdlet
{
    private protected override string? AfterSync => "The code does not know of it yet: Sync-PmpcInfrastructure brings it in where it differs (started).";
}

/// <summary>Base of <c>Start-PmpcVm</c> and its like.</summary>
public abstract class StartGuestCmdlet : PowerCmdlet
{
    private protected override GuestVerb Verb(Session session, string item) => new StartGuests(session);
}

/// <summary>Base of <c>Stop-PmpcVm</c> and its like.</summary>
public abstract class StopGuestCmdlet : PowerCmdlet
{
    /// <summary>Asks their system to shut down.</summary>
    [Parameter]
    public SwitchParameter Shutdown { get; set; }

    /// <summary>How long the shutdown may take, seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? Timeout { get; set; }

    /// <summary>With -Shutdown: stops at once what did not shut down in time. Without: ends a shutdown that is under way.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void CheckParameters()
    {
        base.CheckParameters();
        if (Timeout is not null && !Shutdown)
            throw new Core.Model.PmpcException("PmpcInvalidParameter", Core.Model.PmpcErrorKind.InvalidArgument, "-Timeout is the time for a shutdown; without -Shutdown guests are stopped at once.", "Add -Shutdown, or leave -Timeout out.");
    }

    private protected override GuestVerb Verb(Session session, string item) => new StopGuests(session) { Shutdown = Shutdown, Force = Force, Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
}

/// <summary>Base of <c>Restart-PmpcVm</c> and its like.</summary>
public abstract class RestartGuestCmdlet : OnlineGuestCmdlet
{
    /// <summary>How long the shutdown may take, seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int? Timeout { get; set; }

    /// <summary>Resets a VM; stops and starts a container.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override GuestVerb Verb(Session session, string item) => new RestartGuests(session) { Force = Force, Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
}

/// <summary>Base of <c>Suspend-PmpcVm</c> and its like.</summary>
public abstract class SuspendGuestCmdlet : PowerCmdlet
{
    private protected virtual bool IsToDisk => false;

    private protected override GuestVerb Verb(Session session, string item) => new SuspendGuests(session) { ToDisk = IsToDisk };
}

/// <summary>Base of <c>Resume-PmpcVm</c> and its like.</summary>
public abstract class ResumeGuestCmdlet : PowerCmdlet
{
    private protected override GuestVerb Verb(Session session, string item) => new ResumeGuests(session);
}
