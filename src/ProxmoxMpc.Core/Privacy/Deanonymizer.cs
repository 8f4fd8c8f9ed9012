using System.Buffers;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Gives the real values back: in what was anonymised, and in an answer to it, also where that spells them otherwise (case, another form
/// of an address), shortens it (<c>10.5.2.x</c>, the first characters of a UUID and three dots) or speaks of a neighbour (another number of a
/// known name, another address of a known network). A picture of the map at the time of its making. Not for several threads.
/// </summary>
public sealed class Deanonymizer
{
    private readonly TextIndex<List<Target>> _index = new();
    private readonly TextIndex<Target> _lost = new();
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly RestoredNetworks _networks;
    private readonly SpelledLines _spellings;
    private readonly ShortForms _shortForms = new();
    private readonly AddressPseudonyms _addresses;
    private readonly Sweep _sweep = new(new SweepRules(true, true, true, false, false, false, false, false, false, new AllowList(PrivacyPolicy.Standard)));
    private const int WordLength = 8;

    // A shorter one, a code of six digits, occurs by chance.
    private const int ShortestLost = 8;

    private readonly Findings _found = new();
    private readonly TextMap _map = new();

    public Deanonymizer(PseudonymMap map, PseudonymKey key)
    {
        _addresses = new AddressPseudonyms(key, map);
        _networks = new RestoredNetworks(_addresses);
        _spellings = map.Spellings;
        foreach (var ((family, original), pseudonym) in map.Rows)
        {
            var bytes = Encoding.Latin1.GetBytes(original);
            _index.GetOrAdd(Encoding.Latin1.GetBytes(pseudonym.Replacement), () => []).Add(new Target(family, bytes, Encoding.Latin1.GetBytes(pseudonym.Replacement)));
            if (family is (byte)'n' or (byte)'d') TakeWords(original, pseudonym.Replacement);
            else if (family is (byte)'4' or (byte)'6' or (byte)'m') _networks.Take(family, bytes);
            else if (pseudonym.Replacement.Length == original.Length) _shortForms.Add(pseudonym.Replacement, original);
        }
        foreach (var (family, replacement) in map.Lost)
        {
            var bytes = Encoding.Latin1.GetBytes(replacement);
            if (bytes.Length >= ShortestLost) _lost.GetOrAdd(bytes, () => new Target(family, [], bytes));
        }
    }

    /// <summary>How many places were left so far as they are that stand for a secret of another session: nobody has kept what it was, and what is there may look like a real one.</summary>
    public long Lost { get; private set; }

    public string Restore(string text) => Encoding.UTF8.GetString(Restore(Encoding.UTF8.GetBytes(text)));

    public byte[] Restore(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 256);
        Restore(text, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Restores a stream of any length.</summary>
    /// <returns>How often something was given back.</returns>
    public async Task<long> RestoreAsync(Stream input, Stream output, CancellationToken cancellation = default)
    {
        var reader = new PieceReader(input);
        var writer = new ArrayBufferWriter<byte>();
        long restored = 0;
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } piece)
        {
            writer.ResetWrittenCount();
            using (piece) restored += Restore(piece.Text, writer);
            await output.WriteAsync(writer.WrittenMemory, cancellation).ConfigureAwait(false);
        }
        return restored;
    }

    private int Restore(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        _found.Begin(null);
        _map.Read(text, AnchorSet.Empty, NameHeads.None, int.MaxValue);
        _sweep.Run(text, _map, 0, text.Length, _found, null);
        var finds = _found.Items;
        var spelled = _spellings.In(text);
        int[] places = [.. spelled.Keys.Order()];
        var (written, next, passed, behindSecret, restored) = (0, 0, 0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            while (next < finds.Count && finds[next].Start < i) next++;
            while (passed < places.Length && places[passed] <= i) passed++;
            var length = 0;
            var limit = passed < places.Length ? places[passed] : text.Length;
            // What stood for a secret ends in letters and digits, which may be glued to what follows: that begins anew.
            var original = spelled.Count > 0 && spelled.TryGetValue(i, out var place) ? Spelled(place, out length)
                : i == behindSecret ? Known(text[i..], 0, limit - i, out length) : Known(text, i, limit, out length);
            if (original is null && next < finds.Count && finds[next].Start == i) original = AsMade(text.Slice(i, length = finds[next].Length)) ?? _networks.Neighbour(finds[next].Kind, text.Slice(i, length));
            original ??= _networks.Masked(text, i, out length) ?? _shortForms.At(text, i, out length) ?? Word(text, i, out length);
            if (original is null)
            {
                if (_lost.Longest(text, i, StandsAsMade, out var kept) is not null) Lost++;
                i += Math.Max(1, kept);
                continue;
            }
            output.Write(text[written..i]);
            output.Write(original);
            if (Bytes.StartsWithAt(text, i, "REDACTED-"u8)) behindSecret = i + length;
            i += length;
            written = i;
            restored++;
        }
        output.Write(text[written..]);
        return restored;
    }

    private static byte[] Spelled(SpelledPlace place, out int length)
    {
        length = place.Length;
        return Encoding.Latin1.GetBytes(place.Original);
    }

    /// <summary>The longest pseudonym there that does not reach over the next place whose spelling is known: a machine may have been replaced apart from its domain.</summary>
    private byte[]? Known(ReadOnlySpan<byte> text, int at, int limit, out int length) =>
        Known(text, at, out length) is { } known && (length <= limit - at || (known = Known(text[..limit], at, out length)) is not null) ? known : null;

    private byte[]? Known(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (!_index.MayBegin(text, at)) return null;
        // What stands there letter by letter first: PvE1 may have been replaced alone, and pve1.corp elsewhere.
        if (_index.Longest(text, at, StandsExactly, out length) is { } exact && ExactOf(exact, text.Slice(at, length)) is { } target) return target.Original;
        return _index.Longest(text, at, Stands, out length) is { } targets ? InCaseOf(text.Slice(at, length), targets[0].Original) : null;
    }

    /// <summary>What the sweep finds as a whole is the pseudonym itself wherever it stands: behind a byte of another encoding, too, which elsewhere may be a letter.</summary>
    private byte[]? AsMade(ReadOnlySpan<byte> address) =>
        _index.Longest(address, 0, static (targets, text, _, length) => length == text.Length && ExactOf(targets, text) is not null, out _) is { } targets
            ? ExactOf(targets, address)?.Original
            : null;

    private static bool StandsAsMade(Target target, ReadOnlySpan<byte> text, int at, int length) =>
        text.Slice(at, length).SequenceEqual(target.Replacement) && Stands(target.Family, text, at, length);

    private static Target? ExactOf(List<Target> targets, ReadOnlySpan<byte> spelled)
    {
        foreach (var target in targets)
            if (spelled.SequenceEqual(target.Replacement)) return target;
        return null;
    }

    /// <summary>A word of a known name in a name that was never met.</summary>
    private byte[]? Word(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (!Bytes.IsLetter(text[at]) || (at > 0 && Bytes.IsLetter(text[at - 1]) && Bytes.EscapeBefore(text, at) == 0)) return null;
        var end = at;
        while (end < text.Length && end - at < 64 && Bytes.IsLetter(text[end])) end++;
        // Also in the plural.
        if (end - at == WordLength + 1 && text[end - 1] == 's') end--;
        if (end - at != WordLength) return null;
        if (!_words.TryGetValue(Encoding.Latin1.GetString(text[at..end]).ToLowerInvariant(), out var original)) return null;
        length = end - at;
        return InCaseOf(text[at..end], Encoding.Latin1.GetBytes(original));
    }

    private static byte[] InCaseOf(ReadOnlySpan<byte> spelled, byte[] original)
    {
        if (spelled.IsEmpty || original.Length == 0) return original;
        var (upper, lower) = (spelled.ContainsAnyInRange((byte)'A', (byte)'Z'), spelled.ContainsAnyInRange((byte)'a', (byte)'z'));
        if (upper && !lower) return Array.ConvertAll(original, b => Bytes.IsLower(b) ? (byte)(b & ~0x20) : b);
        if (lower && !upper) return Array.ConvertAll(original, Bytes.ToLower);
        // DC01.corp.firma.de: each label in its own case.
        if (upper && spelled.Count((byte)'.') is > 0 and var dots && original.AsSpan().Count((byte)'.') == dots)
        {
            var (from, to) = (spelled.IndexOf((byte)'.'), original.AsSpan().IndexOf((byte)'.'));
            return [.. InCaseOf(spelled[..from], original[..to]), (byte)'.', .. InCaseOf(spelled[(from + 1)..], original[(to + 1)..])];
        }
        // At the beginning of a sentence.
        if (Bytes.IsUpper(spelled[0]) && Bytes.IsLower(original[0]) && !spelled[1..].ContainsAnyInRange((byte)'A', (byte)'Z')) return [(byte)(original[0] & ~0x20), .. original.AsSpan(1)];
        return original;
    }

    private void TakeWords(string original, string replacement)
    {
        var (from, to) = (Bytes.Words(original), Bytes.Words(replacement));
        if (from.Count != to.Count) return;
        for (var i = 0; i < from.Count; i++)
            if (to[i].Length == WordLength && to[i] != from[i]) _words.TryAdd(to[i], from[i]);
    }

    private sealed record Target(byte Family, byte[] Original, byte[] Replacement);

    private const int ShortSum = 8;

    /// <summary>Where a pseudonym may begin and end: a name or an address not within a word; a secret anywhere.</summary>
    private static bool Stands(List<Target> targets, ReadOnlySpan<byte> text, int at, int length) => Stands(targets[0].Family, text, at, length);

    private static bool StandsExactly(List<Target> targets, ReadOnlySpan<byte> text, int at, int length) =>
        ExactOf(targets, text.Slice(at, length)) is not null && Stands(targets, text, at, length);

    /// <inheritdoc cref="Stands(List{Target}, ReadOnlySpan{byte}, int, int)"/>
    internal static bool Stands(byte family, ReadOnlySpan<byte> text, int at, int length)
    {
        // =OUKw, the sum of an armoured key, is a line of its own and no part of DC=oukwabe.
        if (family is (byte)'f' or (byte)'u' or (byte)'s') return length >= ShortSum || text[at] != '=' || !Bytes.IsLetterOrDigit(Bytes.At(text, at + length));
        // Made-up words of eight letters occur nowhere else: only a longer number is another name.
        if (family is (byte)'n' or (byte)'d' && length >= 8) return !Bytes.IsDigit(text[at + length - 1]) || !Bytes.IsDigit(Bytes.At(text, at + length));
        if (family == '4' && Bytes.At(text, at - 1) == '.') return false;
        // An interface may be called by its MAC: enx…
        if (family != 'm' && !Bytes.IsWordStart(text, at)) return false;
        // Before a userid an address may end with its colons.
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) && text[at + length - 1] != ':') return false;
        return family != '4' || Bytes.At(text, at + length) != '.' || !Bytes.IsDigit(Bytes.At(text, at + length + 1));
    }
}
