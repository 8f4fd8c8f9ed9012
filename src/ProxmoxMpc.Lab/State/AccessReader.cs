using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Access;

namespace ProxmoxMpc.Lab.State;

/// <summary>Users, tokens, groups, roles, access list and pools: from and to JSON.</summary>
internal static class AccessReader
{
    private static readonly string[] UserAttributes = ["email", "comment", "firstname", "lastname", "keys"];

    public static void Read(JsonObject root, LabState state)
    {
        User(state, "root@pam");
        if (root["users"] is JsonArray names)
            JsonText.List(names).ForEach(name => User(state, name));
        foreach (var (id, node) in root["users"] as JsonObject ?? [])
        {
            var user = User(state, id);
            if (node is JsonValue)
            {
                user.Password = JsonText.Text(node);
                continue;
            }
            user.Enabled = JsonText.Flag(node?["enable"], true);
            user.Expire = JsonText.Long(node?["expire"]) ?? 0;
            user.Password = JsonText.Text(node?["password"]);
            user.Tfa = TfaState.Read(node);
            foreach (string key in UserAttributes)
            {
                if (JsonText.Text(node?[key]) is { } value)
                    user.Attributes[key] = value;
            }
            // The mark that user.cfg has for whoever stands in tfa.cfg.
            if (user.Tfa is not null)
                user.Attributes["keys"] = "x";
            JsonText.List(node?["groups"]).ForEach(g => Group(state, g).Users.Add(id));
        }
        foreach (var (id, node) in root["groups"] as JsonObject ?? [])
        {
            var group = Group(state, id);
            group.Comment = JsonText.Text(node?["comment"]);
            group.Users.UnionWith(JsonText.List(node is JsonArray ? node : node?["users"]));
        }
        foreach (var (id, node) in root["tokens"] as JsonObject ?? [])
        {
            int bang = id.LastIndexOf('!');
            if (bang < 0)
                throw new FormatException($"token '{id}' is not of the form user@realm!name");
            User(state, id[..bang]).Tokens[id[(bang + 1)..]] = new TokenState
            {
                Secret = JsonText.Text(node is JsonValue ? node : node?["secret"]),
                PrivSep = JsonText.Flag(node is JsonObject ? node["privsep"] : null, true),
                Comment = JsonText.Text(node is JsonObject ? node["comment"] : null),
                Expire = JsonText.Long(node is JsonObject ? node["expire"] : null) ?? 0,
            };
        }
        foreach (var (id, privileges) in root["roles"] as JsonObject ?? [])
            state.Roles[id] = new SortedSet<string>(JsonText.List(privileges), StringComparer.Ordinal);
        foreach (var entry in root["acl"] as JsonArray ?? [])
        {
            string ugid = JsonText.Text(entry?["ugid"]) ?? throw new FormatException("an acl entry needs path, ugid and role");
            string type = JsonText.Text(entry!["type"]) ?? (ugid.Contains('!') ? "token" : ugid.IndexOf('@', StringComparison.Ordinal) > 0 ? "user" : "group");
            ugid = ugid.TrimStart('@');
            state.Acl.Add(new AclEntry(JsonText.Text(entry["path"]) ?? "/", type, ugid, JsonText.Text(entry["role"] ?? entry["roleid"]) ?? "NoAccess", JsonText.Flag(entry["propagate"], true)));
            if (type == "user")
                User(state, ugid);
            else if (type == "group")
                Group(state, ugid);
        }
        if (root["pools"] is JsonArray poolNames)
            JsonText.List(poolNames).ForEach(name => Pool(state, name));
        foreach (var (id, node) in root["pools"] as JsonObject ?? [])
        {
            var pool = Pool(state, id);
            pool.Comment = JsonText.Text(node is JsonValue ? node : node?["comment"]);
            foreach (string vmid in JsonText.List(node is JsonObject ? node["vms"] : null))
                pool.Vms.Add(int.Parse(vmid, System.Globalization.CultureInfo.InvariantCulture));
            pool.Storages.UnionWith(JsonText.List(node is JsonObject ? node["storages"] : null));
        }
    }

    public static void Write(LabState state, JsonObject root)
    {
        var users = new JsonObject();
        var tokens = new JsonObject();
        foreach (var user in state.Users.Values)
        {
            var entry = JsonText.Object(user.Attributes);
            if (!user.Enabled)
                entry["enable"] = false;
            if (user.Expire != 0)
                entry["expire"] = user.Expire;
            if ((user.Password = Secrets.Kept(user.Password)) is not null)
                entry["password"] = user.Password;
            user.Tfa?.Write(entry);
            users[user.UserId] = entry;
            foreach (var (name, token) in user.Tokens)
            {
                var details = new JsonObject { ["privsep"] = token.PrivSep };
                if ((token.Secret = Secrets.Kept(token.Secret)) is not null)
                    details["secret"] = token.Secret;
                if (token.Comment is not null)
                    details["comment"] = token.Comment;
                if (token.Expire != 0)
                    details["expire"] = token.Expire;
                tokens[$"{user.UserId}!{name}"] = details;
            }
        }
        root["users"] = users;
        root["tokens"] = tokens;
        var groups = new JsonObject();
        foreach (var (id, group) in state.Groups)
            groups[id] = new JsonObject { ["comment"] = group.Comment, ["users"] = JsonText.Array(group.Users) };
        root["groups"] = groups;
        var roles = new JsonObject();
        foreach (var (id, privileges) in state.Roles)
            roles[id] = JsonText.Array(privileges);
        root["roles"] = roles;
        root["acl"] = new JsonArray([.. state.Acl.Select(a => (JsonNode)new JsonObject { ["path"] = a.Path, ["ugid"] = a.UgId, ["type"] = a.Type, ["role"] = a.Role, ["propagate"] = a.Propagate })]);
        var pools = new JsonObject();
        foreach (var (id, pool) in state.Pools)
        {
            var entry = new JsonObject { ["comment"] = pool.Comment, ["storages"] = JsonText.Array(pool.Storages) };
            // Members that exist carry their pool themselves; those that do not are only here.
            var absent = pool.Vms.Where(v => !state.Guests.ContainsKey(v)).Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList();
            if (absent.Count > 0)
                entry["vms"] = JsonText.Array(absent);
            pools[id] = entry;
        }
        root["pools"] = pools;
    }

    private static UserState User(LabState state, string id)
    {
        if (!state.Users.TryGetValue(id, out var user))
            state.Users[id] = user = new UserState { UserId = id };
        return user;
    }

    private static GroupState Group(LabState state, string id)
    {
        if (!state.Groups.TryGetValue(id, out var group))
            state.Groups[id] = group = new GroupState();
        return group;
    }

    private static PoolState Pool(LabState state, string id)
    {
        if (!state.Pools.TryGetValue(id, out var pool))
            state.Pools[id] = pool = new PoolState();
        return pool;
    }
}
