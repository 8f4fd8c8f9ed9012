using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A pseudonym as it may be shown to the user. Secrets have no original here.</summary>
public sealed record PseudonymEntry(PrivacyKind Kind, string? Original, string Pseudonym, long Count);

/// <summary>What stands for what, and the key: for a session in memory, or for a workspace between sessions. Not for several threads.</summary>
public sealed class PrivacySession
{
    private readonly Workspace? _workspace;
    private readonly PseudonymVault? _vault;
    private readonly Dictionary<(PrivacyLevel?, string), Sharing> _shares = [];
    private PseudonymKey _key;
    private PseudonymMap _map;

    private PrivacySession(Workspace? workspace, PseudonymVault? vault, PseudonymMap map, PseudonymKey key) => (_workspace, _vault, _map, _key) = (workspace, vault, map, key);

    /// <summary>A session with a key of its own; it is forgotten with the process.</summary>
    public static PrivacySession InMemory() => new(null, null, new(), PseudonymKey.Create());

    /// <summary>The session of a workspace, with the pseudonyms that earlier ones stored.</summary>
    public static PrivacySession Of(Workspace workspace) => Of(workspace, profile: null);

    internal static PrivacySession Of(Workspace workspace, string? profile)
    {
        var vault = new PseudonymVault(workspace, profile);
        var map = vault.Load();
        return new(workspace, vault, map, vault.Key);
    }

    /// <summary>Forgets a workspace's pseudonyms and their key, also where they cannot be opened any more.</summary>
    public static void Forget(Workspace workspace) => new PseudonymVault(workspace).Clear();

    /// <summary>Every pseudonym. A secret comes without its original.</summary>
    public IEnumerable<PseudonymEntry> Entries => _map.Pseudonyms.Select(item => new PseudonymEntry(item.Kind, item.Kind.IsSecret() || item.Original.Length == 0 ? null : item.Original, item.Replacement, item.Count));

    public int Count => _map.Count;

    /// <summary>How often which kind was replaced.</summary>
    public IReadOnlyList<PrivacyCount> Statistic =>
        [.. _map.Pseudonyms.GroupBy(item => item.Kind).Select(group => new PrivacyCount(group.Key, group.Sum(item => item.Count), group.Count())).OrderBy(count => count.Kind)];

    /// <summary>Anonymising at a level; null: that of the workspace's <c>privacy.yml</c>, else <see cref="PrivacyLevel.Standard"/>.</summary>
    public Sharing Share(PrivacyLevel? level)
    {
        var settings = _workspace is null ? "" : PrivacySettings.TextOf(_workspace);
        if (_shares.TryGetValue((level, settings), out var known)) return known;
        var policy = _workspace is null ? PrivacyPolicy.Standard : PrivacySettings.Read(settings, PrivacySettings.PathIn(_workspace));
        if (level is { } wanted) policy = policy with { Level = wanted };
        if (_vault?.Claim() is { } map) (_map, _key) = (map, _vault.Key);
        var share = new Sharing(new Anonymizer(policy, _key, _map));
        if (_workspace is not null) InventoryNames.Teach(share, _workspace);
        return _shares[(level, settings)] = share;
    }

    /// <summary>Gives real values back, as known now.</summary>
    public Deanonymizer Restorer() => new(_map, _key);

    /// <summary>Keeps what is new, where there is a workspace.</summary>
    public void Save() => _vault?.Save(_map);

    /// <summary>Forgets every pseudonym and the key: what was shared before cannot be turned back any more.</summary>
    public void Clear()
    {
        _shares.Clear();
        _vault?.Clear();
        _map = new();
        _key = _vault?.Key ?? PseudonymKey.Create();
    }
}
