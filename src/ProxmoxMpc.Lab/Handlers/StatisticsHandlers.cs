using System.Text.Json.Nodes;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.State;
using ProxmoxMpc.Lab.Storage;

namespace ProxmoxMpc.Lab.Handlers;

/// <summary>
/// Round-robin data: rows of a fixed step up to now. The Lab keeps no history, so a row says what the state says at the moment;
/// before a node or guest was started its row has the time only, as a database without samples.
/// </summary>
internal static class StatisticsHandlers
{
    // Seconds of a step and number of rows, as PVE 9 keeps them.
    private static readonly Dictionary<string, (int Step, int Count)> Frames = new(StringComparer.Ordinal)
    {
        ["hour"] = (60, 60), ["day"] = (60, 1440), ["week"] = (1800, 336), ["month"] = (1800, 1440), ["year"] = (21600, 1440), ["decade"] = (604800, 570),
    };

    private static readonly string[] Pressure = ["pressurecpusome", "pressureiofull", "pressureiosome", "pressurememoryfull", "pressurememorysome"];

    public static void Register(HandlerTable table)
    {
        table.Add("GET /nodes/{node}/rrddata", Node);
        table.Add("GET /nodes/{node}/qemu/{vmid}/rrddata", call => Guest(call, "qemu"));
        table.Add("GET /nodes/{node}/lxc/{vmid}/rrddata", call => Guest(call, "lxc"));
        table.Add("GET /nodes/{node}/storage/{storage}/rrddata", Store);
    }

    private static JsonNode? Node(Call call)
    {
        var node = NodeHandlers.Node(call);
        var usage = new JsonObject();
        NodeHandlers.AddUsage(call, node, usage);
        long memory = usage["maxmem"]!.GetValue<long>(), used = usage["mem"]!.GetValue<long>();
        var sample = new JsonObject
        {
            ["arcsize"] = 0, ["cpu"] = usage["cpu"]!.DeepClone(), ["iowait"] = 0, ["loadavg"] = 0.35, ["maxcpu"] = node.Cores, ["memavailable"] = memory - used, ["memtotal"] = memory, ["memused"] = used,
            ["netin"] = 0, ["netout"] = 0, ["roottotal"] = usage["maxdisk"]!.DeepClone(), ["rootused"] = usage["disk"]!.DeepClone(), ["swaptotal"] = 8 * NodeHandlers.GiB, ["swapused"] = 0,
        };
        return Series(call, WithPressure(sample), node.BootedAt);
    }

    private static JsonNode? Guest(Call call, string kind)
    {
        // The database of a guest that never was is missing; its name is in the message.
        if (!call.State.Guests.TryGetValue(call.VmId, out var guest) || guest.Kind != kind)
            throw Schema.LabException.Die($"RRD error: opening '/var/lib/rrdcached/db/pve-vm-9.0/{call.VmId}': No such file or directory");
        var figures = GuestStatistics.Measure(call.State, guest, call.Now);
        var sample = new JsonObject
        {
            ["cpu"] = guest.Running ? 0.02 : 0, ["disk"] = 0, ["diskread"] = 0, ["diskwrite"] = 0, ["maxcpu"] = figures.Cpus, ["maxdisk"] = figures.MaxDisk, ["maxmem"] = figures.MaxMem,
            ["mem"] = figures.Mem, ["memhost"] = figures.Mem, ["netin"] = 0, ["netout"] = 0,
        };
        return Series(call, WithPressure(sample), guest.Running ? guest.StartedAt : DateTimeOffset.MaxValue);
    }

    private static JsonNode? Store(Call call)
    {
        var storage = new VolumeStore(call.State).Enabled(call.Required("storage"), call.Node);
        double gib = NodeHandlers.GiB;
        return Series(call, new JsonObject { ["total"] = (long)(storage.SizeGiB * gib), ["used"] = (long)(storage.UsedGiB * gib) }, NodeHandlers.Node(call).BootedAt);
    }

    private static JsonObject WithPressure(JsonObject sample)
    {
        foreach (string key in Pressure)
            sample[key] = 0;
        return sample;
    }

    private static JsonArray Series(Call call, JsonObject sample, DateTimeOffset? since)
    {
        var (step, count) = Frames[call.Required("timeframe")];
        long end = call.Now.ToUnixTimeSeconds() / step * step, first = since == DateTimeOffset.MaxValue ? long.MaxValue : since?.ToUnixTimeSeconds() ?? 0;
        var result = new JsonArray();
        for (long time = end - ((long)step * (count - 1)); time <= end; time += step)
        {
            var row = time >= first ? sample.DeepClone().AsObject() : [];
            row["time"] = time;
            result.Add((JsonNode)row);
        }
        return result;
    }
}
