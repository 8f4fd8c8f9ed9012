using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Completes the ids of snapshots, newest first.</summary>
public sealed class SnapshotCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Snapshots(fakeBoundParameters).Where(record => pattern.IsMatch(record.Id))
            .Select(record => new CompletionResult(record.Id, record.Id, CompletionResultType.ParameterValue, $"{record.Created.LocalDateTime:g}, {record.Kind}: {record.Summary}"));
    }

    private static IReadOnlyList<SnapshotRecord> Snapshots(IDictionary bound)
    {
        try
        {
            return CompletionWorkspace.Find(bound)?.History.List() ?? [];
        }
        catch (PmpcException)
        {
            // A key press is no place for errors; the command itself will tell.
            return [];
        }
    }
}
