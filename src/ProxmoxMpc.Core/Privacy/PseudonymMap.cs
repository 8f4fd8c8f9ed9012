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

    // All that can be taken back, in the order in which it came; also what another process gave the same value, which is given no more.
    private readonly Lock _gate = new();
    private readonly List<KeyValuePair<(byte Family, string Original), Pseudonym>> _rows = [];

    // Pseudonyms of secrets of earlier sessions, whose originals nobody has kept.
    private readonly ConcurrentDictionary<string, (byte Family, Pseudonym Pseudonym)> _secrets = new(StringComparer.Ordinal);

    // The made-up words of which pseudonyms of names consist, in lower case.
    private readonly ConcurrentDictionary<string, byte> _words = new(StringComparer.Ordinal);

    // To ask the dictionary whether it is empty takes all of its locks while it is.
    private volatile bool _hasWords;

    private const int WordLength = 8;

    private readonly Fragments _fragments = new();

    private const byte SpellingFamily = (byte)'q';

    /// <summary>How values in mails were spelled.</summary>
    internal SpelledLines Spellings { get; } = new();

    /// <summary>Which of the values are sought wherever they stand.</summary>
    internal LearntNames Learnt { get; } = new();

    /// <summary>How many values have a pseudonym.</summary>
    public int Count => _byOriginal.Count;

    /// <summary>Everything in it, secrets too; of those of earlier sessions the original is empty.</summary>
    public IEnumerable<Pseudonym> Pseudonyms => _byOriginal.Values.Concat(_secrets.Values.Select(secret => secret.Pseudonym)).Select(Readable);

    /// <summary>The pseudonyms of secrets of earlier sessions, whose originals nobody has kept.</summary>
    internal IEnumerable<(byte Family, string Replacement)> Lost => _secrets.Values.Select(secret => (secret.Family, secret.Pseudonym.Replacement));

    /// <summary>What a later session needs to give the same pseudonyms, to know them again and to take them back: everything but what secrets are.</summary>
    public PseudonymMapContent Export() => new(
        [
            .. _byOriginal.Select(pair => new PseudonymRow(pair.Key.Family, pair.Value.Kind, pair.Value.Kind.IsSecret() ? "" : pair.Value.Original, pair.Value.Replacement, pair.Value.Count, LearntAs(pair.Key.Family, pair.Value), TellsParts(pair.Key.Family, pair.Value))),
            .. _secrets.Values.Select(secret => new PseudonymRow(secret.Family, secret.Pseudonym.Kind, "", secret.Pseudonym.Replacement, secret.Pseudonym.Count)),
            .. Spellings.Export().Select(line => new PseudonymRow(SpellingFamily, PrivacyKind.Word, line.Places, line.Key, 0)),
        ],
        _variants.ToDictionary(StringComparer.Ordinal));

    /// <summary>A map with what another one exported.</summary>
    public static PseudonymMap Import(PseudonymMapContent content)
    {
        var map = new PseudonymMap();
        foreach (var row in content.Rows)
        {
            if (row.Family == SpellingFamily)
            {
                map.Spellings.Import(row.Replacement, row.Original);
                continue;
            }
            var pseudonym = new Pseudonym(row.Kind, row.Original, row.Replacement);
            pseudonym.Counted(row.Count);
            if (row.Original.Length == 0) map._secrets[row.Replacement] = (row.Family, pseudonym);
            else
            {
                map._byOriginal.TryAdd((row.Family, row.Original), pseudonym);
                if (row.Learnt is { } kind) map.Learnt.Note(Text(row.Original), kind);
                if (row.TellsParts) map.Learnt.NoteParts(Encoding.Latin1.GetBytes(row.Original));
                map.NoteRow(row.Family, pseudonym);
            }
            map._byReplacement.TryAdd(row.Replacement, pseudonym);
            map.NoteParts(row.Family, pseudonym);
        }
        foreach (var (family, variant) in content.Variants) map._variants[family] = variant;
        return map;
    }

    public void Clear()
    {
        _byOriginal.Clear();
        _byReplacement.Clear();
        _variants.Clear();
        lock (_gate) _rows.Clear();
        _secrets.Clear();
        _words.Clear();
        _hasWords = false;
        _fragments.Clear();
        Spellings.Clear();
        Learnt.Clear();
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
            // A secret of an earlier session is met again.
            if (holder.Original.Length == 0 && _secrets.TryRemove(replacement, out _))
            {
                proposal.Counted(holder.Count);
                _byReplacement[replacement] = holder = proposal;
            }
            if (!ReferenceEquals(holder, proposal) && holder.Original != original && attempt < MostAttempts) continue;
            NoteParts(family, proposal);
            var kept = _byOriginal.GetOrAdd((family, original), proposal);
            if (ReferenceEquals(kept, proposal)) NoteRow(family, proposal);
            return kept;
        }
    }

    /// <summary>What a spelling stands for; null for what is no pseudonym.</summary>
    internal Pseudonym? OriginalOf(string replacement) => _byReplacement.GetValueOrDefault(replacement);

    internal bool IsReplacement(string text) => _byReplacement.ContainsKey(text);

    /// <summary>Whether a text is a pseudonym, or a part of one of a secret, and, as far as anybody knows, no real value: then it stands for itself.</summary>
    internal bool IsOwn(byte family, string text) => (_byReplacement.ContainsKey(text) || _fragments.Contains(text)) && !_byOriginal.ContainsKey((family, text));

    /// <summary>Whether a word, in lower case, was made up for a name.</summary>
    internal bool IsMadeUp(ReadOnlySpan<char> word) => word.Length >= WordLength && _words.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word);

    /// <summary>Whether a text holds a made-up word of eight letters: a pseudonym, cut otherwise than the value that it stands for.</summary>
    internal bool IsPartOfReplacement(string text)
    {
        if (!_hasWords) return false;
        var lower = text.ToLowerInvariant();
        for (var i = 0; i + WordLength <= lower.Length; i++)
            if (IsMadeUp(lower.AsSpan(i, WordLength))) return true;
        return false;
    }

    /// <summary>Whether a text is a part of a pseudonym. Slow: for what would be withheld otherwise.</summary>
    internal bool IsWithinReplacement(string text) => _byReplacement.Keys.Any(replacement => replacement.Contains(text, StringComparison.Ordinal));

    /// <summary>Which of a family's equally good mappings is in use; null as long as nothing has been decided.</summary>
    internal int? Variant(string family) => _variants.TryGetValue(family, out var variant) ? variant : null;

    internal int DecideVariant(string family, int variant) => _variants.GetOrAdd(family, variant);

    /// <summary>Decisions whose names begin alike, without that beginning.</summary>
    internal IEnumerable<(string Name, int Variant)> VariantsOf(string prefix) =>
        _variants.Where(variant => variant.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(variant => (variant.Key[prefix.Length..], variant.Value));

    internal IEnumerable<Pseudonym> Raw => _byOriginal.Values;

    /// <summary>All that can be taken back.</summary>
    internal IReadOnlyList<KeyValuePair<(byte Family, string Original), Pseudonym>> Rows => RowsFrom(0);

    /// <summary>What came behind so many rows.</summary>
    internal IReadOnlyList<KeyValuePair<(byte Family, string Original), Pseudonym>> RowsFrom(int first)
    {
        lock (_gate) return _rows[first..];
    }

    internal int RowCount
    {
        get
        {
            lock (_gate) return _rows.Count;
        }
    }

    // More proposals than this mean that a space is full; then two values share one rather than one leaking.
    private const int MostAttempts = 1000;

    private void NoteRow(byte family, Pseudonym pseudonym)
    {
        lock (_gate) _rows.Add(new((family, pseudonym.Original), pseudonym));
    }

    /// <summary>Takes the parts by which a pseudonym is known again; of a name's the words that are not its own: com, internal and www stay.</summary>
    private void NoteParts(byte family, Pseudonym pseudonym)
    {
        if (family == (byte)'f') _fragments.Add(pseudonym.Replacement);
        if (family is not ((byte)'n' or (byte)'d')) return;
        var real = Bytes.Words(pseudonym.Original);
        foreach (var word in Bytes.Words(pseudonym.Replacement))
        {
            if (word.Length < WordLength || real.Contains(word)) continue;
            _words.TryAdd(word, 0);
            _hasWords = true;
        }
    }

    /// <summary>As what a name is sought wherever it stands; null for what is hidden at its places only.</summary>
    private PrivacyKind? LearntAs(byte family, Pseudonym pseudonym) => family is (byte)'n' or (byte)'d' && !pseudonym.Kind.IsSecret() ? Learnt.KindOf(Text(pseudonym.Original)) : null;

    private bool TellsParts(byte family, Pseudonym pseudonym) => family == (byte)'d' && Learnt.HasParts(Encoding.Latin1.GetBytes(pseudonym.Original));

    private static Pseudonym Readable(Pseudonym raw)
    {
        var readable = new Pseudonym(raw.Kind, Text(raw.Original), Text(raw.Replacement));
        readable.Counted(raw.Count);
        return readable;
    }

    internal static string Text(string raw) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(raw));
}

/// <summary>A row of an exported map. Texts are byte for byte: one char for each byte of the UTF-8 spelling.</summary>
/// <param name="Learnt">As what the value is sought wherever it stands; null for one that is hidden at its places only.</param>
/// <param name="TellsParts">Whether the machine and the domain of a full name are sought, too.</param>
public sealed record PseudonymRow(byte Family, PrivacyKind Kind, string Original, string Replacement, long Count, PrivacyKind? Learnt = null, bool TellsParts = false);

/// <summary>A map without secrets, for storage. It still names everything real: encrypt it.</summary>
public sealed record PseudonymMapContent(IReadOnlyList<PseudonymRow> Rows, IReadOnlyDictionary<string, int> Variants);
