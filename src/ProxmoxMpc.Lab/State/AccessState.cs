namespace ProxmoxMpc.Lab.State;

internal sealed class UserState
{
    public required string UserId { get; init; }
    public bool Enabled { get; set; } = true;
    public long Expire { get; set; }

    /// <summary>email, comment, firstname, lastname, keys: only those that are set.</summary>
    public SortedDictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Salted hash, or a plain text that stood in a hand-written file; null = no login by password.</summary>
    public string? Password { get; set; }

    /// <summary>Null: the password is enough.</summary>
    public TfaState? Tfa { get; set; }

    public SortedDictionary<string, TokenState> Tokens { get; } = new(StringComparer.Ordinal);

    public string Realm => UserId[(UserId.LastIndexOf('@') + 1)..];
}

internal sealed class TokenState
{
    public string? Comment { get; set; }
    public long Expire { get; set; }
    public bool PrivSep { get; set; } = true;

    /// <summary>Salted hash, or the plain secret of a hand-written file.</summary>
    public string? Secret { get; set; }
}

internal sealed class GroupState
{
    public string? Comment { get; set; }
    public SortedSet<string> Users { get; } = new(StringComparer.Ordinal);
}

internal sealed class PoolState
{
    public string? Comment { get; set; }
    public SortedSet<int> Vms { get; } = [];
    public SortedSet<string> Storages { get; } = new(StringComparer.Ordinal);
}

/// <summary>One line of the access list; <paramref name="Type"/> is user, group or token.</summary>
internal sealed record AclEntry(string Path, string Type, string UgId, string Role, bool Propagate);
