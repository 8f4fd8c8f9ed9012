using System.Management.Automation;
using ProxmoxMpc.Console.CommandLine;

namespace ProxmoxMpc.Console;

/// <summary>The help of the commands, from the cmdlets' metadata and help.</summary>
internal static class CommandHelp
{
    /// <summary>The list of commands, <c>proxmox-mpc --help</c>.</summary>
    public static void WriteOverview(TextWriter output)
    {
        output.WriteLine("Infrastructure as code for Proxmox VE.");
        output.WriteLine();
        output.WriteLine("usage: proxmox-mpc COMMAND [options]      one command");
        output.WriteLine("       proxmox-mpc                        a prompt for commands and PowerShell");
        output.WriteLine();
        foreach (var command in ConsoleCommand.All.Where(command => command.Words != "list nodes"))
            output.WriteLine($"  {$"{command.Words} {command.Operands}".PadRight(28)} {command.Summary}");
        foreach (var command in LocalCommand.All)
            output.WriteLine($"  {$"{command.Name} {command.Operands}".PadRight(28)} {command.Summary}");
        output.WriteLine();
        WriteGlobalOptions(output);
        output.WriteLine();
        output.WriteLine("exit code: 0 done, 1 failed, 2 plan or diff with changes");
    }

    /// <summary>The help of a command: usage, options with their descriptions.</summary>
    public static void Write(TextWriter output, ConsoleCommand command, CommandInfo cmdlet, PSObject? help)
    {
        output.WriteLine($"usage: proxmox-mpc {command.Words} {command.Operands}".TrimEnd() + " [options]");
        output.WriteLine();
        output.WriteLine($"  {Text(help?.Properties["Synopsis"]?.Value) ?? command.Summary} ({command.Cmdlet})");
        output.WriteLine();
        var descriptions = Descriptions(help);
        foreach (var parameter in ParameterNames.OptionsOf(cmdlet))
        {
            output.WriteLine($"  {string.Join(", ", Spellings(parameter).Select(ParameterNames.ToOption))}{Value(parameter)}");
            if (descriptions.TryGetValue(parameter.Name, out var description)) output.WriteLine($"        {description}");
        }
        foreach (var (option, meaning) in command.Shorthands)
        {
            output.WriteLine($"  {option}");
            output.WriteLine($"        the same as {meaning.Replace('=', ' ')}");
        }
        foreach (var (option, other) in command.Variants)
        {
            output.WriteLine($"  {option}");
            output.WriteLine($"        {other} instead, with its own options");
        }
        output.WriteLine();
        WriteGlobalOptions(output);
    }

    public static void Write(TextWriter output, LocalCommand command)
    {
        output.WriteLine($"usage: proxmox-mpc {command.Name} {command.Operands}".TrimEnd() + " [options]");
        output.WriteLine();
        output.WriteLine($"  {command.Summary}");
        output.WriteLine();
        foreach (var (option, description) in command.Options)
        {
            output.WriteLine($"  {option}");
            output.WriteLine($"        {description}");
        }
    }

    private static void WriteGlobalOptions(TextWriter output)
    {
        output.WriteLine("  -C, --directory DIR   work in DIR instead of the current directory");
        output.WriteLine("  --json                one JSON document on stdout, nothing else");
        output.WriteLine("  -y, --yes             answer confirmations with yes");
        output.WriteLine("  -v, --verbose         say on stderr what is being done");
        output.WriteLine("  -h, --help            this help, or that of a command");
    }

    // Longer ones bind properties of objects on the pipeline and are nothing to type.
    private static IEnumerable<string> Spellings(ParameterMetadata parameter) => parameter.Aliases.Where(alias => alias.Length < parameter.Name.Length).Prepend(parameter.Name);

    private static Dictionary<string, string> Descriptions(PSObject? help)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if ((help?.Properties["parameters"]?.Value as PSObject)?.Properties["parameter"]?.Value is not { } parameters) return found;
        foreach (var parameter in LanguagePrimitives.GetEnumerable(parameters) ?? new[] { parameters })
        {
            var item = PSObject.AsPSObject(parameter);
            if (item.Properties["name"]?.Value?.ToString() is { } name && Text(item.Properties["description"]?.Value) is { } text) found[name] = text;
        }
        return found;
    }

    // A help text is a string or paragraphs with a Text each; the first says what it is about.
    private static string? Text(object? value)
    {
        if (value is null) return null;
        var first = value is PSObject { BaseObject: string } or string ? value : LanguagePrimitives.GetEnumerable(value)?.Cast<object>().FirstOrDefault() ?? value;
        var text = (PSObject.AsPSObject(first).Properties["Text"]?.Value ?? first).ToString()?.ReplaceLineEndings(" ").Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    private static string Value(ParameterMetadata parameter)
    {
        if (parameter.SwitchParameter) return "";
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(bool)) return " [true|false]";
        if (type == typeof(System.Security.SecureString)) return " (asked for)";
        if (type.IsEnum) return $" {string.Join('|', Enum.GetNames(type))}";
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set) return $" {string.Join('|', set.ValidValues)}";
        if (type.IsArray) return $" {Word(type.GetElementType()!)}[,…]";
        return $" {Word(type)}";
    }

    private static string Word(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(uint) ? "N" : typeof(System.Collections.IDictionary).IsAssignableFrom(type) ? "NAME=VALUE" : "TEXT";
}
