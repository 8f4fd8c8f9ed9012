using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Who asks a proxy, in the lines of Squid's own format: <c>1140701230.827 781 10.0.0.7 TCP_MISS/200 1785 CONNECT www.firma.de:443 jane HIER_DIRECT/192.0.2.7 -</c>
/// </summary>
internal sealed class ProxyUserDetector : Detector
{
    private const int Reach = 4096;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("proxy-user", PrivacyKind.User, "Users in lines of Squid's log");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" HIER_"), new(" DIRECT/"), new(" NONE/-"), new("FIRSTUP_PARENT/", WordStart: true), new("FIRST_UP_PARENT/", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] != ' ' && Bytes.At(text, --at) != ' ') return;
        var line = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at];
        if (line.IndexOf(" TCP_"u8) < 0 && line.IndexOf(" NONE_"u8) < 0) return;
        var start = at - line.Length + line.LastIndexOf((byte)' ') + 1;
        var user = text[start..at];
        if (user.IndexOf((byte)'\\') is > 1 and var slash)
        {
            AccountValue.TakeDomain(text, start, slash, found);
            start += slash + 1;
        }
        if (NamedValue.NameLength(text, start) == at - start) NamedValue.TakeUser(text, start, at - start, found);
    }
}
