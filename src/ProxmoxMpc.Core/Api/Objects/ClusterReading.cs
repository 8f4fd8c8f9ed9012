using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>Reads storages' definitions, HA resources and rules, backup jobs, and the options of the datacenter.</summary>
internal static class ClusterReading
{
    internal static Task ReadAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct) => Task.WhenAll(
        // The list, for a single one needs the right to change it.
        query.Wants(ObjectKind.StorageDefinition) ? AccessReading.NamedAsync(sink, ObjectKind.StorageDefinition, "/storage", "storage", ct) : Task.CompletedTask,
        query.Wants(ObjectKind.HaResource) ? AccessReading.NamedAsync(sink, ObjectKind.HaResource, "/cluster/ha/resources", "sid", ct) : Task.CompletedTask,
        query.Wants(ObjectKind.HaRule) ? RulesAsync(sink, ct) : Task.CompletedTask,
        query.Wants(ObjectKind.BackupJob) ? AccessReading.NamedAsync(sink, ObjectKind.BackupJob, "/cluster/backup", "id", ct) : Task.CompletedTask,
        query.Wants(ObjectKind.ClusterOption) ? OptionsAsync(sink, "/cluster/options", ObjectKind.ClusterOption, ObjectScope.Cluster, ct) : Task.CompletedTask);

    // HA rules came with Proxmox VE 9: before, there is no such path, and no rule.
    private static Task RulesAsync(ObjectSink sink, CancellationToken ct) => sink.TryAsync(ObjectScope.Cluster, [ObjectKind.HaRule], async () =>
    {
        try
        {
            foreach (var entry in (await sink.Client.GetAsync("/cluster/ha/rules", null, ct)).Entries())
                if (entry.Text("rule") is { Length: > 0 } name) sink.Add(ObjectKind.HaRule, ObjectScope.Cluster, name, SettingsReading.Of(entry, "rule", "order", "errors"));
        }
        catch (PveApiException e) when (e.Status == 501)
        {
            // The list of none is whole.
        }
    });

    /// <summary>An object of options: each becomes one of its own.</summary>
    internal static Task OptionsAsync(ObjectSink sink, string path, ObjectKind kind, ObjectScope scope, CancellationToken ct) => sink.TryAsync(scope, [kind], async () =>
    {
        foreach (var (name, value) in SettingsReading.Of(await sink.Client.GetAsync(path, null, ct)))
            sink.Add(kind, scope, name, GuestConfig.Of((ClusterOption.ValueKey, value)));
    });
}
