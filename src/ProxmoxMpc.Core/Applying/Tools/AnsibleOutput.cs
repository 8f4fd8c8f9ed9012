using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>What <c>ansible-playbook</c> says of a host at the end.</summary>
public sealed record AnsibleRecap(string Host, int Ok, int Changed, int Unreachable, int Failed, int Skipped)
{
    /// <summary>Why it failed, in Ansible's words; empty where it did not, or did not say.</summary>
    public string Message { get; init; } = "";
}

/// <summary>Reads the output of <c>ansible-playbook</c>, as its callback "default" writes it.</summary>
public sealed partial class AnsibleOutput
{
    private readonly Dictionary<string, string> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnsibleRecap> _recaps = new(StringComparer.Ordinal);

    /// <summary>The task that runs; empty before the first.</summary>
    public string Task { get; private set; } = "";

    /// <summary>What became of each host, once the output has ended.</summary>
    public IReadOnlyDictionary<string, AnsibleRecap> Recaps => _recaps;

    /// <summary>Takes the next line; true where another task has begun.</summary>
    public bool Read(string line)
    {
        if (TaskLine().Match(line) is { Success: true } task)
        {
            Task = task.Groups[1].Value;
            return true;
        }
        if (FailureLine().Match(line) is { Success: true } failure) _messages.TryAdd(failure.Groups[1].Value, $"{(Task.Length > 0 ? Task + ": " : "")}{MessageOf(failure.Groups[2].Value)}");
        if (RecapLine().Match(line) is not { Success: true } recap) return false;
        int Number(int group) => int.TryParse(recap.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var host = recap.Groups[1].Value;
        var (unreachable, failed) = (Number(4), Number(5));
        // A failure that was rescued or ignored is none.
        _recaps[host] = new(host, Number(2), Number(3), unreachable, failed, Number(6)) { Message = unreachable + failed > 0 ? _messages.GetValueOrDefault(host, "") : "" };
        return false;
    }

    private static string MessageOf(string result)
    {
        try
        {
            using var document = JsonDocument.Parse(result);
            return document.RootElement.TryGetProperty("msg", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()!.ReplaceLineEndings(" ").Trim() : "it failed.";
        }
        catch (JsonException)
        {
            // Some results are written over several lines; what failed is known all the same.
            return "it failed.";
        }
    }

    [GeneratedRegex(@"\A(?:TASK|RUNNING HANDLER) \[(.*)\] \**\z", RegexOptions.CultureInvariant)]
    private static partial Regex TaskLine();

    [GeneratedRegex(@"\A(?:fatal|failed): \[([^\]]+?)(?: -> [^\]]*)?\][^=]*=> (\{.*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex FailureLine();

    [GeneratedRegex(@"\A(\S+)\s+: ok=(\d+)\s+changed=(\d+)\s+unreachable=(\d+)\s+failed=(\d+)(?:\s+skipped=(\d+))?", RegexOptions.CultureInvariant)]
    private static partial Regex RecapLine();
}
