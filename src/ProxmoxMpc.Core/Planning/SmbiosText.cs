using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>
/// The value of <c>smbios1</c>: code and attributes have its strings plain, Proxmox takes them as base64, as the Terraform provider
/// always sends them.
/// </summary>
internal static class SmbiosText
{
    private static readonly string[] Strings = ["family", "manufacturer", "product", "serial", "sku"];

    /// <param name="raw">What the server has; null: nothing. Its UUID stays where the code says none.</param>
    /// <returns>Null where nothing is wanted.</returns>
    public static string? Of(string name, KeySchema key, string? raw, AttributeMap target)
    {
        var text = PropertyString.Empty.With("base64", "1");
        foreach (var part in Strings) Add(part);
        text = text.With("uuid", target.Get(AttributePath.Of(name, "uuid")) ?? (raw is null ? null : PropertyString.Parse(raw, key)["uuid"]));
        Add("version");
        return text.Names.Skip(1).Any() ? text.ToNamedString() : null;

        void Add(string part)
        {
            if (target.Get(AttributePath.Of(name, part)) is { Length: > 0 } plain) text = text.With(part, Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)));
        }
    }

    /// <summary>A new VM with strings of its own gets a UUID as well: Proxmox makes one only where nothing is said at all.</summary>
    public static string WithUuid(string value)
    {
        if (value.Contains("uuid=", StringComparison.Ordinal)) return value;
        var version = value.IndexOf(",version=", StringComparison.Ordinal);
        return value.Insert(version < 0 ? value.Length : version, $",uuid={Guid.NewGuid()}");
    }
}
