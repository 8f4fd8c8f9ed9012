using System.Management.Automation.Runspaces;

namespace ProxmoxMpc.Tests.Engine;

public sealed class EngineSmokeTests
{
    [Fact]
    public void The_engine_package_evaluates_a_pipeline()
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        var result = Assert.Single(shell.AddScript("1,2,3 | Where-Object { $_ -gt 2 }").Invoke());
        Assert.Equal(3, result.BaseObject);
    }
}
