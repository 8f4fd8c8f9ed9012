using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>What a machine's memory must fulfil when it starts.</summary>
internal static class NumaRules
{
    /// <summary>How many NUMA nodes a machine may describe.</summary>
    private const int MaxNodes = 8;

    /// <summary>MiB that are there from the start when the rest is plugged in.</summary>
    private const long StaticMemory = 1024;

    /// <exception cref="LabException">500: the first rule that is broken.</exception>
    public static void Require(GuestState guest)
    {
        bool numa = Text("numa") == "1";
        var nodes = Enumerable.Range(0, MaxNodes).Select(i => (Index: i, Value: Text($"numa{i}"))).Where(n => n.Value.Length > 0).ToList();
        long memory = GuestStatistics.Memory(Text("memory") is { Length: > 0 } set ? set : null);
        if (Text("hotplug").Contains("memory", StringComparison.Ordinal))
        {
            Refuse(!numa, "NUMA needs to be enabled for memory hotplug");
            Refuse(nodes.Count > 0, "cannot enable memory hotplugging with custom NUMA topology");
            Refuse(memory < StaticMemory, $"minimum memory must be {StaticMemory}MB");
        }
        if (!numa)
            return;
        double total = 0;
        foreach (var (index, value) in nodes)
        {
            if (PropertyString.TryParse(ApiTable.Default.Formats[ApiTable.Default.GuestKeys("qemu").Find($"numa{index}")!.Format!], value) is not { } node)
                continue;
            double share = double.TryParse(node.GetValueOrDefault("memory"), System.Globalization.CultureInfo.InvariantCulture, out double megabytes) ? megabytes : 0;
            Refuse(share == 0, $"missing NUMA node{index} memory value");
            total += share;
        }
        Refuse(total > 0 && total != memory, "total memory for NUMA nodes must be equal to vm static memory");

        string Text(string key) => guest.Pending.GetValueOrDefault(key) ?? guest.Config.GetValueOrDefault(key, "");
    }

    private static void Refuse(bool refused, string reason)
    {
        if (refused)
            throw LabException.Die(reason);
    }
}
