using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// To whom a gateway of text messages sends, as digits only: <c>?to=447700900123&amp;…</c>, <c>msisdn=447700900123</c>. Times have ten digits or thirteen.
/// </summary>
internal sealed class GatewayPhoneDetector : Detector
{
    private const int Fewest = 11, Most = 12;

    public override PrivacyRule Rule => PhoneDetector.PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("?to="), new("&to="), new("msisdn=", WordStart: true), new("recipient=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = PhoneText.DigitsEnd(text, start);
        var after = Bytes.At(text, end);
        if (end - start is < Fewest or > Most || text[start] == '0') return;
        if (after is not ((byte)'.' or (byte)'-' or (byte)'_') && !Bytes.IsLetter(after)) found.Replace(start, end - start, PrivacyKind.Phone);
    }
}
