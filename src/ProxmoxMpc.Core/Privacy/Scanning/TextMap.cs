using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// What one look at a piece of text tells about each of its bytes, a bit each: where anchors may begin, which bytes make runs of
/// addresses and names, where colons and long runs of base64 are. All that comes after goes from bit to bit. One per thread, reused.
/// </summary>
internal sealed class TextMap
{
    private const int Word = 64;

    // So that 64 bits can be taken from the place behind the last byte as well.
    private const int Spare = 2;

    // What may be looked at behind the last byte.
    private const int Ahead = Buckets.AnchorDepth - 1;

    private static readonly (ByteSets First, ByteSets Second) Classes = MakeClasses();

    private readonly byte[] _edge = new byte[Word + Ahead];
    private readonly (ByteSets[]? Of, Array? Vectors)[] _kept = new (ByteSets[]?, Array?)[4];

    private ulong[] _anchors = [], _runs = [], _others = [], _marks = [], _colons = [], _interest = [], _base64 = [];
    private int[] _long = [];
    private int _words, _longCount;

    /// <summary>Where an anchor may begin.</summary>
    public ReadOnlySpan<ulong> Anchors => _anchors.AsSpan(0, _words);

    /// <summary>Letters, digits and <c>. : - @ _</c>. Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Runs => _runs.AsSpan(0, _words + Spare);

    /// <summary>Those of the runs' bytes that are no letters. Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Others => _others.AsSpan(0, _words + Spare);

    /// <summary>The signs among the runs' bytes: <c>. : - @ _</c>. Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Marks => _marks.AsSpan(0, _words + Spare);

    /// <summary>Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Colons => _colons.AsSpan(0, _words + Spare);

    /// <summary>Those bytes of runs by which a run is of interest: signs, places where a name may begin, and what stands before or behind an escape. Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Interest => _interest.AsSpan(0, _words + Spare);

    /// <summary>Letters, digits and <c>+ / = _ -</c>. Behind the last word stand two empty ones.</summary>
    public ReadOnlySpan<ulong> Base64 => _base64.AsSpan(0, _words + Spare);

    /// <summary>Where runs of base64 begin that have the length asked for. Ascending.</summary>
    public ReadOnlySpan<int> LongRuns => _long.AsSpan(0, _longCount);

    /// <summary>Looks at a text.</summary>
    /// <param name="shortestRun">The length of a run of base64 that counts.</param>
    public void Read(ReadOnlySpan<byte> text, AnchorSet anchors, NameHeads names, int shortestRun)
    {
        if (Vector512.IsHardwareAccelerated && Avx512BW.IsSupported) Read<Lanes512, Vector512<byte>>(text, anchors, names, shortestRun);
        else if (Avx2.IsSupported) Read<Lanes256, Vector256<byte>>(text, anchors, names, shortestRun);
        else Read<Lanes128, Vector128<byte>>(text, anchors, names, shortestRun);
    }

    /// <summary>The same with vectors of one width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read<TLanes, TVector>(ReadOnlySpan<byte> text, AnchorSet set, NameHeads names, int shortestRun)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        Begin(text);
        ref var anywhereTables = ref MemoryMarshal.GetArrayDataReference(TablesOf<TLanes, TVector>(set.Anywhere, 0));
        ref var startTables = ref MemoryMarshal.GetArrayDataReference(TablesOf<TLanes, TVector>(set.AtWordStarts, 1));
        ref var nameTables = ref MemoryMarshal.GetArrayDataReference(TablesOf<TLanes, TVector>(names.Tables, ReferenceEquals(names, NameHeads.None) ? 2 : 3));
        var (anywhereCount, startCount, nameCount) = (set.Anywhere.Length, set.AtWordStarts.Length, names.Tables.Length);
        var (c1l, c1h, c2l, c2h) = (TLanes.Table(Classes.First.Low), TLanes.Table(Classes.First.High), TLanes.Table(Classes.Second.Low), TLanes.Table(Classes.Second.High));
        var (symbolsLow, symbolsHigh) = TLanes.SymbolTables;
        var (half, none) = (TLanes.Repeat(15), TLanes.Repeat(0));
        var (letters, digit, marks, inner) = (TLanes.Repeat(Letters), TLanes.Repeat(Digit), TLanes.Repeat(Colon | DotDash), TLanes.Repeat(Inner));
        var (sign, escape, escapes, equal, base64, base64Signs, colon) = (TLanes.Repeat(SignOfRun), TLanes.Repeat(EndsEscape), TLanes.Repeat(BeginsEscape), TLanes.Repeat(Equal), TLanes.Repeat(Digit | AsciiLetters), TLanes.Repeat(SignOfBase64), TLanes.Repeat(Colon));
        ulong withinBefore = 0, escapeBefore = 0;
        var open = 0;
        for (var word = 0; word < _words; word++)
        {
            ref var from = ref Unsafe.AsRef(in MemoryMarshal.GetReference(text));
            nint at = word * Word;
            if (at + Word + Ahead > text.Length)
            {
                // What lies behind the text is a zero, which is in no class.
                _edge.AsSpan().Clear();
                text[(int)at..].CopyTo(_edge);
                from = ref MemoryMarshal.GetArrayDataReference(_edge);
                at = 0;
            }
            ulong anywhere = 0, atStarts = 0, heads = 0, escaping = 0, equals = 0, run = 0, other = 0, mark = 0, within = 0, base64Run = 0, colons = 0;
            for (var part = 0; part < Word; part += TLanes.Width)
            {
                var bytes = TLanes.Load(ref from, at + part);
                var (low, high) = (TLanes.And(bytes, half), TLanes.High(bytes));
                var first = TLanes.And(TLanes.Look(c1l, low), TLanes.Look(c1h, high));
                var second = TLanes.And(TLanes.Look(c2l, low), TLanes.Look(c2h, high));
                if (TLanes.HasSets)
                {
                    var (symbols0, symbols1, symbols2) = (TLanes.SymbolsOf(symbolsLow, symbolsHigh, bytes), TLanes.SymbolsOf(symbolsLow, symbolsHigh, TLanes.Load(ref from, at + part + 1)), TLanes.SymbolsOf(symbolsLow, symbolsHigh, TLanes.Load(ref from, at + part + 2)));
                    var (symbols3, symbols4) = (TLanes.SymbolsOf(symbolsLow, symbolsHigh, TLanes.Load(ref from, at + part + 3)), TLanes.SymbolsOf(symbolsLow, symbolsHigh, TLanes.Load(ref from, at + part + 4)));
                    var (any, start, head) = (none, none, none);
                    for (var table = 0; table < anywhereCount; table += Buckets.AnchorDepth) any = TLanes.Or(any, AnchorHits<TLanes, TVector>(ref Unsafe.Add(ref anywhereTables, table), symbols0, symbols1, symbols2, symbols3, symbols4));
                    for (var table = 0; table < startCount; table += Buckets.AnchorDepth) start = TLanes.Or(start, AnchorHits<TLanes, TVector>(ref Unsafe.Add(ref startTables, table), symbols0, symbols1, symbols2, symbols3, symbols4));
                    for (var table = 0; table < nameCount; table += Buckets.Depth) head = TLanes.Or(head, Hits<TLanes, TVector>(ref Unsafe.Add(ref nameTables, table), symbols0, symbols1, symbols2, symbols3));
                    anywhere |= TLanes.NonZero(any) << part;
                    heads |= TLanes.NonZero(head) << part;
                    atStarts |= TLanes.NonZero(start) << part;
                }
                var markBytes = TLanes.NonZero(TLanes.Or(TLanes.And(first, marks), TLanes.And(second, sign)));
                var otherBytes = markBytes | TLanes.NonZero(TLanes.And(first, digit));
                mark |= markBytes << part;
                other |= otherBytes << part;
                run |= (TLanes.NonZero(TLanes.And(first, letters)) | otherBytes) << part;
                within |= (TLanes.NonZero(TLanes.And(first, inner)) & ~TLanes.NonZero(TLanes.And(second, escape))) << part;
                base64Run |= (TLanes.NonZero(TLanes.Or(TLanes.And(first, base64), TLanes.And(second, base64Signs)))) << part;
                escaping |= TLanes.NonZero(TLanes.And(second, escapes)) << part;
                equals |= TLanes.NonZero(TLanes.And(second, equal)) << part;
                colons |= TLanes.NonZero(TLanes.And(first, colon)) << part;
            }
            if (!TLanes.HasSets) (anywhere, heads) = Hits(ref Unsafe.Add(ref from, at), set, names);
            var begins = ~((within << 1) | withinBefore);
            _anchors[word] = anywhere | (atStarts & begins);
            // A digit behind an equals sign may make an escape of it. What is in the next word is not known yet.
            var before = escaping | (equals & (((other & ~mark) >> 1) | (1UL << (Word - 1))));
            _interest[word] = (mark | (heads & begins) | (before >> 1) | (escaping << 1) | escapeBefore) & run;
            if ((before & 1) != 0 && word > 0) _interest[word - 1] |= (1UL << (Word - 1)) & _runs[word - 1];
            escapeBefore = escaping >> (Word - 1);
            withinBefore = within >> (Word - 1);
            _runs[word] = run;
            _others[word] = other;
            _marks[word] = mark;
            _colons[word] = colons;
            _base64[word] = base64Run;
            // A run that began in a word before, or where the last one ended, and those within this one.
            if (open < shortestRun && open + BitOperations.TrailingZeroCount(~base64Run) >= shortestRun) AddLong((word << 6) - open);
            for (var starts = RunsOf(base64Run, shortestRun); starts != 0; starts &= starts - 1) AddLong((word << 6) + BitOperations.TrailingZeroCount(starts));
            open = base64Run == ulong.MaxValue ? Math.Min(open + Word, int.MaxValue / 2) : BitOperations.LeadingZeroCount(~base64Run);
        }
    }

    private void Begin(ReadOnlySpan<byte> text)
    {
        _words = (text.Length + Word - 1) / Word;
        _longCount = 0;
        if (_runs.Length < _words + Spare)
        {
            var size = Math.Max(1024, (_words + Spare) * 5 / 4);
            (_anchors, _runs, _others, _marks, _colons, _interest, _base64, _long) = (new ulong[size], new ulong[size], new ulong[size], new ulong[size], new ulong[size], new ulong[size], new ulong[size], new int[size]);
        }
        foreach (var bits in (ReadOnlySpan<ulong[]>)[_runs, _others, _marks, _colons, _interest, _base64]) bits.AsSpan(_words, Spare).Clear();
    }

    /// <summary>Of which of eight buckets a name may begin at each byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Hits<TLanes, TVector>(ref TVector tables, TVector symbols0, TVector symbols1, TVector symbols2, TVector symbols3)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        var front = TLanes.And(TLanes.SetsOf(tables, symbols0), TLanes.SetsOf(Unsafe.Add(ref tables, 1), symbols1));
        return TLanes.And(front, TLanes.And(TLanes.SetsOf(Unsafe.Add(ref tables, 2), symbols2), TLanes.SetsOf(Unsafe.Add(ref tables, 3), symbols3)));
    }

    /// <summary>Of which of eight buckets an anchor may begin at each byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AnchorHits<TLanes, TVector>(ref TVector tables, TVector symbols0, TVector symbols1, TVector symbols2, TVector symbols3, TVector symbols4)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.And(Hits<TLanes, TVector>(ref tables, symbols0, symbols1, symbols2, symbols3), TLanes.SetsOf(Unsafe.Add(ref tables, 4), symbols4));

    /// <summary>Where an anchor, or a name, may begin, byte by byte, for processors whose vectors cannot tell.</summary>
    private static (ulong Anchors, ulong Names) Hits(ref byte from, AnchorSet set, NameHeads names)
    {
        var (anchors, heads) = (0UL, 0UL);
        for (var i = 0; i < Word; i++)
        {
            ref var at = ref Unsafe.Add(ref from, i);
            if (set.MayBegin(Unsafe.ReadUnaligned<uint>(ref at) | ((ulong)Unsafe.Add(ref at, Ahead) << 32)) != 0) anchors |= 1UL << i;
            if (names.MayBegin(at, Unsafe.Add(ref at, 1))) heads |= 1UL << i;
        }
        return (anchors, heads);
    }

    /// <summary>The tables as vectors. Texts are short where they come line by line, so the last ones are kept.</summary>
    private TVector[] TablesOf<TLanes, TVector>(ByteSets[] tables, int place)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (!TLanes.HasSets || tables.Length == 0) return [];
        ref var kept = ref _kept[place];
        if (ReferenceEquals(kept.Of, tables) && kept.Vectors is TVector[] known) return known;
        var vectors = Array.ConvertAll(tables, TLanes.TableOf);
        kept = (tables, vectors);
        return vectors;
    }

    /// <summary>The bits of the next 64 bytes from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong From(ReadOnlySpan<ulong> words, int at)
    {
        var (word, shift) = (at >> 6, at & 63);
        return (words[word] >> shift) | ((words[word + 1] << 1) << (63 - shift));
    }

    /// <summary>Where the set bits begin that end before a place, or at it; no further left than another place.</summary>
    public static int StartOf(ReadOnlySpan<ulong> words, int at, int from)
    {
        var word = at >> 6;
        var gaps = ~words[word] & ((1UL << (at & 63)) - 1);
        while (gaps == 0 && word > from >> 6) gaps = ~words[--word];
        return Math.Max(from, gaps == 0 ? word << 6 : (word << 6) + Word - BitOperations.LeadingZeroCount(gaps));
    }

    /// <summary>Where the set bits end that begin at a place.</summary>
    public static int EndOf(ReadOnlySpan<ulong> words, int at)
    {
        while (From(words, at) == ulong.MaxValue) at += Word;
        return at + BitOperations.TrailingZeroCount(~From(words, at));
    }

    /// <summary>The first set bit from a place on, or where there is none up to another place, that one.</summary>
    public static int Next(ReadOnlySpan<ulong> words, int at, int to)
    {
        while (at < to)
        {
            if (From(words, at) is not 0 and var bits) return Math.Min(to, at + BitOperations.TrailingZeroCount(bits));
            at += Word;
        }
        return to;
    }

    /// <summary>Where so many neighbouring bits begin that are set, but for those at the lowest bit.</summary>
    private static ulong RunsOf(ulong bits, int length)
    {
        if (length > Word) return 0;
        var size = 1;
        for (; size * 2 <= length && bits != 0; size *= 2) bits &= bits >> size;
        if (size < length) bits &= bits >> (length - size);
        return bits & ~((bits << 1) | 1);
    }

    private void AddLong(int start)
    {
        if (_longCount == _long.Length) Array.Resize(ref _long, _long.Length * 2);
        _long[_longCount++] = start;
    }

    // Bits of the first table of classes.
    private const byte UpToF = 1, UpToO = 2, UpToZ = 4, HighByte = 8, HighByteE = 16, Digit = 32, Colon = 64, DotDash = 128;
    private const byte AsciiLetters = UpToF | UpToO | UpToZ, Letters = AsciiLetters | HighByte | HighByteE;

    // Behind these no word begins, but where they end an escape: the letters that are no hexadecimal digits.
    private const byte Inner = UpToO | UpToZ | HighByte | HighByteE;

    // Bits of the second one.
    private const byte SignOfRun = 1 | 2, Equal = 8, SignOfBase64 = 4 | Equal | 2, BeginsEscape = 16 | 128, EndsEscape = 32 | 64;

    private static (ByteSets First, ByteSets Second) MakeClasses()
    {
        ByteSets first = new(), second = new();
        first.Add(0, [4, 6], 1, 6);
        first.Add(1, [4, 6], 7, 15);
        first.Add(2, [5, 7], 0, 10);
        first.Add(3, [8, 9, 10, 11, 13, 15], 0, 15);
        // Signs of typography that are no part of a word begin with 0xC2 or 0xE2.
        first.Add(4, [12, 14], 0, 1);
        first.Add(4, [12, 14], 3, 15);
        first.Add(5, [3], 0, 9);
        first.Add(6, [3], 10, 10);
        first.Add(7, [2], 13, 14);
        second.Add(0, (byte)'@');
        second.Add(1, (byte)'_');
        second.Add(2, [2], 11, 11);
        second.Add(2, [2], 13, 13);
        second.Add(2, [2], 15, 15);
        second.Add(3, (byte)'=');
        second.Add(4, (byte)'\\');
        // The letter m ends a colour, n, r and t the end of a line or a tab that is escaped, K what grep erases; others that share their bits do no harm.
        second.Add(5, [4, 6, 7], 2, 2);
        second.Add(5, [4, 6, 7], 4, 4);
        second.Add(5, [4, 6, 7], 11, 11);
        second.Add(5, [4, 6, 7], 13, 14);
        // The last byte of a sign of typography.
        second.Add(6, [8, 9, 10, 11], 0, 15);
        second.Add(7, [2], 5, 6);
        return (first, second);
    }
}
