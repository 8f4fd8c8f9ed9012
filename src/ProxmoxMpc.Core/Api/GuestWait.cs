using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Waits until a guest is as it shall be, where the end of a task does not mean it yet: HA carries out later what its task
/// only noted, and the task of a reboot ends before the guest is back.
/// </summary>
internal sealed class GuestWait(PveClient client, GuestKind kind, int vmid)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    /// <summary>Whether the task only told HA what is wanted.</summary>
    internal static bool IsLeftToHa(Upid upid) => upid.Type is "hastart" or "hastop" or "hashutdown" or "hamigrate" or "harelocate";

    /// <summary>Asks again and again.</summary>
    /// <param name="node">Where the guest is now.</param>
    /// <param name="isReached">Sees the node that the guest is on and what <c>status/current</c> says.</param>
    /// <param name="waiting">Told before each pause how it is.</param>
    /// <returns>Whether it was reached before the patience ran out, the node that it is on, and how it was last.</returns>
    internal async Task<(bool IsReached, string Node, string Last)> UntilAsync(string node, Func<string, JsonElement, bool> isReached, TimeSpan patience, Action<string>? waiting, CancellationToken ct)
    {
        var begun = client.Time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            string last;
            try
            {
                var current = await client.GetAsync(PvePath.Of($"/nodes/{node}/{kind.ApiName()}/{vmid}/status/current"), null, ct);
                last = $"{GuestsReading.StatusOf(current)} on {node}";
                if (isReached(node, current)) return (true, node, last);
            }
            catch (PveApiException e) when (e.Id == "PmpcGuestNotFound" || e.Kind == PmpcErrorKind.Connection)
            {
                // On its way to another node, or its node does not answer just now.
                last = "out of sight";
            }
            if (client.Time.GetElapsedTime(begun) > patience) return (false, node, last);
            waiting?.Invoke(last);
            await Task.Delay(pause, client.Time, ct);
            pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
            node = (await ClusterIndex.ReadAsync(client, "vm", ct)).Guests.GetValueOrDefault(vmid)?.Node ?? node;
        }
    }
}
