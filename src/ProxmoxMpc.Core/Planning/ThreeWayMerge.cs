using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>Who moved an attribute since code and server last agreed.</summary>
public enum MergeVerdict
{
    /// <summary>Nobody.</summary>
    Unchanged,

    /// <summary>Only the server.</summary>
    Server,

    /// <summary>Only the code.</summary>
    Code,

    /// <summary>Both, to the same value.</summary>
    Same,

    /// <summary>Both, to different values; or they differ and nothing tells what they once agreed on.</summary>
    Conflict,
}

/// <summary>One attribute in the three states. Null: unset, or at Proxmox's default.</summary>
/// <param name="Path">The attribute; a device's key where one side has none such and the other one that both never agreed on.</param>
public sealed record AttributeMerge(string Path, string? Base, string? Code, string? Server, MergeVerdict Verdict)
{
    /// <summary>The attributes that it is about.</summary>
    public ImmutableArray<string> Paths { get; init; } = [Path];
}

/// <summary>The three-way merge of one guest's attributes.</summary>
public static class ThreeWayMerge
{
    /// <summary>
    /// Stands in a base for the value of an attribute on which both sides never agreed, although on others of the guest they did: no side has
    /// it, so that the attribute is a conflict until both are equal.
    /// </summary>
    public const string NeverAgreed = "\0";

    /// <summary>Whether there is such an attribute: as a whole the two have not met yet.</summary>
    public static bool IsOpen(AttributeMap @base) => @base.Values.Contains(NeverAgreed, StringComparer.Ordinal);

    /// <summary>
    /// Compares attribute by attribute and returns those that moved, sorted by path. Attributes about which the code has no
    /// opinion are the server's and are never a difference. Without a base every difference is a conflict.
    /// </summary>
    public static ImmutableArray<AttributeMerge> Merge(AttributeMap? @base, AttributeMap code, AttributeMap server, Func<string, bool> hasOpinion)
    {
        // Nearly every guest is as it was agreed on.
        if (@base is not null && @base.Equals(code) && code.Equals(server)) return [];
        var merged = ImmutableArray.CreateBuilder<AttributeMerge>();
        var agreed = new Walk(@base ?? AttributeMap.Empty);
        var wanted = new Walk(code);
        var found = new Walk(server);
        while (Least(Least(agreed.Next, wanted.Next), found.Next) is { } path)
        {
            var (was, should, now) = (agreed.Take(path), wanted.Take(path), found.Take(path));
            var verdict = Judge(@base is null, was, should, now);
            // What a guest was made of matters when it is made; no server remembers it.
            if (verdict == MergeVerdict.Unchanged || AttributePath.IsOrigin(path) || !hasOpinion(path)) continue;
            merged.Add(new(path, was == NeverAgreed ? null : was, should, now, verdict));
        }
        return WithWholeDevices(merged, @base, code, server);
    }

    /// <summary>
    /// Where one side has no such device and the other one that both never agreed on, what came of a merge by attributes would be a
    /// device that nobody wanted: it is one conflict.
    /// </summary>
    private static ImmutableArray<AttributeMerge> WithWholeDevices(ImmutableArray<AttributeMerge>.Builder merged, AttributeMap? @base, AttributeMap code, AttributeMap server)
    {
        foreach (var key in merged.Select(merge => AttributePath.Split(merge.Path)).Where(path => path.Part is not null && GuestSchema.SplitIndex(path.Key) is not null).Select(path => path.Key).Distinct(StringComparer.Ordinal).ToArray())
        {
            var device = key + ".";
            if (@base?.HasAny(device) == false || code.HasAny(device) == server.HasAny(device)) continue;
            var kept = code.HasAny(device) ? code : server;
            if (@base is not null && !kept.DifferingFrom(@base).Any(path => path.StartsWith(device, StringComparison.Ordinal))) continue;
            var parts = merged.Select(merge => merge.Path).Where(path => path.StartsWith(device, StringComparison.Ordinal)).ToImmutableArray();
            var first = merged.Count(merge => string.CompareOrdinal(merge.Path, parts[0]) < 0);
            merged.RemoveAll(merge => parts.Contains(merge.Path));
            merged.Insert(first, new(key, Whole(@base), Whole(code), Whole(server), MergeVerdict.Conflict) { Paths = parts });

            string? Whole(AttributeMap? map) => map?.HasAny(device) == true
                ? string.Join(',', map.Where(pair => pair.Key.StartsWith(device, StringComparison.Ordinal) && pair.Value != NeverAgreed).Select(pair => $"{pair.Key[device.Length..]}={pair.Value}")) is { Length: > 0 } text ? text : null : null;
        }
        return merged.ToImmutable();
    }

    private static string? Least(string? x, string? y) => x is null || (y is not null && string.CompareOrdinal(y, x) < 0) ? y : x;

    /// <summary>A way through the sorted paths of a map.</summary>
    private ref struct Walk(AttributeMap map)
    {
        private ReadOnlySpan<KeyValuePair<string, string>> _rest = map.Pairs;

        public readonly string? Next => _rest.IsEmpty ? null : _rest[0].Key;

        /// <summary>The value of the path where it is the next one; else null.</summary>
        public string? Take(string path)
        {
            if (_rest.IsEmpty || _rest[0].Key != path) return null;
            var value = _rest[0].Value;
            _rest = _rest[1..];
            return value;
        }
    }

    /// <summary>
    /// What the side that still has a guest changed of it since both agreed and would be lost with it. Where it is and whether
    /// it runs is no such thing: whoever means to delete a guest stops it first.
    /// </summary>
    public static IEnumerable<string> EditedSince(AttributeMap agreed, AttributeMap now) =>
        now.DifferingFrom(agreed).Where(path => path is not (AttributePath.Node or AttributePath.Started) && !AttributePath.IsOrigin(path));

    /// <summary>The verdict on one attribute.</summary>
    public static MergeVerdict Judge(bool neverMet, string? @base, string? code, string? server)
    {
        if (code == server) return !neverMet && @base == code ? MergeVerdict.Unchanged : MergeVerdict.Same;
        if (neverMet) return MergeVerdict.Conflict;
        if (code == @base) return MergeVerdict.Server;
        return server == @base ? MergeVerdict.Code : MergeVerdict.Conflict;
    }
}
