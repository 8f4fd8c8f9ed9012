using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>A hashtable as the parameters of a request: what PowerShell has as a type becomes what Proxmox reads.</summary>
internal static class ApiParameters
{
    public static IEnumerable<KeyValuePair<string, string>> Of(Hashtable? table)
    {
        foreach (DictionaryEntry entry in table ?? [])
        {
            var name = entry.Key.ToString() ?? "";
            foreach (var value in Values(Unwrap(entry.Value))) yield return new(name, Text(name, value));
        }
    }

    // Proxmox reads a name that comes several times as a list, and of a list of its own kind (-list) makes a text with commas.
    // It has no null; what is not given is left out.
    private static IEnumerable<object> Values(object? value) => value switch
    {
        null => [],
        string or IDictionary => [value],
        IEnumerable several => several.Cast<object?>().Select(Unwrap).OfType<object>().ToArray() is { Length: > 0 } items ? items : [""],
        _ => [value],
    };

    private static string Text(string name, object value) => value switch
    {
        string text => text,
        SwitchParameter on => on ? "1" : "0",
        bool on => on ? "1" : "0",
        SecureString secret => new NetworkCredential("", secret).Password,
        DateTime time => new DateTimeOffset(time).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        IDictionary => throw new PmpcException("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, $"The value of '{name}' is a table, which a request cannot carry.",
            "Write it as Proxmox does, for example 'virtio,bridge=vmbr0'.", name),
        IEnumerable => throw new PmpcException("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, $"The value of '{name}' is a list of lists, which a request cannot carry.",
            "Give one list of plain values.", name),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
