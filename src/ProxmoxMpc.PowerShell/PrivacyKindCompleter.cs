using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.PowerShell;

/// <summary>Completes kinds of sensitive values.</summary>
public sealed class PrivacyKindCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Enum.GetNames<PrivacyKind>().Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)).Select(name => new CompletionResult(name));
}
