using System.Collections.Immutable;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Finds what is sensitive in a piece of text: first what the detectors report at their anchors, by precedence; then, in the
/// gaps, what the sweep sees (addresses, identities, names). Immutable, one serves all threads.
/// </summary>
internal sealed class Scanner
{
    private readonly ImmutableArray<Detector> _detectors;
    private readonly AnchorSet _anchors;
    private readonly ImmutableArray<(int MinimumRun, int Owner)> _runs;
    private readonly int _shortestRun;

    public Scanner(PrivacyPolicy policy)
    {
        Policy = policy;
        Rules = SweepRules.Of(policy);
        _detectors = [.. DetectorTable.All.Where(detector => policy.IsActive(detector.Rule))];
        _anchors = new AnchorSet(_detectors.SelectMany((detector, index) => detector.Anchors.Select(anchor => (anchor, index))));
        _runs = [.. _detectors.Select((detector, index) => (detector.WakesAtRunsOf, index)).Where(run => run.WakesAtRunsOf > 0)];
        _shortestRun = _runs.IsEmpty ? int.MaxValue : _runs.Min(run => run.MinimumRun);
    }

    public PrivacyPolicy Policy { get; }

    public SweepRules Rules { get; }

    /// <summary>The finds in a text, in order and without overlaps, in <see cref="Findings.Items"/>.</summary>
    /// <param name="names">Takes the names that are learnt; null where nothing is to be learnt.</param>
    /// <param name="sweep">The caller's sweep, which has buffers of its own.</param>
    /// <param name="index">The names learnt so far.</param>
    public void Scan(ReadOnlySpan<byte> text, Findings found, Sweep sweep, NameIndex? index, NameCollector? names)
    {
        found.Begin(names);
        AskAtAnchors(text, found);
        if (_runs.Length > 0) AskAtRuns(text, found);
        foreach (var pattern in Policy.Patterns) PatternDetector.Find(text, pattern, found);
        Overlaps.Resolve(found.Items);
        if (!Rules.Any) return;
        var fixedFinds = found.TakeFixed();
        var from = 0;
        foreach (var find in fixedFinds)
        {
            if (find.Start > from) sweep.Run(text, from, find.Start, found, index);
            found.Items.Add(find);
            from = find.End;
        }
        if (from < text.Length) sweep.Run(text, from, text.Length, found, index);
    }

    private void AskAtAnchors(ReadOnlySpan<byte> text, Findings found)
    {
        for (var i = _anchors.NextCandidate(text, 0); i < text.Length; i = _anchors.NextCandidate(text, i + 1))
        {
            foreach (var entry in _anchors.At(text, i))
                if (entry.Matches(text, i)) Ask(text, i, entry.Text.Length, entry.Owner, found);
        }
    }

    private void AskAtRuns(ReadOnlySpan<byte> text, Findings found)
    {
        // A run of that length that begins behind a place covers the place that far on: most texts are passed in leaps.
        for (var i = 0; i + _shortestRun <= text.Length;)
        {
            var probe = i + _shortestRun - 1;
            if (!Bytes.IsBase64(text[probe]))
            {
                i = probe + 1;
                continue;
            }
            var start = probe;
            while (start > i && Bytes.IsBase64(text[start - 1])) start--;
            i = probe + 1;
            while (i < text.Length && Bytes.IsBase64(text[i])) i++;
            foreach (var (minimum, owner) in _runs)
                if (i - start >= minimum) Ask(text, start, i - start, owner, found);
        }
    }

    private void Ask(ReadOnlySpan<byte> text, int at, int length, int owner, Findings found)
    {
        var detector = _detectors[owner];
        found.For(detector.Precedence, (short)owner);
        detector.Find(text, at, length, found);
    }
}
