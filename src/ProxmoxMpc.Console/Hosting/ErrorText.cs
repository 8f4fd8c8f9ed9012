using System.Management.Automation;
using System.Management.Automation.Host;
using ProxmoxMpc.Console.CommandLine;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>What an error record says to the user of a command line.</summary>
internal static class ErrorText
{
    /// <summary>Message and, where there is one, hint.</summary>
    public static (string Message, string? Hint) Of(ErrorRecord error)
    {
        if (Find<HostException>(error.Exception) is { } host)
        {
            return host.Message.StartsWith("This needs confirmation", StringComparison.Ordinal)
                ? (host.Message, "Give --yes to agree, or --what-if to see what would be done.")
                : (host.Message, null);
        }
        if (error.Exception is ParameterBindingException { ParameterName: { Length: > 0 } name } binding && binding.ErrorId is "MissingMandatoryParameter")
            return ($"Missing: {string.Join(", ", name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParameterNames.ToOption))}.", null);
        // A command of ours that was mistyped at the prompt is a name that PowerShell looked for in vain.
        if (error.Exception is CommandNotFoundException { CommandName: { } typed } && Suggestion.Nearest(typed, ConsoleCommand.All.Select(command => command.Words)) is { } nearest)
            return (error.ToString(), $"Did you mean '{nearest}'? /help lists the commands.");
        return (error.ToString(), error.ErrorDetails?.RecommendedAction is { Length: > 0 } action ? action : null);
    }

    private static T? Find<T>(Exception? exception) where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is T found) return found;
        return null;
    }
}
