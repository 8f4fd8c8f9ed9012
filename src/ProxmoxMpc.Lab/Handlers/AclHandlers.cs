using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>The access list and roles.</summary>
internal static partial class AclHandlers
{
    public static void Register(HandlerTable table)
    {
        table.Add("GET /access/acl", List);
        table.Add("PUT /access/acl", Update);
        table.Add("GET /access/roles", Roles);
        table.Add("POST /access/roles", CreateRole);
        table.Add("GET /access/roles/{roleid}", ReadRole);
        table.Add("PUT /access/roles/{roleid}", UpdateRole);
        table.Add("DELETE /access/roles/{roleid}", DeleteRole);
    }

    private static JsonNode? List(Call call)
    {
        bool audit = call.Permissions.Has(call.Caller, "/access", "Sys.Audit");
        var result = new JsonArray();
        foreach (var entry in call.State.Acl.Where(a => audit || call.Permissions.MayModify(call.Caller, a.Path)))
            result.Add((JsonNode)new JsonObject { ["path"] = entry.Path, ["type"] = entry.Type, ["ugid"] = entry.UgId, ["roleid"] = entry.Role, ["propagate"] = entry.Propagate ? 1 : 0 });
        return result;
    }

    // Said under the lock of user.cfg: the refusal is only the text of a failure.
    private static LabException Refused(string reason) => LabException.Die($"ACL update failed: 400 Parameter verification failed.\nrole: {reason}");

    private static JsonNode? Update(Call call)
    {
        if (new[] { "users", "groups", "tokens" }.All(k => call[k] is null or "" or "0"))
        {
            string missing = "either 'users', 'groups' or 'tokens' is required.";
            throw LabException.Parameters(new Dictionary<string, string>(StringComparer.Ordinal) { ["users"] = missing, ["groups"] = missing, ["tokens"] = missing });
        }
        string given = call.Required("path");
        string path = Permissions.Normalize(given) is { } normal && (call.Flag("delete") || KnownPath().IsMatch(normal)) ? normal : throw LabException.Parameter("path", $"invalid ACL path '{given}'");
        var allowed = call.Permissions.Of(call.Caller, path);
        bool modify = allowed.ContainsKey("Permissions.Modify");
        bool delete = call.Flag("delete"), propagate = call.Flag("propagate", true);
        foreach (string role in TextRules.SplitList(call.Required("roles")))
        {
            if (!Exists(call.State, role))
                throw LabException.Die($"ACL update failed: role '{role}' does not exist");
            string verb = delete ? "remove" : "add";
            if (!modify && call.Permissions.RolePrivileges(role).Any(p => !allowed.ContainsKey(p)))
                throw Refused($"Cannot {verb} role '{role}' - requires 'Permissions.Modify' or superset of privileges.");
            if (!modify && propagate && !delete && call.Permissions.RolePrivileges(role).Any(p => !allowed[p]))
                throw Refused($"Cannot add role '{role}' with propagation - requires 'Permissions.Modify' or propagated superset of privileges.");
            if (!modify && role == "NoAccess")
                throw Refused($"Cannot {verb} role '{role}' - requires 'Permissions.Modify'");
            foreach (string group in TextRules.SplitList(call["groups"]))
            {
                if (!call.State.Groups.ContainsKey(group))
                    throw LabException.Die($"ACL update failed: group '{group}' does not exist");
                Set(call.State, new AclEntry(path, "group", group, role, propagate), delete);
            }
            foreach (string user in TextRules.SplitList(call["users"]))
            {
                if (!call.State.Users.ContainsKey(user))
                    throw LabException.Die($"ACL update failed: user '{user}' does not exist");
                Set(call.State, new AclEntry(path, "user", user, role, propagate), delete);
            }
            foreach (string token in TextRules.SplitList(call["tokens"]))
            {
                int bang = token.LastIndexOf('!');
                if (!call.State.Users.TryGetValue(token[..bang], out var owner) || !owner.Tokens.ContainsKey(token[(bang + 1)..]))
                    throw LabException.Die($"ACL update failed: no such token '{token[(bang + 1)..]}' for user '{token[..bang]}'");
                Set(call.State, new AclEntry(path, "token", token, role, propagate), delete);
            }
        }
        return null;
    }

    private static void Set(LabState state, AclEntry entry, bool delete)
    {
        state.Acl.RemoveAll(a => a.Path == entry.Path && a.Type == entry.Type && a.UgId == entry.UgId && a.Role == entry.Role);
        if (!delete)
            state.Acl.Add(entry);
    }

    private static bool Exists(LabState state, string role) => Privileges.BuiltInRoles.ContainsKey(role) || state.Roles.ContainsKey(role);

    private static JsonNode? Roles(Call call)
    {
        var result = new JsonArray();
        foreach (string role in Privileges.BuiltInRoles.Keys.Concat(call.State.Roles.Keys).Order(StringComparer.Ordinal))
            result.Add((JsonNode)new JsonObject { ["roleid"] = role, ["privs"] = string.Join(',', call.Permissions.RolePrivileges(role).Order(StringComparer.Ordinal)), ["special"] = Privileges.BuiltInRoles.ContainsKey(role) ? 1 : 0 });
        return result;
    }

    private static JsonNode? CreateRole(Call call)
    {
        string role = call.Required("roleid");
        if (role.StartsWith("PVE", StringComparison.OrdinalIgnoreCase))
            throw LabException.Parameter("roleid", "cannot use role ID starting with the (case-insensitive) 'PVE' namespace");
        if (Exists(call.State, role))
            throw LabException.Die($"create role failed: role '{role}' already exists");
        call.State.Roles[role] = new SortedSet<string>(TextRules.SplitList(call["privs"]), StringComparer.Ordinal);
        return null;
    }

    private static JsonNode? ReadRole(Call call)
    {
        string role = call.Required("roleid");
        if (!Exists(call.State, role))
            throw LabException.Die($"role '{role}' does not exist");
        return new JsonObject(call.Permissions.RolePrivileges(role).Order(StringComparer.Ordinal).Select(p => KeyValuePair.Create(p, (JsonNode?)JsonValue.Create(1))));
    }

    private static JsonNode? UpdateRole(Call call)
    {
        string role = call.Required("roleid");
        if (Privileges.BuiltInRoles.ContainsKey(role))
            throw LabException.Die($"auto-generated role '{role}' cannot be modified");
        if (!call.State.Roles.TryGetValue(role, out var privileges))
            throw LabException.Die($"update role failed: role '{role}' does not exist");
        if (!call.Flag("append"))
            privileges.Clear();
        privileges.UnionWith(TextRules.SplitList(call["privs"]));
        return null;
    }

    private static JsonNode? DeleteRole(Call call)
    {
        string role = call.Required("roleid");
        if (Privileges.BuiltInRoles.ContainsKey(role))
            throw LabException.Die($"auto-generated role '{role}' cannot be deleted");
        if (!call.State.Roles.Remove(role))
            throw LabException.Die($"delete role failed: role '{role}' does not exist");
        call.State.Acl.RemoveAll(a => a.Role == role);
        return null;
    }

    [GeneratedRegex(@"\A(/|/access|/access/groups(/[\w.\-]+)?|/access/realm(/[\w.\-]+)?|/nodes(/[\w.\-]+)?|/pool(/[A-Za-z0-9.\-_]+){0,3}|/sdn|/sdn/(controllers|dns|fabrics|ipams|prefix-lists|route-maps)(/[\w\-]+)?|/sdn/zones(/[\w.\-]+(/[\w.\-]+(/[1-9][0-9]{0,3})?)?)?|/storage(/[\w.\-]+)?|/vms(/[1-9][0-9]{2,})?|/mapping(/[\w.\-]+(/[\w.\-]+)?)?)\z")]
    private static partial Regex KnownPath();
}
