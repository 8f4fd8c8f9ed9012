using System.Management.Automation;

namespace ProxmoxMpc.HelpScaffold;

/// <summary>A parameter set as the syntax section shows it.</summary>
internal static class SyntaxText
{
    private static readonly Dictionary<Type, string> s_short = new()
    {
        [typeof(string)] = "string",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(double)] = "double",
        [typeof(System.Collections.Hashtable)] = "hashtable",
        [typeof(System.Security.SecureString)] = "securestring",
    };

    public static string Of(CmdletInfo cmdlet, CommandParameterSetInfo set)
    {
        var parameters = set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => parameter.Position >= 0 ? parameter.Position : int.MaxValue)
            .ThenBy(parameter => Cmdlet.OptionalCommonParameters.Contains(parameter.Name))
            .ThenBy(parameter => !parameter.IsMandatory);
        return string.Join(' ', parameters.Select(Word).Prepend(cmdlet.Name)) + " [<CommonParameters>]";
    }

    private static string Word(CommandParameterInfo parameter)
    {
        var name = $"-{parameter.Name}";
        if (parameter.Position >= 0) name = $"[{name}]";
        var word = parameter.ParameterType == typeof(SwitchParameter) ? name : $"{name} <{ShortName(parameter.ParameterType)}>";
        if (parameter.IsMandatory) return word;
        return $"[{word}]";
    }

    private static string ShortName(Type type)
    {
        if (type.IsArray) return ShortName(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return ShortName(inner);
        return s_short.GetValueOrDefault(type) ?? type.Name;
    }
}
