using System.Globalization;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>When a job runs, in the words of Proxmox: "daily", "mon..fri 22:30", "sat *-*-1..7 3:00", "*/15" (minutes).</summary>
internal sealed class CalendarEvent
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["minutely"] = "*:*", ["hourly"] = "*:0", ["daily"] = "0:0", ["weekly"] = "mon 0:0", ["monthly"] = "*-*-1 0:0", ["yearly"] = "*-1-1 0:0", ["annually"] = "*-1-1 0:0",
        ["quarterly"] = "*-1,4,7,10-1 0:0", ["semiannually"] = "*-1,7-1 0:0", ["semi-annually"] = "*-1,7-1 0:0",
    };

    // Years ahead that are searched: 29 February comes at last after eight.
    private const int Horizon = 9;

    private readonly HashSet<int>? _weekdays;
    private readonly (HashSet<int>? Years, HashSet<int>? Months, HashSet<int>? Days) _date;
    private readonly SortedSet<int> _hours;
    private readonly SortedSet<int> _minutes;
    private readonly SortedSet<int> _seconds;

    private CalendarEvent(HashSet<int>? weekdays, (HashSet<int>?, HashSet<int>?, HashSet<int>?) date, IEnumerable<int> hours, IEnumerable<int> minutes, IEnumerable<int> seconds)
    {
        (_weekdays, _date) = (weekdays, date);
        (_hours, _minutes, _seconds) = ([.. hours], [.. minutes], [.. seconds]);
    }

    /// <summary>Null when the text is no event.</summary>
    public static CalendarEvent? TryParse(string text)
    {
        string spec = text.Trim();
        if (Names.TryGetValue(spec, out string? known))
            spec = known;
        var words = new Queue<string>(spec.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Count == 0)
            return null;
        HashSet<int>? weekdays = null;
        (HashSet<int>?, HashSet<int>?, HashSet<int>?) date = (null, null, null);
        if (char.IsAsciiLetter(words.Peek()[0]) && (weekdays = Weekdays(words.Dequeue())) is null)
            return null;
        if (words.Count > 0 && words.Peek().Contains('-'))
        {
            if (Date(words.Dequeue()) is not { } given)
                return null;
            date = given;
        }
        var time = words.Count > 0 ? Time(words.Dequeue()) : ([0], [0], [0]);
        return words.Count > 0 || time is not { } parts ? null : new CalendarEvent(weekdays, date, parts.Hours, parts.Minutes, parts.Seconds);
    }

    /// <summary>The first moment after this one (Unix seconds, UTC); null when there is none any more.</summary>
    public long? Next(long after)
    {
        var from = DateTimeOffset.FromUnixTimeSeconds(after + 1).UtcDateTime;
        for (var day = from.Date; day.Year <= from.Year + Horizon; day = day.AddDays(1))
        {
            if (_weekdays?.Contains((int)day.DayOfWeek) == false || _date.Years?.Contains(day.Year) == false || _date.Months?.Contains(day.Month) == false || _date.Days?.Contains(day.Day) == false)
                continue;
            foreach (int hour in _hours)
            {
                if (day.AddHours(hour + 1) <= from)
                    continue;
                foreach (int minute in _minutes)
                {
                    foreach (int second in _seconds)
                    {
                        var moment = day.AddSeconds((hour * 3600) + (minute * 60) + second);
                        if (moment >= from)
                            return new DateTimeOffset(moment, TimeSpan.Zero).ToUnixTimeSeconds();
                    }
                }
            }
        }
        return null;
    }

    private static HashSet<int>? Weekdays(string text)
    {
        var result = new HashSet<int>();
        foreach (string item in text.Split(','))
        {
            var ends = item.Split("..");
            int first = Day(ends[0]), last = Day(ends[^1]);
            if (ends.Length > 2 || first < 0 || last < 0)
                return null;
            for (int day = first; ; day = (day + 1) % 7)
            {
                result.Add(day);
                if (day == last)
                    break;
            }
        }
        return result;
    }

    // At least the first two letters, and no other than those of the name.
    private static int Day(string text) => text.Length < 2 ? -1 : Array.FindIndex(Days, d => d.StartsWith(text, StringComparison.OrdinalIgnoreCase));

    private static (HashSet<int>?, HashSet<int>?, HashSet<int>?)? Date(string text)
    {
        var parts = text.Split('-');
        if (parts.Length is not (2 or 3))
            return null;
        HashSet<int>? years = null, months = null, days = null;
        if ((parts.Length == 3 && !Set(parts[0], 1970, 9999, out years)) || !Set(parts[^2], 1, 12, out months) || !Set(parts[^1], 1, 31, out days))
            return null;
        return (years, months, days);
    }

    private static (IEnumerable<int> Hours, IEnumerable<int> Minutes, IEnumerable<int> Seconds)? Time(string text)
    {
        var parts = text.Split(':');
        // One number alone is minutes, of every hour.
        string[] all = parts.Length switch { 1 => ["*", parts[0], "0"], 2 => [parts[0], parts[1], "0"], 3 => parts, _ => ["", "", ""] };
        if (!Set(all[0], 0, 23, out var hours) || !Set(all[1], 0, 59, out var minutes) || !Set(all[2], 0, 59, out var seconds))
            return null;
        return (hours ?? Enumerable.Range(0, 24), minutes ?? Enumerable.Range(0, 60), seconds ?? Enumerable.Range(0, 60));
    }

    // "*" is no restriction; otherwise numbers, ranges "a..b" and repetitions "a/step", "*/step".
    private static bool Set(string text, int least, int most, out HashSet<int>? values)
    {
        values = null;
        if (text == "*")
            return true;
        values = [];
        foreach (string item in text.Split(','))
        {
            var repeated = item.Split('/');
            var ends = repeated[0].Split("..");
            int step = 1;
            if (repeated.Length > 2 || ends.Length > 2 || (repeated.Length == 2 && (!Number(repeated[1], out step) || step < 1)))
                return false;
            int first = least, last = most;
            if (ends[0] != "*" && (!Number(ends[0], out first) || first < least || first > most))
                return false;
            if (ends.Length == 2 ? !Number(ends[1], out last) || last < first || last > most : ends[0] != "*" && repeated.Length == 1)
            {
                if (ends.Length == 2)
                    return false;
                last = first;
            }
            for (int value = first; value <= last; value += step)
                values.Add(value);
        }
        return true;
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
