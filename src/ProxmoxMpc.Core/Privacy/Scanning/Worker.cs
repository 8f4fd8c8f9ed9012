using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What one thread needs to work on pieces of text: its finds, its view of the map. Reused from piece to piece.</summary>
internal sealed class Worker(Scanner scanner, Pseudonymizer pseudonymizer, NameBook book)
{
    private readonly Findings _found = new();
    private readonly ReplacementCache _cache = new();
    private readonly NameCollector _names = new(book);
    private readonly Sweep _sweep = new(scanner.Rules);
    private readonly TextMap _map = new();
    private readonly List<Find> _answers = [];

    /// <summary>Of the text that was looked at last; of a mail as it is meant.</summary>
    public TextMap Map => _map;

    /// <summary>Learns names and values, writes nothing.</summary>
    /// <param name="memory">Remembers what the detectors said; null where nobody will ask.</param>
    public void Learn(ReadOnlySpan<byte> text, AnswerMemory? memory)
    {
        Learn(text);
        memory?.Keep(TextHash.Of(text), _found.Answers);
    }

    /// <summary>Writes the text with pseudonyms, asking the detectors only where nothing is remembered.</summary>
    public void Replace(ReadOnlySpan<byte> text, OutputBuffer output, AnswerMemory memory)
    {
        _answers.Clear();
        Replace(text, output, memory.IsEmpty || !memory.Take(TextHash.Of(text), _answers) ? null : _answers);
    }

    /// <summary>Learns from a text, and writes it with pseudonyms.</summary>
    public void LearnAndReplace(ReadOnlySpan<byte> text, OutputBuffer output)
    {
        Learn(text);
        _answers.Clear();
        _answers.AddRange(_found.Answers);
        Replace(text, output, _answers);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Learn(ReadOnlySpan<byte> text)
    {
        if (QuotedPrintable.In(text) is { } mail) text = mail.Text;
        scanner.Scan(text, _found, _map, _sweep, null, _names);
        foreach (var find in _found.Items)
        {
            if (!find.Keep && (find.Kind.IsSecret() || find.Kind is PrivacyKind.Serial or PrivacyKind.Phone || NameBook.IsFingerprint(find.Kind, find.Length))) _names.AddLiteral(find.Kind, text.Slice(find.Start, find.Length));
            if (find.Keep || find.Kind is not (PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac)) continue;
            var value = text.Slice(find.Start, find.Length);
            if (!_names.IsNew(find.Kind, value)) continue;
            if (find.Kind == PrivacyKind.Mac && !pseudonymizer.Addresses.IsOwn(find.Kind, value)) book.AddMac(value);
            if (!pseudonymizer.Addresses.Note(find.Kind, value) && HasForeign(text)) pseudonymizer.Addresses.NoteReal(find.Kind, value);
        }
    }

    /// <summary>Whether a text that was scanned holds an address that is no pseudonym.</summary>
    private bool HasForeign(ReadOnlySpan<byte> text)
    {
        foreach (var find in _found.Items)
            if (!find.Keep && find.Kind == PrivacyKind.Ipv4 && pseudonymizer.Addresses.IsForeign(text.Slice(find.Start, find.Length))) return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Replace(ReadOnlySpan<byte> text, OutputBuffer output, List<Find>? answers)
    {
        var mail = QuotedPrintable.In(text);
        ReadOnlySpan<byte> plain = mail is null ? text : mail.Text;
        scanner.Scan(plain, _found, _map, _sweep, book.Index(scanner.Policy), null, book.LiteralsNow(), answers);
        var spelled = mail is null ? null : new List<SpelledPlace>();
        var begin = output.Length;
        // How far the text as it is meant has been looked at, and the text as it stands been written.
        var (written, copied) = (0, 0);
        for (var i = 0; i < _found.Items.Count; i++)
        {
            var find = _found.Items[i];
            if (find.Keep || find.End <= written) continue;
            // What a find before it has taken along is gone; the rest must go as well.
            if (find.Start < written) find = find with { Start = written, Length = find.End - written };
            if (FirstLine(plain, find) is { } line)
            {
                // A line end is nobody's secret: the next lines are finds of their own.
                _found.Items[i--] = find with { Start = line.End, Length = find.End - line.End };
                if (line.Length == 0) written = line.End;
                find = find with { Length = line.Length };
                if (find.Length == 0) continue;
            }
            var value = plain.Slice(find.Start, find.Length);
            if (!_cache.TryUse(find.Kind, value, out var replacement, out var stays))
            {
                _cache.Add(find.Kind, value, book.IsIgnored(value) || scanner.Rules.Allowed.Contains(find.Kind, value) ? null : pseudonymizer.Get(find.Kind, value));
                _cache.TryUse(find.Kind, value, out replacement, out stays);
            }
            if (stays) continue;
            var (start, end) = mail is null ? (find.Start, find.End) : mail.PlaceOf(text, find.Start, find.End);
            output.Append(text[copied..start]);
            if (mail is null) output.Append(replacement);
            else Write(find.Kind, text, (start, end), value, replacement, output, begin, spelled!);
            (written, copied) = (find.End, end);
        }
        output.Append(text[copied..]);
        if (spelled is { Count: > 0 }) pseudonymizer.Map.Spellings.Note(output.Written.Span[begin..], spelled);
    }

    /// <summary>
    /// Writes a pseudonym into a mail, and notes it where a value was spelled otherwise than it is meant, or where the signs around it do not tell that it ends
    /// there: in tcpdump's 10.1.2.17.8006 the rest of the line does, and that may stand behind a soft break.
    /// </summary>
    private static void Write(PrivacyKind kind, ReadOnlySpan<byte> text, (int Start, int End) place, ReadOnlySpan<byte> value, ReadOnlySpan<byte> replacement, OutputBuffer output, int begin, List<SpelledPlace> spelled)
    {
        var at = output.Length;
        var replaced = text[place.Start..place.End];
        QuotedPrintable.Write(replaced, replacement, output);
        if (!replaced.SequenceEqual(value) || !output.Written.Span[at..].SequenceEqual(replacement) || !Deanonymizer.Stands(Pseudonymizer.FamilyOf(kind, value), text, place.Start, replaced.Length))
            spelled.Add(new SpelledPlace(at - begin, output.Length - at, System.Text.Encoding.Latin1.GetString(replaced), kind.IsSecret()));
    }

    /// <summary>The first line of a find that a placeholder would make one line of, and where the next one begins; null where it is of one line, or keeps its form.</summary>
    private static (int Length, int End)? FirstLine(ReadOnlySpan<byte> text, in Find find)
    {
        if (find.Kind > PrivacyKind.Password && find.Kind is not (PrivacyKind.OneTimeCode or PrivacyKind.ServiceToken)) return null;
        var feed = text.Slice(find.Start, find.Length).IndexOf((byte)'\n');
        if (feed < 0) return null;
        return (feed > 0 && text[find.Start + feed - 1] == '\r' ? feed - 1 : feed, find.Start + feed + 1);
    }

    /// <summary>What would be replaced in a text; the places are those of the mail as it is meant, where it is one.</summary>
    public List<Find> Scan(ReadOnlySpan<byte> text, out QuotedPrintable? mail)
    {
        mail = QuotedPrintable.In(text);
        scanner.Scan(mail is null ? text : mail.Text, _found, _map, _sweep, book.Index(scanner.Policy), null, book.LiteralsNow(), shortestRun: Decodings.ShortestBase64);
        return _found.Items;
    }

    /// <summary>Adds what was counted here to the map's counts.</summary>
    public void Flush() => _cache.Flush();
}
