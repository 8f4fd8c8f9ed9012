using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Tickets, users and groups.</summary>
internal static class AccessHandlers
{
    private static readonly string[] Attributes = ["email", "comment", "firstname", "lastname", "keys"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /access/ticket", _ => null);
        table.Add("POST /access/ticket", Ticket);
        table.Add("PUT /access/password", ChangePassword);
        table.Add("GET /access/permissions", EffectivePermissions);
        table.Add("GET /access/users", ListUsers);
        table.Add("POST /access/users", CreateUser);
        table.Add("GET /access/users/{userid}", call => Describe(call.State, Require(call), full: true));
        table.Add("PUT /access/users/{userid}", UpdateUser);
        table.Add("DELETE /access/users/{userid}", DeleteUser);
        table.Add("GET /access/groups", ListGroups);
        table.Add("POST /access/groups", CreateGroup);
        table.Add("GET /access/groups/{groupid}", ReadGroup);
        table.Add("PUT /access/groups/{groupid}", UpdateGroup);
        table.Add("DELETE /access/groups/{groupid}", DeleteGroup);
    }

    public static UserState Require(Call call) => !call.Required("userid").Contains('@') ? throw LabException.Die($"value '{call["userid"]}' does not look like a valid user name") : call.State.Users.GetValueOrDefault(call.Required("userid")) ?? throw LabException.Die($"no such user ('{call["userid"]}')");

    private static JsonNode? Ticket(Call call)
    {
        string name = call.Required("username");
        string userId = name.Contains('@') ? name : call["realm"] is { } realm ? $"{name}@{realm}" : name;
        var asked = Login(call, userId);
        call.State.AuthKey = call.Authenticator.Key;
        if (asked is { } challenge)
        {
            return new JsonObject
            {
                ["username"] = userId,
                ["ticket"] = call.Authenticator.IssueChallenge(userId, challenge, call.Now),
                ["CSRFPreventionToken"] = call.Authenticator.IssueCsrf(userId, call.Now),
                ["NeedTFA"] = 1,
            };
        }
        var caller = new Caller(userId, null);
        // With a path and privileges nothing but the right is asked.
        if (call["path"] is { } path && call["privs"] is { } privs)
        {
            return TextRules.SplitList(privs).All(p => call.Permissions.Has(caller, path, p))
                ? new JsonObject { ["username"] = userId, ["cap"] = Capabilities(call, caller) }
                : throw LabException.WithBody(401, "authentication failure");
        }
        var result = new JsonObject
        {
            ["username"] = userId,
            ["ticket"] = call.Authenticator.IssueTicket(userId, call.Now),
            ["CSRFPreventionToken"] = call.Authenticator.IssueCsrf(userId, call.Now),
            ["cap"] = Capabilities(call, caller),
        };
        if (call.State.ClusterName is not null && call.Permissions.Has(caller, "/", "Sys.Audit"))
            result["clustername"] = call.State.ClusterName;
        return result;
    }

    /// <summary>Checks password and second factor; what is asked for where a second factor is missing yet, else null.</summary>
    private static string? Login(Call call, string userId)
    {
        string given = call.Required("password");
        var tfa = call.State.Users.GetValueOrDefault(userId)?.Tfa;
        bool isRight;
        if (call["tfa-challenge"] is { } challenge)
        {
            isRight = call["otp"] is null && Authenticator.IsActive(call.State, userId, call.Now) && call.Authenticator.VerifyChallenge(userId, challenge, call.Now)
                && SecondFactor.Verify(tfa, given, call.Now);
        }
        else
        {
            isRight = call.Authenticator.CheckPassword(call.State, userId, given, call.Now);
            if (isRight && !call.Authenticator.IsTicketOf(userId, given, call.Now) && SecondFactor.Challenge(tfa) is { } asked)
            {
                if (call["otp"] is not { } otp)
                    return asked;
                isRight = SecondFactor.Verify(tfa, otp, call.Now);
            }
            else if (call["otp"] is { Length: > 0 } && SecondFactor.Challenge(tfa) is null)
            {
                // A second factor nobody asked for is a wrong one.
                isRight = false;
            }
        }
        // Whatever it was: nobody shall find out which users there are.
        return isRight ? null : throw LabException.WithBody(401, "authentication failure");
    }

    private static JsonObject Capabilities(Call call, Caller caller)
    {
        var areas = new Dictionary<string, Func<string, bool>>(StringComparer.Ordinal)
        {
            ["vms"] = p => p.StartsWith("VM.", StringComparison.Ordinal) || p == "Permissions.Modify",
            ["access"] = p => p.StartsWith("User.", StringComparison.Ordinal) || p.StartsWith("Group.", StringComparison.Ordinal) || p == "Permissions.Modify",
            ["storage"] = p => p.StartsWith("Datastore.", StringComparison.Ordinal) || p == "Permissions.Modify",
            ["nodes"] = p => p.StartsWith("Sys.", StringComparison.Ordinal) || p == "Permissions.Modify",
            ["sdn"] = p => p.StartsWith("SDN.", StringComparison.Ordinal) || p == "Permissions.Modify",
            ["dc"] = p => p is "Sys.Audit" or "Sys.Modify" || p.StartsWith("SDN.", StringComparison.Ordinal),
            ["mapping"] = p => p.StartsWith("Mapping.", StringComparison.Ordinal) || p == "Permissions.Modify",
        };
        var result = new JsonObject(areas.Keys.Select(a => KeyValuePair.Create(a, (JsonNode?)new JsonObject())));
        string[] paths = ["/", "/nodes", "/access/groups", "/vms", "/storage", "/sdn", "/mapping"];
        foreach (string path in paths.Concat(call.State.Acl.Select(a => a.Path)).Distinct())
        {
            string area = path == "/" ? "dc" : path.Split('/')[1];
            foreach (string privilege in call.Permissions.Of(caller, path).Keys)
            {
                foreach (string target in area == "pool" ? ["vms", "storage"] : (string[])[area])
                {
                    if (areas.TryGetValue(target, out var belongs) && belongs(privilege))
                        result[target]![privilege] = 1;
                }
            }
        }
        return result;
    }

    private static JsonNode? ChangePassword(Call call)
    {
        var user = Require(call);
        if (user.Realm == "pam" && !call.Caller.IsRoot)
            throw LabException.Forbidden();
        if (call["confirmation-password"] is { } confirmation ? !call.Authenticator.CheckPassword(call.State, call.Caller.UserId, confirmation, call.Now) : !call.Caller.IsRoot)
            throw LabException.WithBody(401, "authentication failure");
        user.Password = Secrets.Hash(call.Required("password"));
        return null;
    }

    private static JsonNode? EffectivePermissions(Call call)
    {
        string id = call["userid"] ?? call.Caller.AuthId;
        int bang = id.LastIndexOf('!');
        var caller = bang < 0 ? new Caller(id, null) : new Caller(id[..bang], id[(bang + 1)..]);
        if (id != call.Caller.AuthId && caller.UserId != call.Caller.AuthId)
            call.Permissions.Require(call.Caller, "/access", "Sys.Audit");
        var paths = call["path"] is { } only ? [only]
            : new[] { "/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms" }
                .Concat(call.State.Acl.SelectMany(a => Ancestors(a.Path)))
                .Concat(call.State.Pools.Values.SelectMany(p => p.Vms.Select(v => $"/vms/{v}").Concat(p.Storages.Select(s => "/storage/" + s)))).Distinct();
        var result = new JsonObject();
        foreach (string path in paths)
        {
            var granted = call.Permissions.Of(caller, path);
            if (granted.Count > 0 || call["path"] is not null)
                result[path] = new JsonObject(granted.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value ? 1 : 0))));
        }
        return result;
    }

    // An ACL entry makes every level above it a node of the tree.
    private static IEnumerable<string> Ancestors(string path)
    {
        for (string rest = path; rest.Length > 1; rest = rest[..rest.LastIndexOf('/')])
            yield return rest;
    }

    private static JsonNode? ListUsers(Call call)
    {
        bool audit = call.Permissions.HasAny(call.Caller, "/access/groups", "User.Modify", "Sys.Audit");
        var visible = call.State.Groups.Where(g => call.Permissions.HasAny(call.Caller, "/access/groups/" + g.Key, "User.Modify", "Sys.Audit")).SelectMany(g => g.Value.Users).ToHashSet(StringComparer.Ordinal);
        var result = new JsonArray();
        foreach (var user in call.State.Users.Values)
        {
            if (!(audit || user.UserId == call.Caller.AuthId || visible.Contains(user.UserId)) || (call["enabled"] is { } enabled && user.Enabled != (enabled == "1")))
                continue;
            var entry = Describe(call.State, user, full: false);
            entry["userid"] = user.UserId;
            if (user.Realm is "pam" or "pve")
                entry["realm-type"] = user.Realm;
            else if (call.State.Section("realms").TryGetValue(user.Realm, out var realm))
                entry["realm-type"] = realm.GetValueOrDefault("type");
            if (call.Flag("full"))
            {
                entry["groups"] = string.Join(',', GroupsOf(call.State, user.UserId));
                entry["tokens"] = user.Tokens.Count == 0 ? null : new JsonArray([.. user.Tokens.Select(t => (JsonNode)TokenHandlers.Describe(t.Value, t.Key))]);
            }
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static IEnumerable<string> GroupsOf(LabState state, string user) => state.Groups.Where(g => g.Value.Users.Contains(user)).Select(g => g.Key);

    private static JsonObject Describe(LabState state, UserState user, bool full)
    {
        var result = new JsonObject { ["enable"] = user.Enabled ? 1 : 0, ["expire"] = user.Expire };
        foreach (var (key, value) in user.Attributes)
            result[key] = value;
        // A line of user.cfg ends with its last field that has a value: before a comment or keys an address is there, be it empty.
        if (user.Attributes.ContainsKey("comment") || user.Attributes.ContainsKey("keys"))
            result.TryAdd("email", "");
        if (!full)
            return result;
        result["groups"] = JsonText.Array(GroupsOf(state, user.UserId));
        result["tokens"] = user.Tokens.Count == 0 ? null : new JsonObject(user.Tokens.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)TokenHandlers.Describe(t.Value, null))));
        return result;
    }

    private static JsonNode? CreateUser(Call call)
    {
        string id = call.Required("userid");
        if (call.State.Users.ContainsKey(id))
            throw LabException.Die($"create user failed: user '{id}' already exists");
        var groups = TextRules.SplitList(call["groups"]);
        if (groups.FirstOrDefault(g => !call.State.Groups.ContainsKey(g)) is { } missing)
            throw LabException.Die($"create user failed: no such group '{missing}'");
        var user = new UserState { UserId = id, Password = call["password"] is { } password ? Secrets.Hash(password) : null };
        Apply(call, user);
        call.State.Users[id] = user;
        foreach (string group in groups)
            call.State.Groups[group].Users.Add(id);
        return null;
    }

    private static JsonNode? UpdateUser(Call call)
    {
        var user = Require(call);
        var groups = TextRules.SplitList(call["groups"]);
        if (groups.FirstOrDefault(g => !call.State.Groups.ContainsKey(g)) is { } missing)
            throw LabException.Die($"update user failed: no such group '{missing}'");
        Apply(call, user);
        if (call["groups"] is null)
            return null;
        foreach (var (name, group) in call.State.Groups)
        {
            if (groups.Contains(name))
                group.Users.Add(user.UserId);
            else if (!call.Flag("append"))
                group.Users.Remove(user.UserId);
        }
        return null;
    }

    private static void Apply(Call call, UserState user)
    {
        if (call["enable"] is { } enable)
            user.Enabled = enable == "1";
        if (call["expire"] is { } expire)
            user.Expire = TextRules.Long(expire);
        foreach (string key in Attributes)
        {
            if (call[key] is { Length: > 0 } value)
                user.Attributes[key] = value;
            else if (call[key] is not null)
                user.Attributes.Remove(key);
        }
    }

    private static JsonNode? DeleteUser(Call call)
    {
        string id = call.Required("userid");
        if (!call.State.Users.ContainsKey(id))
            throw LabException.Die($"delete user failed: user '{id}' does not exist");
        call.State.Users.Remove(id);
        // Proxmox's own reader of user.cfg puts root@pam back, bare: nobody can lock themselves out.
        if (id == "root@pam")
            call.State.Users[id] = new UserState { UserId = id };
        foreach (var group in call.State.Groups.Values)
            group.Users.Remove(id);
        call.State.Acl.RemoveAll(a => (a.Type == "user" && a.UgId == id) || (a.Type == "token" && a.UgId.StartsWith(id + "!", StringComparison.Ordinal)));
        return null;
    }

    private static JsonNode? ListGroups(Call call)
    {
        var result = new JsonArray();
        foreach (var (id, group) in call.State.Groups.Where(g => call.Permissions.HasAny(call.Caller, "/access/groups/" + g.Key, "User.Modify", "Sys.Audit", "Group.Allocate")))
        {
            var entry = new JsonObject { ["groupid"] = id, ["users"] = string.Join(',', group.Users) };
            if (group.Comment is { Length: > 0 })
                entry["comment"] = group.Comment;
            result.Add((JsonNode)entry);
        }
        return result;
    }

    private static JsonNode? CreateGroup(Call call)
    {
        string id = call.Required("groupid");
        if (!call.State.Groups.TryAdd(id, new GroupState { Comment = call["comment"] }))
            throw LabException.Die($"create group failed: group '{id}' already exists");
        return null;
    }

    private static JsonNode? ReadGroup(Call call)
    {
        var group = call.State.Groups.GetValueOrDefault(call.Required("groupid")) ?? throw LabException.Die($"group '{call["groupid"]}' does not exist");
        var result = new JsonObject { ["members"] = JsonText.Array(group.Users) };
        if (group.Comment is { Length: > 0 })
            result["comment"] = group.Comment;
        return result;
    }

    private static JsonNode? UpdateGroup(Call call)
    {
        var group = call.State.Groups.GetValueOrDefault(call.Required("groupid")) ?? throw LabException.Die($"update group failed: group '{call["groupid"]}' does not exist");
        group.Comment = call["comment"] ?? group.Comment;
        return null;
    }

    private static JsonNode? DeleteGroup(Call call)
    {
        string id = call.Required("groupid");
        if (!call.State.Groups.Remove(id))
            throw LabException.Die($"delete group failed: group '{id}' does not exist");
        call.State.Acl.RemoveAll(a => a.Type == "group" && a.UgId == id);
        return null;
    }
}
