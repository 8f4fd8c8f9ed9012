using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A place of an output whose value was spelled otherwise than it is meant: with a soft line break in it, or with letters as <c>=C3=BC</c>.</summary>
/// <param name="Start">In the output, or in its line.</param>
/// <param name="Original">As it was spelled, one char a byte.</param>
internal sealed record SpelledPlace(int Start, int Length, string Original, bool IsSecret);

/// <summary>
/// How values of quoted-printable were spelled, by the line of the output that holds their pseudonyms, so that the line comes back byte for byte. A line
/// goes on behind a soft break. Of a line that was changed since, the values come back as they are meant.
/// </summary>
internal sealed class SpelledLines
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<SpelledPlace>> _byLine = new(StringComparer.Ordinal);

    public bool IsEmpty => _byLine.IsEmpty;

    /// <summary>Remembers places of an output, given in order.</summary>
    public void Note(ReadOnlySpan<byte> output, IReadOnlyList<SpelledPlace> places)
    {
        for (var i = 0; i < places.Count;)
        {
            var start = StartOf(output, places[i].Start);
            var end = EndOf(output, places[i].Start);
            var ofLine = places.Skip(i).TakeWhile(place => place.Start < end).Select(place => place with { Start = place.Start - start }).ToArray();
            _byLine.TryAdd(KeyOf(output[start..end]), ofLine);
            i += ofLine.Length;
        }
    }

    /// <summary>The places of a text, by where they begin.</summary>
    public Dictionary<int, SpelledPlace> In(ReadOnlySpan<byte> text)
    {
        var places = new Dictionary<int, SpelledPlace>();
        if (IsEmpty) return places;
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = EndOf(text, start);
            if (!_byLine.TryGetValue(KeyOf(text[start..end]), out var known)) continue;
            foreach (var place in known)
                if (start + place.Start + place.Length <= text.Length) places[start + place.Start] = place;
        }
        return places;
    }

    public void Clear() => _byLine.Clear();

    /// <summary>For storage: the line's key and its places. Lines with secrets are left out.</summary>
    public IEnumerable<(string Key, string Places)> Export() => _byLine.Where(line => !line.Value.Any(place => place.IsSecret)).Select(line => (line.Key,
        string.Join(',', line.Value.Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Start}:{place.Length}:{Convert.ToBase64String(Encoding.Latin1.GetBytes(place.Original))}")))));

    public void Import(string key, string places) => _byLine[key] = [.. places.Split(',').Select(place => place.Split(':')).Select(parts =>
        new SpelledPlace(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), Encoding.Latin1.GetString(Convert.FromBase64String(parts[2])), false))];

    private static string KeyOf(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line).AsSpan(0, 16));

    private static int StartOf(ReadOnlySpan<byte> text, int at)
    {
        var start = Bytes.LineStart(text, at);
        while (start > 0 && IsSoft(text, start - 1)) start = Bytes.LineStart(text, start - 1);
        return start;
    }

    private static int EndOf(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length)
        {
            var feed = text[at..].IndexOf((byte)'\n');
            if (feed < 0) return text.Length;
            at += feed + 1;
            if (!IsSoft(text, at - 1)) return at;
        }
        return text.Length;
    }

    /// <summary>Whether a line end has an equals sign before it.</summary>
    private static bool IsSoft(ReadOnlySpan<byte> text, int feed) => Bytes.At(text, feed - 1) == '=' || Bytes.At(text, feed - 1) == '\r' && Bytes.At(text, feed - 2) == '=';
}
