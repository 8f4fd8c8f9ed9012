using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in reports: the accounts of a machine and the members of a group as <c>net user</c> and <c>net localgroup</c> list them, <c>User name        jane</c>, and who has logged in
/// through sshd, in a mail of logwatch.
/// </summary>
internal sealed class ReportedUserDetector : Detector
{
    private const int MostRows = 400;

    // The head of a list, below which a line of dashes stands.
    private static readonly string[] Lists = ["User accounts for \\\\", "Benutzerkonten für \\\\", "Comptes d'utilisateurs de \\\\", "Comptes d’utilisateurs de \\\\", "Cuentas de usuario de \\\\", "Gebruikersaccounts voor \\\\"];

    private static readonly string[] Members = ["Members\n\n---", "Members\r\n\r\n---", "Mitglieder\n\n---", "Mitglieder\r\n\r\n---", "Membres\n\n---", "Membres\r\n\r\n---"];

    // A label with a column of blanks behind it.
    private static readonly string[] Labels = ["User name          ", "Benutzername          ", "Nom d'utilisateur          ", "Nom d’utilisateur          ", "Nombre de usuario          "];

    private static readonly WordSet Standard = WordSet.Of("Administrator Administrateur Administrador Guest Gast Invité Invitado DefaultAccount WDAGUtilityAccount krbtgt");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("reported-user", PrivacyKind.User, "Users in lists of net user and net localgroup, and in mails of logwatch");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Lists.Concat(Members).Concat(Labels).Select(head => new Anchor(head, WordStart: true)), new("Users logging in through sshd:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (at != Bytes.SkipBlanks(text, Bytes.LineStart(text, at))) return;
        var anchor = text.Slice(at, length);
        var end = Bytes.LineEnd(text, at);
        if (anchor[^1] == ' ') Labelled(text, Bytes.SkipBlanks(text, at + length), end, found);
        else if (anchor[^1] == ':') Logins(text, end, found);
        else
        {
            if (anchor[^1] == '\\')
            {
                var machine = NamedValue.NameLength(text, at + length);
                if (Vocabulary.IsTelling(text.Slice(at + length, machine))) NamedValue.TakeName(text, at + length, machine, PrivacyKind.Host, found);
            }
            Listed(text, end, found);
        }
    }

    private static void Labelled(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (count > 0 && text[(at + count)..end].Trim(" \r"u8).IsEmpty) Take(text, at, count, found);
    }

    /// <summary>Words in columns below a line of dashes, up to the sentence that ends the report.</summary>
    private static void Listed(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var isBelow = false;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var line = text[row..end].TrimEnd(" \r"u8);
            if (line.StartsWith("---"u8)) isBelow = true;
            else if (!isBelow) continue;
            else if (line.IsEmpty || line[^1] == '.') return;
            else
            {
                for (var i = row; i < row + line.Length; i = Bytes.SkipBlanks(text, i))
                {
                    var start = i;
                    while (i < row + line.Length && !Bytes.IsBlank(text[i])) i++;
                    if (i == start) return;
                    // Names of several words are groups.
                    if (Bytes.At(text, i) == ' ' && i + 1 < row + line.Length && text[i + 1] != ' ') break;
                    if (NamedValue.NameLength(text, start) == i - start) Take(text, start, i - start, found);
                }
            }
        }
    }

    /// <summary>A name and a colon on lines of their own, and below each from where.</summary>
    private static void Logins(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row) && Bytes.At(text, row) == ' '; rows++)
        {
            var name = Bytes.SkipBlanks(text, row);
            var count = NamedValue.NameLength(text, name);
            if (count > 0 && text[(name + count)..end].TrimEnd(" \r"u8) is [(byte)':']) Take(text, name, count, found);
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int at, int count, Findings found)
    {
        if (!Standard.Contains(text.Slice(at, count))) NamedValue.TakeUser(text, at, count, found);
    }
}
