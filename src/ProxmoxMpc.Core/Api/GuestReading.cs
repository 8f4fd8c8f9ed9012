using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Reads one guest's config.</summary>
internal sealed class GuestReading(PveClient client, GapLog? gaps)
{
    /// <summary>
    /// What stands for a secret that is set. Its value is never in a <see cref="GuestConfig"/>, whatever the server
    /// sends, and <see cref="PveClient"/> refuses to send the stars back.
    /// </summary>
    internal const string SecretIsSet = "**********";

    /// <summary>The guest with its config; throws where it cannot be read.</summary>
    internal async Task<Guest> ReadAsync(ListedGuest listed, CancellationToken ct)
    {
        var path = PvePath.Of($"/nodes/{listed.Node}/{listed.Kind.ApiName()}/{listed.VmId}");
        var config = await ConfigAsync(path, ct);
        // What is stopped has nothing to wait for: changes are applied at once.
        var pending = listed.Status is "running" or "paused" ? await PendingAsync(listed, path, ct) : null;
        if (pending is { } read && read.Digest is not null && read.Digest != config.Text("digest"))
        {
            // Somebody wrote between the two reads.
            config = await ConfigAsync(path, ct);
            pending = await PendingAsync(listed, path, ct);
        }
        return new()
        {
            VmId = listed.VmId,
            Kind = listed.Kind,
            Node = listed.Node,
            Status = listed.Status,
            Pool = listed.Pool,
            HaState = listed.HaState,
            Config = ConfigOf(config),
            Digest = config.Text("digest"),
            Pending = pending?.Changes ?? [],
        };
    }

    /// <summary>Keys and values as Proxmox stores them; a list, such as a container's raw <c>lxc</c> lines, as JSON.</summary>
    internal static GuestConfig ConfigOf(JsonElement data) => GuestConfig.From(
        data.EnumerateObject().Where(entry => entry.Name != "digest")
            .Select(entry => (entry.Name, Value: Shown(entry.Name, entry.Value.AsText())))
            .Where(entry => entry.Value is not null)
            .Select(entry => KeyValuePair.Create(entry.Name, entry.Value!)));

    private async Task<JsonElement> ConfigAsync(string path, CancellationToken ct)
    {
        var config = await client.GetAsync($"{path}/config", null, ct);
        return config.ValueKind == JsonValueKind.Object
            ? config
            : throw new PveApiException("PmpcUnexpectedAnswer", PmpcErrorKind.Connection, $"{client.Connection.Server.Authority} answered {path}/config without a config.") { Status = 200, Method = "GET", Path = $"{path}/config" };
    }

    private async Task<(string? Digest, ImmutableArray<PendingChange> Changes)?> PendingAsync(ListedGuest listed, string path, CancellationToken ct)
    {
        Task<JsonElement> Read() => client.GetAsync($"{path}/pending", null, ct);
        var answer = gaps is null ? await Read() : await gaps.TryAsync(GapScope.Detail, listed.VmId.ToString(System.Globalization.CultureInfo.InvariantCulture), "The changes that wait for a restart are unknown", default, Read);
        if (answer.ValueKind != JsonValueKind.Array) return null;
        var entries = answer.Entries().ToArray();
        var changes = entries.Select(Change).OfType<PendingChange>().OrderBy(change => change.Key, StringComparer.Ordinal);
        return (entries.FirstOrDefault(entry => entry.Text("key") == "digest").Text("value"), [.. changes]);
    }

    private static PendingChange? Change(JsonElement entry)
    {
        if (entry.Text("key") is not { Length: > 0 } key || key == "digest") return null;
        var current = Shown(key, entry.Text("value"));
        // 1 is "remove", 2 is "remove by force".
        if (entry.Flag("delete")) return new(key, current, null);
        return entry.Text("pending") is { } value ? new(key, current, Shown(key, value)) : null;
    }

    private static string? Shown(string key, string? value) => value is not null && SecretText.IsSecretKey(key) ? SecretIsSet : value;
}
