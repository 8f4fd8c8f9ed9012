using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>A PowerShell engine with the assembled module imported, as a user's session would have it.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    public Engine(params string[] furtherModules)
    {
        var state = InitialSessionState.CreateDefault2();
        // pwsh has it in a module that the engine package lacks; examples that change into a folder need it.
        state.Commands.Add(new SessionStateFunctionEntry("Set-Location", "param([string]$Path) $null = $ExecutionContext.SessionState.Path.SetLocation($Path)"));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        foreach (var module in furtherModules.Prepend(Built.Manifest)) Run("Import-Module -Name $args[0]", module).Succeed();
    }

    /// <summary>Runs a script, with errors collected.</summary>
    public Outcome Run(string script, params object[] arguments)
    {
        using var shell = NewShell();
        shell.AddScript(script);
        foreach (var argument in arguments) shell.AddArgument(argument);
        return Outcome.Of(shell);
    }

    /// <summary>A shell on this engine, for tests that drive it themselves.</summary>
    public PowerShell NewShell() => PowerShell.Create(_runspace);

    /// <summary>Sets the session's location; the process's current directory stays where it is.</summary>
    public void SetLocation(string path) => _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(path));

    public void Dispose() => _runspace.Dispose();
}
