namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Of which kinds a policy has known values hidden wherever they stand. A map may hold more than that: a workspace is shared at one level today and at another
/// one tomorrow, and what the other one hides is nothing that this one misses.
/// </summary>
internal sealed class SoughtKinds
{
    private readonly bool[] _isSought = new bool[Enum.GetValues<PrivacyKind>().Length];

    public SoughtKinds(PrivacyPolicy policy)
    {
        foreach (var kind in Enum.GetValues<PrivacyKind>()) _isSought[(int)kind] = RuleOf(kind) is not { } id || policy.IsActive(PrivacyRules.All.First(rule => rule.Id == id));
    }

    public bool Contains(PrivacyKind kind) => _isSought[(int)kind];

    /// <summary>The rule by which values of a kind are known by their form, or by having been learnt; null for what is always hidden: secrets, and the user's words.</summary>
    internal static string? RuleOf(PrivacyKind kind) => kind switch
    {
        PrivacyKind.Word => null,
        _ when kind.IsSecret() => null,
        PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host or PrivacyKind.User or PrivacyKind.Email => SweepRules.NameRule.Id,
        PrivacyKind.FreeText => "free-text",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
