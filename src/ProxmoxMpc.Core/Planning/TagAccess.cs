using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Which tags somebody without <c>Sys.Modify</c> on <c>/</c> may give and take: the datacenter's <c>registered-tags</c> and <c>user-tag-access</c>.</summary>
/// <param name="Registered">Tags that are never free.</param>
/// <param name="IsFree">Whether every other tag is.</param>
/// <param name="Allowed">Those that are where not every one is.</param>
public sealed record TagAccess(ImmutableHashSet<string> Registered, bool IsFree, ImmutableHashSet<string> Allowed)
{
    /// <summary>A datacenter that says nothing of tags.</summary>
    public static TagAccess Free { get; } = new([], true, []);

    /// <summary>The tags that come or go and may not.</summary>
    /// <param name="before">The key's value as it is, or null.</param>
    /// <param name="after">As it shall be, or null.</param>
    public IEnumerable<string> Restricted(string? before, string? after) => AttributeValue.Items(before ?? "").ToImmutableHashSet(StringComparer.Ordinal)
        .SymmetricExcept(AttributeValue.Items(after ?? "")).Where(tag => Registered.Contains(tag) || !(IsFree || Allowed.Contains(tag)));
}
