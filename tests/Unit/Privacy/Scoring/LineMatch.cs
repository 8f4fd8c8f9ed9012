using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>
/// Lays a line's labels over its anonymised copy: text that has to stay anchors, what lies between is what a value became.
/// </summary>
internal static partial class LineMatch
{
    /// <summary>What each sensitive segment became, in order; null where text that has to stay did not.</summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<Segment> segments, string output)
    {
        var dead = new HashSet<(int, int)>();
        var found = new Stack<string>();
        return Match(0, 0) ? [.. found] : null;

        bool Match(int segment, int at)
        {
            if (segment == segments.Count) return at == output.Length;
            if (dead.Contains((segment, at))) return false;
            var current = segments[segment];
            if (!current.IsSensitive)
            {
                if (string.CompareOrdinal(output, at, current.Text, 0, current.Text.Length) == 0 && at + current.Text.Length <= output.Length && Match(segment + 1, at + current.Text.Length)) return true;
            }
            else
            {
                foreach (var end in EndsOf(current, at))
                {
                    if (!Match(segment + 1, end)) continue;
                    found.Push(output[at..end]);
                    return true;
                }
            }
            dead.Add((segment, at));
            return false;
        }

        // The shape of the kind first, then what is as long as the value was, then anything.
        IEnumerable<int> EndsOf(Segment segment, int at)
        {
            if (Shape(segment.Kind!) is { } shape && shape.Match(output, at) is { Success: true } match && match.Index == at) yield return at + match.Length;
            if (at + segment.Text.Length <= output.Length) yield return at + segment.Text.Length;
            for (var end = at + 1; end <= output.Length; end++) yield return end;
        }
    }

    private static Regex? Shape(string kind) => kind switch
    {
        "ip" => Ipv4(),
        "mac" => Mac(),
        "uuid" => Uuid(),
        "pass" or "otp" => Placeholder(),
        _ => null,
    };

    [GeneratedRegex(@"\G\d{1,3}(?:\.\d{1,3}){3}")]
    private static partial Regex Ipv4();

    [GeneratedRegex(@"\G(?:[0-9A-Fa-f]{2}(?::|-|%3A)){5}[0-9A-Fa-f]{2}|\G(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|\G[0-9A-Fa-f]{12}")]
    private static partial Regex Mac();

    [GeneratedRegex(@"\G[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\GREDACTED-[0-9a-f]{8}")]
    private static partial Regex Placeholder();
}
