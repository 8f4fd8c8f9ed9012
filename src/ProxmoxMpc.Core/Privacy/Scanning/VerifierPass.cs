using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>One thread's look at a text for a <see cref="Verifier"/>. Reused from piece to piece.</summary>
internal sealed class VerifierPass(Verifier verifier, Anonymizer anonymizer)
{
    private const int MostAccepted = 1 << 17;

    private const string InAnotherForm = "a real value in an encoded form";

    private static readonly object Accepted = new();

    private readonly ByteTable<object> _accepted = new();
    private readonly TextMap _map = new();
    private readonly Worker _worker = anonymizer.NewWorker();
    private byte[] _lower = new byte[64];

    // A line in other forms.
    private byte[] _once = [], _twice = [];

    /// <summary>What is left in a text, by line, then by kind.</summary>
    public List<PrivacyResidue> Verify(ReadOnlySpan<byte> output)
    {
        var residues = new List<PrivacyResidue>();
        Look(output, residues);
        if (residues.Count > 1) residues.Sort((one, other) => (one.Line, one.Kind, one.Reason).CompareTo((other.Line, other.Kind, other.Reason)));
        return residues;
    }

    private void Look(ReadOnlySpan<byte> output, List<PrivacyResidue> residues)
    {
        var finds = _worker.Scan(output, out var mail);
        foreach (var find in finds)
        {
            if (find.Keep || IsPseudonym(find.Kind, (mail is null ? output : mail.Text).Slice(find.Start, find.Length))) continue;
            residues.Add(new PrivacyResidue(1 + output[..(mail is null ? find.Start : mail.PlaceOf(output, find.Start, find.End).Start)].Count((byte)'\n'), find.Kind, "looks sensitive and is no pseudonym"));
            if (residues.Count >= Verifier.MostResidues) return;
        }
        Search(output, output, "a real value", residues);
        SearchUnescaped(output, residues);
        // The scanner has looked for runs of base64 already, but in the mail as it is meant.
        if (mail is not null) _map.Read(output, AnchorSet.Empty, NameHeads.None, Decodings.ShortestBase64);
        SearchBase64(output, mail is null ? _worker.Map : _map, residues);
    }

    private bool IsPseudonym(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("REDACTED-"u8)) return true;
        if (_accepted.Find((byte)kind, value) is not null) return true;
        var text = Encoding.Latin1.GetString(value);
        if (anonymizer.Map.IsReplacement(text))
        {
            // That stays so, while an address that nobody has met may yet be met.
            if (_accepted.Count >= MostAccepted) _accepted.Clear();
            _accepted.Add((byte)kind, value, Accepted);
            return true;
        }
        if (anonymizer.Allows(kind, value) || kind is PrivacyKind.Ipv4 or PrivacyKind.Ipv6 && !anonymizer.WouldChange(kind, value)) return true;
        // The scanner may cut a pseudonym otherwise than the value that it stands for; what matters is that it is not a real one.
        if (kind is PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac) return !anonymizer.Addresses.IsNoted(kind, value);
        if (anonymizer.Map.IsPartOfReplacement(text)) return true;
        return !anonymizer.WouldChange(kind, value) || value.Length >= Verifier.LongForm && anonymizer.Map.IsWithinReplacement(text);
    }

    /// <summary>Lines with escapes are searched once more without them.</summary>
    private void SearchUnescaped(ReadOnlySpan<byte> output, List<PrivacyResidue> residues)
    {
        for (var at = Decodings.NextSign(output, 0); at < output.Length && residues.Count < Verifier.MostResidues;)
        {
            var start = output[..at].LastIndexOf((byte)'\n') + 1;
            var length = output[at..].IndexOf((byte)'\n');
            var end = length < 0 ? output.Length : at + length;
            // Without its escapes, and without those that are left then.
            if (Decodings.Unescape(output[start..end], ref _once) is > 0 and var once)
            {
                Search(_once.AsSpan(0, once), output[..start], InAnotherForm, residues);
                if (Decodings.Unescape(_once.AsSpan(0, once), ref _twice) is > 0 and var twice) Search(_twice.AsSpan(0, twice), output[..start], InAnotherForm, residues);
            }
            at = Decodings.NextSign(output, end);
        }
    }

    /// <summary>Long runs of base64 are searched for what they hold.</summary>
    private void SearchBase64(ReadOnlySpan<byte> output, TextMap map, List<PrivacyResidue> residues)
    {
        foreach (var start in map.LongRuns)
        {
            if (residues.Count >= Verifier.MostResidues) return;
            var end = TextMap.EndOf(map.Base64, start);
            if (end - start >= Decodings.ShortestBase64 && Decodings.Decoded(output[start..end]) is { } decoded) Search(decoded, output[..start], InAnotherForm, residues);
        }
    }

    /// <param name="before">What stands before it, or the text itself: its lines are counted.</param>
    private void Search(ReadOnlySpan<byte> text, ReadOnlySpan<byte> before, string reason, List<PrivacyResidue> residues)
    {
        for (var i = verifier.Next(text, 0); i < text.Length && residues.Count < Verifier.MostResidues; i = verifier.Next(text, i + 1))
        {
            if (verifier.OriginalAt(text, i, ref _lower, out var length) is not { } kind) continue;
            var lines = text == before ? text[..i] : before;
            residues.Add(new PrivacyResidue(1 + lines.Count((byte)'\n'), kind, reason));
            i += length - 1;
        }
    }
}
