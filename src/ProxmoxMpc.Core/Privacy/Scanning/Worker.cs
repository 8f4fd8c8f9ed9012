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

    /// <summary>Learns names and values, writes nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Learn(ReadOnlySpan<byte> text)
    {
        var breaks = SoftBreaks.In(text);
        if (breaks is not null) text = breaks.Text;
        scanner.Scan(text, _found, _map, _sweep, null, _names);
        foreach (var find in _found.Items)
        {
            if (!find.Keep && (find.Kind.IsSecret() || find.Kind == PrivacyKind.Serial)) _names.AddLiteral(find.Kind, text.Slice(find.Start, find.Length));
            if (find.Keep || find.Kind is not (PrivacyKind.Ipv4 or PrivacyKind.Ipv6 or PrivacyKind.Mac)) continue;
            var value = text.Slice(find.Start, find.Length);
            if (_names.IsNew(find.Kind, value)) pseudonymizer.Addresses.Note(find.Kind, value);
        }
    }

    /// <summary>Writes the text with pseudonyms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Replace(ReadOnlySpan<byte> text, OutputBuffer output)
    {
        var breaks = SoftBreaks.In(text);
        scanner.Scan(breaks is null ? text : breaks.Text, _found, _map, _sweep, book.Index(scanner.Policy), null, book.LiteralsNow());
        breaks?.Restore(_found.Items);
        var written = 0;
        foreach (var item in _found.Items)
        {
            var find = item;
            if (find.Keep || find.End <= written) continue;
            // What a find before it has taken along is gone; the rest must go as well.
            if (find.Start < written) find = find with { Start = written, Length = find.End - written };
            var isBroken = breaks?.HasWithin(find.Start, find.End) == true;
            var value = isBroken ? breaks!.Joined(text, find.Start, find.End) : text.Slice(find.Start, find.Length);
            if (!_cache.TryUse(find.Kind, value, out var replacement, out var stays))
            {
                _cache.Add(find.Kind, value, pseudonymizer.Get(find.Kind, value));
                _cache.TryUse(find.Kind, value, out replacement, out stays);
            }
            if (stays) continue;
            output.Append(text[written..find.Start]);
            output.Append(replacement);
            if (isBroken) breaks!.WriteBreaks(text, find.Start, find.End, output);
            written = find.End;
        }
        output.Append(text[written..]);
    }

    /// <summary>What would be replaced in a text.</summary>
    public List<Find> Scan(ReadOnlySpan<byte> text)
    {
        var breaks = SoftBreaks.In(text);
        scanner.Scan(breaks is null ? text : breaks.Text, _found, _map, _sweep, book.Index(scanner.Policy), null, book.LiteralsNow());
        breaks?.Restore(_found.Items);
        return _found.Items;
    }

    /// <summary>Adds what was counted here to the map's counts.</summary>
    public void Flush() => _cache.Flush();
}
