using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>Reads the interfaces that nodes' files define, with what waits for a reload.</summary>
internal static class NetworkReading
{
    internal static Task ReadAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct) =>
        query.Wants(ObjectKind.Network) ? Task.WhenAll(query.Nodes.Select(node => NodeAsync(sink, node.Name, node.IsOnline, ct))) : Task.CompletedTask;

    private static Task NodeAsync(ObjectSink sink, string node, bool isOnline, CancellationToken ct)
    {
        var scope = ObjectScope.OfNode(node);
        if (!isOnline)
        {
            sink.Gap(ObjectKind.Network, scope, "The node is offline.");
            return Task.CompletedTask;
        }
        return sink.TryAsync(scope, [ObjectKind.Network], async () =>
        {
            // What waits for a reload is in the list already; that it waits stands beside it.
            var answer = await sink.Shared.ReadAsync(PvePath.Of($"/nodes/{node}/network"), ct);
            var changes = answer.Text("changes") is { Length: > 0 } diff ? diff : null;
            foreach (var entry in answer.GetProperty("data").Entries())
                if (entry.Text("iface") is { Length: > 0 } name)
                    sink.Add(ObjectKind.Network, scope, name, SettingsReading.Of(entry, "iface").With(NetworkDefinition.PendingKey, changes));
        });
    }
}
