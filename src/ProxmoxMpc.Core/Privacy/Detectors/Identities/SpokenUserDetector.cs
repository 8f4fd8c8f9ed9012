using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in sentences of many languages: <c>usuario jane contraseña x</c>, <c>přihlašovací jméno jane, heslo x</c>, <c>mi usuario es jane</c>, <c>Benutzer jane gesperrt</c>,
/// <c>j'ai créé jane-edi mot de passe x</c>
/// </summary>
internal sealed class SpokenUserDetector : Detector
{
    private const int Shortest = 3;

    // In capitals and as long as that it is a label: Benutzername : jane
    private const int LabelLength = 13;

    private static readonly string[] Nouns =
    [
        "user ", "username ", "login ", "account ", "benutzer ", "benutzername ", "konto ", "usuario ", "cuenta ", "compte ", "utilisateur ", "identifiant ",
        "utente ", "gebruiker ", "conta ", "conto ", "användare ", "bruker ", "bruger ", "kontot ", "jméno ", "meno ", "účet ", "účtu ", "felhasználó ",
    ];

    // Of Użytkownik and uživatel: the rest of the word stands before.
    private static readonly string[] Endings = ["tkownik ", "tkownika ", "ivatel ", "ivatele "];

    // Behind which somebody stands who has just got a password.
    private static readonly string[] Made = ["créé ", "creado ", "creada ", "angelegt: ", "created ", "utworzyłem ", "vytvořil ", "založil "];

    private static readonly byte[][] MadeBytes = Phrases.Of(Made);

    private static readonly byte[][] Verbs = Phrases.Of("is ", "es ", "ist ", "lautet ", "est ", "je ", "jest ", "to ", "è ", "é ", "er ", "är ");

    /// <summary>The rule, which the labels of Windows share.</summary>
    public static PrivacyRule SpokenRule { get; } =
        PrivacyRule.Standard("spoken-user", PrivacyKind.User, "Users in sentences of many languages, and behind the labels of Windows in its languages");

    public override PrivacyRule Rule => SpokenRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: true)), .. Endings.Select(ending => new Anchor(ending, IgnoreCase: true)),
        .. Made.Select(verb => new Anchor(verb, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var noun = text.Slice(at, length);
        if (length >= LabelLength && Bytes.IsUpper(noun[0]))
        {
            AccountLabelDetector.TakeLabelled(text, at, length, found);
            return;
        }
        // Others than those of Polish begin where they stand; before the Czech ending there is a letter that is none of ASCII.
        if (Bytes.IsAsciiLetter(Bytes.At(text, at - 1)) && Bytes.EscapeBefore(text, at) == 0 && !noun.StartsWith("tk"u8)) return;
        var start = SkipVerb(text, Bytes.SkipBlanks(text, at + length), out var isTold);
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var name = new Extent(start, start + NamedValue.NameLength(text, start));
        if (!CanBeUser(text, name)) return;
        var rest = text[name.End..Bytes.LineEnd(text, start)].TrimStart("\"'`"u8);
        var isUser = UserPhraseText.GoesOnWithPassword(rest);
        if (Phrases.AnyIs(noun, MadeBytes)) isUser &= text[name.Start..name.End].ContainsAny("-_.0123456789"u8);
        else isUser |= IsLocked(rest) || isTold && IsOwn(text, at);
        if (isUser) NamedValue.TakeUser(text, name.Start, name.Length, found);
    }

    /// <summary>Where a name begins behind a verb that says that it follows, if there is any.</summary>
    private static int SkipVerb(ReadOnlySpan<byte> text, int at, out bool isTold)
    {
        isTold = false;
        foreach (var verb in Verbs)
        {
            if (!Bytes.StartsWithAt(text, at, verb)) continue;
            isTold = true;
            return Bytes.SkipBlanks(text, at + verb.Length);
        }
        return at;
    }

    private static bool CanBeUser(ReadOnlySpan<byte> text, Extent name)
    {
        if (name.Length < Shortest || !Bytes.IsLower(text[name.Start]) && text[name.Start] < 128) return false;
        var after = Bytes.At(text, name.End);
        if (after is (byte)'@' or (byte)'=' or (byte)'(' or (byte)'/' or (byte)':' || after == '\\' && Bytes.EscapeBefore(text, name.End + 2) != 2) return false;
        // The account is now trusted
        return Vocabulary.IsTelling(text[name.Start..name.End]) && !SentenceText.ActsAs(text, name.Start) && !Vocabulary.IsDaemon(text[name.Start..name.End]);
    }

    /// <summary>Whether somebody speaks of the own account: <c>mi usuario es jane</c>.</summary>
    private static bool IsOwn(ReadOnlySpan<byte> text, int noun)
    {
        var before = text[Bytes.LineStart(text, noun)..noun];
        foreach (var word in Owners)
        {
            var start = before.Length - word.Length;
            if (Bytes.StartsWithIgnoreCase(before, start, word) && !Bytes.IsLetterOrDigit(Bytes.At(before, start - 1))) return true;
        }
        return false;
    }

    private static readonly byte[][] Owners = Phrases.Of(
        "my ", "mi ", "mein ", "meine ", "mon ", "mijn ", "il mio ", "meu ", "minha ", "mitt ", "min ", "moje ", "mój ", "můj ", "moj ",
        "your ", "tu ", "dein ", "ton ", "ihr ", "the ", "der ", "das ", "el ", "le ");

    /// <summary>Whether an account is said to be locked, or to be so no more.</summary>
    private static bool IsLocked(ReadOnlySpan<byte> rest)
    {
        const int MostWords = 3;
        rest = rest.TrimStart((byte)' ');
        for (var words = 0; words < MostWords; words++)
        {
            foreach (var state in States)
                if (Bytes.StartsWithIgnoreCase(rest, 0, state)) return true;
            var end = 0;
            while (end < rest.Length && Bytes.IsLetter(rest[end])) end++;
            if (end == 0 || end >= rest.Length || rest[end] != ' ' || !Auxiliaries.Contains(rest[..end])) return false;
            rest = rest[(end + 1)..];
        }
        return false;
    }

    private static readonly WordSet Auxiliaries = WordSet.Of(
        "is was has been got ist war wurde wird está fue es est été a è stato stata is werd byl byla jest został została je se er blev ble är blev");

    private static readonly byte[][] States = Phrases.Of(
        "gesperrt", "entsperrt", "locked", "disabled", "unlocked", "bloquead", "bloqué", "bloccat", "geblokkeerd", "zablokow", "zamkl", "zamčen", "zablokov", "låst", "spärrat");
}
