using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// To whom a gateway of text messages sends, as digits only: <c>?to=447700900123&amp;…</c>, <c>msisdn=447700900123</c>. Times have ten digits or thirteen.
/// </summary>
internal sealed class GatewayPhoneDetector : Detector
{
    private const int Fewest = 11, Most = 12, MostWithPrefix = 15;

    // What goes before a number from abroad, where nothing else tells that it is one.
    private static readonly string[] Countries = ["49", "43", "41", "33", "44", "31", "32", "39", "34", "48", "45", "46", "47"];

    public override PrivacyRule Rule => PhoneDetector.PhoneRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("?to="), new("&to="), new("msisdn=", WordStart: true), new("recipient=", WordStart: true), new("To: ", WordStart: true), new("From: ", WordStart: true), .. Countries.Select(country => new Anchor(" 00" + country))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = text[at] == ' ' ? at + 1 : at + length;
        var end = PhoneText.DigitsEnd(text, start);
        var after = Bytes.At(text, end);
        if (text[at] is (byte)' ' or (byte)'T' or (byte)'F')
        {
            if (text[at] != ' ' && at != Bytes.LineStart(text, at)) return;
            // smstools has a number alone behind the key; with 00 and a country's it is known by itself.
            if (end - start >= Fewest + (text[at] == ' ' ? 1 : 0) && end - start <= MostWithPrefix && (text[at] == ' ' ? !Bytes.IsLetter(after) && after is not ((byte)'.' or (byte)'-' or (byte)'_' or (byte)':' or (byte)'/') : after is 0 or (byte)'\r' or (byte)'\n'))
                found.Replace(start, end - start, PrivacyKind.Phone);
            return;
        }
        if (end - start is < Fewest or > Most || text[start] == '0') return;
        if (after is not ((byte)'.' or (byte)'-' or (byte)'_') && !Bytes.IsLetter(after)) found.Replace(start, end - start, PrivacyKind.Phone);
    }
}
