using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines without a domain that dnsmasq (and Pi-hole, which is one) has asked or told of: <c>dnsmasq[711]: query[A] lyra from 10.0.0.5</c>, <c>config lyra is 10.0.0.9</c>,
/// <c>not giving name lyra to the DHCP lease of …</c>
/// </summary>
internal sealed class ResolverLogDetector : Detector
{
    private static readonly byte[][] Verbs = Phrases.Of(" is ", " from ", " to ");

    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("dnsmasq["), new("dnsmasq-dhcp["), new("pihole-FTL[")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf("]: "u8) is not (> 0 and < 24 and var close)) return;
        var word = at + close + 3;
        // Pi-hole numbers what it is asked, and tells by whom: 12331 10.0.0.5/51212 query[A] lyra
        while (word < end && Bytes.IsDigit(text[word])) word = Bytes.SkipBlanks(text, WordEnd(text, word, end));
        var name = Bytes.StartsWithAt(text, word, "not giving name "u8) ? word + 16 : Bytes.SkipBlanks(text, WordEnd(text, word, end));
        var count = NamedValue.NameLength(text, name);
        if (count < 2 || name + count >= end || !Phrases.AnyStarts(text[(name + count)..end], Verbs)) return;
        if (!text.Slice(name, count).Contains((byte)'.') && Vocabulary.IsTelling(text.Slice(name, count))) NamedValue.TakeName(text, name, count, PrivacyKind.Host, found);
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int at, int end)
    {
        while (at < end && !Bytes.IsBlank(text[at])) at++;
        return at;
    }
}
