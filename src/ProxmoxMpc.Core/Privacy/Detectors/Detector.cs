using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Who wins where two finds overlap: the smaller one.</summary>
internal enum Precedence
{
    /// <summary>Whole blocks: PEM, vault bodies.</summary>
    Block,

    /// <summary>Values of a known form: tickets, tokens, fingerprints, hashes.</summary>
    Token,

    /// <summary>Values known by what stands before them: <c>password=</c>, <c>scheme://user:pw@</c>.</summary>
    Credential,

    /// <summary>Values known by their place: a serial number, a name in a table.</summary>
    Structure,
}

/// <summary>A text that wakes a detector.</summary>
/// <param name="Text">ASCII, at least two characters.</param>
/// <param name="IgnoreCase">Whether upper and lower case are one.</param>
/// <param name="WordStart">Whether no letter or digit may stand before it. (An encoded separator such as <c>%3A</c> or <c>\n</c> counts as no letter.)</param>
internal sealed record Anchor(string Text, bool IgnoreCase = false, bool WordStart = false);

/// <summary>
/// Looks for one kind of thing. The scanner finds the anchors of all detectors in one go and asks the detector at each of
/// them; the detector checks what stands around and reports. It keeps no state, so one serves all threads.
/// </summary>
internal abstract class Detector
{
    public abstract PrivacyRule Rule { get; }

    public abstract Precedence Precedence { get; }

    /// <summary>What wakes it.</summary>
    public virtual ImmutableArray<Anchor> Anchors => [];

    /// <summary>Also woken at every run of at least that many letters, digits and <c>+ / = _ -</c>; 0 for never. The anchor passed is then the run.</summary>
    public virtual int WakesAtRunsOf => 0;

    /// <summary>
    /// Also woken at every two hexadecimal digits at the start of a word from which on at least that many pairs follow with a plain colon
    /// between each two; 0 for never. The anchor passed is then the first pair with its colon.
    /// </summary>
    public virtual int WakesAtPairs => 0;

    /// <summary>Also woken at every <c>!</c>, <c>#</c> and <c>&amp;</c>, which are rare. The anchor passed is then the sign.</summary>
    public virtual bool WakesAtSigns => false;

    /// <summary>
    /// How far to either side of an anchor a line is shown where it is a very long one (a page, an export, an attack), so that work stays in proportion to
    /// the text. What reaches as far as that is hidden up to its end.
    /// </summary>
    public virtual int Sight => 2048;

    /// <summary>Looks around an anchor.</summary>
    /// <param name="text">The text. Only a part of the input, but it begins and ends between two lines where lines are not huge.</param>
    /// <param name="at">Where the anchor begins.</param>
    /// <param name="length">The anchor's length.</param>
    /// <param name="found">Takes what is to be replaced, kept or learnt.</param>
    public abstract void Find(ReadOnlySpan<byte> text, int at, int length, Findings found);
}
