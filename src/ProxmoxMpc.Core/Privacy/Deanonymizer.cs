using System.Buffers;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Gives the real values back: in what was anonymised, and in an answer to it, also where that spells them otherwise (case, another form
/// of an address) or speaks of a neighbour (another number of a known name, another address of a known network). A picture of the map
/// at the time of its making. Not for several threads.
/// </summary>
public sealed class Deanonymizer
{
    private readonly TextIndex<List<Target>> _index = new();
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<uint> _v4Networks = [];
    private readonly HashSet<ulong> _v6Networks = [];
    private readonly HashSet<ulong> _macs = [];
    private readonly AddressPseudonyms _addresses;
    private readonly Sweep _sweep = new(new SweepRules(true, true, true, false, false, false, false, false, PrivacyPolicy.Standard));
    private readonly Findings _found = new();
    private readonly TextMap _map = new();

    public Deanonymizer(PseudonymMap map, PseudonymKey key)
    {
        _addresses = new AddressPseudonyms(key, map);
        foreach (var ((family, original), pseudonym) in map.Rows)
        {
            var bytes = Encoding.Latin1.GetBytes(original);
            _index.GetOrAdd(Encoding.Latin1.GetBytes(pseudonym.Replacement), () => []).Add(new Target(family, bytes, Encoding.Latin1.GetBytes(pseudonym.Replacement)));
            if (family is (byte)'n' or (byte)'d') TakeWords(original, pseudonym.Replacement);
            else TakeNetwork(family, bytes);
        }
    }

    public string Restore(string text) => Encoding.UTF8.GetString(Restore(Encoding.UTF8.GetBytes(text)));

    public byte[] Restore(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 256);
        Restore(text, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Restores a stream of any length.</summary>
    public async Task RestoreAsync(Stream input, Stream output, CancellationToken cancellation = default)
    {
        var reader = new PieceReader(input);
        var writer = new ArrayBufferWriter<byte>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } piece)
        {
            writer.ResetWrittenCount();
            using (piece) Restore(piece.Text, writer);
            await output.WriteAsync(writer.WrittenMemory, cancellation).ConfigureAwait(false);
        }
    }

    private void Restore(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> output)
    {
        _found.Begin(null);
        _map.Read(text, AnchorSet.Empty, NameHeads.None, int.MaxValue);
        _sweep.Run(text, _map, 0, text.Length, _found, null);
        var finds = _found.Items;
        var (written, next) = (0, 0);
        for (var i = 0; i < text.Length;)
        {
            while (next < finds.Count && finds[next].Start < i) next++;
            var original = Known(text, i, out var length);
            if (original is null && next < finds.Count && finds[next].Start == i) original = Neighbour(finds[next].Kind, text.Slice(i, length = finds[next].Length));
            original ??= Word(text, i, out length);
            if (original is null)
            {
                i++;
                continue;
            }
            output.Write(text[written..i]);
            output.Write(original);
            i += length;
            written = i;
        }
        output.Write(text[written..]);
    }

    private byte[]? Known(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (!_index.MayBegin(text, at)) return null;
        var targets = _index.Longest(text, at, Stands, out length);
        if (targets is null) return null;
        var spelled = text.Slice(at, length);
        foreach (var target in targets)
            if (spelled.SequenceEqual(target.Replacement)) return target.Original;
        return InCaseOf(spelled, targets[0].Original);
    }

    /// <summary>An address that was never met, but whose network was.</summary>
    private byte[]? Neighbour(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (_addresses.Invert(kind, spelled.ToArray()) is not { } original) return null;
        var bare = original.AsSpan();
        if (bare.IndexOf((byte)'/') is >= 0 and var slash) bare = bare[..slash];
        return kind switch
        {
            PrivacyKind.Ipv4 => AddressText.TryParseIpv4(bare, (byte)'.', out var v4) && _v4Networks.Contains(v4 >> 8),
            PrivacyKind.Ipv6 => AddressText.TryParseIpv6(bare, out var v6) && _v6Networks.Contains((ulong)(v6 >> 64)),
            _ => AddressText.TryParseMac(bare, out var mac) && _macs.Contains(mac),
        } ? original : null;
    }

    /// <summary>A word of a known name in a name that was never met.</summary>
    private byte[]? Word(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 0;
        if (!Bytes.IsLetter(text[at]) || (at > 0 && Bytes.IsLetter(text[at - 1]) && Bytes.EscapeBefore(text, at) == 0)) return null;
        var end = at;
        while (end < text.Length && end - at < 64 && Bytes.IsLetter(text[end])) end++;
        if (end - at != 8) return null;
        if (!_words.TryGetValue(Encoding.Latin1.GetString(text[at..end]).ToLowerInvariant(), out var original)) return null;
        length = end - at;
        return InCaseOf(text[at..end], Encoding.Latin1.GetBytes(original));
    }

    private static byte[] InCaseOf(ReadOnlySpan<byte> spelled, byte[] original)
    {
        var (upper, lower) = (spelled.ContainsAnyInRange((byte)'A', (byte)'Z'), spelled.ContainsAnyInRange((byte)'a', (byte)'z'));
        if (upper && !lower) return Array.ConvertAll(original, b => Bytes.IsLower(b) ? (byte)(b & ~0x20) : b);
        if (lower && !upper) return Array.ConvertAll(original, Bytes.ToLower);
        return original;
    }

    private void TakeWords(string original, string replacement)
    {
        var (from, to) = (Letters(original), Letters(replacement));
        if (from.Count != to.Count) return;
        for (var i = 0; i < from.Count; i++)
            if (to[i].Length == 8 && to[i] != from[i]) _words.TryAdd(to[i], from[i]);
    }

    private static List<string> Letters(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && Bytes.IsLetter((byte)text[i])) i++;
            if (i > start) words.Add(text[start..i].ToLowerInvariant());
        }
        return words;
    }

    private void TakeNetwork(byte family, byte[] original)
    {
        var bare = original.AsSpan();
        if (bare.IndexOf((byte)'/') is >= 0 and var slash) bare = bare[..slash];
        if (family == '4' && AddressText.TryParseIpv4(bare, (byte)'.', out var v4)) _v4Networks.Add(v4 >> 8);
        if (family == '6' && AddressText.TryParseIpv6(bare, out var v6)) _v6Networks.Add((ulong)(v6 >> 64));
        if (family == 'm' && AddressText.TryParseMac(bare, out var mac)) _macs.Add(mac);
    }

    private sealed record Target(byte Family, byte[] Original, byte[] Replacement);

    /// <summary>Where a pseudonym may begin and end: a name or an address not within a word; a secret anywhere.</summary>
    private static bool Stands(List<Target> targets, ReadOnlySpan<byte> text, int at, int length)
    {
        var family = targets[0].Family;
        if (family is (byte)'f' or (byte)'u' or (byte)'s') return true;
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
