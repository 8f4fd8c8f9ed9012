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
    private const int MostResidues = 1000;
    private const int MostAccepted = 1 << 17;

    // Bytes of a value that is no word.
    private const int LongForm = 8;

    private const string InAnotherForm = "a real value in an encoded form";

    private static readonly object Accepted = new();

    private readonly BeginningFilter _beginnings;
    private readonly ByteTable<object> _accepted = new();
    private readonly TextMap _map = new();
    private readonly TextIndex<Original> _originals = new();
    private readonly Anonymizer _anonymizer;
    private readonly Worker _worker;

    public Verifier(Anonymizer anonymizer)
    {
        _anonymizer = anonymizer;
        _worker = anonymizer.NewWorker();
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
        var finds = _worker.Scan(output, out var mail);
        foreach (var find in finds)
        {
            if (find.Keep || IsPseudonym(find.Kind, (mail is null ? output : mail.Text).Slice(find.Start, find.Length))) continue;
            residues.Add(new PrivacyResidue(firstLine + output[..(mail is null ? find.Start : mail.PlaceOf(output, find.Start, find.End).Start)].Count((byte)'\n'), find.Kind, "looks sensitive and is no pseudonym"));
            if (residues.Count >= MostResidues) return residues;
        }
        Search(output, output, firstLine, "a real value", residues);
        SearchUnescaped(output, firstLine, residues);
        // The scanner has looked for runs of base64 already, but in the mail as it is meant.
        if (mail is not null) _map.Read(output, AnchorSet.Empty, NameHeads.None, Decodings.ShortestBase64);
        SearchBase64(output, mail is null ? _worker.Map : _map, firstLine, residues);
        return residues;
    }

    private bool IsPseudonym(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("REDACTED-"u8)) return true;
        if (_accepted.Find((byte)kind, value) is not null) return true;
        if (kind == PrivacyKind.Ipv4 && !_anonymizer.WouldChange(kind, value)) return true;
        var text = Encoding.Latin1.GetString(value);
        if (_anonymizer.Map.IsReplacement(text))
        {
            // That stays so, while an address that nobody has met may yet be met.
            if (_accepted.Count >= MostAccepted) _accepted.Clear();
            _accepted.Add((byte)kind, value, Accepted);
            return true;
        }
        // The scanner may cut a pseudonym otherwise than the value that it stands for; what matters is that it is not a real one.
        if (kind is PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac) return !_anonymizer.Addresses.IsNoted(kind, value);
        if (_anonymizer.Map.IsPartOfReplacement(text)) return true;
        return !_anonymizer.WouldChange(kind, value) || value.Length >= LongForm && _anonymizer.Map.IsWithinReplacement(text);
    }

    /// <summary>Lines with escapes are searched once more without them.</summary>
    private void SearchUnescaped(ReadOnlySpan<byte> output, long firstLine, List<PrivacyResidue> residues)
    {
        for (var at = Decodings.NextSign(output, 0); at < output.Length && residues.Count < MostResidues;)
        {
            var start = output[..at].LastIndexOf((byte)'\n') + 1;
            var length = output[at..].IndexOf((byte)'\n');
            var end = length < 0 ? output.Length : at + length;
            var (once, twice) = Decodings.Unescaped(output[start..end]);
            if (once is not null) Search(once, output[..start], firstLine, InAnotherForm, residues);
            if (twice is not null) Search(twice, output[..start], firstLine, InAnotherForm, residues);
            at = Decodings.NextSign(output, end);
        }
    }

    /// <summary>Long runs of base64 are searched for what they hold.</summary>
    private void SearchBase64(ReadOnlySpan<byte> output, TextMap map, long firstLine, List<PrivacyResidue> residues)
    {
        var done = 0;
        var base64 = map.Base64;
        foreach (var word in map.LongRuns)
        {
            if (residues.Count >= MostResidues) return;
            var i = Math.Max(done, word << 6);
            if (i > done) i = TextMap.StartOf(base64, i, done);
            for (var end = Math.Min(output.Length, (word + 1) << 6); (i = TextMap.Next(base64, i, end)) < end; i++)
            {
                var start = i;
                i = TextMap.EndOf(base64, i);
                if (i - start >= Decodings.ShortestBase64 && Decodings.Decoded(output[start..i]) is { } decoded) Search(decoded, output[..start], firstLine, InAnotherForm, residues);
            }
            done = i;
        }
    }

    /// <param name="before">What stands before it, or the text itself: its lines are counted.</param>
    private void Search(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, long firstLine, string reason, List<PrivacyResidue> residues)
    {
        for (var i = _beginnings.Next(text, 0); i < text.Length && residues.Count < MostResidues; i = _beginnings.Next(text, i + 1))
        {
            if (_originals.Longest(text, i, Stands, out var length) is not { } original) continue;
            var lines = text == before ? text[..i] : before;
            residues.Add(new PrivacyResidue(firstLine + lines.Count((byte)'\n'), original.Kind, reason));
            i += length - 1;
        }
    }

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
}
