using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Texts with ranges of numbers in brackets: <c>web-[01-03]</c> is web-01, web-02, web-03; <c>[1,4-5]</c> is 1, 4, 5.</summary>
internal static partial class NameRange
{
    /// <summary>More from one entry is somebody's slip.</summary>
    public const int Most = 1000;

    /// <summary>Whether the text has a range.</summary>
    public static bool IsRange(string text) => Range().IsMatch(text);

    /// <summary>All texts that it stands for, in order; of several ranges the last one turns fastest.</summary>
    /// <param name="problem">Why it cannot be expanded; null where it can.</param>
    public static ImmutableArray<string> Expand(string text, out string? problem)
    {
        problem = null;
        var results = new List<string> { "" };
        var at = 0;
        foreach (Match match in Range().Matches(text))
        {
            var numbers = Numbers(match.Groups[1].Value, out problem);
            if (problem is not null) return [];
            if ((long)results.Count * numbers.Count > Most)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"'{text}' stands for more than {Most} names");
                return [];
            }
            var before = text[at..match.Index];
            results = [.. results.SelectMany(start => numbers.Select(number => start + before + number))];
            at = match.Index + match.Length;
        }
        return [.. results.Select(start => start + text[at..])];
    }

    private static List<string> Numbers(string list, out string? problem)
    {
        problem = null;
        var numbers = new List<string>();
        foreach (var item in list.Split(','))
        {
            var ends = item.Split('-');
            var (first, last) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            if (last < first)
            {
                problem = $"the range [{item}] runs backwards";
                return [];
            }
            if (last - first >= Most)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"the range [{item}] has more than {Most} numbers");
                return [];
            }
            // As many digits as it was written with.
            numbers.AddRange(Enumerable.Range(first, last - first + 1).Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(ends[0].Length, '0')));
        }
        return numbers;
    }

    [GeneratedRegex(@"\[(\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Range();
}
