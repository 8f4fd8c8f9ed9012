using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A PIN of something that is named before it, with or without a verb: <c>badge pin 86-4471-K</c>, <c>the voicemail PIN: 4471</c>.</summary>
internal sealed class NamedPinDetector : Detector
{
    private const int Reach = 32, Longest = 16;

    private static readonly string[] Things =
    [
        "badge", "door", "gate", "alarm", "card", "keypad", "locker", "safe", "portal", "voicemail", "conference", "meeting", "phone", "sim", "tablet", "kiosk",
        "token", "yubikey", "smartcard", "printer", "terminal", "panel", "bios", "bmc", "rack",
    ];

    // Devices have codes of errors, doors have not.
    private static readonly string[] Doors = ["badge", "door", "gate", "alarm", "keypad", "locker", "safe", "panel", "rack", "cabinet"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("named-pin", PrivacyKind.Password, "PINs of things that are named before them");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from thing in Things from pin in new[] { " pin ", " pin:", " pin=" } select new Anchor(thing + pin, IgnoreCase: true, WordStart: true),
        .. Doors.Select(door => new Anchor(door + " code ", IgnoreCase: true, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        for (var i = at + length; i < limit;)
        {
            var word = ToldText.Word(text, i, limit, out var next);
            if (next <= i) return;
            i = next;
            var span = text[word.Start..word.End];
            if (word.IsEmpty || ToldText.IsVerb(span) || ToldText.IsAdverb(span)) continue;
            if (IsPin(span)) found.Replace(word.Start, word.Length, Rule.Kind);
            return;
        }
    }

    /// <summary>4471, 4471#, 86-4471-K.</summary>
    private static bool IsPin(ReadOnlySpan<byte> word) =>
        word.Length is >= 4 and <= Longest && word.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-#*"u8) < 0 && word.Count((byte)'-') <= 2
        && CountDigits(word) >= 4;

    private static int CountDigits(ReadOnlySpan<byte> word)
    {
        var digits = 0;
        foreach (var b in word)
            if (Bytes.IsDigit(b)) digits++;
        return digits;
    }
}
