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
            // Proxmox has no null; what is not given is left out.
            if (Unwrap(entry.Value) is { } value) yield return new(name, Text(name, value));
        }
    }

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
        // Proxmox's lists are texts with commas.
        IEnumerable several => string.Join(',', several.Cast<object?>().Select(Unwrap).OfType<object>().Select(item => Text(name, item))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
