using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>The whole cluster. Mutable, and used under the lock of <see cref="LabCluster"/> only.</summary>
internal sealed class LabState
{
    public string Version { get; set; } = "9.2";
    public string? ClusterName { get; set; }

    /// <summary>What tickets are signed with, as on a cluster the same on all nodes; null: no ticket was given out yet.</summary>
    public byte[]? AuthKey { get; set; }
    public LabOptions Options { get; set; } = new();
    public List<FaultRule> Faults { get; } = [];
    public int FaultSeed { get; set; }
    public SortedDictionary<string, NodeState> Nodes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, StorageState> Storages { get; } = new(StringComparer.Ordinal);

    /// <summary>By volume ID and node ("" for shared storages): a local ID may exist on every node.</summary>
    public Dictionary<(string VolId, string Node), VolumeState> Volumes { get; } = [];

    public SortedDictionary<int, GuestState> Guests { get; } = [];
    public SortedDictionary<string, PoolState> Pools { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, UserState> Users { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, GroupState> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Roles that were added; the built-in ones are in <see cref="Access.Privileges"/>.</summary>
    public SortedDictionary<string, SortedSet<string>> Roles { get; } = new(StringComparer.Ordinal);

    public List<AclEntry> Acl { get; } = [];
    public SortedDictionary<string, string> DatacenterOptions { get; } = new(StringComparer.Ordinal);
    public FirewallState Firewall { get; set; } = new();
    /// <summary>Firewalls of guests that are not there: their files may be written before the guest is made, which has them then.</summary>
    public SortedDictionary<int, FirewallState> LooseFirewalls { get; } = [];

    /// <summary>The firewall of a guest, whether or not there is one.</summary>
    public FirewallState FirewallOf(int vmid)
    {
        LooseFirewalls.TryGetValue(vmid, out var loose);
        if (Guests.TryGetValue(vmid, out var guest))
        {
            if (loose is not null && guest.Firewall.IsEmpty)
                guest.Firewall = loose;
            LooseFirewalls.Remove(vmid);
            return guest.Firewall;
        }
        return loose ?? (LooseFirewalls[vmid] = new FirewallState());
    }

    public SortedDictionary<string, SortedDictionary<string, string>> HaResources { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, SortedDictionary<string, string>> HaGroups { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, SortedDictionary<string, string>> HaRules { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, SortedDictionary<string, string>> BackupJobs { get; } = new(StringComparer.Ordinal);

    /// <summary>Configuration files of sections, by area: networks of the SDN, realms, mappings, metric servers ...</summary>
    public SortedDictionary<string, SortedDictionary<string, SortedDictionary<string, string>>> Sections { get; } = new(StringComparer.Ordinal);

    /// <summary>The sections of an area, by ID.</summary>
    public SortedDictionary<string, SortedDictionary<string, string>> Section(string area)
    {
        if (!Sections.TryGetValue(area, out var section))
            Sections[area] = section = new(StringComparer.Ordinal);
        return section;
    }

    /// <summary>A guest's network device can be plugged in there: a bridge of the node, or a virtual network that runs on it.</summary>
    public bool HasBridge(string node, string name) => Nodes[node].Interfaces.ContainsKey(name) || Section("sdnVnetsRunning").ContainsKey(name);

    /// <summary>The size of a bridge's packets in bytes.</summary>
    public int BridgeMtu(string node, string name) =>
        Nodes[node].Interfaces.TryGetValue(name, out var bridge) && int.TryParse(bridge.GetValueOrDefault("mtu"), System.Globalization.CultureInfo.InvariantCulture, out int mtu) ? mtu : 1500;

    /// <summary>Newest last.</summary>
    public List<TaskState> Tasks { get; } = [];

    /// <summary>Sections of a hand-written file that the Lab does not know: kept.</summary>
    public JsonObject Extra { get; set; } = [];

    public int NextPid { get; set; } = 1500;

    public string? PoolOf(int vmid) => Pools.FirstOrDefault(p => p.Value.Vms.Contains(vmid)).Key;

    public string LocalNode => Nodes.Values.FirstOrDefault(n => n.Online)?.Name ?? Nodes.Keys.First();
}

/// <summary>How the Lab behaves where a real cluster depends on its hardware.</summary>
internal sealed record LabOptions
{
    /// <summary>Length of a plain task; longer kinds take a multiple of it.</summary>
    public double TaskSeconds { get; init; } = 0.05;

    /// <summary>Length by task kind (qmclone, vzcreate ...), over <see cref="TaskSeconds"/>.</summary>
    public IReadOnlyDictionary<string, double> TaskSecondsByKind { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Interval of the status broadcast that cluster/resources reads; 0 = always current.</summary>
    public double ResourceLagSeconds { get; init; } = 10;

    /// <summary>Wait before a 401 (a real server: 3).</summary>
    public double AuthDelaySeconds { get; init; }

    /// <summary>A call that takes longer through the proxy ends as 596, although the work goes on.</summary>
    public double ProxyTimeoutSeconds { get; init; } = 30;

    /// <summary>How long a writer waits for the lock of a guest that a task holds.</summary>
    public double LockTimeoutSeconds { get; init; } = 10;

    /// <summary>Added to every answer.</summary>
    public double LatencySeconds { get; init; }

    /// <summary>In running guests that enable the agent and have a fixed address it answers; otherwise it is installed nowhere.</summary>
    public bool GuestAgents { get; init; }

    /// <summary>How many finished tasks are remembered.</summary>
    public int KeepTasks { get; init; } = 500;
}

/// <summary>A fault to inject; every part that is absent matches everything.</summary>
internal sealed record FaultRule
{
    public string? Method { get; init; }

    /// <summary>Path without /api2/json, "*" matches any text.</summary>
    public string? Path { get; init; }

    /// <summary>Kind of task (qmstart ...) for task faults.</summary>
    public string? Task { get; init; }

    public string? Node { get; init; }

    /// <summary>latency, status, reset, resetAfter, taskError, lockTimeout or offline.</summary>
    public required string Kind { get; init; }

    public double Seconds { get; init; }
    public int Status { get; init; } = 500;
    public string? Message { get; init; }

    /// <summary>0..1, drawn from the seed; 1 = always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Skip that many matches first.</summary>
    public int After { get; init; }

    /// <summary>Then fail that many times; null = for ever.</summary>
    public int? Times { get; init; }

    public int Seen { get; set; }
}
