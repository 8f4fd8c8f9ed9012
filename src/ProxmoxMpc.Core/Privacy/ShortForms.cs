using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Pseudonyms of identifiers that an answer shortens: <c>3fa85f64…</c>, <c>3fa85f64-5717-...</c>. They are given back where one value only begins so.</summary>
internal sealed class ShortForms
{
    // What is shorter may be anything.
    private const int Shortest = 8;

    // By their first characters; null where two values begin so.
    private readonly Dictionary<string, (string Replacement, string Original)?> _byHead = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A pseudonym and what it stands for, of one length.</summary>
    public void Add(string replacement, string original)
    {
        if (replacement.Length <= Shortest || replacement.StartsWith(FormPseudonyms.Placeholder, StringComparison.Ordinal)) return;
        var head = replacement[..Shortest];
        _byHead[head] = _byHead.TryGetValue(head, out var known) && known?.Original != original ? null : (replacement, original);
    }

    public byte[]? At(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (_byHead.Count == 0 || !Bytes.IsLetterOrDigit(text[at]) || at + Shortest >= text.Length || !Bytes.IsWordStart(text, at)) return null;
        // Most places are refused by the dots that are not there.
        var rest = text[(at + Shortest)..];
        var near = rest[..Math.Min(rest.Length, 64)];
        var (dots, ellipsis) = (near.IndexOf("..."u8), near.IndexOf("\u2026"u8));
        if (dots < 0 || ellipsis >= 0 && ellipsis < dots) dots = ellipsis;
        if (dots < 0 || !_byHead.TryGetValue(Encoding.Latin1.GetString(text.Slice(at, Shortest)), out var found) || found is not var (replacement, original)) return null;
        var shown = Encoding.Latin1.GetString(text.Slice(at, Shortest + dots));
        if (shown.Length >= replacement.Length || !replacement.StartsWith(shown, StringComparison.OrdinalIgnoreCase)) return null;
        length = shown.Length;
        return Encoding.Latin1.GetBytes(original[..shown.Length]);
    }
}
