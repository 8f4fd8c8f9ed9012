using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A word that the user wants hidden wherever it stands alone.</summary>
public sealed record PrivacyWord(string Text, PrivacyKind Kind = PrivacyKind.Word);

/// <summary>A pattern of the user. Group 1 is what is replaced, the whole match where there is no group. Never backtracks, so no pattern hangs.</summary>
public sealed record PrivacyPattern
{
    public PrivacyPattern(string name, string pattern, PrivacyKind kind = PrivacyKind.Word)
    {
        Name = name;
        Kind = kind;
        Pattern = pattern;
        // Texts are searched byte for byte (one char a byte), so the pattern is put into the same form.
        Regex = new Regex(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(pattern)), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    public string Name { get; }

    public PrivacyKind Kind { get; }

    public string Pattern { get; }

    internal Regex Regex { get; }
}

/// <summary>What is hidden and what stays.</summary>
public sealed record PrivacyPolicy
{
    public static PrivacyPolicy Standard { get; } = new();

    public static PrivacyPolicy Strict { get; } = new() { Level = PrivacyLevel.Strict };

    public static PrivacyPolicy SecretsOnly { get; } = new() { Level = PrivacyLevel.SecretsOnly };

    public PrivacyLevel Level { get; init; } = PrivacyLevel.Standard;

    /// <summary>Ids of rules that are switched off.</summary>
    public ImmutableHashSet<string> Disabled { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Ids of rules that are active whatever the level says.</summary>
    public ImmutableHashSet<string> Enabled { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<PrivacyWord> Words { get; init; } = [];

    public ImmutableArray<PrivacyPattern> Patterns { get; init; } = [];

    /// <summary>Values that stay as they are, compared without case: an address, a name, a domain with everything below it, a network (<c>10.0.0.0/8</c>) with every address in it.</summary>
    public ImmutableHashSet<string> Allowed { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    public bool IsActive(PrivacyRule rule) => !Disabled.Contains(rule.Id) && (Enabled.Contains(rule.Id) || rule.IsActiveAt(Level));
}
