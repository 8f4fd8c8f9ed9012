using System.Management.Automation;
using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;

namespace ProxmoxMpc.Console.Interactive;

/// <summary>What Tab offers: commands and their options, and for everything else what PowerShell offers.</summary>
internal sealed class Completer(EngineSession session)
{
    /// <summary>The candidates, and which part of the line each would replace.</summary>
    public (int Start, int Length, IReadOnlyList<string> Candidates) Complete(string line, int cursor)
    {
        var before = line[..cursor];
        var wordStart = before.LastIndexOf(' ') + 1;
        var word = before[wordStart..];
        var commandText = before.TrimStart().TrimStart('/');
        if (word.StartsWith("--", StringComparison.Ordinal) && ConsoleCommand.Find(commandText.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is { } found)
        {
            var options = ParameterNames.OptionsOf(session.Cmdlet(found.Command.Cmdlet)).Select(parameter => ParameterNames.ToOption(parameter.Name));
            return (wordStart, word.Length, [.. options.Where(option => option.StartsWith(word, StringComparison.OrdinalIgnoreCase))]);
        }
        var start = before.Length - commandText.Length;
        var commands = ConsoleCommand.All.Select(command => command.Words).Append("help").Append("exit")
            .Where(words => words.StartsWith(commandText, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (commands.Length > 0 && commandText.Length > 0) return (start, commandText.Length, commands);
        using var shell = session.NewShell();
        var completion = CommandCompletion.CompleteInput(line, cursor, null, shell);
        return (completion.ReplacementIndex, completion.ReplacementLength, [.. completion.CompletionMatches.Select(match => match.CompletionText)]);
    }
}
