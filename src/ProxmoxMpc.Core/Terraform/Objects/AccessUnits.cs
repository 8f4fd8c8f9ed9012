using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Users, groups, roles, the access list and tokens as code.</summary>
internal static class AccessUnits
{
    public static void Add(ObjectUnitMaker maker, IEnumerable<ClusterObject> objects)
    {
        foreach (var item in objects)
        {
            if (item.IsBuiltIn) continue;
            switch (item)
            {
                case User user: Add(maker, user); break;
                case Group group:
                    maker.Add(new(group.Key, "proxmox_virtual_environment_group", group.Name, group.Name)).With("group_id", group.Name).With("comment", UnitValue.Text(group.Comment))
                        .Leave(group.Settings, "comment", "users");
                    break;
                case Role role:
                    // Without the list, even an empty one, the provider refuses the resource.
                    maker.Add(new(role.Key, "proxmox_virtual_environment_role", role.Name, role.Name)).With("role_id", role.Name)
                        .With("privileges", Hcl.HclValue.Of(role.Privileges.Order(StringComparer.Ordinal))).Leave(role.Settings, "privs", "special");
                    break;
                case Acl entry: Add(maker, entry); break;
                case Token token:
                    maker.Add(new(token.Key, "proxmox_user_token", token.Name, $"{token.UserId} {token.TokenName}") { IsProtected = true })
                        .With("user_id", token.UserId).With("token_name", token.TokenName).With("comment", token.Settings.Get("comment") is { } comment ? Hcl.HclValue.Of(comment) : null)
                        .With("expiration_date", UnitValue.Time(token.Expires)).With("privileges_separation", token.PrivilegeSeparation ? null : false)
                        .Leave(token.Settings, "comment", "expire", "privsep");
                    break;
                case Realm realm:
                    maker.Refuse(realm, "the provider does not read a realm's secrets back, and would write them anew; left to Proxmox");
                    break;
            }
        }
    }

    private static void Add(ObjectUnitMaker maker, User user)
    {
        var unit = maker.Add(new(user.Key, "proxmox_virtual_environment_user", user.Name, user.Name) { IsProtected = true })
            .With("user_id", user.Name).With("enabled", user.Enabled ? null : false)
            .With("first_name", UnitValue.Text(user.FirstName)).With("last_name", UnitValue.Text(user.LastName)).With("email", UnitValue.Text(user.Email))
            .With("comment", UnitValue.Text(user.Comment)).With("groups", UnitValue.Set(user.Groups)).With("expiration_date", UnitValue.Time(user.Expires))
            .Leave(user.Settings, "enable", "firstname", "lastname", "email", "comment", "groups", "expire", "keys");
        if (user.HasKeys) unit.Ignore("keys", "the keys of a second factor are a secret");
    }

    private static void Add(ObjectUnitMaker maker, Acl entry)
    {
        var principal = entry.Type switch { "group" => "group_id", "token" => "token_id", _ => "user_id" };
        maker.Add(new(entry.Key, "proxmox_acl", entry.Name, $"{entry.Principal} {entry.Role} {(entry.Path == "/" ? "root" : entry.Path)}"))
            .With("path", entry.Path).With(principal, entry.Principal).With("role_id", entry.Role).With("propagate", entry.Propagate ? null : false)
            .Leave(entry.Settings, "path", "ugid", "type", "roleid", "propagate");
    }
}
