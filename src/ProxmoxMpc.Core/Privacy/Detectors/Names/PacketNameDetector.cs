using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in what tcpdump prints without <c>-n</c>: <c>10:00:01.123456 IP lyra.51212 > vega.8006: Flags [S]</c>, <c>ARP, Request who-has lyra tell vega</c>, <c>12332+ A? lyra. (25)</c>
/// </summary>
internal sealed class PacketNameDetector : Detector
{
    private static readonly string[] Questions = ["A? ", "AAAA? ", "PTR? "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-packet", PrivacyKind.Host, "Machines in packets that tcpdump prints");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("IP ", WordStart: true), new("IP6 ", WordStart: true), new("who-has ", WordStart: true), .. Questions.Select(question => new Anchor(question, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == 'w') Asked(text, start, found);
        else if (text[at + length - 2] == '?') Question(text, start, found);
        else if (IsTime(text[Bytes.LineStart(text, at)..at])) Ends(text, start, found);
    }

    /// <summary>Whether nothing but the time of a packet stands before it, with a date or without, and the interface.</summary>
    private static bool IsTime(ReadOnlySpan<byte> before) => before.Length >= 8 && Bytes.IsDigit(before[0]) && before.Count((byte)':') == 2 && before.Contains((byte)'.');

    private static void Ends(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf(" > "u8) is not (> 0 and var sign)) return;
        End(text, at, at + sign, found);
        var second = at + sign + 3;
        if (text[second..end].IndexOf((byte)':') is > 0 and var colon) End(text, second, second + colon, found);
    }

    /// <summary>A name, a dot, and a port or a service: <c>lyra.51212</c>, <c>lyra.firma.de.ssh</c></summary>
    private static void End(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var name = text[start..end];
        if (name.LastIndexOf((byte)'.') is not (> 1 and var dot) || NamedValue.NameLength(text, start) != name.Length) return;
        var host = name[..dot];
        // An address and its port are found by their form.
        if (host.IndexOfAnyExcept("0123456789."u8) < 0) return;
        if (host.Contains((byte)'.'))
        {
            // With the service behind it nobody else takes it for a domain.
            if (Domains.IsDomain(host, out var isPublic, out _, out _) && !isPublic && !Sweep.HoldsAddress(host)) found.Replace(start, dot, PrivacyKind.Domain);
            return;
        }
        if (Vocabulary.IsTelling(host)) NamedValue.TakeName(text, start, dot, PrivacyKind.Host, found);
    }

    /// <summary><c>who-has lyra (bc:24:11:…) tell vega, length 28</c></summary>
    private static void Asked(ReadOnlySpan<byte> text, int at, Findings found)
    {
        Word(text, at, found);
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(" tell "u8) is >= 0 and var tell) Word(text, at + tell + 6, found);
    }

    private static void Question(ReadOnlySpan<byte> text, int at, Findings found)
    {
        // lyra. (25): the root's dot ends it.
        var count = NamedValue.NameLength(text, at);
        if (Bytes.StartsWithAt(text, at + count, ". ("u8)) Word(text, at, found);
    }

    private static void Word(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count > 1 && !name.Contains((byte)'.') && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }
}
