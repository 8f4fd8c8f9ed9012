using System.Collections;
using System.Management.Automation;
using System.Security;

namespace ProxmoxMpc.Console.CommandLine;

/// <summary>Turns a command's options into a cmdlet's parameters by the cmdlet's own metadata.</summary>
internal static class OptionBinder
{
    /// <summary>Binds what follows the command's name. Throws <see cref="UsageException"/> where an option is unknown or lacks its value.</summary>
    /// <param name="ask">Asks for a secret, by the option that wants it: none may stand on the command line, which everybody on the machine can read.</param>
    public static Invocation Bind(ConsoleCommand command, CommandInfo cmdlet, IReadOnlyList<string> arguments, Func<string, SecureString> ask)
    {
        var values = new Dictionary<string, (ParameterMetadata Parameter, List<string> Values)>();
        var operands = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                operands.AddRange(arguments.Skip(i + 1));
                break;
            }
            if (!argument.StartsWith('-') || argument == "-")
            {
                operands.Add(argument);
                continue;
            }
            var equals = argument.IndexOf('=');
            var name = equals < 0 ? argument : argument[..equals];
            var parameter = Find(command, cmdlet, name);
            var given = equals < 0 ? null : argument[(equals + 1)..];
            if (IsSecret(parameter) && given is not null)
                throw new UsageException($"{name} takes no value: everybody on this machine can read a command line.", $"Write {name} alone and you are asked for it, or say where it is: {name}-file, {name}-environment-variable or {name}-vault.");
            if (given is null && !IsFlag(parameter) && !IsSecret(parameter))
            {
                if (i + 1 >= arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                    throw new UsageException($"{name} needs a value.", $"Write {name}=VALUE where the value itself begins with two dashes.");
                given = arguments[++i];
            }
            // --on-boot false: a setting that can be switched off takes the word after it where that is one.
            else if (given is null && !IsSecret(parameter) && i + 1 < arguments.Count && arguments[i + 1] is "true" or "false") given = arguments[++i];
            if (!values.TryGetValue(parameter.Name, out var entry)) values[parameter.Name] = entry = (parameter, []);
            entry.Values.Add(given ?? "true");
        }
        if (command.NeedsOperand && operands.Count == 0 && !values.Keys.Any(name => name is "Name" or "VmId" or "Upid" or "Path"))
            throw new UsageException($"{command.Words} needs a name.", $"Usage: proxmox-mpc {command.Words} {command.Operands} [options]");
        var parameters = values.ToDictionary(pair => pair.Key, pair => Convert(pair.Value.Parameter, pair.Value.Values, ask));
        // What is not waited for is shown as a task.
        if (command.PassesThru && !parameters.ContainsKey("NoWait")) parameters.TryAdd("PassThru", true);
        if (command.OperandList is { } list && operands.Count > 0)
        {
            string[] named = parameters.GetValueOrDefault(list) as string[] ?? [];
            parameters[list] = operands.SelectMany(Split).Concat(named).ToArray();
            operands = [];
        }
        return new(command.Cmdlet, parameters, operands);
    }

    private static ParameterMetadata Find(ConsoleCommand command, CommandInfo cmdlet, string option)
    {
        if (option.StartsWith("--", StringComparison.Ordinal) && ParameterNames.Find(cmdlet, option) is { } found) return found;
        var known = ParameterNames.OptionsOf(cmdlet).Select(parameter => ParameterNames.ToOption(parameter.Name)).ToArray();
        var nearest = Suggestion.Nearest(option, known.Concat(["--json", "--yes"]));
        throw new UsageException($"{command.Words} has no option {option}.",
            nearest is null ? $"proxmox-mpc {command.Words} --help lists them." : $"Did you mean {nearest}?");
    }

    private static bool IsFlag(ParameterMetadata parameter) =>
        parameter.SwitchParameter || (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(bool);

    private static bool IsSecret(ParameterMetadata parameter) => parameter.ParameterType == typeof(SecureString);

    private static object Convert(ParameterMetadata parameter, List<string> values, Func<string, SecureString> ask)
    {
        var option = ParameterNames.ToOption(parameter.Name);
        if (IsSecret(parameter)) return ask(option);
        if (parameter.ParameterType.IsArray) return values.SelectMany(Split).ToArray();
        if (typeof(IDictionary).IsAssignableFrom(parameter.ParameterType)) return Table(option, values);
        if (values.Count > 1) throw new UsageException($"{option} is given {values.Count} times.");
        if (!IsFlag(parameter)) return values[0];
        return TryParseFlag(values[0]) ?? throw new UsageException($"{option} takes true or false, not '{values[0]}'.");
    }

    // 'web,prod' are two values; 'local-zfs:32,ssd=1' is one that has parts of its own.
    private static IEnumerable<string> Split(string value) => value.Contains('=') ? [value] : value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Hashtable Table(string option, IEnumerable<string> values)
    {
        var table = new Hashtable();
        foreach (var value in values)
        {
            var equals = value.IndexOf('=');
            if (equals <= 0) throw new UsageException($"{option} takes NAME=VALUE, not '{value}'.");
            // NAME= takes the setting back to its default.
            table[value[..equals]] = equals + 1 < value.Length ? value[(equals + 1)..] : null;
        }
        return table;
    }

    private static bool? TryParseFlag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };
}
