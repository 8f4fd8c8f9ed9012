using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The name that a client of TLS asks for, be it an everyday word: <c>openssl s_client -connect 10.0.0.5:8007 -servername drawer</c>.</summary>
internal sealed class ServerNameOptionDetector : Detector
{
    public override PrivacyRule Rule => CommandTargetDetector.CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" -servername "), new(" --sni-hostname "), new(" --sni-hostname="), new(" -verify_hostname ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var count = NamedValue.NameLength(text, start);
        if (!text.Slice(start, count).Contains((byte)'.')) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
