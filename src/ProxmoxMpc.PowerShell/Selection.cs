using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>Picks by name with wildcards, as every Get cmdlet does.</summary>
internal static class Selection
{
    /// <summary>Writes what matches; a name without wildcards that matches nothing is a non-terminating error.</summary>
    public static void Write<T>(Cmdlet cmdlet, IEnumerable<T> items, Func<T, string> name, string[] wanted, string what)
    {
        var all = items.ToArray();
        foreach (var one in wanted)
        {
            var pattern = new WildcardPattern(one, WildcardOptions.IgnoreCase);
            var found = all.Where(item => pattern.IsMatch(name(item))).ToArray();
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(one))
                cmdlet.WriteError(ErrorRecords.From(new($"Pmpc{Joined(what)}NotFound", PmpcErrorKind.NotFound, $"There is no {what} '{one}'.", target: one)));
            cmdlet.WriteObject(found, enumerateCollection: true);
        }
    }

    // "HA rule" -> "HARule"
    private static string Joined(string words) => string.Concat(words.Split(' ').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
