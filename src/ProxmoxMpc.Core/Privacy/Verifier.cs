using System.Collections.Concurrent;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Something sensitive that is still in an output. The value itself is not told.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record PrivacyResidue(long Line, PrivacyKind Kind, string Reason);

/// <summary>
/// Looks again at what was written: for every real value of the session in plain, percent, JSON, HTML, quoted-printable and base64
/// form, and for anything of a sensitive form that is no pseudonym. What it finds must not be shared. Made after anonymising. Safe for several threads.
/// </summary>
public sealed class Verifier
{
    internal const int MostResidues = 1000;
    // Bytes of a value that is no word.
    internal const int LongForm = 8;

    // Signs of a telephone number that is more than an extension.
    private const int ShortestPhone = 7;

    // A layer is made anew with the ones behind it where it is not so many times as long as they are.
    private const int LayerFactor = 4;

    // To look a text of so many bytes through once more costs as much as to take one value anew.
    private const int BytesPerRow = 64;

    private readonly Anonymizer _anonymizer;
    private readonly SoughtKinds _kinds;

    // No bag: its threads would hold a pass, which holds this, for ever.
    private readonly ConcurrentStack<VerifierPass> _passes = [];
    private Layer[] _layers = [];
    private int _rows;

    public Verifier(Anonymizer anonymizer)
    {
        _anonymizer = anonymizer;
        _kinds = new SoughtKinds(anonymizer.Policy);
        Update(long.MaxValue);
    }

    /// <summary>Takes what got a pseudonym since: a value that a text has brought is looked for in its own output, too. Not while somebody verifies.</summary>
    /// <param name="length">Of the text that will be looked at. For a long one everything is put into one layer.</param>
    internal void Update(long length)
    {
        var count = _anonymizer.Map.RowCount;
        var isLong = length / BytesPerRow >= count;
        if (count == _rows && (_layers.Length <= 1 || !isLong)) return;
        var (kept, from) = isLong ? (0, 0) : (_layers.Length, _rows);
        for (; kept > 0 && _layers[kept - 1].Rows < (count - from) * LayerFactor; kept--) from -= _layers[kept - 1].Rows;
        var rows = _anonymizer.Map.RowsFrom(from);
        _layers = [.. _layers.AsSpan(0, kept), new Layer(_anonymizer, _kinds, rows)];
        _rows = from + rows.Count;
    }

    /// <summary>What is left in a text.</summary>
    public IReadOnlyList<PrivacyResidue> Verify(ReadOnlySpan<byte> output)
    {
        var pass = _passes.TryPop(out var idle) ? idle : new VerifierPass(this, _anonymizer);
        var residues = pass.Verify(output);
        _passes.Push(pass);
        return residues;
    }

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte})"/>
    public IReadOnlyList<PrivacyResidue> Verify(string output) => Verify(Encoding.UTF8.GetBytes(output));

    /// <summary>What is left in a stream of any length; at most a thousand places.</summary>
    public async Task<IReadOnlyList<PrivacyResidue>> VerifyAsync(Stream output, CancellationToken cancellation = default)
    {
        var residues = new List<PrivacyResidue>();
        long before = 0;
        var pieces = PiecePump.RunAsync(output, _anonymizer.Parallelism, piece => new PieceResidues(Verify(piece.Text), piece.Text.Count((byte)'\n')), cancellation);
        await foreach (var (found, lines) in pieces.ConfigureAwait(false))
        {
            foreach (var residue in found) residues.Add(residue with { Line = residue.Line + before });
            before += lines;
            if (residues.Count >= MostResidues) break;
        }
        return residues;
    }

    /// <summary>The first place from one on where a real value may begin; the length of the text where there is none.</summary>
    internal int Next(ReadOnlySpan<byte> text, int from)
    {
        var next = text.Length;
        foreach (var layer in _layers) next = Math.Min(next, layer.Beginnings.Next(text, from));
        return next;
    }

    /// <summary>The longest real value that stands at a place.</summary>
    internal PrivacyKind? OriginalAt(ReadOnlySpan<byte> text, int at, ref byte[] lower, out int length)
    {
        PrivacyKind? kind = null;
        length = 0;
        foreach (var layer in _layers)
            if (layer.Originals.Longest(text, at, Stands, ref lower, out var found) is { } original && found > length) (kind, length) = (original.Kind, found);
        return kind;
    }

    private static bool StandsAnywhere(byte family, int length) => family is (byte)'f' or (byte)'u' or (byte)'s' && length >= LongForm;

    private static bool Stands(Original original, ReadOnlySpan<byte> text, int at, int length)
    {
        if (StandsAnywhere(original.Family, length)) return true;
        if (!Bytes.IsWordStart(text, at) || Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return false;
        if (original.Family == '4') return !IsDotted(text, at - 1, at - 2) && !IsDotted(text, at + length, at + length + 1) && !IsNetwork(text, at, length) && !Sweep.IsVersion(text, at, at + length);
        // Six pairs of a longer chain.
        if (original.Family == 'm' && (IsPair(text, at - 3) && Bytes.At(text, at - 1) == ':' || IsPair(text, at + length + 1) && Bytes.At(text, at + length) == ':')) return false;
        // jane@example.com: a mailbox of nobody, though somebody else is called so.
        if (original.Family == 'n' && Bytes.At(text, at + length) == '@' && IsDocumentation(text[(at + length + 1)..])) return false;
        // upsmon[1290]: a program with its number, which an account of its configuration is called after.
        if (original.Kind == PrivacyKind.User && Bytes.At(text, at + length) == '[' && Bytes.IsDigit(Bytes.At(text, at + length + 1))) return false;
        // An image is called as a guest is, and stays.
        if (original.Family == 'n' && (Sweep.IsImage(text, at, at + length) || Sweep.IsPackaging(text, at, at + length))) return false;
        // A word that is part of another one may be anything.
        return original.Family != 'n' || !IsJoint(Bytes.At(text, at - 1)) && !IsJoint(Bytes.At(text, at + length));
    }

    /// <summary>Whether an address stands there as a network's, with its length: the scanner has looked at both together, and 10.0.0.0/8 may stay where 10.0.0.0/24 does not.</summary>
    private static bool IsNetwork(ReadOnlySpan<byte> text, int at, int length) =>
        Sweep.SuffixAt(text, at + length) is > 0 and < 24 and var bits && AddressText.TryParseIpv4(text.Slice(at, length), (byte)'.', out var address) && (address & (0xFFFFFFFFu >> bits)) is var host && (host == 0 || host == 0xFFFFFFFFu >> bits);

    private static bool IsDocumentation(ReadOnlySpan<byte> host) => host.StartsWith("example."u8) && host.Length > 10 && !Bytes.IsLetterOrDigit(Bytes.At(host, NameEnd(host)));

    private static int NameEnd(ReadOnlySpan<byte> host)
    {
        var end = 8;
        while (end < host.Length && Bytes.IsAsciiLetter(host[end])) end++;
        return end;
    }

    private static bool IsPair(ReadOnlySpan<byte> text, int at) => Bytes.IsHex(Bytes.At(text, at)) && Bytes.IsHex(Bytes.At(text, at + 1));

    private static bool IsDotted(ReadOnlySpan<byte> text, int dot, int digit) => Bytes.At(text, dot) == '.' && Bytes.IsDigit(Bytes.At(text, digit));

    private static bool IsJoint(byte b) => b is (byte)'-' or (byte)'_' or (byte)'.';

    private static bool IsEveryday(byte family, byte[] lower, NameIndex index) =>
        family == 'n' && (Vocabulary.IsWord(lower) || Vocabulary.IsSystemUser(lower) || index.Find(lower) is null or { Strength: NameIndex.Strength.Structure });

    private sealed record Original(byte Family, PrivacyKind Kind);

    /// <summary>Some of the real values, as they came.</summary>
    private sealed class Layer
    {
        public Layer(Anonymizer anonymizer, SoughtKinds kinds, IReadOnlyList<KeyValuePair<(byte Family, string Original), Pseudonym>> rows)
        {
            Rows = rows.Count;
            var index = anonymizer.Book.Index(anonymizer.Policy);
            var sought = new List<(byte[] Text, bool IsWord)>();
            foreach (var ((family, original), pseudonym) in rows)
            {
                var bytes = Encoding.Latin1.GetBytes(original);
                if (!kinds.Contains(pseudonym.Kind) || anonymizer.Allows(pseudonym.Kind, bytes)) continue;
                var lower = Array.ConvertAll(bytes, Bytes.ToLower);
                // A value may stand for another one (an address in a full network), free text is hidden where a property holds it, and an everyday word is hidden at its places only.
                // Shorter ones occur by chance; a name of that length is found by the scanner where it stands as a word.
                if (bytes.Length < BeginningFilter.Shortest || pseudonym.Kind == PrivacyKind.FreeText || anonymizer.Map.IsReplacement(original) || IsEveryday(family, lower, index)) continue;
                // What is too plain to be looked for is hidden at its places only.
                // The extension 4410 is also the number of a session.
                if (pseudonym.Kind == PrivacyKind.Phone && bytes.Length < ShortestPhone) continue;
                // The first numbers of an address (10.1.2.%) are hidden where a form tells of them; 10.1.2.{id} of a sentence is as little a leak as 10.1.2.x.
                if (family == '4' && bytes.AsSpan().IndexOfAnyExcept("0123456789.%x*"u8) < 0 && !AddressText.TryParseIpv4(bytes, (byte)'.', out _)) continue;
                if ((pseudonym.Kind.IsSecret() || pseudonym.Kind == PrivacyKind.Serial) && bytes.Length <= 512 && !Literals.IsTelling(pseudonym.Kind, bytes)) continue;
                Seek(bytes, lower);
                if (family == 'm' && AddressNumber.MacDigits(bytes) is { } digits && Encoding.Latin1.GetBytes(digits) is var bare && !bare.AsSpan().SequenceEqual(lower)) Seek(bare, bare);

                void Seek(byte[] text, byte[] lowered)
                {
                    Originals.GetOrAdd(text, () => new Original(family, pseudonym.Kind));
                    sought.Add((lowered, !StandsAnywhere(family, text.Length)));
                }
            }
            Beginnings = new BeginningFilter(sought);
        }

        public int Rows { get; }

        public TextIndex<Original> Originals { get; } = new();

        public BeginningFilter Beginnings { get; }
    }

    /// <param name="Residues">Their lines are counted from the piece's first one.</param>
    /// <param name="Lines">Line ends in the piece.</param>
    private sealed record PieceResidues(IReadOnlyList<PrivacyResidue> Residues, int Lines);
}
