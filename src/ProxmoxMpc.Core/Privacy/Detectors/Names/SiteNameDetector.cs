using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines called by a site and what they do there, in small letters: <c>waw-sw-02</c>, <c>core-sw1</c>, <c>disk full on moulinsart-nas</c></summary>
internal sealed class SiteNameDetector : Detector
{
    private const int LongestSite = 12, ShortestWord = 5;

    private static readonly byte[][] Middles = Phrases.Of(RoleNames.Middles);

    public override PrivacyRule Rule => RoleNameDetector.RoleRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. RoleNames.Suffixes.Concat(RoleNames.Middles).Select(role => new Anchor(role))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (RoleNameDetector.NameAround(text, at, length) is not { } name || name.Start >= at) return;
        var site = text[name.Start..at];
        var number = text[(at + length)..name.End];
        var isName = IsPlain(text, name) && site.Length <= LongestSite && number.Length is 3 or 4 && number[0] == '-' && IsNumber(number[1..]);
        if (!isName && !Phrases.AnyIs(text.Slice(at, length), Middles))
            isName = number.IsEmpty ? IsSpokenOf(text, name, site) : number.Length <= 2 && IsNumber(number) && IsPlain(text, name) && !Sweep.IsPackaging(text, at + 1, name.End);
        if (isName) RoleNameDetector.Take(text, name, found);
    }

    private static bool IsNumber(ReadOnlySpan<byte> value) => value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Without capitals, from a letter on, and no beginning of something else.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.IsLower(text[name.Start]) && RoleNameDetector.IsApart(text, name.End) && !text[name.Start..name.End].ContainsAnyInRange((byte)'A', (byte)'Z');

    /// <summary><c>disk full on moulinsart-nas</c>: a word that nobody knows and a role behind it, in a sentence.</summary>
    private static bool IsSpokenOf(ReadOnlySpan<byte> text, Extent name, ReadOnlySpan<byte> site)
    {
        if (site.Length < ShortestWord || site.IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0 || site.EndsWith("ed"u8) || site.EndsWith("ing"u8) || !Vocabulary.IsTelling(site)) return false;
        if (!Bytes.IsBlank(Bytes.At(text, name.Start - 1)) || Bytes.At(text, name.End) is not ((byte)' ' or (byte)',' or (byte)'.' or (byte)'?' or (byte)'\n')) return false;
        return SentenceText.PointsAt(text, name.Start) || SentenceText.ActsAs(text, Bytes.SkipBlanks(text, name.End));
    }
}
