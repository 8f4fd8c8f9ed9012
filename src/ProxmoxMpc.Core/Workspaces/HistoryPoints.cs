using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Points in the history as people name them.</summary>
public static class HistoryPoints
{
    /// <summary>Names the newest snapshot.</summary>
    public const string Latest = "latest";

    /// <summary>
    /// The snapshot that a text means: an id, the beginning of exactly one, <c>latest</c>, <c>latest~2</c> (two before it, as in git),
    /// or a point in time, which means the last snapshot that was taken until then.
    /// </summary>
    /// <exception cref="PmpcException"><c>PmpcSnapshotNotFound</c>, <c>PmpcSnapshotAmbiguous</c>.</exception>
    public static SnapshotRecord Find(HistoryStore history, string point, TimeProvider? time = null)
    {
        var all = history.List();
        var text = point.Trim();
        if (all.FirstOrDefault(record => record.Id == text) is { } exact) return exact;
        if (text.StartsWith(Latest, StringComparison.OrdinalIgnoreCase))
        {
            var back = text[Latest.Length..];
            if (back.Length == 0) return all.Count > 0 ? all[0] : throw NotFound(point);
            if (back[0] == '~' && int.TryParse(back.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var steps))
                return steps < all.Count ? all[steps] : throw NotFound(point);
        }
        // Ids begin with the date, and so do times: what begins an id and is no complete time is an id.
        var beginning = text.Length == 0 ? [] : all.Where(record => record.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (beginning is [var only]) return only;
        if (beginning.Length > 1)
            throw new PmpcException("PmpcSnapshotAmbiguous", PmpcErrorKind.InvalidArgument, $"{beginning.Length} snapshots begin with '{point}'.",
                "Give more of the id; Get-PmpcSnapshot lists them.", point);
        return Moment(text, (time ?? TimeProvider.System).LocalTimeZone) is { } moment ? At(all, moment, point) : throw NotFound(point);
    }

    /// <summary>The last snapshot that was taken until that moment.</summary>
    /// <exception cref="PmpcException"><c>PmpcSnapshotNotFound</c>: there is none as old as that.</exception>
    public static SnapshotRecord At(HistoryStore history, DateTimeOffset moment) => At(history.List(), moment, moment.ToString("u", CultureInfo.InvariantCulture));

    private static SnapshotRecord At(IReadOnlyList<SnapshotRecord> all, DateTimeOffset moment, string point) =>
        all.FirstOrDefault(record => record.Created <= moment) ?? throw NotFound(point, all.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"The oldest snapshot was taken at {all[^1].Created:u}."));

    /// <summary>A time without an offset is the user's own.</summary>
    private static DateTimeOffset? Moment(string text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.RoundtripKind, out var parsed)
            && !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out parsed)) return null;
        return parsed.Kind switch
        {
            DateTimeKind.Unspecified => new DateTimeOffset(parsed, zone.GetUtcOffset(parsed)),
            _ => new DateTimeOffset(parsed),
        };
    }

    private static PmpcException NotFound(string point, string? more = null) => new("PmpcSnapshotNotFound", PmpcErrorKind.NotFound,
        $"There is no snapshot '{point}'.", more is null ? "Get-PmpcSnapshot lists them." : $"{more} Get-PmpcSnapshot lists all.", point);
}
