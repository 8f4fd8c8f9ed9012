using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users in sentences that say who somebody is or did something: <c>logged in as jane</c>, <c>bearbeitet von jane</c>, <c>(Konto jane)</c>. No word of a language is one.</summary>
internal sealed class SpokenAccountDetector : Detector
{
    private static readonly string[] Phrases =
    [
        "(compte ", "(account ", "(Account ", "(Konto ", "(konto ", "(login ", "(Login ", "(usuario ", "(utente ", "(user ", "(User ", "(Benutzer ", "(bruker ",
        "logged in as ", "log in as ", "login as ", "logged on as ", "eingeloggt als ", "angemeldet als ", "anmelden als ", "en tant que ",
        "running as ", "runs as ", "connect as ", "connected as ",
        "aangepast door ", "gewijzigd door ", "gemaakt door ", "bearbeitet von ", "erstellt von ", "modified by ", "edited by ", "last changed by ",
        "modificato da ", "creato da ", "modificado por ", "zmienione przez ", "with username ",
    ];

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Phrases.Select(phrase => new Anchor(phrase, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (AccountPhraseDetector.NameBehind(text, at + length) is not { } name || !Vocabulary.IsTelling(text[name.Start..name.End])) return;
        if (text[at] != 'w' && !IsSpokenOf(text, name, isBracketed: text[at] == '(')) return;
        NamedValue.TakeUser(text, name.Start, name.Length, found);
    }

    private static bool IsSpokenOf(ReadOnlySpan<byte> text, Extent name, bool isBracketed)
    {
        if (isBracketed && Bytes.At(text, name.End) != ')') return false;
        return !Bytes.IsUpper(Bytes.At(text, name.Start)) && !OtherLanguages.Contains(text[name.Start..name.End]);
    }
}
