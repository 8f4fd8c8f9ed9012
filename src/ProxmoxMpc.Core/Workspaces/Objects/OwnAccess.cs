using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The rights of whoever applies: a run that takes them away ends in the middle, and nobody can take it back by the same login.</summary>
internal static class OwnAccess
{
    private const string Root = "root@pam";

    /// <summary>Why a change must be made by somebody else; null: it need not.</summary>
    /// <param name="identity">The user, or the token, that the session is connected as.</param>
    /// <param name="server">What the server has of the resource.</param>
    /// <param name="declared">What the code wants of it; null: that it goes.</param>
    /// <param name="all">Everything beside guests that is known of the server.</param>
    public static string? WhyKept(string identity, IEnumerable<ClusterObject> server, DeclaredObject? declared, IEnumerable<ClusterObject> all)
    {
        var token = identity.IndexOf('!');
        var user = token < 0 ? identity : identity[..token];
        foreach (var one in server)
        {
            if (one is Acl entry && declared is null && IsOf(entry, identity, user, all))
                return $"{identity}, as which you are connected, has its rights from it: apply this as somebody else, or delete it with pveum acl delete.";
            if (one is User account && account.UserId == user && user != Root && account.Enabled && declared?.View.Get("enabled") == "false")
                return $"You are connected as {identity}, and could not take it back: apply this as somebody else.";
        }
        return null;
    }

    private static bool IsOf(Acl entry, string identity, string user, IEnumerable<ClusterObject> all) => entry.Type switch
    {
        // Of several rules for parts of the cluster each may be one that nobody needs; without the one for all of it a group's members see nothing.
        "group" => user != Root && entry.Path == "/" && all.OfType<User>().Any(account => account.UserId == user && account.Groups.Contains(entry.Principal)),
        "token" => entry.Principal == identity,
        // The rights of root@pam hang on no rule.
        _ => user != Root && entry.Principal == user,
    };
}
