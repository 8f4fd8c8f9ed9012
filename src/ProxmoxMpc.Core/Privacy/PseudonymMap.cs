using System.Collections.Concurrent;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What stands for what. It holds the real values: it stays on the machine, in memory or encrypted. Secrets are known as
/// long as the map lives, and never exported.
/// </summary>
public sealed class PseudonymMap
{
    // Texts are kept byte for byte (one char a byte), since inputs need not be valid UTF-8.
    private readonly ConcurrentDictionary<(byte Family, string Original), Pseudonym> _byOriginal = new();
    private readonly ConcurrentDictionary<string, Pseudonym> _byReplacement = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _variants = new(StringComparer.Ordinal);

    private const int WordLength = 8;

    // Made at first use: only a verifier asks, when everything has been replaced.
    private readonly Lazy<HashSet<string>> _words;

    public PseudonymMap() => _words = new(() => [.. _byOriginal.Where(pair => pair.Key.Family is (byte)'n' or (byte)'d')
        .SelectMany(pair => pair.Value.Replacement.ToLowerInvariant().Split('.', '-', '_', '@', ' ')).Select(word => word.TrimEnd("0123456789".ToCharArray())).Where(word => word.Length == WordLength)]);

    /// <summary>How many values have a pseudonym.</summary>
    public int Count => _byOriginal.Count;

    /// <summary>Everything in it, secrets too.</summary>
    public IEnumerable<Pseudonym> Pseudonyms => _byOriginal.Values.Select(Readable);

    /// <summary>What a later session needs to give the same pseudonyms and to take them back: everything but secrets.</summary>
    public PseudonymMapContent Export() => new(
        [.. _byOriginal.Where(pair => !pair.Value.Kind.IsSecret()).Select(pair => new PseudonymRow(pair.Key.Family, pair.Value.Kind, pair.Value.Original, pair.Value.Replacement, pair.Value.Count))],
        _variants.ToDictionary(StringComparer.Ordinal));

    /// <summary>A map with what another one exported.</summary>
    public static PseudonymMap Import(PseudonymMapContent content)
    {
        var map = new PseudonymMap();
        foreach (var row in content.Rows)
        {
            var pseudonym = new Pseudonym(row.Kind, row.Original, row.Replacement);
            pseudonym.Counted(row.Count);
            map._byOriginal[(row.Family, row.Original)] = pseudonym;
            map._byReplacement[row.Replacement] = pseudonym;
        }
        foreach (var (family, variant) in content.Variants) map._variants[family] = variant;
        return map;
    }

    public void Clear()
    {
        _byOriginal.Clear();
        _byReplacement.Clear();
        _variants.Clear();
    }

    /// <summary>The pseudonym of a value; made at first sight.</summary>
    /// <param name="make">The n-th proposal. One that already stands for another value is passed over; null keeps the value as it is.</param>
    internal Pseudonym? GetOrAdd(byte family, string original, PrivacyKind kind, Func<int, string?> make)
    {
        if (_byOriginal.TryGetValue((family, original), out var known)) return known;
        for (var attempt = 0; ; attempt++)
        {
            if (make(attempt) is not { } replacement) return null;
            var proposal = new Pseudonym(kind, original, replacement);
            var holder = _byReplacement.GetOrAdd(replacement, proposal);
            if (!ReferenceEquals(holder, proposal) && holder.Original != original && attempt < MostAttempts) continue;
            return _byOriginal.GetOrAdd((family, original), proposal);
        }
    }

    /// <summary>What a spelling stands for; null for what is no pseudonym.</summary>
    internal Pseudonym? OriginalOf(string replacement) => _byReplacement.GetValueOrDefault(replacement);

    internal bool IsReplacement(string text) => _byReplacement.ContainsKey(text);

    /// <summary>Whether a text holds a made-up word of eight letters: a pseudonym, cut otherwise than the value that it stands for.</summary>
    internal bool IsPartOfReplacement(string text)
    {
        for (var i = 0; i + WordLength <= text.Length; i++)
            if (_words.Value.Contains(text.Substring(i, WordLength).ToLowerInvariant())) return true;
        return false;
    }

    /// <summary>Whether a text is a part of a pseudonym. Slow: for what would be withheld otherwise.</summary>
    internal bool IsWithinReplacement(string text) => _byReplacement.Keys.Any(replacement => replacement.Contains(text, StringComparison.Ordinal));

    /// <summary>Which of a family's equally good mappings is in use; null as long as nothing has been decided.</summary>
    internal int? Variant(string family) => _variants.TryGetValue(family, out var variant) ? variant : null;

    internal int DecideVariant(string family, int variant) => _variants.GetOrAdd(family, variant);

    internal IEnumerable<Pseudonym> Raw => _byOriginal.Values;

    internal IEnumerable<KeyValuePair<(byte Family, string Original), Pseudonym>> Rows => _byOriginal;

    // More proposals than this mean that a space is full; then two values share one rather than one leaking.
    private const int MostAttempts = 1000;

    private static Pseudonym Readable(Pseudonym raw)
    {
        var readable = new Pseudonym(raw.Kind, Text(raw.Original), Text(raw.Replacement));
        readable.Counted(raw.Count);
        return readable;
    }

    internal static string Text(string raw) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw));
}

/// <summary>A row of an exported map. Texts are byte for byte: one char for each byte of the UTF-8 spelling.</summary>
public sealed record PseudonymRow(byte Family, PrivacyKind Kind, string Original, string Replacement, long Count);

/// <summary>A map without secrets, for storage. It still names everything real: encrypt it.</summary>
public sealed record PseudonymMapContent(IReadOnlyList<PseudonymRow> Rows, IReadOnlyDictionary<string, int> Variants);
