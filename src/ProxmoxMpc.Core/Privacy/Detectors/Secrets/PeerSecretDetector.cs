using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The password of a neighbour in BGP as inventories have it: <c>{ peer: 10.1.2.3, md5: "x" }</c>. A checksum is none.</summary>
internal sealed class PeerSecretDetector : Detector
{
    private const int Shortest = 4, Longest = 80, ChecksumLength = 32;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("peer-secret", PrivacyKind.Password, "Passwords of routers' neighbours");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("md5: \"", WordStart: true), new("md5: '", WordStart: true), new("md5 = \"", WordStart: true), new("md5\": \"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = text[start..Bytes.LineEnd(text, start)].IndexOf(text[start - 1]);
        if (count is < Shortest or > Longest || IsChecksum(text, start, count) || KeyValueText.IsReference(text.Slice(start, count))) return;
        found.Replace(start, count, Rule.Kind);
    }

    private static bool IsChecksum(ReadOnlySpan<byte> text, int start, int count) => count == ChecksumLength && SecretText.HexEnd(text, start) == start + count;
}
