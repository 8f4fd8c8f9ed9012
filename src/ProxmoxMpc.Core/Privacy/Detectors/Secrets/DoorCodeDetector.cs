using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Numbers that open something, told in sentences: <c>die PIN für die Karte ist 1234</c>, <c>kod do drzwi to 1234#</c>, <c>the door code is 1234</c>; the code of a
/// second factor as it is read out, <c>avec le code 123 456</c>.
/// </summary>
internal sealed class DoorCodeDetector : Detector
{
    private const int Reach = 56;

    private static readonly string[] Doors =
    [
        "PIN ", "pincode", "pin-code", "türcode", "zahlencode", "tresorcode", "schlosscode", "alarmcode", "zugangscode", "door code", "gate code",
        "alarm code", "access code", "keypad code", "safe code", "breaker code", "locker code", "cabinet code", "rack code", "cage code", "lock code",
        "padlock code", "key box code", "keybox code", "key safe code", "room code", "garage code", "entry code", "elevator code", "badge code",
        "code pin", "code d'accès", "code d'entrée", "code de la porte", "code alarme", "code de l'alarme", "code d'alarme", "panel code", "código de acceso", "código de la puerta",
        "código de la alarma", "codice di accesso", "codice porta", "codice allarme", "kod do ", "kod pin", "kód k ", "kód od ", "kód na ",
        "código da porta", "toegangscode", "deurcode", "codice otp", "code otp", "código otp", "kod otp", "otp-code",
    ];

    private static readonly string[] Codes = ["code ", "código ", "codice ", "kod ", "kód ", "kódem ", "kodem "];

    private static readonly WordSet Before = WordSet.Of("with the avec le mon un mit dem den con el il su z s met de com o meinem");

    private static readonly WordSet Errors = WordSet.Of("error exit status return http reply response result fehler erreur errore chyba chybový błąd błędu smtp sql event reason zip postal area source machine byte");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("door-code", PrivacyKind.Password, "PINs and codes of doors, alarms and second factors in sentences");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Doors.Select(word => new Anchor(word, IgnoreCase: !word.StartsWith("PIN", StringComparison.Ordinal), WordStart: true)), .. Codes.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new("code admin ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        if (length == 11 && Bytes.StartsWithIgnoreCase(text, at, "code admin "u8))
        {
            var word = ToldText.Word(text, at + length, line, out _);
            if (word.Length >= 4 && text[word.Start..word.End].ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(word.Start, word.Length, Rule.Kind);
            return;
        }
        if (text[at + length - 1] == ' ' && length <= 8 && text[at] != 'P' && IsCode(text.Slice(at, length)))
        {
            ReadOut(text, at, at + length, found);
            return;
        }
        // A verb or a colon, and a number.
        var isTold = false;
        for (var i = at + length; i < line;)
        {
            if (text[i] == ':' && Bytes.At(text, i + 1) == ' ') isTold = true;
            var word = ToldText.Word(text, i, line, out var next);
            if (next <= i) return;
            i = next;
            if (word.IsEmpty) continue;
            var span = text[word.Start..word.End];
            // PIN of the KVM (10.1.2.3): 4711
            if (ToldText.IsVerb(span) || Bytes.At(text, word.End) == ':' || text[next - 1] == ':') isTold = true;
            else if (isTold && IsNumber(span))
            {
                found.Replace(word.Start, word.Length, Rule.Kind);
                return;
            }
            else if (!ToldText.IsAdverb(span)) isTold = false;
        }
    }

    private static bool IsCode(ReadOnlySpan<byte> word)
    {
        foreach (var code in CodeBytes)
            if (word.Length == code.Length && Bytes.StartsWithIgnoreCase(word, 0, code)) return true;
        return false;
    }

    private static readonly byte[][] CodeBytes = [.. Codes.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>1234, 1234#, A1234B.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> word)
    {
        word = word.Trim("#*"u8);
        return word.Length is >= 4 and <= 10 && word.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8) < 0 && word.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 && word.Count((byte)'-') <= 1;
    }

    private void ReadOut(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var digits = Digits(text, start);
        var before = at;
        while (before > 0 && text[before - 1] == ' ') before--;
        var word = before;
        while (word > 0 && Bytes.IsLetter(text[word - 1])) word--;
        var previous = text[word..before];
        if (digits == 3 && Bytes.At(text, start + 3) is (byte)' ' or (byte)'-' && Digits(text, start + 4) == 3 && !Errors.Contains(previous) && !IsCounted(text, start + 7)) found.Replace(start, 7, PrivacyKind.OneTimeCode);
        // totp: jane: code 639685 already used
        else if (digits == 6 && (Before.Contains(previous) || Phrases.AnyStarts(text[(start + 6)..], Verdicts)) && !IsCounted(text, start + 6)) found.Replace(start, 6, PrivacyKind.OneTimeCode);
    }

    private static readonly byte[][] Verdicts = Phrases.Of(" already used", " was already used", " rejected", " accepted", " verified", " is not valid", " is invalid");

    // 604 118 bytes; a number that goes on.
    private static bool IsCounted(ReadOnlySpan<byte> text, int at) => Bytes.IsLetterOrDigit(Bytes.At(text, at)) || Bytes.At(text, at) is (byte)'.' or (byte)'-' or (byte)' ' && Bytes.IsDigit(Bytes.At(text, at + 1)) || Bytes.StartsWithAt(text, at, " byte"u8);

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsDigit(text[end])) end++;
        return end - at;
    }
}
