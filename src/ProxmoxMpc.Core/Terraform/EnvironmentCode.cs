using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A container's environment: pairs with NULs between them in Proxmox, a map in code.</summary>
internal static class EnvironmentCode
{
    public static void Encode(CodeNode root, AttributeMap facts)
    {
        if (facts.Get("env") is not { Length: > 0 } env) return;
        var pairs = env.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2);
        root.Attributes["environment_variables"] = HclValue.Of(pairs.Select(pair => KeyValuePair.Create(pair[0], HclValue.Of(pair[1]))));
    }

    public static void Decode(CodeNode root, DecodedGuest decoded)
    {
        switch (root.Get("environment_variables"))
        {
            case null: break;
            case HclValue.Object map when map.Members.All(member => HclConvert.Text(member.Value) is not null):
                decoded.Set("env", string.Join('\0', map.Members.Select(member => $"{member.Key}={HclConvert.Text(member.Value)}")));
                break;
            case HclValue.Opaque: decoded.Unknown("env"); break;
            default: decoded.Problem(root, "environment_variables", "a map of strings is needed here"); break;
        }
    }
}
