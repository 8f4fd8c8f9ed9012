using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProxmoxMpc.Console.CommandLine;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>The PowerShell engine with the module in it. One command runs at a time; <see cref="Stop"/> may come from any thread.</summary>
internal sealed class EngineSession : IDisposable
{
    private const string ShowOutput = "Out-Default";
    private const string TelemetryOptOut = "POWERSHELL_TELEMETRY_OPTOUT";

    private readonly ConsoleStreams _streams;
    private readonly ConsoleHostUserInterface _userInterface;
    private readonly ConsoleHost _host;
    private readonly Runspace _runspace;
    private readonly Lock _lock = new();
    private PowerShell? _running;

    /// <summary>Starts the engine and imports the module. <paramref name="directory"/> is where it works; null for the current directory.</summary>
    public EngineSession(ConsoleStreams streams, string? directory)
    {
        var location = Path.GetFullPath(directory ?? ".");
        if (!Directory.Exists(location)) throw new UsageException($"There is no directory '{directory}'.");
        var manifest = ModuleFolder.FindManifest();
        _streams = streams;
        _userInterface = new(streams);
        _host = new(_userInterface);
        // The engine counts for its makers what it does; a tool that hides names does not call anybody. Whoever wants it sets the variable.
        if (Environment.GetEnvironmentVariable(TelemetryOptOut) is null) Environment.SetEnvironmentVariable(TelemetryOptOut, "1");
        // Only the core of PowerShell: modules are loaded where one of their commands is used, and a one-shot command uses none.
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Collect-ConsoleOutput", typeof(CollectOutputCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Send-ConsoleInput", typeof(SendInputCommand), helpFileName: null));
        state.Commands.Remove(ShowOutput, typeof(SessionStateCmdletEntry));
        state.Commands.Add(new SessionStateCmdletEntry(ShowOutput, typeof(ShowOutputCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(location));
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("ErrorAction", ActionPreference.Stop).Invoke();
    }

    /// <summary>The code given to <c>exit</c>, or null.</summary>
    public int? ExitCode => _host.ExitCode;

    /// <summary>The session's current folder.</summary>
    public string Location => _runspace.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath;

    /// <summary>Whether a missing mandatory parameter is asked for, as in an interactive session.</summary>
    public bool MayPrompt { get => _userInterface.MayPrompt; set => _userInterface.MayPrompt = value; }

    /// <summary>Asks for a secret without showing it. Throws <see cref="UsageException"/> where nobody is there to ask.</summary>
    public System.Security.SecureString AskSecret(string option)
    {
        if (!_streams.IsInteractive) throw new UsageException($"{option} is asked for, and nobody is there to ask.", $"Say where it is: {option}-file, {option}-environment-variable or {option}-vault.");
        _streams.Error.Write($"{option}: ");
        return _userInterface.ReadLineAsSecureString();
    }

    /// <summary>The cmdlet's metadata. Throws <see cref="UsageException"/> where the module has no such cmdlet.</summary>
    public CommandInfo Cmdlet(string name)
    {
        using var shell = PowerShell.Create(_runspace);
        return shell.AddCommand("Get-Command").AddParameter("Name", name).AddParameter("Module", "ProxmoxMpc").AddParameter("ErrorAction", ActionPreference.Ignore)
            .Invoke<CommandInfo>().FirstOrDefault() ?? throw new UsageException($"This version of the module has no {name}.");
    }

    /// <summary>Whether PowerShell has a cmdlet, function or alias of that name, in whatever module.</summary>
    public bool HasCommand(string name)
    {
        using var shell = PowerShell.Create(_runspace);
        return shell.AddCommand("Get-Command").AddParameter("Name", WildcardPattern.Escape(name)).AddParameter("CommandType", CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias)
            .AddParameter("ErrorAction", ActionPreference.Ignore).Invoke().Count > 0;
    }

    /// <summary>The help object of a cmdlet, from the module's help file; null where it has none.</summary>
    public PSObject? Help(string cmdlet)
    {
        using var shell = PowerShell.Create(_runspace);
        return shell.AddCommand("Get-Help").AddParameter("Name", cmdlet).AddParameter("Full").AddParameter("ErrorAction", ActionPreference.Ignore).Invoke().FirstOrDefault();
    }

    /// <summary>A shell for completion; it must not run while a command does.</summary>
    public PowerShell NewShell() => PowerShell.Create(_runspace);

    /// <summary>Runs a cmdlet.</summary>
    /// <param name="show">Shows its output as it comes.</param>
    /// <param name="keep">Keeps its output for the result; what nobody asks for again is not kept, for it may be a large log.</param>
    /// <param name="tally">Shows only objects whose <c>Outcome</c> is not <c>Passed</c>.</param>
    public CommandResult Invoke(Invocation invocation, GlobalOptions options, bool show, bool keep, bool tally = false)
    {
        using var shell = PowerShell.Create(_runspace);
        if (invocation.Input is { } input) shell.AddCommand("Send-ConsoleInput").AddParameter("From", input);
        shell.AddCommand(invocation.Cmdlet);
        foreach (var operand in invocation.Operands) shell.AddArgument(operand);
        foreach (var (name, value) in invocation.Parameters) shell.AddParameter(name, value);
        if (options.Verbose) shell.AddParameter("Verbose", true);
        if (options.Yes && !invocation.Parameters.ContainsKey("Confirm") && Cmdlet(invocation.Cmdlet).Parameters.ContainsKey("Confirm")) shell.AddParameter("Confirm", false);
        var output = new List<PSObject>();
        if (keep) shell.AddCommand("Collect-ConsoleOutput").AddParameter("Into", output);
        if (tally) shell.AddCommand("Where-Object").AddParameter("Property", "Outcome").AddParameter("NE").AddParameter("Value", "Passed");
        if (show) shell.AddCommand(ShowOutput);
        var errors = new List<ErrorRecord>();
        // Errors that do not end the command are said when they happen, not after it.
        shell.Streams.Error.DataAdded += (sender, added) => Report(((PSDataCollection<ErrorRecord>)sender!)[added.Index], options, errors);
        return new(output, errors, Run(shell, options, errors));
    }

    /// <summary>Runs a piece of PowerShell and shows its output. A program that it calls has the terminal to itself, as in any shell.</summary>
    public CommandResult InvokeScript(string script, GlobalOptions options)
    {
        // A document is what a command gives; a line of PowerShell shows what it shows.
        options = options with { Json = false };
        var errors = new List<ErrorRecord>();
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand(ShowOutput).AddParameter(nameof(ShowOutputCommand.ErrorTo), (Action<ErrorRecord>)(error => Report(error, options, errors)));
        return new([], errors, Run(shell, options, errors));
    }

    /// <summary>Stops the running command, if any. Says whether there was one.</summary>
    public bool Stop()
    {
        lock (_lock)
        {
            _running?.BeginStop(null, null);
            return _running is not null;
        }
    }

    public void Dispose() => _runspace.Dispose();

    // Says whether it was stopped.
    private bool Run(PowerShell shell, GlobalOptions options, List<ErrorRecord> errors)
    {
        _userInterface.AssumeYes = options.Yes;
        _userInterface.StdoutIsTaken = options.Json;
        var stopped = false;
        lock (_lock) _running = shell;
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            stopped = true;
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord, options, errors);
        }
        finally
        {
            lock (_lock) _running = null;
            _userInterface.EndProgress();
        }
        return stopped || shell.InvocationStateInfo.State == PSInvocationState.Stopped;
    }

    private void Report(ErrorRecord error, GlobalOptions options, List<ErrorRecord> errors)
    {
        errors.Add(error);
        if (options.Json) return;
        _userInterface.EndProgress();
        var (message, hint) = ErrorText.Of(error);
        _streams.WriteError(message, hint);
        if (options.Verbose) _streams.Error.WriteLine($"verbose: {error.FullyQualifiedErrorId} ({error.CategoryInfo.Category})");
    }
}
