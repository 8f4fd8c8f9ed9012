using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Something sensitive that is still in an output. The value itself is not told.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record PrivacyResidue(long Line, PrivacyKind Kind, string Reason);

/// <summary>
/// Looks again at what was written: for every real value of the session in plain, percent, JSON, HTML, quoted-printable and base64
/// form, and for anything of a sensitive form that is no pseudonym. What it finds must not be shared. Made after anonymising; not for several threads.
/// </summary>
public sealed class Verifier
{
    // Shorter ones occur by chance; a name of that length is found by the scanner where it stands as a word.
    private const int ShortestSearched = 4;
    private const int MostResidues = 1000;

    private readonly TextIndex<Original> _originals = new();
    private readonly Anonymizer _anonymizer;
    private readonly Worker _worker;

    public Verifier(Anonymizer anonymizer)
    {
        _anonymizer = anonymizer;
        _worker = anonymizer.NewWorker();
        var index = anonymizer.Book.Index(anonymizer.Policy);
        foreach (var ((family, original), pseudonym) in anonymizer.Map.Rows)
        {
            var bytes = Encoding.Latin1.GetBytes(original);
            var lower = Array.ConvertAll(bytes, Bytes.ToLower);
            // A value may stand for another one (an address in a full network), free text is hidden where a property holds it, and an everyday word is hidden at its places only.
            if (bytes.Length < ShortestSearched || pseudonym.Kind == PrivacyKind.FreeText || anonymizer.Map.IsReplacement(original) || IsEveryday(family, lower, index)) continue;
            _originals.GetOrAdd(bytes, () => new Original(family, pseudonym.Kind));
        }
    }

    /// <summary>What is left in a text.</summary>
    public IReadOnlyList<PrivacyResidue> Verify(ReadOnlySpan<byte> output) => Verify(output, 1);

    /// <inheritdoc cref="Verify(ReadOnlySpan{byte})"/>
    public IReadOnlyList<PrivacyResidue> Verify(string output) => Verify(Encoding.UTF8.GetBytes(output));

    /// <summary>What is left in a stream of any length; at most a thousand places.</summary>
    public async Task<IReadOnlyList<PrivacyResidue>> VerifyAsync(Stream output, CancellationToken cancellation = default)
    {
        var residues = new List<PrivacyResidue>();
        var reader = new PieceReader(output);
        long line = 1;
        while (residues.Count < MostResidues && await reader.ReadAsync(cancellation).ConfigureAwait(false) is { } piece)
        {
            using (piece)
            {
                residues.AddRange(Verify(piece.Text, line));
                line += piece.Text.Count((byte)'\n');
            }
        }
        return residues;
    }

    private List<PrivacyResidue> Verify(ReadOnlySpan<byte> output, long firstLine)
    {
        var residues = new List<PrivacyResidue>();
        foreach (var find in _worker.Scan(output))
        {
            if (find.Keep || IsPseudonym(find.Kind, output.Slice(find.Start, find.Length))) continue;
            residues.Add(new PrivacyResidue(firstLine + output[..find.Start].Count((byte)'\n'), find.Kind, "looks sensitive and is no pseudonym"));
            if (residues.Count >= MostResidues) return residues;
        }
        Search(output, 0, output, firstLine, "a real value", residues);
        SearchDecoded(output, firstLine, residues);
        return residues;
    }

    private bool IsPseudonym(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("REDACTED-"u8)) return true;
        var text = Encoding.Latin1.GetString(value);
        if (_anonymizer.Map.IsReplacement(text)) return true;
        // The scanner may cut a pseudonym otherwise than the value that it stands for; what matters is that it is not a real one.
        if (kind is PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac) return !_anonymizer.Addresses.IsNoted(kind, value);
        if (_anonymizer.Map.IsPartOfReplacement(text)) return true;
        return !_anonymizer.WouldChange(kind, value);
    }

    /// <summary>Lines with escapes are searched once more without them, long runs of base64 decoded.</summary>
    private void SearchDecoded(ReadOnlySpan<byte> output, long firstLine, List<PrivacyResidue> residues)
    {
        var line = firstLine;
        for (var at = 0; at < output.Length && residues.Count < MostResidues; line++)
        {
            var length = output[at..].IndexOf((byte)'\n');
            var text = length < 0 ? output[at..] : output.Slice(at, length);
            foreach (var decoded in Decodings.Of(text)) Search(decoded, 0, decoded, line, "a real value in an encoded form", residues, oneLine: true);
            if (length < 0) break;
            at += length + 1;
        }
    }

    private void Search(ReadOnlySpan<byte> text, int from, ReadOnlySpan<byte> whole, long firstLine, string reason, List<PrivacyResidue> residues, bool oneLine = false)
    {
        for (var i = from; i < text.Length && residues.Count < MostResidues; i++)
        {
            if (_originals.Longest(text, i, Stands, out var length) is not { } original) continue;
            residues.Add(new PrivacyResidue(oneLine ? firstLine : firstLine + whole[..i].Count((byte)'\n'), original.Kind, reason));
            i += length - 1;
        }
    }

    private static bool Stands(Original original, ReadOnlySpan<byte> text, int at, int length)
    {
        if (original.Family is (byte)'f' or (byte)'u' or (byte)'s' && length >= 8) return true;
        if (!Bytes.IsWordStart(text, at) || Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return false;
        if (original.Family == '4') return !IsDotted(text, at - 1, at - 2) && !IsDotted(text, at + length, at + length + 1);
        // A word that is part of another one may be anything.
        return original.Family != 'n' || !IsJoint(Bytes.At(text, at - 1)) && !IsJoint(Bytes.At(text, at + length));
    }

    private static bool IsDotted(ReadOnlySpan<byte> text, int dot, int digit) => Bytes.At(text, dot) == '.' && Bytes.IsDigit(Bytes.At(text, digit));

    private static bool IsJoint(byte b) => b is (byte)'-' or (byte)'_' or (byte)'.';

    private static bool IsEveryday(byte family, byte[] lower, NameIndex index) =>
        family == 'n' && (Vocabulary.IsWord(lower) || Vocabulary.IsSystemUser(lower) || index.Find(lower) is null or { Strength: NameIndex.Strength.Structure });

    private sealed record Original(byte Family, PrivacyKind Kind);
}
