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

    private readonly BeginningFilter _beginnings;
    private readonly TextIndex<Original> _originals = new();
    private readonly Anonymizer _anonymizer;
    // No bag: its threads would hold a pass, which holds this, for ever.
    private readonly ConcurrentStack<VerifierPass> _passes = [];

    public Verifier(Anonymizer anonymizer)
    {
        _anonymizer = anonymizer;
        var index = anonymizer.Book.Index(anonymizer.Policy);
        var sought = new List<(byte[] Text, bool IsWord)>();
        foreach (var ((family, original), pseudonym) in anonymizer.Map.Rows)
        {
            var bytes = Encoding.Latin1.GetBytes(original);
            var lower = Array.ConvertAll(bytes, Bytes.ToLower);
            // A value may stand for another one (an address in a full network), free text is hidden where a property holds it, and an everyday word is hidden at its places only.
            // Shorter ones occur by chance; a name of that length is found by the scanner where it stands as a word.
            if (bytes.Length < BeginningFilter.Shortest || pseudonym.Kind == PrivacyKind.FreeText || anonymizer.Map.IsReplacement(original) || IsEveryday(family, lower, index)) continue;
            // What is too plain to be looked for is hidden at its places only.
            if ((pseudonym.Kind.IsSecret() || pseudonym.Kind == PrivacyKind.Serial) && bytes.Length <= 512 && !Literals.IsTelling(pseudonym.Kind, bytes)) continue;
            _originals.GetOrAdd(bytes, () => new Original(family, pseudonym.Kind));
            sought.Add((lower, !StandsAnywhere(family, bytes.Length)));
        }
        _beginnings = new BeginningFilter(sought);
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
    internal int Next(ReadOnlySpan<byte> text, int from) => _beginnings.Next(text, from);

    /// <summary>The longest real value that stands at a place.</summary>
    internal PrivacyKind? OriginalAt(ReadOnlySpan<byte> text, int at, ref byte[] lower, out int length) => _originals.Longest(text, at, Stands, ref lower, out length)?.Kind;

    private static bool StandsAnywhere(byte family, int length) => family is (byte)'f' or (byte)'u' or (byte)'s' && length >= LongForm;

    private static bool Stands(Original original, ReadOnlySpan<byte> text, int at, int length)
    {
        if (StandsAnywhere(original.Family, length)) return true;
        if (!Bytes.IsWordStart(text, at) || Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return false;
        if (original.Family == '4') return !IsDotted(text, at - 1, at - 2) && !IsDotted(text, at + length, at + length + 1);
        // An image is called as a guest is, and stays.
        if (original.Family == 'n' && (Sweep.IsImage(text, at, at + length) || Sweep.IsPackaging(text, at, at + length))) return false;
        // A word that is part of another one may be anything.
        return original.Family != 'n' || !IsJoint(Bytes.At(text, at - 1)) && !IsJoint(Bytes.At(text, at + length));
    }

    private static bool IsDotted(ReadOnlySpan<byte> text, int dot, int digit) => Bytes.At(text, dot) == '.' && Bytes.IsDigit(Bytes.At(text, digit));

    private static bool IsJoint(byte b) => b is (byte)'-' or (byte)'_' or (byte)'.';

    private static bool IsEveryday(byte family, byte[] lower, NameIndex index) =>
        family == 'n' && (Vocabulary.IsWord(lower) || Vocabulary.IsSystemUser(lower) || index.Find(lower) is null or { Strength: NameIndex.Strength.Structure });

    private sealed record Original(byte Family, PrivacyKind Kind);

    /// <param name="Residues">Their lines are counted from the piece's first one.</param>
    /// <param name="Lines">Line ends in the piece.</param>
    private sealed record PieceResidues(IReadOnlyList<PrivacyResidue> Residues, int Lines);
}
