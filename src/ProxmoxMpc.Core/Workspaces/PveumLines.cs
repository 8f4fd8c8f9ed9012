using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Permissions as lines for a root shell of a node.</summary>
internal static class PveumLines
{
    /// <summary>Paths with the same privileges share a role; a token gets what its user gets, for it never has more.</summary>
    /// <param name="identity"><c>user@realm!token</c> or <c>user@realm</c>.</param>
    /// <param name="role">The role's name; where several are needed they are numbered.</param>
    public static ImmutableArray<string> Of(string identity, string role, IEnumerable<(string Path, string Privilege)> grants)
    {
        var roles = grants.Distinct().GroupBy(grant => grant.Path, grant => grant.Privilege, StringComparer.Ordinal)
            .GroupBy(path => string.Join(' ', path.Order(StringComparer.Ordinal)), path => path.Key, StringComparer.Ordinal)
            .OrderBy(group => group.Min(), StringComparer.Ordinal).ToArray();
        var user = identity.Split('!')[0];
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var index = 0; index < roles.Length; index++)
        {
            var name = roles.Length == 1 ? role : string.Create(CultureInfo.InvariantCulture, $"{role}{index + 1}");
            lines.Add($"pveum role add {Quoted(name)} --privs {Quoted(roles[index].Key)}");
            foreach (var path in roles[index].Order(StringComparer.Ordinal))
            {
                lines.Add($"pveum acl modify {Quoted(path)} --users {Quoted(user)} --roles {Quoted(name)}");
                if (identity != user) lines.Add($"pveum acl modify {Quoted(path)} --tokens {Quoted(identity)} --roles {Quoted(name)}");
            }
        }
        return lines.ToImmutable();
    }

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
