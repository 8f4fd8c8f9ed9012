using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A rule and whether it is in force.</summary>
/// <param name="Source"><c>built-in</c> or <c>privacy.yml</c>.</param>
public sealed record PrivacyRuleEntry(string Id, PrivacyKind Kind, bool IsActive, PrivacyLevel Lowest, string Description, string Source)
{
    /// <summary>All rules, those of the workspace's user included.</summary>
    public static IReadOnlyList<PrivacyRuleEntry> Of(Workspace? workspace, PrivacyLevel? level)
    {
        var policy = workspace is null ? PrivacyPolicy.Standard : PrivacySettings.Read(PrivacySettings.TextOf(workspace), PrivacySettings.PathIn(workspace));
        if (level is { } wanted) policy = policy with { Level = wanted };
        return
        [
            .. PrivacyRules.All.Select(rule => new PrivacyRuleEntry(rule.Id, rule.Kind, policy.IsActive(rule), rule.Lowest, rule.Description, "built-in")),
            .. policy.Patterns.Select(pattern => new PrivacyRuleEntry(pattern.Name, pattern.Kind, true, PrivacyLevel.SecretsOnly, pattern.Pattern, "privacy.yml")),
            .. policy.Words.GroupBy(word => word.Kind).Select(words => new PrivacyRuleEntry($"words-{words.Key.ToString().ToLowerInvariant()}", words.Key, true, PrivacyLevel.SecretsOnly, $"{words.Count()} words of your own", "privacy.yml")),
        ];
    }
}
