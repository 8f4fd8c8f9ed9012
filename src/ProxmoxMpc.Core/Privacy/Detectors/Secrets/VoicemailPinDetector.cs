using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The PINs of mailboxes in Asterisk's <c>voicemail.conf</c>, below its name or a section: <c>210 => 4711,Jane Doe,jane@example.com</c>.</summary>
internal sealed class VoicemailPinDetector : Detector
{
    private const int MostLines = 100, Fewest = 3, Most = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("voicemail-pin", PrivacyKind.Password, "PINs of mailboxes in voicemail.conf");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("voicemail.conf"), new("[default]"), new("[zonemessages]"), new("[voicemail]")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var next = DigitsEnd(text, start);
            if (next == start)
            {
                if (Bytes.At(text, start) == '[') return;
                continue;
            }
            next = Bytes.SkipBlanks(text, next);
            if (!Bytes.StartsWithAt(text, next, "=>"u8)) continue;
            next = Bytes.SkipBlanks(text, next + 2);
            // A minus says that its owner may not change it.
            if (Bytes.At(text, next) == '-') next++;
            var stop = DigitsEnd(text, next);
            if (stop - next is >= Fewest and <= Most && Bytes.At(text, stop) == ',') found.Replace(next, stop - next, Rule.Kind);
        }
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return at;
    }
}
