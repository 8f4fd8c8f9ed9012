using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>
/// Something beside guests in its three states, and what the tables of docs/sync.md say must become of it. Values by the attribute's name
/// in the code; what is not there is unset. It shares nothing with what it judges.
/// </summary>
internal sealed class Thing(ThingKind kind, string name)
{
    private const string Never = "(never agreed)";

    public ThingKind Kind => kind;
    public string Name => name;
    public SortedDictionary<string, string>? Base { get; private set; }
    public SortedDictionary<string, string>? Code { get; set; }
    public SortedDictionary<string, string>? Server { get; set; }

    /// <summary>What people wrote in it, and must find again.</summary>
    public List<string> Comments { get; } = [];

    /// <summary>As a conflict calls it.</summary>
    public string Title => $"{kind.Word} {name}";

    private bool HaveMet => Base is not null && !Base.ContainsValue(Never);

    /// <summary>The conflicts that are open, by attribute; empty: the whole.</summary>
    public IEnumerable<string> Conflicts()
    {
        if (Code is not null && Server is not null) return Paths.Where(IsConflict);
        if (Server is not null && HaveMet && Code is null) return Same(Server, Base!) ? [] : [""];
        return Code is not null && HaveMet ? Same(Code, Base!) ? [] : [""] : [];
    }

    /// <summary>What a sync must do.</summary>
    /// <param name="decide">The side that decides a conflict, by attribute.</param>
    public void Sync(Func<string, Preference> decide)
    {
        if (Code is not null && Server is not null) Both(decide);
        else if (Server is not null)
        {
            if (!HaveMet || decide("") == Preference.Server) (Code, Base) = (Copy(Server), Copy(Server));
            else if (decide("") == Preference.Code) Base = Copy(Server);
        }
        else if (Code is not null)
        {
            if (Base is null) return;
            if (!HaveMet || decide("") == Preference.Code) Base = null;
            else if (Same(Code, Base) || decide("") == Preference.Server) Forget();
        }
        else Base = null;
    }

    /// <summary>What an apply must do, where nothing of it fails.</summary>
    public void Apply()
    {
        if (Code is not null && Server is not null)
        {
            if (Base is null) return;
            var wanted = Paths.Where(path => Of(Server, path) == Of(Base, path) && Of(Code, path) != Of(Base, path)).ToArray();
            if (wanted.Length == 0) return;
            foreach (var path in wanted) Put(Server, path, Of(Code, path));
            // What was worked on is looked at again as a whole.
            foreach (var path in Paths.Where(path => Of(Code, path) == Of(Server, path))) Put(Base, path, Of(Server, path));
        }
        else if (Code is not null && !HaveMet) (Server, Base) = (Copy(Code), Copy(Code));
        // A user's password and tokens would be lost for good.
        else if (Server is not null && HaveMet && Same(Server, Base!) && kind.Word != "user") (Server, Base) = (null, null);
    }

    /// <summary>What Terraform has to do for the code; a delete, too.</summary>
    public bool IsPending => Code is not null && Server is null && Base is null || Code is null && Server is not null && HaveMet && Same(Server, Base!)
        || Code is not null && Server is not null && Base is not null && !Conflicts().Any() && !Same(Code, Server);

    public void Forget()
    {
        (Code, Base) = (null, null);
        Comments.Clear();
    }

    private IEnumerable<string> Paths => new[] { Base, Code, Server }.SelectMany(side => side?.Keys ?? Enumerable.Empty<string>()).Distinct().Order(StringComparer.Ordinal).ToArray();

    private static string? Of(SortedDictionary<string, string>? side, string path) => side?.GetValueOrDefault(path);

    private bool IsConflict(string path) => Of(Code, path) != Of(Server, path) && (Base is null || Of(Code, path) != Of(Base, path) && Of(Server, path) != Of(Base, path));

    private void Both(Func<string, Preference> decide)
    {
        var (agreed, open, decided) = (Base is null ? new(StringComparer.Ordinal) : Copy(Base), false, false);
        foreach (var path in Paths)
        {
            var server = Of(Server, path);
            var side = IsConflict(path) ? decide(path) : Base is not null && Of(Code, path) == Of(Base, path) ? Preference.Server : Of(Code, path) == server ? Preference.Code : (Preference?)null;
            if (IsConflict(path))
            {
                if (side == Preference.None) open = true;
                else decided = true;
            }
            if (side == Preference.Server) Put(Code!, path, server);
            if (side is Preference.Server or Preference.Code) Put(agreed, path, server);
            else if (side == Preference.None && Base is null) agreed[path] = Never;
        }
        if (Base is not null || !open || decided) Base = agreed;
    }

    public static void Put(SortedDictionary<string, string> side, string path, string? value)
    {
        if (value is null) side.Remove(path);
        else side[path] = value;
    }

    public static SortedDictionary<string, string> Copy(SortedDictionary<string, string> side) => new(side, StringComparer.Ordinal);

    private static bool Same(SortedDictionary<string, string> one, SortedDictionary<string, string> other) => one.SequenceEqual(other);
}

/// <summary>A kind of such things.</summary>
/// <param name="Word">What messages call it.</param>
/// <param name="Type">Its resource.</param>
/// <param name="Id">The attribute that names it.</param>
/// <param name="Path">Where the API lists them.</param>
/// <param name="Parameter">How the API calls the name.</param>
internal sealed record ThingKind(string Word, string Type, string Id, string Path, string Parameter)
{
    /// <summary>Attributes that can be changed, each with the API's name for it and its values; null: unset.</summary>
    public required (string Attribute, string Key, string?[] Values)[] Attributes { get; init; }

    /// <summary>What the code says of every one, and the API is told: attribute, key, value. <c>*</c> stands for the name.</summary>
    public (string Attribute, string Key, string Value)[] Always { get; init; } = [];

    private static readonly string?[] Comments = [null, "a", "it's \"${ours}\"", "two words # no comment", "ünï"];

    public static ThingKind[] All { get; } =
    [
        new("pool", "proxmox_virtual_environment_pool", "pool_id", "/pools", "poolid") { Attributes = [("comment", "comment", Comments)] },
        new("group", "proxmox_virtual_environment_group", "group_id", "/access/groups", "groupid") { Attributes = [("comment", "comment", Comments)] },
        new("role", "proxmox_virtual_environment_role", "role_id", "/access/roles", "roleid") { Attributes = [("privileges", "privs", ["VM.Audit", "VM.Audit,VM.PowerMgmt", "Datastore.Audit"])] },
        new("user", "proxmox_virtual_environment_user", "user_id", "/access/users", "userid")
        {
            Attributes = [("comment", "comment", Comments), ("email", "email", [null, "a@example.org", "b@example.org"]), ("enabled", "enable", [null, "false"])],
        },
        new("storage definition", "proxmox_storage_directory", "id", "/storage", "storage")
        {
            Attributes = [("content", "content", ["iso", "backup,iso", "vztmpl"])], Always = [("path", "path", "/srv/*"), ("shared", "shared", "false"), ("", "type", "dir")],
        },
    ];

    /// <summary>The value as an expression of the code.</summary>
    public static string Expression(string attribute, string value) => attribute switch
    {
        "privileges" or "content" => $"[{string.Join(", ", value.Split(',').Select(item => $"\"{item}\""))}]",
        _ when value is "true" or "false" => value,
        _ => Core.Hcl.HclText.Quote(value),
    };
}
