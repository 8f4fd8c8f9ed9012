using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Finds what is sensitive in a piece of text: first what the detectors report at their anchors, by precedence; then, in the
/// gaps, what the sweep sees (addresses, identities, names). Immutable, one serves all threads.
/// </summary>
internal sealed class Scanner
{
    private const int MostPairs = 20;

    // A line longer than that is shown in parts.
    private const int LongLine = 1 << 14;

    private readonly Asked[] _detectors;
    private readonly AnchorSet _anchors;
    private readonly Waking[] _runs, _pairs;
    private readonly int[] _signs;
    private readonly int _shortestRun = int.MaxValue;
    private readonly int _fewestPairs = MostPairs;

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, AnchorSet> AnchorSets = new(StringComparer.Ordinal);

    public Scanner(PrivacyPolicy policy)
    {
        Policy = policy;
        Rules = SweepRules.Of(policy);
        var (detectors, anchors, runs, pairs, signs) = (new List<Asked>(), new List<(Anchor, int)>(), new List<Waking>(), new List<Waking>(), new List<int>());
        foreach (var detector in DetectorTable.All)
        {
            if (!policy.IsActive(detector.Rule)) continue;
            var owner = detectors.Count;
            detectors.Add(new(detector, detector.Precedence, detector.Sight));
            foreach (var anchor in detector.Anchors) anchors.Add((anchor, owner));
            if (detector.WakesAtRunsOf is > 0 and var run) runs.Add(new(run, owner));
            if (detector.WakesAtPairs is > 0 and var pair) pairs.Add(new(pair, owner));
            if (detector.WakesAtSigns) signs.Add(owner);
        }
        (_detectors, _runs, _pairs, _signs) = ([.. detectors], [.. runs], [.. pairs], [.. signs]);
        // Of the same detectors they are the same, and immutable.
        _anchors = AnchorSets.GetOrAdd(string.Join(' ', detectors.ConvertAll(asked => asked.Detector.GetType().Name)), _ => new AnchorSet(anchors));
        foreach (var run in _runs) _shortestRun = Math.Min(_shortestRun, run.Minimum);
        // The look ahead is a word of 64 bits.
        foreach (var pair in _pairs) _fewestPairs = Math.Min(_fewestPairs, pair.Minimum);
    }

    public PrivacyPolicy Policy { get; }

    public SweepRules Rules { get; }

    /// <summary>The finds in a text, in order and without overlaps, in <see cref="Findings.Items"/>.</summary>
    /// <param name="names">Takes the names that are learnt; null where nothing is to be learnt.</param>
    /// <param name="map">The caller's map, which is filled anew.</param>
    /// <param name="sweep">The caller's sweep, which has buffers of its own.</param>
    /// <param name="index">The names learnt so far.</param>
    /// <param name="literals">The secrets that are looked for wherever they stand.</param>
    /// <param name="answers">What the detectors reported about the same text before; they are not asked again then.</param>
    /// <param name="shortestRun">The length of a run of base64 that the map is to tell, where that is less than the detectors need.</param>
    public void Scan(ReadOnlySpan<byte> text, Findings found, TextMap map, Sweep sweep, NameIndex? index, NameCollector? names, Literals? literals = null, List<Find>? answers = null, int shortestRun = int.MaxValue)
    {
        found.Begin(names);
        var heads = index?.Heads ?? NameHeads.None;
        if (answers is null)
        {
            found.HasLongLines = HasLongLines(text);
            map.Read(text, _anchors, heads, Math.Min(_shortestRun, shortestRun));
            AskAtAnchors(text, map, found);
            if (_runs.Length > 0) AskAtRuns(text, map, found);
            if (_pairs.Length > 0) AskAtPairs(text, map, found);
            if (_signs.Length > 0) AskAtSigns(text, found);
            if (names is not null) found.KeepAnswers();
        }
        else
        {
            map.Read(text, AnchorSet.Empty, heads, shortestRun);
            found.Items.AddRange(answers);
        }
        if (literals is not null)
        {
            found.For(Precedence.Structure, -1);
            literals.Find(text, found);
        }
        foreach (var pattern in Policy.Patterns) PatternDetector.Find(text, pattern, found);
        Overlaps.Resolve(found.Items);
        if (!Rules.Any) return;
        var fixedFinds = found.TakeFixed();
        var from = 0;
        foreach (var find in fixedFinds)
        {
            if (find.Start > from) sweep.Run(text, map, from, find.Start, found, index);
            found.Items.Add(find);
            from = find.End;
        }
        if (from < text.Length) sweep.Run(text, map, from, text.Length, found, index);
    }

    private static bool HasLongLines(ReadOnlySpan<byte> text)
    {
        // From the last line end within reach to the next one.
        for (var at = 0; at + LongLine <= text.Length;)
        {
            var feed = text.Slice(at, LongLine).LastIndexOf((byte)'\n');
            if (feed < 0) return true;
            at += feed + 1;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AskAtAnchors(ReadOnlySpan<byte> text, TextMap map, Findings found)
    {
        var words = map.Anchors;
        Span<int> places = stackalloc int[64];
        for (var word = 0; word < words.Length; word++)
        {
            // Most places are none after all, in no order that a processor could guess: they are left out without a branch.
            var count = 0;
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                var at = (word << 6) + BitOperations.TrailingZeroCount(bits);
                places[count] = at;
                count += _anchors.MayBegin(EightAt(text, at));
            }
            for (var i = 0; i < count; i++) AskAt(text, places[i], found);
        }
    }

    private void AskAt(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var eight = EightAt(text, at);
        _anchors.At(eight, out var longer, out var middling, out var pairs);
        if (middling.IsEmpty && pairs.IsEmpty)
        {
            foreach (ref readonly var entry in longer)
                if (entry.Matches(eight, text, at)) Ask(text, at, entry.Text.Length, entry.Owner, found);
            return;
        }
        // Who is asked first does not depend on the length of the anchor.
        while (First(longer, middling, pairs) is >= 0 and var first)
        {
            ref var list = ref first == 0 ? ref longer : ref first == 1 ? ref middling : ref pairs;
            ref readonly var entry = ref list[0];
            list = list[1..];
            if (entry.Matches(eight, text, at)) Ask(text, at, entry.Text.Length, entry.Owner, found);
        }
    }

    /// <summary>Which of three lists begins with the entry that comes first; -1 where none has any.</summary>
    private static int First(ReadOnlySpan<AnchorSet.Entry> longer, ReadOnlySpan<AnchorSet.Entry> middling, ReadOnlySpan<AnchorSet.Entry> pairs)
    {
        var (first, least) = (-1, int.MaxValue);
        if (!longer.IsEmpty) (first, least) = (0, longer[0].Order);
        if (!middling.IsEmpty && middling[0].Order < least) (first, least) = (1, middling[0].Order);
        return !pairs.IsEmpty && pairs[0].Order < least ? 2 : first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightAt(ReadOnlySpan<byte> text, int at) => at + 8 <= text.Length ? BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) : Rest(text, at);

    /// <summary>The last bytes of a text, less than eight.</summary>
    private static ulong Rest(ReadOnlySpan<byte> text, int at)
    {
        var rest = 0UL;
        for (var i = text.Length - 1; i >= at; i--) rest = (rest << 8) | text[i];
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AskAtRuns(ReadOnlySpan<byte> text, TextMap map, Findings found)
    {
        var base64 = map.Base64;
        foreach (var start in map.LongRuns)
        {
            var length = TextMap.EndOf(base64, start) - start;
            foreach (var run in _runs)
                if (length >= run.Minimum) Ask(text, start, length, run.Owner, found);
        }
    }

    private void AskAtSigns(ReadOnlySpan<byte> text, Findings found)
    {
        for (var at = text.IndexOfAny("!#&"u8); at >= 0;)
        {
            foreach (var owner in _signs) Ask(text, at, 1, owner, found);
            var next = text[(at + 1)..].IndexOfAny("!#&"u8);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    /// <summary>Chains of two hexadecimal digits and a colon: colons that follow one another in steps of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AskAtPairs(ReadOnlySpan<byte> text, TextMap map, Findings found)
    {
        var words = map.Colons;
        for (var word = 0; word < words.Length - 2; word++)
        {
            if (words[word] == 0) continue;
            var colons = new UInt128(words[word + 1], words[word]);
            var count = 1;
            for (; count * 2 < _fewestPairs && (ulong)colons != 0; count *= 2) colons &= colons >> (3 * count);
            if (count < _fewestPairs - 1) colons &= colons >> (3 * (_fewestPairs - 1 - count));
            for (var places = (ulong)colons; places != 0; places &= places - 1)
            {
                var at = (word << 6) + BitOperations.TrailingZeroCount(places) - 2;
                if (at < 0 || !IsPair(text[at], text[at + 1]) || !Bytes.IsWordStart(text, at)) continue;
                foreach (var pair in _pairs) Ask(text, at, 3, pair.Owner, found);
            }
        }
    }

    /// <summary>Two hexadecimal digits in one case.</summary>
    private static bool IsPair(byte first, byte second) => Bytes.IsHex(first) && Bytes.IsHex(second) && !(Bytes.IsUpper(first) && Bytes.IsLower(second)) && !(Bytes.IsLower(first) && Bytes.IsUpper(second));

    private void Ask(ReadOnlySpan<byte> text, int at, int length, int owner, Findings found)
    {
        ref readonly var asked = ref _detectors[owner];
        found.For(asked.Precedence, (short)owner);
        if (found.HasLongLines && asked.Sight < LongLine) AskWithin(asked.Detector, text, at, length, found);
        else asked.Detector.Find(text, at, length, found);
    }

    /// <summary>Shows a part of a line that is too long to be looked at as a whole for each anchor on it.</summary>
    private static void AskWithin(Detector detector, ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var near = text[Math.Max(0, at - LongLine)..at].LastIndexOf((byte)'\n');
        var after = text[at..Math.Min(text.Length, at + LongLine)].IndexOf((byte)'\n');
        if (near >= 0 && after >= 0)
        {
            detector.Find(text, at, length, found);
            return;
        }
        var line = Math.Max(0, at - LongLine) + near + 1;
        var from = Math.Max(near < 0 ? 0 : line, at - detector.Sight);
        var to = Math.Min(after < 0 ? text.Length : at + after, at + length + detector.Sight);
        found.Within(from, to == text.Length ? int.MaxValue : to - from);
        var first = found.Items.Count;
        detector.Find(text[from..to], at - from, length, found);
        if (found.Overlong) found.Extend(first, to, text);
        found.Within(0, int.MaxValue);
    }

    /// <summary>A detector, and what it says of itself.</summary>
    private readonly record struct Asked(Detector Detector, Precedence Precedence, int Sight);

    /// <summary>A detector and the least of something that wakes it.</summary>
    private readonly record struct Waking(int Minimum, int Owner);
}
