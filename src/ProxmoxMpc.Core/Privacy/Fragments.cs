namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What pseudonyms of secrets consist of, so that a part of one is known again: a token that lost what told it apart (its prefix was replaced, too) is cut
/// otherwise when an output is read again.
/// </summary>
internal sealed class Fragments
{
    // Bytes that are compared at once, and how far apart they begin.
    private const int Gram = 6;
    private const int Stride = 4;

    /// <summary>A part of that length holds one gram at least, wherever it was cut.</summary>
    private const int Shortest = Gram + Stride - 1;

    // A gram that so many have is of a head that is everybody's.
    private const int MostShared = 64;

    // 16 MB; what is beyond is known as a whole only.
    private const int Most = 1 << 19;

    private readonly Lock _gate = new();

    // Of whom each gram is; of the few that more than one has, all.
    private readonly Dictionary<ulong, string> _grams = [];
    private readonly Dictionary<ulong, List<string>> _shared = [];

    public void Add(string pseudonym)
    {
        if (pseudonym.Length < 2 * Shortest) return;
        lock (_gate)
        {
            for (var i = 0; i + Gram <= pseudonym.Length && _grams.Count < Most; i += Stride)
            {
                var gram = At(pseudonym, i);
                if (_grams.TryAdd(gram, pseudonym)) continue;
                if (!_shared.TryGetValue(gram, out var others)) _shared[gram] = others = [];
                if (others.Count < MostShared) others.Add(pseudonym);
            }
        }
    }

    /// <summary>Whether a text is a part of a pseudonym.</summary>
    public bool Contains(string text)
    {
        // What fills Base64 up may be cut off, or be there once more where a mail's line was broken in it.
        text = text.TrimEnd('=');
        if (text.Length < Shortest) return false;
        lock (_gate)
        {
            if (_grams.Count == 0) return false;
            // Wherever it was cut, one of the first grams is one of the pseudonym's. A few digits of a name may be so by chance: the whole has to be in it.
            for (var first = 0; first < Stride; first++)
                if (Holds(At(text, first), text)) return true;
        }
        return false;
    }

    private bool Holds(ulong gram, string text) =>
        _grams.TryGetValue(gram, out var pseudonym)
        && (pseudonym.Contains(text, StringComparison.Ordinal) || _shared.TryGetValue(gram, out var others) && others.Exists(other => other.Contains(text, StringComparison.Ordinal)));

    public void Clear()
    {
        lock (_gate)
        {
            _grams.Clear();
            _shared.Clear();
        }
    }

    private static ulong At(string text, int index)
    {
        ulong gram = 0;
        for (var i = 0; i < Gram; i++) gram = (gram << 8) | (byte)text[index + i];
        return gram;
    }
}
