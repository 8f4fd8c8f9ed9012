using System.Text.RegularExpressions;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Tasks;

/// <summary>Decides by rule and seed which request or task goes wrong. The n-th match of a rule always draws the same lot.</summary>
internal sealed class FaultInjector(LabState state)
{
    public bool Changed { get; private set; }

    /// <summary>The rules that strike this request.</summary>
    public List<FaultRule> ForRequest(string method, string path, string? node) =>
        [.. state.Faults.Where(rule => rule.Task is null && rule.Kind != "taskError"
            && (rule.Method is null || rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (rule.Node is null || rule.Node == node)
            && (rule.Path is null || Matches(rule.Path, path))
            && Strikes(rule))];

    public TimeSpan TaskDelay(string type, string node) =>
        TimeSpan.FromSeconds(state.Faults.Where(r => r.Kind == "latency" && r.Task is not null && Matches(r.Task, type) && (r.Node is null || r.Node == node) && Strikes(r)).Sum(r => r.Seconds));

    /// <exception cref="LabException">The task is to fail.</exception>
    public void ThrowForTask(TaskState task)
    {
        foreach (var rule in state.Faults)
        {
            if (rule.Kind == "taskError" && (rule.Task is null || Matches(rule.Task, task.Type)) && (rule.Node is null || rule.Node == task.Node) && Strikes(rule))
                throw LabException.Die(rule.Message ?? "injected task error");
        }
    }

    private bool Strikes(FaultRule rule)
    {
        int seen = rule.Seen++;
        Changed = true;
        if (seen < rule.After || (rule.Times is { } times && seen - rule.After >= times && rule.Probability >= 1))
            return false;
        return rule.Probability >= 1 || Draw(state.FaultSeed, state.Faults.IndexOf(rule), seen) < rule.Probability;
    }

    // SplitMix64: a lot that depends on seed, rule and count only.
    private static double Draw(int seed, int rule, int count)
    {
        ulong z = (ulong)seed * 0x9E3779B97F4A7C15 + (ulong)rule * 0xBF58476D1CE4E5B9 + (ulong)count * 0x94D049BB133111EB + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant);
}
