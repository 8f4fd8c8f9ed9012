using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Where a shell's greeting says somebody came from last, a full name that is cut: <c>Last login: Fri Feb 6 18:22:40 2026 from pc14.ad.firm</c>.
/// </summary>
internal sealed class LastOriginDetector : Detector
{
    private const int Longest = 80;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-last-origin", PrivacyKind.Host, "Machines from which somebody logged in last");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Last login: ", WordStart: true), new("Last failed login: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var rest = text[at..Bytes.LineEnd(text, at)];
        if (rest.IndexOf(" from "u8) is not (> 0 and var from)) return;
        var start = at + from + 6;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count is < 3 or > Longest || !Bytes.IsLetter(name[0]) || Domains.IsDomain(name, out _, out _, out _)) return;
        NamedValue.TakeCutName(text, start, start + count, found);
    }
}
