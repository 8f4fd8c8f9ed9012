using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>Which code answers which endpoint of the API table.</summary>
internal sealed class HandlerTable
{
    private static readonly Lazy<HandlerTable> Shared = new(Build);
    private readonly Dictionary<string, Func<Call, JsonNode?>> _handlers = new(StringComparer.Ordinal);

    public static HandlerTable Default => Shared.Value;

    public IReadOnlyCollection<string> Endpoints => _handlers.Keys;

    public void Add(string endpoint, Func<Call, JsonNode?> handler) => _handlers.Add(endpoint, handler);

    public Func<Call, JsonNode?>? Find(string method, string path) => _handlers.GetValueOrDefault($"{method} {path}");

    private static HandlerTable Build()
    {
        var table = new HandlerTable();
        IndexHandlers.Register(table);
        ClusterHandlers.Register(table);
        ResourceHandlers.Register(table);
        NodeHandlers.Register(table);
        NodeReportHandlers.Register(table);
        StatisticsHandlers.Register(table);
        NetworkHandlers.Register(table);
        TaskHandlers.Register(table);
        StorageHandlers.Register(table);
        ContentHandlers.Register(table);
        PruneHandlers.Register(table);
        PoolHandlers.Register(table);
        AccessHandlers.Register(table);
        TfaHandlers.Register(table);
        TokenHandlers.Register(table);
        AclHandlers.Register(table);
        FirewallHandlers.Register(table);
        FirewallSetHandlers.Register(table);
        HaHandlers.Register(table);
        HaRuleHandlers.Register(table);
        BackupHandlers.Register(table);
        GuestHandlers.Register(table);
        GuestStatusHandlers.Register(table);
        QemuCreateHandler.Register(table);
        QemuConfigHandlers.Register(table);
        LxcCreateHandler.Register(table);
        LxcConfigHandlers.Register(table);
        GuestDiskHandlers.Register(table);
        GuestCloneHandlers.Register(table);
        SnapshotHandlers.Register(table);
        MigrateHandlers.Register(table);
        AgentHandlers.Register(table);
        SdnHandlers.Register(table);
        SdnVnets.Register(table);
        SdnSubnets.Register(table);
        RealmHandlers.Register(table);
        MappingHandlers.Register(table);
        MetricHandlers.Register(table);
        ReplicationHandlers.Register(table);
        ClusterReportHandlers.Register(table);
        NotificationHandlers.Register(table);
        AcmeHandlers.Register(table);
        CertificateHandlers.Register(table);
        AptHandlers.Register(table);
        ServiceHandlers.Register(table);
        RealmSyncHandlers.Register(table);
        return table;
    }
}
