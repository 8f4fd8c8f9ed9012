using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Access;

/// <summary>What a caller may do, by Proxmox's rules: the nearest path decides, users before groups, tokens never beyond their user.</summary>
internal sealed partial class Permissions(LabState state)
{
    private static readonly Dictionary<string, bool> Everything = Privileges.All.ToDictionary(p => p, _ => true, StringComparer.Ordinal);

    private readonly Dictionary<(string AuthId, string Path), Dictionary<string, bool>> _cache = [];
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _poolRoles = new(StringComparer.Ordinal);

    /// <summary>The privileges of a caller on a path; the value tells whether they propagate downwards.</summary>
    public IReadOnlyDictionary<string, bool> Of(Caller caller, string? path)
    {
        if (path is null)
            return new Dictionary<string, bool>();
        if (caller.TokenName is { } name)
        {
            bool separated = !IsEmbedded(caller) && state.Users.GetValueOrDefault(caller.UserId)?.Tokens.GetValueOrDefault(name)?.PrivSep != false;
            if (!separated)
                return Of(new Caller(caller.UserId, null), path);
            var user = Of(new Caller(caller.UserId, null), path);
            return Compute(caller.AuthId, path).Where(p => user.ContainsKey(p.Key)).ToDictionary(p => p.Key, p => p.Value && user[p.Key]);
        }
        return caller.UserId == "root@pam" ? Everything : Compute(caller.UserId, path);
    }

    /// <summary>Set for the process's own token, which is not in the user list.</summary>
    public Func<Caller, bool> IsEmbedded { get; init; } = _ => false;

    public bool Has(Caller caller, string? path, params ReadOnlySpan<string> privileges)
    {
        var granted = Of(caller, path);
        foreach (string privilege in privileges)
        {
            if (!granted.ContainsKey(privilege))
                return false;
        }
        return true;
    }

    public bool HasAny(Caller caller, string? path, params IEnumerable<string> privileges) => privileges.Any(Of(caller, path).ContainsKey);

    /// <exception cref="LabException">403, naming the path and the first missing privilege.</exception>
    public void Require(Caller caller, string? path, params IEnumerable<string> privileges)
    {
        var granted = Of(caller, path);
        foreach (string privilege in privileges)
        {
            if (!granted.ContainsKey(privilege))
                throw LabException.Forbidden($"{path}, {privilege}");
        }
    }

    /// <exception cref="LabException">403, naming the path and all of them.</exception>
    public void RequireAny(Caller caller, string? path, params IReadOnlyCollection<string> privileges)
    {
        if (!HasAny(caller, path, privileges))
            throw LabException.Forbidden($"{path}, {string.Join('|', privileges)}");
    }

    /// <summary>On the guest, or on the pool it is about to join.</summary>
    public void RequireOnGuest(Caller caller, int vmid, string? pool, bool any, params IReadOnlyCollection<string> privileges)
    {
        if (!string.IsNullOrEmpty(pool) && (any ? HasAny(caller, $"/pool/{pool}", privileges) : Has(caller, $"/pool/{pool}", [.. privileges])))
            return;
        if (any)
            RequireAny(caller, $"/vms/{vmid}", privileges);
        else
            Require(caller, $"/vms/{vmid}", privileges);
    }

    /// <summary>Permissions.Modify, or the right to allocate what the path names.</summary>
    public bool MayModify(Caller caller, string path) => HasAny(caller, path, ModifyPrivileges(path));

    /// <summary>Any one of these lets somebody change the access list of a path.</summary>
    public static string[] ModifyPrivileges(string path) => path.Split('/', 3) switch
    {
        ["", "storage", not ""] => ["Permissions.Modify", "Datastore.Allocate"],
        ["", "vms", not ""] => ["Permissions.Modify", "VM.Allocate"],
        ["", "pool", not ""] => ["Permissions.Modify", "Pool.Allocate"],
        _ => ["Permissions.Modify"],
    };

    /// <summary>Where the right to use a bridge, or a virtual network of a zone, is looked for.</summary>
    public string BridgePath(string bridge) =>
        $"/sdn/zones/{(state.Section("sdnVnets").TryGetValue(bridge, out var vnet) ? vnet.GetValueOrDefault("zone", "localnetwork") : "localnetwork")}/{bridge}";

    /// <summary>Removes doubled and trailing slashes; null when the path has characters no path may have.</summary>
    public static string? Normalize(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return null;
        path = Slashes().Replace(path, "/");
        if (path.EndsWith('/'))
            path = path[..^1];
        if (path.Length == 0)
            path = "/";
        if (!path.StartsWith('/'))
            path = "/" + path;
        return Valid().IsMatch(path) ? path : null;
    }

    public IReadOnlySet<string> RolePrivileges(string role) =>
        Privileges.BuiltInRoles.TryGetValue(role, out var builtIn) ? builtIn : state.Roles.TryGetValue(role, out var added) ? added : new HashSet<string>();

    private Dictionary<string, bool> Compute(string authId, string path)
    {
        if (_cache.TryGetValue((authId, path), out var known))
            return known;
        var roles = Roles(authId, path);
        if (!roles.ContainsKey("NoAccess") && PoolRoles(authId).TryGetValue(path, out var inherited))
        {
            if (inherited.Contains("NoAccess"))
                roles = new(StringComparer.Ordinal) { ["NoAccess"] = false };
            else
                inherited.ToList().ForEach(role => roles.TryAdd(role, false));
        }
        var result = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (role, propagate) in roles)
        {
            foreach (string privilege in RolePrivileges(role))
                result[privilege] = propagate || result.GetValueOrDefault(privilege);
        }
        return _cache[(authId, path)] = result;
    }

    private Dictionary<string, HashSet<string>> PoolRoles(string authId)
    {
        if (_poolRoles.TryGetValue(authId, out var known))
            return known;
        known = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (id, pool) in state.Pools)
        {
            var roles = Roles(authId, "/pool/" + id).Keys;
            if (roles.Count == 0)
                continue;
            foreach (string member in pool.Vms.Select(v => $"/vms/{v}").Concat(pool.Storages.Select(s => $"/storage/{s}")))
            {
                if (!known.TryGetValue(member, out var set))
                    known[member] = set = new HashSet<string>(StringComparer.Ordinal);
                set.UnionWith(roles);
            }
        }
        return _poolRoles[authId] = known;
    }

    // Walks from "/" to the path; an entry on the way replaces what was inherited.
    private Dictionary<string, bool> Roles(string authId, string path)
    {
        var roles = new Dictionary<string, bool>(StringComparer.Ordinal);
        var steps = path == "/" ? [""] : path.Split('/');
        string at = "";
        for (int i = 0; i < steps.Length; i++)
        {
            if (i > 0)
                at += "/" + steps[i];
            string here = at.Length == 0 ? "/" : at;
            bool final = i == steps.Length - 1;
            var entries = state.Acl.Where(a => a.Path == here && (final || a.Propagate)).ToList();
            var found = entries.Where(a => a.Type == "token" && a.UgId == authId).ToList();
            if (found.Count == 0)
                found = entries.Where(a => a.Type == "user" && a.UgId == authId).ToList();
            if (found.Count == 0)
                found = entries.Where(a => a.Type == "group" && state.Groups.TryGetValue(a.UgId, out var group) && group.Users.Contains(authId)).ToList();
            if (found.Count == 0)
                continue;
            roles = new Dictionary<string, bool>(StringComparer.Ordinal);
            found.ForEach(a => roles[a.Role] = a.Propagate);
        }
        return roles.TryGetValue("NoAccess", out bool none) ? new(StringComparer.Ordinal) { ["NoAccess"] = none } : roles;
    }

    [GeneratedRegex("/+")]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\A[\p{L}\p{Nd}.\-_/]+\n?\z")]
    private static partial Regex Valid();
}
