namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>Users, groups, roles, the access list and tokens. Nothing there knows <c>delete</c> (but for tokens): what goes is written empty.</summary>
internal static class AccessRequests
{
    private static readonly SettingForms Forms = new SettingForms().Flags("1", "enable", "privsep", "propagate").Numbers("0", "expire").Sets("groups", "privs");

    public static ObjectWork User(ObjectEdit edit)
    {
        if (edit.IsGone)
            return ObjectWork.Refused("With a user its password, second factor and tokens are lost for good. Delete it with pveum user delete, or with Terraform; or disable it here (enabled = false).");
        var change = edit.Change(Forms, "keys");
        if (edit.IsNew) return Request.Live(Request.Post("/access/users", [new("userid", edit.Name), .. change.Set]));
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put(Request.Path("/access/users", edit.Name), change.Emptied(("enable", "1"), ("expire", "0"))));
    }

    public static ObjectWork Group(ObjectEdit edit)
    {
        if (edit.IsGone) return Request.Live(Request.Delete(Request.Path("/access/groups", edit.Name)));
        // Who is in it is said of the users.
        var change = edit.Change(Forms, "users");
        if (edit.IsNew) return Request.Live(Request.Post("/access/groups", [new("groupid", edit.Name), .. change.Set]));
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put(Request.Path("/access/groups", edit.Name), change.Emptied()));
    }

    public static ObjectWork Role(ObjectEdit edit)
    {
        if (edit.IsGone) return Request.Live(Request.Delete(Request.Path("/access/roles", edit.Name)));
        if (edit.Name.StartsWith("PVE", StringComparison.OrdinalIgnoreCase)) return ObjectWork.Refused("Names of roles that begin with PVE are Proxmox's own.");
        var change = edit.Change(Forms, "special");
        if (edit.IsNew) return Request.Live(Request.Post("/access/roles", [new("roleid", edit.Name), .. change.Set]));
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put(Request.Path("/access/roles", edit.Name), change.Emptied()));
    }

    /// <summary>An entry of the access list: to write it again is to change it.</summary>
    public static ObjectWork Entry(ObjectEdit edit)
    {
        var entry = edit.IsGone ? edit.Old : edit.New;
        if (entry.Get("path") is not { } path || entry.Get("ugid") is not { } who || entry.Get("roleid") is not { } role) return ObjectWork.Refused("The access rule lacks its path, its role or whom it is for.");
        var principal = entry.Get("type") switch { "group" => "groups", "token" => "tokens", _ => "users" };
        if (edit.IsGone) return Request.Live(Request.Put("/access/acl", ("path", path), (principal, who), ("roles", role), ("delete", "1")));
        if (!edit.IsNew && edit.Change(Forms, "type").IsEmpty) return ObjectWork.None;
        return Request.Live(Request.Put("/access/acl", ("path", path), (principal, who), ("roles", role), ("propagate", SettingForms.Flag(entry.Get("propagate") ?? "1"))));
    }

    public static ObjectWork Token(ObjectEdit edit)
    {
        if (edit.IsGone) return ObjectWork.Refused("With a token its secret is lost for good. Delete it with pveum user token remove, or with Terraform.");
        if (edit.IsNew) return ObjectWork.Refused("Proxmox shows the secret of a new token once, and a plan must not hold it. Make it with pveum user token add, or with Terraform; a sync brings it into the code.");
        var change = edit.Change(Forms);
        var mark = edit.Name.LastIndexOf('!');
        var path = Request.Path("/access/users", edit.Name[..mark]) + Request.Path("/token", edit.Name[(mark + 1)..]);
        return change.IsEmpty ? ObjectWork.None : Request.Live(Request.Put(path, change.Emptied(("expire", "0"), ("privsep", "1"))));
    }
}
