using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Reads the pools with their members.</summary>
internal sealed class PoolReading(PveClient client, GapLog gaps)
{
    internal async Task<ImmutableArray<Pool>> ReadAsync(CancellationToken ct)
    {
        var listed = await gaps.TryAsync(GapScope.Pool, "*", "", ImmutableArray<JsonElement>.Empty, async () => [.. (await client.GetAsync("/pools", null, ct)).Entries()]);
        var ids = listed.Select(entry => entry.Text("poolid")).OfType<string>().Order(StringComparer.Ordinal);
        var pools = await Task.WhenAll(ids.Select(id => gaps.TryAsync<Pool?>(GapScope.Pool, id, "", null, () => ReadAsync(id, ct))));
        return [.. pools.OfType<Pool>()];
    }

    private async Task<Pool?> ReadAsync(string id, CancellationToken ct)
    {
        var entry = await EntryAsync(id, ct);
        // Gone since the list was made.
        if (entry.ValueKind != JsonValueKind.Object) return null;
        var members = entry.TryGetProperty("members", out var list) ? list.Entries().ToArray() : [];
        return new(id, entry.Text("comment") is { Length: > 0 } comment ? comment : null,
            [.. members.Where(member => member.Text("type") is "qemu" or "lxc").Select(member => member.Int("vmid")).OfType<int>().Distinct().Order()],
            [.. members.Where(member => member.Text("type") == "storage").Select(member => member.Text("storage")).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private async Task<JsonElement> EntryAsync(string id, CancellationToken ct)
    {
        try
        {
            return (await client.GetAsync("/pools", [new("poolid", id)], ct)).Entries().FirstOrDefault(entry => entry.Text("poolid") == id);
        }
        catch (PveApiException e) when (e.Kind == PmpcErrorKind.InvalidArgument && !id.Contains('/', StringComparison.Ordinal))
        {
            // Before 8.1 the list took no parameter; nested pools, which the path cannot carry, came with it.
            return await client.GetAsync(PvePath.Of($"/pools/{id}"), null, ct);
        }
    }
}
