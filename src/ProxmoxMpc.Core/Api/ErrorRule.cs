using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>What a text of Proxmox means: its status is 500 whatever went wrong, only the words tell.</summary>
/// <param name="Pattern">Found anywhere in the text; named groups are for the hint.</param>
/// <param name="Hint">What to do; it sees the match and what the request was about.</param>
internal sealed record ErrorRule(Regex Pattern, string Id, PmpcErrorKind Kind, Func<Match, ErrorSubject, string?> Hint)
{
    /// <summary>Whether a write that was answered so may have changed something all the same; most are refused before they do.</summary>
    internal bool MayHaveHappened { get; init; }

    /// <summary>Whether it is a lock that is given back within seconds, by the match.</summary>
    internal Func<Match, bool> IsPassingLock { get; init; } = _ => false;

    /// <summary>The first rule that knows the text, or null.</summary>
    internal static (ErrorRule Rule, Match Match)? Find(string text)
    {
        foreach (var rule in ErrorRules.All)
            if (rule.Pattern.Match(text) is { Success: true } match) return (rule, match);
        return null;
    }
}

/// <summary>What a request was about, as its path tells.</summary>
/// <param name="Guest">The vmid, or null.</param>
/// <param name="Tool"><c>qm</c> or <c>pct</c>.</param>
internal sealed partial record ErrorSubject(string? Node, string? Guest, string Tool)
{
    internal string OnNode => Node is null ? "" : $" on {Node}";

    internal static ErrorSubject Of(string path)
    {
        var match = GuestPath().Match(path);
        return match.Success
            ? new(match.Groups["node"].Value, match.Groups["vmid"] is { Success: true } vmid ? vmid.Value : null, match.Groups["kind"].Value == "lxc" ? "pct" : "qm")
            : new(null, null, "qm");
    }

    internal static ErrorSubject Of(Upid upid) => new(upid.Node, upid.Id.Length > 0 ? upid.Id : null, upid.Type.StartsWith("vz", StringComparison.Ordinal) && upid.Type != "vzdump" ? "pct" : "qm");

    [GeneratedRegex(@"\A/nodes/(?<node>[^/]+)(?:/(?<kind>qemu|lxc)(?:/(?<vmid>\d+))?)?", RegexOptions.CultureInvariant)]
    private static partial Regex GuestPath();
}
