using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The short name among those of a certificate, be it an everyday word: <c>DNS:drawer, DNS:drawer.firma.de</c>, on one line or on lines of their own. The full
/// name beside it says whose it is.
/// </summary>
internal sealed class CertificateNameDetector : Detector
{
    // Far enough for the names of a certificate, near enough not to reach another one's.
    private const int Reach = 400;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-certificate", PrivacyKind.Host, "Short names among the names of a certificate");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("DNS:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count < 2 || name.Contains((byte)'.')) return;
        var around = text[Math.Max(0, at - Reach)..Math.Min(text.Length, start + count + Reach)];
        while (around.IndexOf("DNS:"u8) is >= 0 and var next)
        {
            around = around[(next + 4)..];
            if (around.Length > count && around[count] == '.' && around.StartsWith(name))
            {
                NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
                return;
            }
        }
    }
}
