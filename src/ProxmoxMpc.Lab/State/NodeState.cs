namespace ProxmoxMpc.Lab.State;

/// <summary>A node: its hardware, its network interfaces and its settings.</summary>
internal sealed class NodeState
{
    public required string Name { get; init; }

    public bool Online { get; set; } = true;

    public int Cores { get; set; } = 16;

    public int Sockets { get; set; } = 1;

    public long MemoryMiB { get; set; } = 65536;

    public string CpuModel { get; set; } = "Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz";

    public string Ip { get; set; } = "192.0.2.10";

    public string BootMode { get; set; } = "efi";

    public DateTimeOffset BootedAt { get; set; }

    public string TimeZone { get; set; } = "UTC";

    public SortedDictionary<string, string> Dns { get; set; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Config { get; set; } = new(StringComparer.Ordinal);

    /// <summary>/etc/network/interfaces, by interface.</summary>
    public Dictionary<string, SortedDictionary<string, string>> Interfaces { get; set; } = new(StringComparer.Ordinal);

    /// <summary>/etc/network/interfaces.new: what a reload would make; null when nothing is changed.</summary>
    public Dictionary<string, SortedDictionary<string, string>>? NewInterfaces { get; set; }

    public FirewallState Firewall { get; set; } = new();
}

/// <summary>The firewall of the cluster, a node or a guest.</summary>
internal sealed class FirewallState
{
    public SortedDictionary<string, string> Options { get; set; } = new(StringComparer.Ordinal);
    public List<SortedDictionary<string, string>> Rules { get; set; } = [];
    public SortedDictionary<string, (string? Comment, List<SortedDictionary<string, string>> Rules)> Groups { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, SortedDictionary<string, string>> Aliases { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, (string? Comment, List<SortedDictionary<string, string>> Entries)> IpSets { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Options.Count == 0 && Rules.Count == 0 && Groups.Count == 0 && Aliases.Count == 0 && IpSets.Count == 0;
}
