using System.Text.Json;
using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Access;

/// <summary>Evaluates an endpoint's permission expression before its parameters are looked at.</summary>
internal sealed partial class PermissionCheck(LabState state, Permissions permissions, Caller caller, IReadOnlyDictionary<string, string> parameters)
{
    /// <exception cref="LabException">403.</exception>
    public void Run(EndpointSpec endpoint)
    {
        if (caller.IsRoot || endpoint.User is "all" or "world")
            return;
        if (endpoint.Check is not { } check)
            throw LabException.Forbidden("user != root@pam");
        // PVE ignores a plain false of the outermost test only where an error was already raised.
        if (!Test(check, false))
            throw LabException.Forbidden();
    }

    private bool Test(JsonElement check, bool quiet)
    {
        switch (check[0].GetString())
        {
            case "and":
                foreach (var part in check.EnumerateArray().Skip(1))
                    Test(part, false);
                return true;
            case "or":
                if (check.EnumerateArray().Skip(1).Any(part => Test(part, true)))
                    return true;
                return Refuse(quiet);
            case "perm":
                return TestPrivileges(check, quiet);
            case "userid-group":
                return TestUserGroup(check, quiet);
            case "userid-param":
                return TestUser(check[1].GetString()!, quiet);
            case "perm-modify":
                // Without the path the schema has the word.
                if (check[1].GetString() == "{path}" && !parameters.ContainsKey("path"))
                    return true;
                // A path that is none is the handler's to refuse.
                return Permissions.Normalize(Fill(check[1].GetString()!)) is not { } path
                    || (permissions.MayModify(caller, path) || Refuse(quiet, $"{path}, {string.Join('|', Permissions.ModifyPrivileges(path))}"));
            default:
                throw new InvalidOperationException("unknown permission test " + check[0].GetString());
        }
    }

    private bool TestPrivileges(JsonElement check, bool quiet)
    {
        var privileges = check[2].EnumerateArray().Select(p => p.GetString()!).ToArray();
        bool any = Option(check, "any") is not null;
        if (Option(check, "require_param") is { } needed && !parameters.ContainsKey(needed.GetString()!))
            return Refuse(quiet);
        string? path = Permissions.Normalize(Fill(check[1].GetString()!));
        if (any)
            return permissions.HasAny(caller, path, privileges) || Refuse(quiet, $"{path}, {string.Join('|', privileges)}");
        var granted = permissions.Of(caller, path);
        string? missing = privileges.FirstOrDefault(p => !granted.ContainsKey(p));
        return missing is null || Refuse(quiet, $"{path}, {missing}");
    }

    private bool TestUserGroup(JsonElement check, bool quiet)
    {
        string user = parameters.GetValueOrDefault("userid", "");
        var privileges = check[1].EnumerateArray().Select(p => p.GetString()!).ToArray();
        string? groupsParameter = Option(check, "groups_param")?.GetString();
        bool mustExist = groupsParameter != "create";
        if (mustExist && FormatChecks.Refuse("pve-userid", user) is { } reason)
            return quiet ? false : throw LabException.Die(reason.TrimEnd('\n'));
        if (mustExist && !state.Users.ContainsKey(user))
            return quiet ? false : throw LabException.Die($"no such user ('{user}')");
        if (permissions.HasAny(caller, "/access/groups", privileges))
            return true;
        var allowed = state.Groups.Where(g => permissions.HasAny(caller, "/access/groups/" + g.Key, privileges)).ToDictionary(g => g.Key, g => g.Value);
        if (groupsParameter is not null)
        {
            var wanted = TextRules.SplitList(parameters.GetValueOrDefault("groups"));
            if (wanted.Length == 0)
                throw LabException.Forbidden("/access/groups, " + string.Join('|', privileges));
            if (wanted.FirstOrDefault(g => !allowed.ContainsKey(g)) is { } refused)
                throw LabException.Forbidden($"/access/groups/{refused}, {string.Join('|', privileges)}");
        }
        return !mustExist || allowed.Values.Any(g => g.Users.Contains(user)) || Refuse(quiet);
    }

    private bool TestUser(string test, bool quiet)
    {
        string user = parameters.GetValueOrDefault("userid", "");
        if (FormatChecks.Refuse("pve-userid", user) is { } reason)
            throw LabException.Die(reason);
        if (test != "self")
        {
            string path = "/access/realm/" + user[(user.LastIndexOf('@') + 1)..];
            return permissions.Has(caller, path, test) || Refuse(quiet, $"{path}, {test}");
        }
        if (!state.Users.ContainsKey(user))
            return quiet ? false : throw LabException.Die($"no such user ('{user}')");
        return caller.AuthId == user || Refuse(quiet);
    }

    private static bool Refuse(bool quiet, string? what = null) => quiet ? false : throw LabException.Forbidden(what);

    private string Fill(string template) => Placeholder().Replace(template, m => parameters.GetValueOrDefault(m.Groups[1].Value, ""));

    private static JsonElement? Option(JsonElement check, string name)
    {
        for (int i = 2; i < check.GetArrayLength() - 1; i++)
        {
            if (check[i].ValueKind == JsonValueKind.String && check[i].GetString() == name)
                return check[i + 1];
        }
        return null;
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
