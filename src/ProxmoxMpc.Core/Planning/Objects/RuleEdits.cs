using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>
/// The fewest edits that make one list of rules of another. Rules have no names, only positions, and a new one goes to the top
/// whatever position is asked for; from there it is moved. Until it is where it belongs it is switched off, for the first rule that matches decides.
/// </summary>
internal static class RuleEdits
{
    /// <summary>Before the settings of rules that are kept; alone: all rules are.</summary>
    private const string Prefix = "rule/";

    private static readonly SettingForms Forms = new SettingForms().Flags("0", "enable").Add(text => text.ToUpperInvariant(), null, "macro");

    public static IReadOnlyList<ObjectRequest> Of(string path, ObjectEdit edit)
    {
        GuestConfig[] server = [.. edit.Server.OfType<FirewallRule>().OrderBy(rule => rule.Position).Select(rule => rule.Settings)];
        GuestConfig[] wanted = [.. edit.Wanted.OfType<FirewallRule>().OrderBy(rule => rule.Position).Select(rule => rule.Settings)];
        if (edit.Kept.Contains(Prefix) && !edit.IsNew && !edit.IsGone) return [];
        var sources = Sources(server, wanted, edit.Kept);
        var requests = new List<ObjectRequest>();
        string At(int position) => Request.Path(path, position.ToString(CultureInfo.InvariantCulture));

        for (var j = 0; j < wanted.Length; j++)
            if (sources[j] is >= 0 and var source && Change(server[source], wanted[j], edit.Kept) is { IsEmpty: false } change) requests.Add(Request.Put(At(source), change.Deleted()));
        for (var i = server.Length - 1; i >= 0; i--)
            if (!sources.Contains(i)) requests.Add(Request.Delete(At(i)));

        // What is left, by the place in what is wanted that it goes to.
        var current = Enumerable.Range(0, server.Length).Where(sources.Contains).Select(i => Array.IndexOf(sources, i)).ToList();
        if (current.Count == 0)
        {
            for (var j = wanted.Length - 1; j >= 0; j--) requests.Add(Request.Post(path, wanted[j]));
            return requests;
        }
        var settled = Increasing(current);
        for (var j = 0; j < wanted.Length; j++)
        {
            if (settled.Contains(j)) continue;
            var place = j == 0 ? 0 : current.IndexOf(j - 1) + 1;
            var at = current.IndexOf(j);
            if (at >= 0)
            {
                if (at == place) continue;
                requests.Add(Request.Put(At(at), ("moveto", place.ToString(CultureInfo.InvariantCulture))));
                current.RemoveAt(at);
                current.Insert(at < place ? place - 1 : place, j);
                continue;
            }
            current.Insert(place, j);
            if (place == 0)
            {
                requests.Add(Request.Post(path, wanted[j]));
                continue;
            }
            requests.Add(Request.Post(path, wanted[j].With("enable", "0")));
            // It lies at the top now, and all others one further down.
            requests.Add(Request.Put(At(0), ("moveto", (place + 1).ToString(CultureInfo.InvariantCulture))));
            if (wanted[j].Get("enable") != "0") requests.Add(Request.Put(At(place), ("enable", "1")));
        }
        return requests;
    }

    /// <summary>For each rule that is wanted the one of the server that becomes it, or -1.</summary>
    private static int[] Sources(GuestConfig[] server, GuestConfig[] wanted, IReadOnlySet<string> kept)
    {
        var sources = Enumerable.Repeat(-1, wanted.Length).ToArray();
        bool Same(int i, int j) => Change(server[i], wanted[j], kept).IsEmpty;
        // The longest sequence that stays: the length from each pair of places on.
        var length = new int[server.Length + 1, wanted.Length + 1];
        var same = new bool[server.Length, wanted.Length];
        for (var i = server.Length - 1; i >= 0; i--)
            for (var j = wanted.Length - 1; j >= 0; j--)
                length[i, j] = (same[i, j] = Same(i, j)) ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
        for (var (i, j) = (0, 0); i < server.Length && j < wanted.Length;)
        {
            if (same[i, j]) sources[j++] = i++;
            else if (length[i + 1, j] >= length[i, j + 1]) i++;
            else j++;
        }
        var taken = sources.ToHashSet();
        // The same in another place is moved.
        for (var j = 0; j < wanted.Length; j++)
            for (var i = 0; sources[j] < 0 && i < server.Length; i++)
                if (same[i, j] && taken.Add(i)) sources[j] = i;
        // Between two that stay, what is left is changed in its place.
        for (var (j, next) = (0, 0); j < wanted.Length; j++)
        {
            if (sources[j] >= 0)
            {
                next = Math.Max(next, sources[j] + 1);
                continue;
            }
            var end = sources.Skip(j + 1).Where(source => source >= next).DefaultIfEmpty(server.Length).First();
            var free = Enumerable.Range(next, Math.Max(0, end - next)).FirstOrDefault(i => !taken.Contains(i), -1);
            if (free < 0) continue;
            sources[j] = free;
            taken.Add(free);
            next = free + 1;
        }
        return sources;
    }

    private static SettingsChange Change(GuestConfig server, GuestConfig wanted, IReadOnlySet<string> kept)
    {
        var change = new SettingsChange();
        foreach (var key in server.Keys.Union(wanted.Keys, StringComparer.Ordinal))
        {
            if (kept.Contains(Prefix + key) || Forms.AreEqual(key, server.Get(key), wanted.Get(key))) continue;
            if (wanted.Get(key) is { Length: > 0 } value) change.Set[key] = value;
            else change.Unset.Add(key);
        }
        // It says which message of a protocol that is no longer meant.
        if (server.ContainsKey("icmp-type") && (change.Set.ContainsKey("proto") || change.Unset.Contains("proto"))) change.Unset.Add("icmp-type");
        return change;
    }

    /// <summary>The longest sequence that is in order already: these stay where they are.</summary>
    private static HashSet<int> Increasing(List<int> numbers)
    {
        var (best, before) = (new int[numbers.Count], new int[numbers.Count]);
        var last = 0;
        for (var i = 0; i < numbers.Count; i++)
        {
            (best[i], before[i]) = (1, -1);
            for (var k = 0; k < i; k++)
                if (numbers[k] < numbers[i] && best[k] >= best[i]) (best[i], before[i]) = (best[k] + 1, k);
            if (best[i] > best[last]) last = i;
        }
        var sequence = new HashSet<int>();
        for (var i = last; i >= 0; i = before[i]) sequence.Add(numbers[i]);
        return sequence;
    }
}
