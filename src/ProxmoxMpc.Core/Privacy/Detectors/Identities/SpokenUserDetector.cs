using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in sentences of many languages: <c>usuario jane contraseña x</c>, <c>přihlašovací jméno jane, heslo x</c>, <c>mi usuario es jane</c>, <c>Benutzer jane gesperrt</c>,
/// <c>j'ai créé jane-edi mot de passe x</c>; and the labels by which Windows tells an account in its own language: <c>Kontoname:  jane</c>.
/// </summary>
internal sealed class SpokenUserDetector : Detector
{
    private static readonly string[] Nouns =
    [
        "user ", "username ", "login ", "account ", "benutzer ", "benutzername ", "konto ", "usuario ", "cuenta ", "compte ", "utilisateur ", "identifiant ", "utente ", "gebruiker ", "conta ", "conto ", "användare ", "bruker ", "bruger ", "kontot ",
        "tkownik ", "tkownika ", "ivatel ", "ivatele ", "jméno ", "meno ", "účet ", "účtu ", "felhasználó ",
    ];

    // Of Windows, in the languages in which it is sold; a domain stands behind the second ones.
    private static readonly string[] Labels = ["Kontoname:", "Nom du compte", "Nombre de cuenta:", "Nome account:", "Nome conta:", "Accountnaam:", "Nazwa konta:", "Kontonavn:", "Kontonamn:"];

    private static readonly string[] DomainLabels = ["Kontodomäne:", "Domaine du compte", "Dominio de cuenta:", "Dominio account:", "Accountdomein:", "Domena konta:", "Kontodomene:", "Kontodomän:"];

    // Behind which somebody stands who has just got a password.
    private static readonly string[] Made = ["créé ", "creado ", "creada ", "angelegt: ", "created ", "utworzyłem ", "vytvořil ", "založil "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("spoken-user", PrivacyKind.User, "Users in sentences of many languages, and behind the labels of Windows in its languages");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: !noun.StartsWith("tk", StringComparison.Ordinal) && noun[0] != 'i' || noun.StartsWith("id", StringComparison.Ordinal))), .. Labels.Concat(DomainLabels).Select(label => new Anchor(label, WordStart: true)), .. Made.Select(verb => new Anchor(verb, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var noun = text.Slice(at, length);
        if (noun[^1] != ' ' || Bytes.IsUpper(noun[0]) && noun.Length > 12)
        {
            Labelled(text, at, length, found);
            return;
        }
        // "tkownik" of Użytkownik, "ivatel" of uživatel: the rest of the word stands before. Others begin there.
        if (Bytes.IsAsciiLetter(Bytes.At(text, at - 1)) && Bytes.EscapeBefore(text, at) == 0 && !(text[at] is (byte)'t' or (byte)'T' && noun.StartsWith("tk"u8))) return;
        var start = Bytes.SkipBlanks(text, at + length);
        var isTold = false;
        foreach (var verb in Verbs)
            if (Bytes.StartsWithAt(text, start, verb))
            {
                start = Bytes.SkipBlanks(text, start + verb.Length);
                isTold = true;
                break;
            }
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'' or (byte)'`') start++;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count < 3 || !Bytes.IsLower(name[0]) && name[0] < 128 || Bytes.At(text, start + count) == '\\' && Bytes.EscapeBefore(text, start + count + 2) != 2 || Bytes.At(text, start + count) is (byte)'@' or (byte)'=' or (byte)'(' or (byte)'/' or (byte)':' || !Vocabulary.IsTelling(name) || Vocabulary.IsDaemon(name)) return;
        var rest = text[(start + count)..Bytes.LineEnd(text, start)].TrimStart("\"'`"u8);
        if (!(GoesOnWithPassword(rest) || IsMade(noun) is false && (IsLocked(rest) || isTold && IsOwn(text, at)))) return;
        if (IsMade(noun) && !name.ContainsAny("-_.0123456789"u8)) return;
        NamedValue.TakeUser(text, start, count, found);
    }

    private static bool IsMade(ReadOnlySpan<byte> noun)
    {
        foreach (var verb in MadeBytes)
            if (noun.SequenceEqual(verb)) return true;
        return false;
    }

    private static readonly byte[][] MadeBytes = [.. Made.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Verbs = [.. new[] { "is ", "es ", "ist ", "lautet ", "est ", "je ", "jest ", "to ", "è ", "é ", "er ", "är " }.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Whether somebody speaks of the own account: <c>mi usuario es jane</c>.</summary>
    private static bool IsOwn(ReadOnlySpan<byte> text, int noun)
    {
        var before = text[Bytes.LineStart(text, noun)..noun];
        foreach (var word in Owners)
            if (before.Length >= word.Length && Bytes.StartsWithIgnoreCase(before, before.Length - word.Length, word) && !Bytes.IsLetterOrDigit(Bytes.At(before, before.Length - word.Length - 1))) return true;
        return false;
    }

    private static readonly byte[][] Owners = [.. new[] { "my ", "mi ", "mein ", "meine ", "mon ", "mijn ", "il mio ", "meu ", "minha ", "mitt ", "min ", "moje ", "mój ", "můj ", "moj ", "your ", "tu ", "dein ", "ton ", "ihr ", "the ", "der ", "das ", "el ", "le " }.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Whether an account is said to be locked, or to be so no more.</summary>
    private static bool IsLocked(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        for (var words = 0; words < 3; words++)
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

    private static readonly WordSet Auxiliaries = WordSet.Of("is was has been got ist war wurde wird está fue es est été a è stato stata is werd byl byla jest został została je se er blev ble är blev");

    private static readonly byte[][] States = [.. new[] { "gesperrt", "entsperrt", "locked", "disabled", "unlocked", "bloquead", "bloqué", "bloccat", "geblokkeerd", "zablokow", "zamkl", "zamčen", "zablokov", "låst", "spärrat" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Whether a text goes on with a password, whatever small words stand before it: <c>, das Passwort</c>, <c> / temp password</c>, <c>\ncontraseña</c>.</summary>
    internal static bool GoesOnWithPassword(ReadOnlySpan<byte> rest)
    {
        const int MostWords = 4;
        for (var words = 0; words < MostWords; words++)
        {
            var at = 0;
            while (at < rest.Length && (rest[at] is (byte)' ' or (byte)',' or (byte)';' || rest[at] == '/' && at > 0)) at++;
            if (Bytes.StartsWithAt(rest, at, "\\n"u8)) at += 2;
            if (at == 0) return false;
            rest = rest[at..];
            var end = 0;
            while (end < rest.Length && Bytes.IsLetter(rest[end])) end++;
            if (end == 0) return false;
            foreach (var noun in PasswordNouns)
                if (end >= noun.Length && end - noun.Length < 5 && Bytes.StartsWithIgnoreCase(rest, 0, noun)) return true;
            if (!Fillers.Contains(rest[..end])) return false;
            rest = rest[end..];
        }
        return false;
    }

    private static readonly byte[][] PasswordNouns = [.. new[] { "password", "passwort", "kennwort", "passwd", "passphrase", "wachtwoord", "contraseña", "contrasenya", "clave", "senha", "heslo", "hasło", "hasłem", "lösenord", "passord", "adgangskode", "parola", "jelszó", "pwd", "pw", "pass", "mdp", "startkennwort", "startpasswort" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly WordSet Fillers = WordSet.Of("and und et y e i a og och en with mit avec con com z s das dem le la el il het the temp temporary initial new neues neue altes old nuevo nueva nouveau nowe nové mot de its his her mein my");

    /// <summary>An account, or a domain, behind a label, with blanks or tabs between.</summary>
    private static void Labelled(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        if (text[at + length - 1] != ':')
        {
            // French has a blank before the colon.
            if (Bytes.StartsWithAt(text, start, "\u00a0:"u8)) start += 3;
            else if (Bytes.At(text, start) == ':') start++;
            else return;
            start = Bytes.SkipBlanks(text, start);
        }
        var count = NamedValue.NameLength(text, start);
        var isDomain = text[at] is (byte)'D' or (byte)'A' && Bytes.StartsWithAt(text, at, "Dom"u8) || text.Slice(at, length).IndexOf("dom"u8) > 0;
        if (!isDomain) NamedValue.TakeUser(text, start, count, found);
        else if (count is > 1 and <= 15 && !Bytes.StartsWithAt(text, start, "NT"u8)) NamedValue.TakeName(text, start, count, PrivacyKind.Domain, found);
    }
}
