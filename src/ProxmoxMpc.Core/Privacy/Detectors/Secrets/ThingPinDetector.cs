using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// PINs and codes beside the thing that they open: <c>PIN Serverraum 4471</c>, <c>Alarmanlage Hof, Code 4471*02</c>, <c>der SMS-Code war 447102</c>, the line
/// <c>Kostenstelle 7 PIN;4471</c> of a list, and the codes of Satel's alarm panels, <c>kod serwisowy 4471</c>, <c>klucz szyfrowania ETHM: x</c>.
/// </summary>
internal sealed class ThingPinDetector : Detector
{
    private const int Fewest = 4, Most = 12, Reach = 48;

    private static readonly WordSet Things = WordSet.Of(
        "tür tuer haustür tor serverraum serverschrank schrank alarm alarmanlage schließanlage tresor safe drucker handy telefon garage eingang haupteingang " +
        "drzwi brama serwerownia alarmu drzwi porte portail alarme puerta alarma");

    private static readonly byte[][] Verbs = Phrases.Of(" war ", " ist ", " lautet ", ": ");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("thing-pin", PrivacyKind.Password, "PINs and codes beside the thing that they open");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("PIN ", WordStart: true), new(" PIN;"), new("Alarmanlage", WordStart: true), new("SMS-Code ", WordStart: true),
        new("kod serwisowy ", IgnoreCase: true, WordStart: true), new("kod DLOAD ", WordStart: true), new("klucz szyfrowania ", IgnoreCase: true, WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        var line = Math.Min(Bytes.LineEnd(text, at), after + Reach);
        switch (text[at])
        {
            case (byte)'P':
                var thing = after;
                while (thing < line && Bytes.IsLetter(text[thing])) thing++;
                if (Bytes.At(text, thing) == ' ' && Things.Contains(text[after..thing])) Code(text, thing + 1, Rule.Kind, found);
                break;
            case (byte)' ' or (byte)'k' or (byte)'K' when text[after - 1] != ' ' || text[at + 1] is (byte)'o' or (byte)'O':
                Code(text, after, Rule.Kind, found);
                break;
            case (byte)'A':
                if (text[after..line].IndexOf("Code "u8) is >= 0 and var code) Code(text, after + code + "Code ".Length, Rule.Kind, found);
                break;
            case (byte)'S':
                foreach (var verb in Verbs)
                    if (text[(after - 1)..line].IndexOf(verb) is >= 0 and var said) Code(text, after - 1 + said + verb.Length, PrivacyKind.OneTimeCode, found);
                break;
            default:
                // klucz szyfrowania ETHM: x
                if (text[after..line].IndexOf(": "u8) is not (>= 0 and < 20 and var colon)) return;
                var start = after + colon + 2;
                var end = SecretText.WordEnd(text, start);
                if (end - start >= 8 && SecretText.LooksRandom(text[start..end])) found.Replace(start, end - start, PrivacyKind.PrivateKey);
                break;
        }
    }

    /// <summary>Digits, capitals and the signs of a keypad, with four digits at least, which a word or a version does not follow.</summary>
    private static void Code(ReadOnlySpan<byte> text, int start, PrivacyKind kind, Findings found)
    {
        var (end, digits) = (start, 0);
        while (end < text.Length && end - start <= Most && (Bytes.IsDigit(text[end]) || Bytes.IsUpper(text[end]) || text[end] is (byte)'*' or (byte)'#'))
            if (Bytes.IsDigit(text[end++])) digits++;
        if (!Bytes.IsDigit(Bytes.At(text, start)) || digits < Fewest || end - start > Most || Bytes.IsLetterOrDigit(Bytes.At(text, end))) return;
        if (Bytes.At(text, end) is (byte)'.' or (byte)':' or (byte)'-' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1))) return;
        found.Replace(start, end - start, kind);
    }
}
