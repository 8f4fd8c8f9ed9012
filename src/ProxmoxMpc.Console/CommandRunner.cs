using System.Management.Automation;
using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;
using ProxmoxMpc.Console.Output;

namespace ProxmoxMpc.Console;

/// <summary>Runs a command that is a cmdlet, shows what it gave and says the exit code.</summary>
internal sealed class CommandRunner(ConsoleStreams streams, EngineSession session)
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Changes = 2;

    /// <summary>Runs a command with the arguments that follow its name.</summary>
    public int Run(ConsoleCommand command, IReadOnlyList<string> arguments, GlobalOptions options)
    {
        (command, arguments) = command.Resolve(arguments);
        var cmdlet = session.Cmdlet(command.Cmdlet);
        if (options.Help)
        {
            CommandHelp.Write(streams.Output, command, cmdlet, session.Help(command.Cmdlet));
            return Done;
        }
        var tally = command.IsTally && !options.Verbose && !options.Json;
        var result = session.Invoke(TextOperands.Apply(command, OptionBinder.Bind(command, cmdlet, arguments, session.AskSecret), session.Location), options, show: !options.Json && !command.InFull,
            keep: tally || options.Json || command.InFull || command.Exit != ExitRule.Done, tally);
        if (tally) streams.Output.WriteLine(Tally(result.Output));
        if (options.Json) streams.Output.WriteLine(JsonText.Document(result.Output, command.IsSingle || command.InFull, Errors(result)));
        else if (command.InFull)
        {
            foreach (var item in result.Output) FullView.Write(streams.Output, item);
        }
        if (result.Stopped && !options.Json) streams.Error.WriteLine("stopped");
        return result.Failed ? Failed : ExitCode(command.Exit, result.Output);
    }

    private static IReadOnlyList<JsonError> Errors(CommandResult result)
    {
        var errors = result.Errors.Select(error =>
        {
            var (message, hint) = ErrorText.Of(error);
            return new JsonError(error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category.ToString(), message, hint, error.TargetObject?.ToString());
        });
        return result.Stopped ? [.. errors, new("PmpcStopped", nameof(ErrorCategory.OperationStopped), "Stopped.", null, null)] : [.. errors];
    }

    private static string Tally(IReadOnlyList<PSObject> output)
    {
        int Count(string outcome) => output.Count(item => item.Properties["Outcome"]?.Value?.ToString() == outcome);
        return $"{Count("Passed")} passed, {Count("Failed")} failed, {Count("Skipped")} skipped (--verbose lists them all)";
    }

    private static int ExitCode(ExitRule rule, IReadOnlyList<PSObject> output) => rule switch
    {
        ExitRule.HasChanges => output.Any(item => item.Properties["HasChanges"]?.Value is true) ? Changes : Done,
        ExitRule.AnyOutput => output.Count > 0 ? Changes : Done,
        ExitRule.Verdict => output.Any(SaysNo) ? Failed : Done,
        _ => Done,
    };

    private static bool SaysNo(PSObject item) =>
        item.BaseObject is false || item.Properties["Succeeded"]?.Value is false || item.Properties["Outcome"]?.Value?.ToString() == "Failed";
}
