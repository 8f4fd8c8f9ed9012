using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The line in which a <c>qmconfig</c> task says what it was asked for: <c>update VM 100: -cores 4 -delete net1 -name web</c>.
/// Values are not quoted there, but their keys are sorted: what breaks the order belongs to a text, and what follows a text is not read.
/// </summary>
internal sealed partial record UpdateLine(ImmutableDictionary<string, string> Set, ImmutableHashSet<string> Deleted)
{
    private static readonly string[] Beside = ["delete", "digest", "force", "revert", "skiplock"];

    /// <summary>What the log says was asked for; null where it does not say.</summary>
    public static UpdateLine? Of(IEnumerable<string> log, int vmid)
    {
        var start = FormattableString.Invariant($"update VM {vmid}: ");
        if (log.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is not { } line) return null;
        var text = line[start.Length..];
        var set = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var deleted = ImmutableHashSet<string>.Empty;
        var options = Options(text);
        for (var index = 0; index < options.Count; index++)
        {
            var (name, from, _) = options[index];
            var value = text[from..(index + 1 < options.Count ? options[index + 1].Start : text.Length)].Trim();
            if (name == "delete") deleted = [.. value.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)];
            else if (!Beside.Contains(name)) set[name] = value;
        }
        return new(set.ToImmutable(), deleted);
    }

    /// <summary>Whether the key was named at all.</summary>
    public bool Names(string key) => Set.ContainsKey(key) || Deleted.Contains(key);

    private static List<(string Name, int ValueFrom, int Start)> Options(string text)
    {
        var found = new List<(string Name, int ValueFrom, int Start)>();
        foreach (Match match in Option().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (GuestSchema.For(GuestKind.Qemu).FindKey(name) is null && !Beside.Contains(name)) continue;
            if (found.Count > 0 && string.CompareOrdinal(name, found[^1].Name) <= 0) continue;
            found.Add((name, match.Index + match.Length, match.Index));
            // Whatever looks like an option after a text may be a part of it.
            if (name == "description") break;
        }
        return found;
    }

    [GeneratedRegex(@"(?:^| )-([a-z][a-z0-9_-]*)(?: |$)", RegexOptions.CultureInvariant)]
    private static partial Regex Option();
}
