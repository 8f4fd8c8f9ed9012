namespace ProxmoxMpc.Lab.State;

/// <summary>One guest as its config file and its processes make it. Values are texts, as in the file.</summary>
internal sealed class GuestState
{
    public required int VmId { get; init; }

    /// <summary>"qemu" or "lxc".</summary>
    public required string Kind { get; init; }

    public required string Node { get; set; }

    public bool Running { get; set; }

    /// <summary>Suspended in memory; only a running guest is.</summary>
    public bool Paused { get; set; }

    public int Pid { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public Dictionary<string, string> Config { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The architecture of this container was deleted: Proxmox can no longer make its LXC file.</summary>
    public bool ArchDeleted { get; set; }

    public Dictionary<string, string> Pending { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Keys whose removal is pending; true = with force (the volume goes too).</summary>
    public SortedDictionary<string, bool> PendingDelete { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Cloud-init values as the attached image has them, where they differ from the config.</summary>
    public SortedDictionary<string, string> CloudInit { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Dictionary<string, string>> Snapshots { get; } = new(StringComparer.Ordinal);

    public FirewallState Firewall { get; set; } = new();

    /// <summary>What the last status broadcast said; null before the first one.</summary>
    public GuestStats? Broadcast { get; set; }

    public bool IsQemu => Kind == "qemu";

    public bool IsTemplate => Config.GetValueOrDefault("template") == "1";

    public string? Lock => Config.GetValueOrDefault("lock");

    /// <summary>"VM" or "CT", as Proxmox's messages name them.</summary>
    public string Label => IsQemu ? "VM" : "CT";

    public string Name => Config.GetValueOrDefault(IsQemu ? "name" : "hostname") ?? (IsQemu ? $"VM {VmId}" : $"CT{VmId}");
}

/// <summary>The part of cluster/resources that pvestatd broadcasts: it lags behind the truth.</summary>
internal sealed record GuestStats(string Status, string Name, bool Template, double Cpus, long MaxMem, long MaxDisk, long Mem, long Uptime);
