using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Users, groups, roles, entries of the access list and tokens out of code: the inverse of <see cref="AccessUnits"/>.</summary>
internal static class AccessDecoding
{
    public static DecodedObjects Of(ResourceDecoding code, ObjectKey key) => (key.Kind switch
    {
        ObjectKind.User => code.Said("user_id").Flag("enabled", "enable", unset: true).Text("first_name", "firstname").Text("last_name", "lastname").Text("email", "email").Text("comment", "comment")
            .Bag("groups", "groups").Time("expiration_date", "expire"),
        ObjectKind.Group => code.Said("group_id").Text("comment", "comment"),
        ObjectKind.Role => code.Said("role_id").Bag("privileges", "privs"),
        ObjectKind.Acl => Entry(code),
        _ => code.Said("user_id", "token_name").Text("comment", "comment").Time("expiration_date", "expire").Flag("privileges_separation", "privsep", unset: true),
    }).One(key);

    private static ResourceDecoding Entry(ResourceDecoding code)
    {
        var (type, attribute) = code.Node.Text("user_id") is not null ? ("user", "user_id") : code.Node.Text("group_id") is not null ? ("group", "group_id") : ("token", "token_id");
        // A second one would be a second entry, which the provider refuses.
        return code.Text("path", "path").Set("type", type).Text(attribute, "ugid").Text("role_id", "roleid").Flag("propagate", "propagate", unset: true);
    }
}
