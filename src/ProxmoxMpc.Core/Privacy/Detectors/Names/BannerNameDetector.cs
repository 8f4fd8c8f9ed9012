using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Whose file it is, above a file that was pasted: <c># --- web-lb-01: /etc/haproxy/haproxy.cfg ---</c>, <c>== gw2: /var/log/syslog ==</c>; the machine in the name of a transcript.</summary>
internal sealed class BannerNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-banner", PrivacyKind.Host, "Machine names above pasted files: # lb-01: /etc/haproxy/haproxy.cfg");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "etc", "var", "root", "home", "opt", "usr" }.SelectMany(folder => new[] { new Anchor($": /{folder}/"), new Anchor($":/{folder}/") }), new("PowerShell_transcript.")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'P')
        {
            // PowerShell_transcript.MACHINE.random.time.txt
            var name = text[(at + length)..Math.Min(text.Length, at + length + 64)];
            if (name.IndexOf((byte)'.') is > 1 and var dot) NamedValue.TakeName(text, at + length, dot, PrivacyKind.Host, found);
            return;
        }
        var start = NamedValue.NameStart(text, at);
        var before = text[Bytes.LineStart(text, start)..start];
        if (before.IsEmpty || before[0] is not ((byte)'#' or (byte)'=' or (byte)'-' or (byte)'*' or (byte)';' or (byte)'/') || before.IndexOfAnyExcept("#=-*;/ \t`"u8) >= 0) return;
        // *  CAfile: /etc/ssl/cert.pem of curl
        if (text[start..at].EndsWith("file"u8) || text[start..at].EndsWith("path"u8)) return;
        // # cert_dir: /etc/app/certs, a setting that is left out: machines have no such sign.
        if (text[start..at].Contains((byte)'_')) return;
        if (Vocabulary.IsTelling(text[start..at])) NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }
}
