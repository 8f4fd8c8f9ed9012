using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The old one and the new one, where a sentence tells that a secret was changed: <c>rotated the SNMP community from X to Y</c>, <c>das Passwort wurde von X auf Y geändert</c>.
/// </summary>
internal sealed class ChangedSecretDetector : Detector
{
    private const int Reach = 120, Shortest = 5, Longest = 64;

    private static readonly byte[][] Froms = Phrases.Of(" from ", " von ", " van ", " de ", " da ", " del ");

    private static readonly byte[][] Arrows = Phrases.Of(" -> ", " → ", " => ");

    private static readonly WordSet Tos = WordSet.Of("to auf zu naar à a in op");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("changed-secret", PrivacyKind.Password, "A secret's old and new value in a sentence: from X to Y");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "passw", "passphrase", "kennwort", "wachtwoord", "mot de passe", "contraseña" }.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: noun is not ("passw" or "kennwort"))),
        new("community", IgnoreCase: true, WordStart: true), new("shared secret", IgnoreCase: true, WordStart: true), new("PSK ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        foreach (var arrow in Arrows)
            if (text[(at + length)..line].IndexOf(arrow) is > 1 and var sign && Replaced(text, at + length, at + length + sign, arrow.Length, line, found)) return;
        foreach (var from in Froms)
        {
            if (text[(at + length)..line].IndexOf(from) is not (>= 0 and var place)) continue;
            var before = ToldText.Word(text, at + length + place + from.Length, line, out var next);
            var join = ToldText.Word(text, next, line, out next);
            if (before.IsEmpty || !Tos.Contains(text[join.Start..join.End])) continue;
            var after = ToldText.Word(text, next, line, out _);
            if (!CanBeSecret(text[before.Start..before.End]) || !CanBeSecret(text[after.Start..after.End])) continue;
            found.Replace(before.Start, before.Length, Rule.Kind);
            found.Replace(after.Start, after.Length, Rule.Kind);
            return;
        }
    }

    /// <summary><c>password changed: X -> Y</c></summary>
    private bool Replaced(ReadOnlySpan<byte> text, int from, int sign, int length, int line, Findings found)
    {
        var start = sign;
        while (start > from && !Bytes.IsBlank(text[start - 1])) start--;
        var before = ToldText.Word(text, start, sign, out _);
        var after = ToldText.Word(text, sign + length, line, out _);
        if (!CanBeSecret(text[before.Start..before.End]) || !CanBeSecret(text[after.Start..after.End])) return false;
        found.Replace(before.Start, before.Length, Rule.Kind);
        found.Replace(after.Start, after.Length, Rule.Kind);
        return true;
    }

    /// <summary>Letters and digits or a sign: no word, no number, no machine's address.</summary>
    private static bool CanBeSecret(ReadOnlySpan<byte> word)
    {
        if (word.Length is < Shortest or > Longest || KeyValueText.IsReference(word) || ToldText.IsCraft(word) || word.IndexOfAny("/\\:@()"u8) >= 0) return false;
        return KeySentenceText.LooksLikePassword(word, false) && !Domains.IsDomain(word, out _, out _, out _);
    }
}
