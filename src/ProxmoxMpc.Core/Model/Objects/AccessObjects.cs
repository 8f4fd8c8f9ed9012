using System.Globalization;

namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>A user (<c>name@realm</c>).</summary>
public sealed record User(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.User;
    public override bool IsBuiltIn => Name == "root@pam";
    public string UserId => Name;
    public string Realm => Name[(Name.LastIndexOf('@') + 1)..];
    public bool Enabled => Flag("enable", unset: true);
    public string? FirstName => Text("firstname");
    public string? LastName => Text("lastname");
    public string? Email => Text("email");
    public string[] Groups => List("groups");

    /// <summary>When the account ends; null: never.</summary>
    public DateTimeOffset? Expires => SettingTime.Of(Settings.Get("expire"));

    /// <summary>Whether keys for a second factor lie in the user's own entry. The keys themselves are never kept.</summary>
    internal bool HasKeys => Text("keys") is not null;
}

/// <summary>A group of users.</summary>
public sealed record Group(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Group;
    public string GroupId => Name;
    public string[] Users => List("users");
}

/// <summary>A role: a named set of privileges.</summary>
public sealed record Role(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Role;

    /// <summary>Whether Proxmox defines it; such a role cannot be changed.</summary>
    public override bool IsBuiltIn => Flag("special");

    public string RoleId => Name;
    public string[] Privileges => List("privs");
}

/// <summary>An entry of the access list: a user, group or token has a role on a path.</summary>
public sealed record Acl(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Acl;
    public string Path => Text("path") ?? "";

    /// <summary><c>user</c>, <c>group</c> or <c>token</c>.</summary>
    public string Type => Text("type") ?? "";

    public string Principal => Text("ugid") ?? "";
    public string Role => Text("roleid") ?? "";

    /// <summary>Whether it holds for everything below the path, too.</summary>
    public bool Propagate => Flag("propagate", unset: true);
}

/// <summary>An API token (<c>user@realm!name</c>). Proxmox shows its secret once, at creation; nothing here knows it.</summary>
public sealed record Token(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Token;
    public string TokenId => Name;
    public string UserId => Name[..Name.LastIndexOf('!')];
    public string TokenName => Name[(Name.LastIndexOf('!') + 1)..];

    /// <summary>Whether the token has only those of its user's rights that it is given itself.</summary>
    public bool PrivilegeSeparation => Flag("privsep", unset: true);

    /// <summary>When it ends; null: never.</summary>
    public DateTimeOffset? Expires => SettingTime.Of(Settings.Get("expire"));
}

/// <summary>A realm: where users are authenticated.</summary>
public sealed record Realm(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.Realm;
    public override bool IsBuiltIn => Name is "pam" or "pve";

    /// <summary><c>pam</c>, <c>pve</c>, <c>ldap</c>, <c>ad</c>, <c>openid</c>.</summary>
    public string Type => Text("type") ?? "";

    public bool IsDefault => Flag("default");
}

/// <summary>Seconds since 1970, where 0 means never.</summary>
internal static class SettingTime
{
    public static DateTimeOffset? Of(string? text) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
