using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ProxmoxMpc.Console.Output;

/// <summary>An object with all its properties, one a line, collections indented below: what <c>describe</c> shows.</summary>
internal static class FullView
{
    public static void Write(TextWriter output, PSObject item)
    {
        var properties = item.Properties.Where(property => property.IsGettable && property.MemberType != PSMemberTypes.ParameterizedProperty).ToArray();
        var width = properties.Length == 0 ? 0 : properties.Max(property => property.Name.Length);
        foreach (var property in properties)
        {
            var lines = Lines(property).ToArray();
            var isList = property.TypeNameOfValue != typeof(string).FullName && IsCollection(property);
            output.Write($"{property.Name.PadRight(width)} : ");
            if (!isList)
            {
                output.WriteLine(lines.Length == 0 ? "" : string.Join(Environment.NewLine + new string(' ', width + 3), lines));
                continue;
            }
            output.WriteLine();
            foreach (var line in lines) output.WriteLine($"    {line}");
        }
        output.WriteLine();
    }

    private static bool IsCollection(PSPropertyInfo property) => PropertyValue.Read(property) is IEnumerable and not string;

    private static IEnumerable<string> Lines(PSPropertyInfo property) => PropertyValue.Read(property) switch
    {
        null => [],
        string text => TerminalText.Clean(text.ReplaceLineEndings("\n")).Split('\n'),
        IDictionary dictionary => dictionary.Cast<DictionaryEntry>().Select(entry => $"{entry.Key} = {Flat(entry.Value)}"),
        IEnumerable items => items.Cast<object?>().Select(Flat),
        var value => [Flat(value)],
    };

    private static string Flat(object? value)
    {
        var type = value?.GetType();
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return $"{type.GetProperty("Key")!.GetValue(value)} = {Flat(type.GetProperty("Value")!.GetValue(value))}";
        return TerminalText.Clean(string.Create(CultureInfo.InvariantCulture, $"{value}").ReplaceLineEndings("\\n"));
    }
}
