using System.Collections.Immutable;
using System.Globalization;
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

    private static readonly string[] PendingFields = ["key", "value", "pending", "delete"];

    /// <param name="Config">With the pending changes merged in, as the config itself comes.</param>
    internal sealed record Answer(GuestConfig Config, string? Digest, ImmutableArray<PendingChange> Pending);

    /// <summary>The guest with its config; throws where it cannot be read.</summary>
    internal async Task<Guest> ReadAsync(ListedGuest listed, CancellationToken ct)
    {
        var path = PvePath.Of($"/nodes/{listed.Node}/{listed.Kind.ApiName()}/{listed.VmId}");
        // What is stopped has nothing to wait for: changes are applied at once.
        var answer = listed.Status is not ("running" or "paused") ? await ConfigAsync(path, ct)
            : listed.Kind == GuestKind.Qemu ? await RunningVmAsync(listed, path, ct)
            : await RunningContainerAsync(listed, path, ct);
        return new()
        {
            VmId = listed.VmId,
            Kind = listed.Kind,
            Node = listed.Node,
            Status = listed.Status,
            Pool = listed.Pool,
            HaState = listed.HaState,
            Config = answer.Config,
            Digest = answer.Digest,
            Pending = answer.Pending,
        };
    }

    /// <summary>
    /// The list of a VM's pending changes names every key of its config with its value, so that one request tells both. (Where it
    /// is refused or lacks the digest, the config is asked for.)
    /// </summary>
    private async Task<Answer> RunningVmAsync(ListedGuest listed, string path, CancellationToken ct)
    {
        var (pending, refusal) = await PendingAsync(path, ct);
        if (pending?.Digest is not null) return pending;
        var config = await ConfigAsync(path, ct);
        Note(listed, refusal);
        return config with { Pending = pending?.Pending ?? [] };
    }

    /// <summary>A container's list of pending changes lacks its raw <c>lxc</c> lines: both are needed, of one moment.</summary>
    private async Task<Answer> RunningContainerAsync(ListedGuest listed, string path, CancellationToken ct)
    {
        var config = await ConfigAsync(path, ct);
        var (pending, refusal) = await PendingAsync(path, ct);
        if (pending is { Digest: not null } read && read.Digest != config.Digest)
        {
            // Somebody wrote between the two reads.
            config = await ConfigAsync(path, ct);
            (pending, refusal) = await PendingAsync(path, ct);
        }
        Note(listed, refusal);
        return config with { Pending = pending?.Pending ?? [] };
    }

    private Task<Answer> ConfigAsync(string path, CancellationToken ct) => client.ReadUtf8Async($"{path}/config", null, json => OfConfig(json)
        ?? throw new PveApiException("PmpcUnexpectedAnswer", PmpcErrorKind.Connection, $"{client.Connection.Server.Authority} answered {path}/config without a config.") { Status = 200, Method = "GET", Path = $"{path}/config" }, ct);

    /// <summary>Keys and values as Proxmox stores them; a list, such as a container's raw <c>lxc</c> lines, as JSON. Null where it is no config.</summary>
    internal static Answer? OfConfig(ReadOnlySpan<byte> json)
    {
        if (PveRows.Pairs(json) is not { } pairs) return null;
        var digest = pairs.Find(pair => pair.Key == "digest").Value;
        pairs.RemoveAll(pair => pair.Key == "digest");
        return new(GuestConfig.From(pairs.Select(pair => KeyValuePair.Create(pair.Key, Shown(pair.Key, pair.Value)!))), digest, []);
    }

    /// <summary>What waits, null where it is not told; and why it is not.</summary>
    private async Task<(Answer? Pending, PmpcException? Refusal)> PendingAsync(string path, CancellationToken ct)
    {
        try
        {
            return (await client.ReadUtf8Async($"{path}/pending", null, OfPending, ct), null);
        }
        // A guest that is gone or a node that does not answer is no matter of the pending changes.
        catch (PmpcException e) when (gaps is not null && !GapLog.IsFatal(e) && e.Id != "PmpcGuestNotFound" && e.Kind is not (PmpcErrorKind.Connection or PmpcErrorKind.Timeout))
        {
            return (null, e);
        }
    }

    private void Note(ListedGuest listed, PmpcException? refusal)
    {
        if (refusal is not null)
            gaps?.Add(GapScope.Detail, listed.VmId.ToString(CultureInfo.InvariantCulture), GapLog.Reason("The changes that wait for a restart are unknown", refusal));
    }

    /// <summary>The config and what waits in it; null where it is no list.</summary>
    internal static Answer? OfPending(ReadOnlySpan<byte> json)
    {
        var config = new List<KeyValuePair<string, string>>(32);
        var changes = ImmutableArray.CreateBuilder<PendingChange>();
        string? digest = null;
        var isList = PveRows.Read(json, PendingFields, row =>
        {
            if (row[0] is not { Length: > 0 } key) return;
            if (key == "digest")
            {
                digest = row[1];
                return;
            }
            var (current, pending) = (Shown(key, row[1]), Shown(key, row[2]));
            // 1 is "remove", 2 is "remove by force".
            if (row.Flag(3)) changes.Add(new(key, current, null));
            else
            {
                if (pending is not null) changes.Add(new(key, current, pending));
                if ((pending ?? current) is { } value) config.Add(new(key, value));
            }
        });
        changes.Sort((x, y) => string.CompareOrdinal(x.Key, y.Key));
        return isList ? new(GuestConfig.From(config), digest, changes.ToImmutable()) : null;
    }

    private static string? Shown(string key, string? value) => value is not null && SecretText.IsSecretKey(key) ? SecretIsSet : value;
}
