using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Single values between Proxmox's spelling and HCL's.</summary>
internal static class HclConvert
{
    /// <summary>The value for an attribute of the provider; null where it cannot have that value (a size under 1 GiB).</summary>
    public static HclValue? ToHcl(AttributeSchema attribute, string value)
    {
        switch (attribute.Provider!.Unit)
        {
            case ProviderUnit.GiB:
                return Meaning.WholeGiB(value) is > 0 and var gib ? HclValue.Of(gib) : null;
            case ProviderUnit.List when attribute.Type == AttributeType.UrlEncoded:
                return HclValue.Of(value.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            case ProviderUnit.List when attribute.Name == "tags":
                // The provider reads tags sorted.
                return HclValue.Of(AttributeValue.Items(value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            case ProviderUnit.List:
                return HclValue.Of(AttributeValue.Items(value));
        }
        switch (attribute.Type)
        {
            case AttributeType.Boolean when AttributeValue.Boolean(value) is { } truth:
                return HclValue.Of(truth);
            case AttributeType.Integer or AttributeType.Number when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return HclValue.Of(number);
            case AttributeType.Set or AttributeType.List or AttributeType.Ranges:
                return HclValue.Of(AttributeValue.Wire(attribute, value));
            default:
                return HclValue.Of(value);
        }
    }

    /// <summary>The value as Proxmox spells it, or null and an error where the provider would refuse it.</summary>
    public static (string? Value, string? Error) FromHcl(AttributeSchema attribute, HclValue value)
    {
        if (attribute.Provider!.Unit == ProviderUnit.List)
        {
            if (value is not HclValue.List list) return (null, "a list of strings is needed here");
            var items = list.Items.Select(Text).ToArray();
            if (items.Contains(null)) return (null, "a list of strings is needed here");
            return (string.Join(attribute.Type == AttributeType.UrlEncoded ? '\n' : ';', items), null);
        }
        if (Text(value) is not { } text) return (null, "one value is needed here, not a list or an object");
        switch (attribute.Type)
        {
            case AttributeType.Boolean:
                return text switch { "true" or "1" => ("1", null), "false" or "0" => ("0", null), _ => (null, "true or false is needed here") };
            case AttributeType.Integer or AttributeType.Number or AttributeType.Size when attribute.Type != AttributeType.Size || attribute.Provider.Unit == ProviderUnit.GiB:
                if (AttributeValue.IsPlainNumber(text)) return (attribute.Provider.Unit == ProviderUnit.GiB ? text + "G" : text, null);
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return (null, "a number is needed here");
                if (attribute.Type != AttributeType.Number && number != decimal.Truncate(number)) return (null, "a whole number is needed here");
                var digits = number.ToString("0.############################", CultureInfo.InvariantCulture);
                return (attribute.Provider.Unit == ProviderUnit.GiB ? digits + "G" : digits, null);
            default:
                return (text, null);
        }
    }

    /// <summary>A plain value as text, as Terraform converts it; null for lists and objects.</summary>
    public static string? Text(HclValue value) => value switch
    {
        HclValue.String { Value: var text } => text,
        HclValue.Number number => number.ToText(),
        HclValue.Bool { Value: var truth } => truth ? "true" : "false",
        _ => null,
    };
}
