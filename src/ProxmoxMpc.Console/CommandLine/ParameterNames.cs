using System.Management.Automation;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Console.CommandLine;

/// <summary>Cmdlet parameters spelled as options: <c>MemoryMiB</c> is <c>--memory-mib</c>.</summary>
internal static partial class ParameterNames
{
    // What the console says in its own way (-v, --json, --yes) or has no use for.
    private static readonly HashSet<string> s_hidden = [.. Cmdlet.CommonParameters];

    /// <summary>The parameters of a cmdlet that are options of its command.</summary>
    public static IEnumerable<ParameterMetadata> OptionsOf(CommandInfo command) =>
        command.Parameters.Values.Where(parameter => !s_hidden.Contains(parameter.Name)).OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    /// <summary>The option's spelling, with its dashes.</summary>
    public static string ToOption(string parameter) =>
        "--" + WordStart().Replace(parameter.Replace("MiB", "Mib").Replace("GiB", "Gib"), "-").ToLowerInvariant();

    /// <summary>
    /// The parameter that an option means: by name or alias, dashes and case aside, or by an unambiguous beginning as
    /// PowerShell itself allows. Null where none fits.
    /// </summary>
    public static ParameterMetadata? Find(CommandInfo command, string option)
    {
        var name = option.Replace("-", "");
        var options = OptionsOf(command).ToArray();
        if (options.FirstOrDefault(parameter => Is(parameter.Name, name) || parameter.Aliases.Any(alias => Is(alias, name))) is { } exact) return exact;
        var starting = options.Where(parameter => name.Length >= 3 && parameter.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return starting.Length == 1 ? starting[0] : null;
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
