using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords that mails, tickets and chats tell in their sentences: <c>das Kennwort habe ich auf x geändert</c>, <c>hasło do drukarki brzmi x</c>, what
/// somebody has
/// tried (<c>he probado con x y con x</c>), and what the next line answers to a question for one. Taken is only what no language has as a word.
/// </summary>
internal sealed class ToldPasswordDetector : Detector
{
    // Bytes of a sentence between the noun and the password, of an answer, and back to the noun.
    private const int Reach = 96, AnswerReach = 120, BackReach = 220;

    private static readonly string[] Nouns =
    [
        "passw", "passphrase", "kennwort", "kennwörter", "contraseñ", "contrasenya", "clave", "mot de passe", "mots de passe", "hasł", "haslo", "hasla",
        "heslo", "hesla", "hesel",
        "parola d'ordine", "wachtwoord", "senha", "palavra-passe", "adgangskode", "lösenord", "passord", "pw to ", "pw auf ",
    ];

    /// <summary>What stands before something that was tried.</summary>
    private static readonly string[] Attempts =
    [
        "probado con ", "probé con ", "probé ", "tried ", "versucht mit ", "probiert mit ", "próbowałam ", "próbowałem ", "próbowałam z ", "zkoušel jsem ",
        "zkoušela jsem ", "zkusil jsem ", "zkusila jsem ", "essayé ", "essayé avec ", "provato con ", "tentei ", "tentei com ", "geprobeerd met ",
    ];

    /// <summary>What stands behind it.</summary>
    private static readonly string[] Afterwards = ["probiert", "versucht", "geprobeerd", "ausprobiert"];

    /// <summary>What answers a question, or speaks of what was spoken of.</summary>
    private static readonly string[] Answers =
    [
        "c'est ", "c’est ", "it's ", "it’s ", "ahora es ", "teraz jest ", "teraz to ", "teď je ", "old one: ", "old one is ", "ancien est ", "vieja es ",
        "staré je ", "stare to ",
    ];

    /// <summary>The one from before, in brackets: <c>das alte (x)</c>.</summary>
    private static readonly string[] Former =
    [
        "alte (", "alten (", "old one (", "new one (", "ancien (", "antigua (", "vecchia (", "stare (", "staré (", "oude (",
    ];

    private static readonly byte[][] AnswerBytes = [.. Answers.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Spoken = [.. Nouns.Where(noun => noun[^1] != ' ').Append("pw").Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly WordSet Joins = WordSet.Of("and und et y i a e en or oder ou o oraz nebo of dann then también");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("told-password", PrivacyKind.Password,
        "Passwords told in sentences of mails, tickets and chats");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: noun is not ("passw" or "kennwort"))),
        .. Attempts.Concat(Answers).Concat(Former).Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        .. Afterwards.Select(word => new Anchor(word, WordStart: true)),
    ];

    private static bool IsInDistinguishedName(ReadOnlySpan<byte> text, int at)
    {
        const int LongestName = 40;
        var start = at;
        while (start > 0 && at - start < LongestName && (Bytes.IsLetter(text[start - 1]) || text[start - 1] == ' ')) start--;
        return Bytes.At(text, start - 1) == '=' && Bytes.StartsWithIgnoreCase(text, start - 3, "cn"u8) && text[at..Bytes.LineEnd(text, at)].IndexOf(",ou="u8) > 0;
    }

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // cn=Password Reset Agent,ou=Roles: a group of a directory.
        if (IsInDistinguishedName(text, at)) return;
        var line = Bytes.LineEnd(text, at);
        var word = text.Slice(at, length);
        if (IsAfterwards(word)) Before(text, at, found);
        else if (word[^1] == '(') InBrackets(text, at, at + length, line, found);
        else if (word[^1] != ' ') Told(text, at, at + length, line, found);
        // pw to x, pw auf x
        else if (Bytes.ToLower(word[0]) == 'p' && Bytes.ToLower(word[1]) == 'w') Told(text, at, at + 2, line, found);
        // What was tried is a password as it looks; an answer needs what it answers.
        else if (!IsAnswer(word)) Said(text, at + length, line, mixed: false, found);
        else if (SpeaksOfPassword(text, at)) Said(text, at + length, line, mixed: true, found);
    }

    private static bool IsAfterwards(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("probiert"u8) || word.SequenceEqual("versucht"u8) || word.SequenceEqual("geprobeerd"u8) || word.SequenceEqual("ausprobiert"u8);

    private static bool IsAnswer(ReadOnlySpan<byte> word)
    {
        foreach (var answer in AnswerBytes)
            if (answer.Length == word.Length && Bytes.StartsWithIgnoreCase(word, 0, answer)) return true;
        return false;
    }

    private static bool SpeaksOfPassword(ReadOnlySpan<byte> text, int at) => ToldText.Holds(text[Math.Max(0, at - BackReach)..at], Spoken);

    /// <summary>The one from before: <c>das alte (x)</c>.</summary>
    private void InBrackets(ReadOnlySpan<byte> text, int at, int start, int line, Findings found)
    {
        var old = ToldText.Word(text, start, line, out _);
        if (old.Length is < 6 or > 40 || Bytes.At(text, old.End) != ')' || !IsUnusual(text[old.Start..old.End]) || !SpeaksOfPassword(text, at)) return;
        found.Replace(old.Start, old.Length, Rule.Kind);
    }

    /// <summary>A word that neither a language nor a program has.</summary>
    private static bool IsUnusual(ReadOnlySpan<byte> word)
    {
        if (!Bytes.IsLetterOrDigit(word[0]) || word.IndexOfAny(" /\\:@"u8) >= 0 || word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return false;
        return !CommonWords.Contains(word) && !Vocabulary.IsWord(word) && !SentenceText.IsDerived(word) && !Domains.IsDomain(word, out _, out _, out _);
    }

    /// <summary>From the noun on: the first word that is told, or that can be nothing else; where it is asked for, the next line answers.</summary>
    private void Told(ReadOnlySpan<byte> text, int noun, int at, int line, Findings found)
    {
        while (at < line && Bytes.IsLetter(text[at])) at++;
        if (IsSetting(text, noun, at, line)) return;
        var limit = Math.Min(line, at + Reach);
        var state = new Sentence { IsNear = true, IsTold = text[Math.Min(at, line - 1)] == ':' };
        var before = default(Extent);
        for (var i = at; i < limit;)
        {
            var word = ToldText.Word(text, i, line, out var next);
            if (next <= i) break;
            i = next;
            if (word.IsEmpty) continue;
            var span = text[word.Start..word.End];
            if (ToldText.IsVerb(span) && IsAccount(text[before.Start..before.End])) state = state with { Account = before };
            before = word;
            if (IsAnnouncing(text, word, next)) state = state with { IsTold = true, IsSaid = Bytes.At(text, word.End) != ':', IsNear = false };
            else if (ToldText.IsAdverb(span)) continue;
            else if (ToldText.IsWay(span)) state = state with { MayChange = true, IsNear = false };
            else if (IsTold(text, word, state, noun, line))
            {
                found.Replace(word.Start, word.Length, Rule.Kind);
                NamedValue.TakeUser(text, state.Account.Start, state.Account.Length, found);
                Further(text, next, line, found);
                return;
            }
            else state = default;
        }
        if (text[noun..line].TrimEnd(" \t"u8) is [.., (byte)'?' or (byte)'/' or (byte)'!']) Answer(text, line, found);
    }

    /// <summary>
    /// What has been read of a sentence: whether the word is right behind the noun, or behind a colon, a verb, or a word that a new value follows.
    /// </summary>
    private readonly record struct Sentence(bool IsNear, bool IsTold, bool IsSaid, bool MayChange, Extent Account);

    /// <summary><c>the password of app_ro is x</c>: whose it is, if that is no word.</summary>
    private static bool IsAccount(ReadOnlySpan<byte> word) =>
        word.Length > 3 && word.Contains((byte)'_') && NamedValue.NameLength(word, 0) == word.Length && word.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0;

    /// <summary>
    /// Whether the noun belongs to the name of a setting, which others read: <c>password-policy</c>, <c>password_hash</c>, <c>password=x</c>,
    /// <c>{ password: x, token: y }</c>.
    /// </summary>
    private static bool IsSetting(ReadOnlySpan<byte> text, int noun, int end, int line)
    {
        if (end < line && !IsBetweenWords(text, end) || noun > 0 && text[noun - 1] is (byte)'_' or (byte)'$' or (byte)'.' or (byte)'/' or (byte)'<')
            return true;
        return text[end - 1] != ' ' && Bytes.At(text, end) == ':' && text[Bytes.LineStart(text, noun)..noun].Contains((byte)'{');
    }

    // set-user-password?username=…: an address, and what it asks for.
    private static bool IsBetweenWords(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)' ' or (byte)',' or (byte)'.' or (byte)')' => true,
        (byte)'?' => !Bytes.IsLetterOrDigit(Bytes.At(text, at + 1)),
        (byte)':' => Bytes.At(text, at + 1) == ' ',
        _ => false,
    };

    /// <summary>A verb, or a word and a colon: what follows is the value.</summary>
    private static bool IsAnnouncing(ReadOnlySpan<byte> text, Extent word, int next)
    {
        var span = text[word.Start..word.End];
        return ToldText.IsVerb(span) || Bytes.At(text, word.End) == ':' && word.End + 1 >= next && word.Length <= 20 && !span.Contains((byte)'_');
    }

    /// <summary>Whether a word looks like a password where the sentence has come to.</summary>
    private static bool IsTold(ReadOnlySpan<byte> text, Extent word, Sentence state, int noun, int line)
    {
        var span = text[word.Start..word.End];
        var shape = ToldText.ShapeOf(span);
        if (shape != ToldShape.Mixed) return shape == ToldShape.Made;
        if (state.IsSaid || (state.IsNear || state.IsTold) && span.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 || ToldText.IsSetOff(text, word)) return true;
        return state.MayChange && ToldText.SpeaksOfChange(text[Bytes.LineStart(text, noun)..line]);
    }

    /// <summary>The line below a question: behind who says it.</summary>
    private void Answer(ReadOnlySpan<byte> text, int line, Findings found)
    {
        var end = line;
        if (!Bytes.NextLine(text, ref end, out var start)) return;
        var limit = Math.Min(end, start + AnswerReach);
        for (var i = start; i < limit;)
        {
            var word = ToldText.Word(text, i, end, out var next);
            if (next <= i) return;
            i = next;
            if (word.IsEmpty) continue;
            var span = text[word.Start..word.End];
            if (!IsAnswering(span)) continue;
            found.Replace(word.Start, word.Length, Rule.Kind);
            return;
        }
    }

    /// <summary>What is made up, or long and of all kinds of characters.</summary>
    private static bool IsAnswering(ReadOnlySpan<byte> word)
    {
        var shape = ToldText.ShapeOf(word);
        if (shape != ToldShape.Mixed) return shape == ToldShape.Made;
        return word.Length >= 8 && word.ContainsAnyInRange((byte)'0', (byte)'9') && word.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
    }

    /// <summary>Right behind the words that announce it.</summary>
    private void Said(ReadOnlySpan<byte> text, int at, int line, bool mixed, Findings found)
    {
        var word = ToldText.Word(text, at, line, out var next);
        if (word.IsEmpty) return;
        var shape = ToldText.ShapeOf(text[word.Start..word.End]);
        if (shape != ToldShape.Made && !(mixed && shape == ToldShape.Mixed)) return;
        found.Replace(word.Start, word.Length, Rule.Kind);
        Further(text, next, line, found);
    }

    /// <summary>x and y: what goes on with another one.</summary>
    private void Further(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        for (var count = 0; count < 4; count++)
        {
            var join = ToldText.Word(text, at, line, out var next);
            if (join.IsEmpty || !Joins.Contains(text[join.Start..join.End])) return;
            var word = ToldText.Word(text, next, line, out at);
            if (word.IsEmpty || ToldText.ShapeOf(text[word.Start..word.End]) == ToldShape.None) return;
            found.Replace(word.Start, word.Length, Rule.Kind);
        }
    }

    /// <summary>What the verb at the end of a sentence speaks of: <c>mit x und x probiert</c>.</summary>
    private void Before(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Math.Max(Bytes.LineStart(text, at), at - 64);
        for (var end = at; end > line;)
        {
            var start = end;
            while (start > line && !Bytes.IsBlank(text[start - 1])) start--;
            var word = ToldText.Word(text, start, end, out _);
            if (!word.IsEmpty && ToldText.ShapeOf(text[word.Start..word.End]) == ToldShape.Made) found.Replace(word.Start, word.Length, Rule.Kind);
            end = start - 1;
        }
    }
}
