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

    // 12 MB; what is beyond is known as a whole only.
    private const int Most = 1 << 19;

    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _grams = [];

    public void Add(string pseudonym)
    {
        if (pseudonym.Length < 2 * Shortest) return;
        lock (_gate)
        {
            for (var i = 0; i + Gram <= pseudonym.Length && _grams.Count < Most; i += Stride) _grams.Add(At(pseudonym, i));
        }
    }

    /// <summary>Whether a text is a part of a pseudonym.</summary>
    public bool Contains(string text)
    {
        if (text.Length < Shortest) return false;
        lock (_gate)
        {
            if (_grams.Count == 0) return false;
            for (var first = 0; first < Stride; first++)
            {
                var at = first;
                while (at + Gram <= text.Length && _grams.Contains(At(text, at))) at += Stride;
                if (at + Gram > text.Length) return true;
            }
        }
        return false;
    }

    public void Clear()
    {
        lock (_gate) _grams.Clear();
    }

    private static ulong At(string text, int index)
    {
        ulong gram = 0;
        for (var i = 0; i < Gram; i++) gram = (gram << 8) | (byte)text[index + i];
        return gram;
    }
}
