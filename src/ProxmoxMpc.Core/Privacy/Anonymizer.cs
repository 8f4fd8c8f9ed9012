using System.Collections.Concurrent;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// A session of anonymising, over one input or many. Learn from all inputs first, then anonymise them: names that only the
/// last input tells are then hidden in the first one, too. With one key and one map, the same value has the same
/// pseudonym everywhere and in any order, and a pseudonym of the map that an input holds stays. Safe for several threads.
/// </summary>
public sealed class Anonymizer
{
    private readonly Scanner _scanner;
    private readonly Pseudonymizer _pseudonymizer;
    private readonly NameBook _book;
    private readonly ConcurrentBag<Worker> _workers = [];
    private readonly AnswerMemory _answers = new();
    private long _bytes;

    public Anonymizer(PrivacyPolicy policy, PseudonymKey key, PseudonymMap? map = null)
    {
        Policy = policy;
        Map = map ?? new PseudonymMap();
        _book = new NameBook(Map, policy);
        _pseudonymizer = new Pseudonymizer(key, Map, _book);
        _scanner = new Scanner(policy);
        foreach (var word in policy.Words) _book.AddForNow(word.Kind, Encoding.UTF8.GetBytes(word.Text));
    }

    public PrivacyPolicy Policy { get; }

    public PseudonymMap Map { get; }

    /// <summary>How many pieces of an input are worked on at once.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>What has been replaced so far.</summary>
    public PrivacyReport Report => new(
        [.. Map.Raw.GroupBy(pseudonym => pseudonym.Kind).Select(group => new PrivacyCount(group.Key, group.Sum(pseudonym => pseudonym.Count), group.Count())).OrderBy(count => count.Kind)],
        Interlocked.Read(ref _bytes));

    /// <summary>Whether a text is none: it has a NUL, or hardly anything but control characters. The first few kilobytes tell.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var b in head)
        {
            if (b == 0) return true;
            if (b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1b or 0x0c or 0x08)) controls++;
        }
        return controls * 10 > head.Length;
    }

    /// <summary>Takes names that the caller knows, from an inventory for example.</summary>
    public void Learn(PrivacyKind kind, IEnumerable<string> names)
    {
        foreach (var name in names) _book.Add(kind, Encoding.UTF8.GetBytes(name));
    }

    /// <summary>Takes words of a program, which are nobody's names: the properties of a type.</summary>
    public void Ignore(IEnumerable<string> words) => _book.Ignore(words);

    /// <summary>Learns from a text what it tells about names and addresses.</summary>
    public void Learn(ReadOnlySpan<byte> text)
    {
        var worker = Rent();
        worker.Learn(text, null);
        _workers.Add(worker);
    }

    /// <inheritdoc cref="Learn(ReadOnlySpan{byte})"/>
    public async Task LearnAsync(Stream input, CancellationToken cancellation = default)
    {
        await foreach (var done in PumpAsync(input, (worker, piece) => { worker.Learn(piece.Text, _answers); return null; }, cancellation).ConfigureAwait(false)) _ = done;
    }

    /// <summary>Anonymises a text after having learnt from it.</summary>
    public string Anonymize(string text) => Encoding.UTF8.GetString(Anonymize(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc cref="Anonymize(string)"/>
    public byte[] Anonymize(ReadOnlySpan<byte> text)
    {
        var worker = Rent();
        using var output = new OutputBuffer(text.Length + (text.Length / 8) + 256);
        worker.LearnAndReplace(text, output);
        worker.Flush();
        _workers.Add(worker);
        Interlocked.Add(ref _bytes, text.Length);
        return output.Written.ToArray();
    }

    /// <summary>Anonymises a stream of any length with what has been learnt before: learn from it first where it can be read twice.</summary>
    public async Task AnonymizeAsync(Stream input, Stream output, CancellationToken cancellation = default)
    {
        await foreach (var written in PumpAsync(input, Replace, cancellation).ConfigureAwait(false))
        {
            using (written) await output.WriteAsync(written!.Written, cancellation).ConfigureAwait(false);
        }
        foreach (var worker in _workers) worker.Flush();
    }

    private OutputBuffer Replace(Worker worker, Piece piece)
    {
        var output = new OutputBuffer(piece.Length + (piece.Length / 8) + 256);
        worker.Replace(piece.Text, output, _answers);
        Interlocked.Add(ref _bytes, piece.Length);
        return output;
    }

    /// <summary>Works on the pieces of a stream, each with one worker.</summary>
    private IAsyncEnumerable<OutputBuffer?> PumpAsync(Stream input, Func<Worker, Piece, OutputBuffer?> work, CancellationToken cancellation) =>
        PiecePump.RunAsync(input, Parallelism, piece =>
        {
            var worker = Rent();
            var result = work(worker, piece);
            _workers.Add(worker);
            return result;
        }, cancellation);

    private Worker Rent() => _workers.TryTake(out var worker) ? worker : NewWorker();

    internal Worker NewWorker() => new(_scanner, _pseudonymizer, _book);

    internal NameBook Book => _book;

    internal AddressPseudonyms Addresses => _pseudonymizer.Addresses;

    /// <summary>The pseudonym of a value whose kind the caller knows, from a property's name for example; the value itself where it stays.</summary>
    public string Replace(PrivacyKind kind, string value)
    {
        if (value.Length == 0 || Allows(kind, Encoding.UTF8.GetBytes(value))) return value;
        if (_pseudonymizer.Get(kind, Encoding.UTF8.GetBytes(value)) is not { } pseudonym) return value;
        pseudonym.Counted(1);
        return PseudonymMap.Text(pseudonym.Replacement);
    }

    /// <summary>Whether the user wants a value to stay.</summary>
    internal bool Allows(PrivacyKind kind, ReadOnlySpan<byte> value) => _scanner.Rules.Allowed.Contains(kind, value);

    /// <summary>Whether a value would get a pseudonym, without giving it one.</summary>
    internal bool WouldChange(PrivacyKind kind, ReadOnlySpan<byte> value) => !_book.IsIgnored(value) && !Allows(kind, value) && _pseudonymizer.WouldChange(kind, value);
}
