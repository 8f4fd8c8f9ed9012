using System.Management.Automation.Language;

namespace ProxmoxMpc.Console.CommandLine;

/// <summary>A cmdlet with its arguments, ready to run.</summary>
/// <param name="Parameters">By the parameter's own name; values are strings, booleans, arrays of strings or dictionaries.</param>
/// <param name="Operands">Positional arguments in order.</param>
internal sealed record Invocation(string Cmdlet, IReadOnlyDictionary<string, object> Parameters, IReadOnlyList<string> Operands)
{
    /// <summary>What comes down the pipeline; null for nothing.</summary>
    public IEnumerable<string>? Input { get; init; }

    /// <summary>The same as a line of PowerShell, every value quoted.</summary>
    public string ToScript()
    {
        var words = new List<string>();
        // Only of texts that were given: the standard input is the prompt's own.
        if (Input is not null) words.Add($"{string.Join(',', Input.Select(Quote))} |");
        words.Add(Cmdlet);
        words.AddRange(Operands.Select(Quote));
        words.AddRange(Parameters.Select(parameter => parameter.Value switch
        {
            bool flag => $"-{parameter.Key}:${flag}",
            string[] values => $"-{parameter.Key} {string.Join(',', values.Select(Quote))}",
            System.Collections.Hashtable table => $"-{parameter.Key} @{{{string.Join(';', table.Keys.Cast<string>().Select(key => $"{Quote(key)}={(table[key] is string text ? Quote(text) : "$null")}"))}}}",
            var value => $"-{parameter.Key} {Quote((string)value)}",
        }));
        return string.Join(' ', words);
    }

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
