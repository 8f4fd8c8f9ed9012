using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users of a Windows domain: <c>DOMAIN\user</c>, also with the sign doubled. The domain is a name, too.</summary>
internal sealed class DomainUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("domain-user", PrivacyKind.User, "Windows accounts: DOMAIN\\user");

    public override Precedence Precedence => Precedence.Structure;

    // The sign alone is too short to wake anybody: it does with the letter behind it.
    public override ImmutableArray<Anchor> Anchors { get; } = [new("]\\["), new("]\\\\["), new("whoami", WordStart: true), .. "abcdefghijklmnopqrstuvwxyz".SelectMany(letter => new[] { new Anchor($"\\{letter}", IgnoreCase: true) })];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ']')
        {
            Brackets(text, at, at + length, found);
            return;
        }
        if (text[at] == 'w')
        {
            Answer(text, at, found);
            return;
        }
        var end = at;
        while (end > 0 && text[end - 1] == '\\') end--;
        if (at - end > 1) return;
        var start = end;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_')) start--;
        var domain = text[start..end];
        // NetBIOS names: up to 15, and written in capitals where nobody thinks of a path.
        if (domain.Length is < 2 or > 15 || domain[^1] == '-' || domain.ContainsAnyInRange((byte)'a', (byte)'z') || domain.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return;
        if (Bytes.At(text, start - 1) is (byte)'\\' or (byte)'/' or (byte)'%' or (byte)'.' or (byte)'+' or (byte)'$' or (byte)':' || domain is [(byte)'H', (byte)'K', ..] || domain.SequenceEqual("NT"u8) || domain.SequenceEqual("BUILTIN"u8) || domain.SequenceEqual("AUTHORITY"u8) || BuiltIn.Contains(domain)) return;
        // Everybody's accounts of services, of pools and of machines.
        if (Phrases.AnyEnds(text[..end], Authorities)) return;
        // C:\PROGRAM FILES\INTERNET EXPLORER: a folder whose name has a blank.
        if (Bytes.At(text, start - 1) == ' ' && IsInPath(text, start - 1)) return;
        var name = at + 1;
        var stop = name;
        while (stop < text.Length && (Bytes.IsLetterOrDigit(text[stop]) || text[stop] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'$')) stop++;
        while (stop > name && text[stop - 1] is (byte)'.') stop--;
        if (Bytes.At(text, stop) == '\\') return;
        // LDAP\nNETWORK in a script's text: the end of a line, and no account.
        if (end == at && Bytes.At(text, at + 1) is (byte)'n' or (byte)'t' or (byte)'r'
            && (IsLineEnd(text, at) || domain.Length < 3 || HasLineEnds(text, at) || IsInSentence(text, start, at))) return;
        var user = text[name..stop];
        // LVM2\x20001: a blank, as udev writes it.
        if (user.Length > 2 && user[0] == 'x' && Bytes.IsDigit(user[1]) && Bytes.IsHex(user[2]) && user[1..].IndexOfAnyExcept("0123456789abcdef"u8) < 0) return;
        if (user.Length < 2 || Bytes.EscapeBefore(text, name + 1) > 0 && at == end - 1 && user.Length < 3) return;
        if (IsInstance(text[..start]))
        {
            // sqlcmd -S DB01\NAV: a machine, and which of its databases.
            NamedValue.TakeName(text, start, domain.Length, PrivacyKind.Host, found);
            return;
        }
        if (!domain.SequenceEqual("WORKGROUP"u8))
        {
            found.Learn(PrivacyKind.Domain, domain);
            found.Replace(start, domain.Length, PrivacyKind.Domain);
        }
        if (Vocabulary.IsSystemUser(user) || !Vocabulary.CanBeName(user) || WellKnown.Contains(user)) return;
        found.Learn(PrivacyKind.User, user);
        found.Replace(name, user.Length, PrivacyKind.User);
    }

    /// <summary>Whether the word before a blank is a part of a path.</summary>
    private static bool IsInPath(ReadOnlySpan<byte> text, int blank)
    {
        var word = blank;
        while (word > 0 && Bytes.IsAsciiLetterOrDigit(text[word - 1])) word--;
        return word < blank && word > 2 && text[word - 1] == '\\' && text[word - 2] == ':';
    }

    private static bool IsInstance(ReadOnlySpan<byte> before)
    {
        if (before.EndsWith("sqlcmd -S "u8) || before.EndsWith("bcp -S "u8)) return true;
        foreach (var key in ServerKeys)
            if (before.Length >= key.Length && Bytes.StartsWithIgnoreCase(before, before.Length - key.Length, key)) return true;
        return false;
    }

    private static readonly byte[][] ServerKeys = Phrases.Of("data source=", "-serverinstance ", "-sqlinstance ", ";server=", "\"server=");

    private static bool IsLineEnd(ReadOnlySpan<byte> text, int at) => !Bytes.IsLower(Bytes.At(text, at + 2)) && Bytes.At(text, at + 2) is not ((byte)'.' or (byte)'-' or (byte)'_');

    /// <summary>Whether the line is a text of JSON or of a program that holds ends of lines: then one before a small letter is one, too.</summary>
    private static bool HasLineEnds(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        var whole = text[line..Bytes.LineEnd(text, at)];
        // A row of COPY, in one of whose cells is a text: replaced PSU\nsee ticket
        if (whole.Count((byte)'\t') > 2 && text[line..at].LastIndexOfAny((byte)' ', (byte)'\t') is >= 0 and var gap && text[line + gap] == ' ') return true;
        for (var i = whole.IndexOf((byte)'\\'); i >= 0;)
        {
            if (line + i != at && Bytes.At(whole, i + 1) is (byte)'n' or (byte)'"' && (whole[i + 1] == '"' || IsLineEnd(whole, i) || IsSetting(whole, i + 2))) return true;
            var next = whole[(i + 1)..].IndexOf((byte)'\\');
            i = next < 0 ? -1 : i + 1 + next;
        }
        return false;
    }

    /// <summary>
    /// Whether it stands in a text of several words that is a value of JSON, which would double the sign: <c>"Description": "all of ERP\nresp.: jane"</c>.
    /// </summary>
    private static bool IsInSentence(ReadOnlySpan<byte> text, int start, int at)
    {
        const int Reach = 512;
        var line = Bytes.LineStart(text, at);
        var before = text[Math.Max(line, start - Reach)..start];
        if (before.LastIndexOf((byte)'"') is not (> 2 and var quote) || before[quote - 1] == '\\') return false;
        return before[..quote].TrimEnd((byte)' ') is [.., (byte)'"', (byte)':'] && before[quote..].Contains((byte)' ');
    }

    /// <summary>The first setting of a line: <c>\nnet0: </c>, <c>\nbios=</c>.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        return end > at + 1 && (Bytes.At(text, end) == '=' || Bytes.StartsWithAt(text, end, ": "u8));
    }

    // Authorities and groups that every Windows has, in the languages that it speaks.
    private static readonly byte[][] Authorities = Phrases.Of("NT SERVICE", "NT-DIENST", "IIS APPPOOL", "VIRTUAL MACHINE", "PACKAGE AUTHORITY");

    private static readonly WordSet BuiltIn = WordSet.Of("PCI USB ACPI HID SWD SCSI HDAUDIO DISPLAY STORAGE VMBUS ROOT USBSTOR VORDEFINIERT INTEGRIERT AUTORITÄT PREDEFINITO INTEGRADO INGEBOUWD WBUDOWANE BUILTIN IIS FONT WINDOW NT-AUTORITÄT NT-AUTORITY");

    /// <summary>Whether it is a bus, an authority or a folder that every Windows has, and no domain.</summary>
    public static bool IsBuiltIn(ReadOnlySpan<byte> name) => BuiltIn.Contains(name) || name is [(byte)'H' or (byte)'h', (byte)'K' or (byte)'k', ..];

    private static readonly WordSet WellKnown = WordSet.Of("Domänen-Benutzer Domänen-Admins Domänen-Gäste Domänencomputer Domänencontroller Organisations-Admins Schema-Admins Administratoren Benutzer Gäste Remotedesktopbenutzer Sicherungsoperatoren Druckoperatoren Domain Enterprise Schema Users Administrators Guests Utilisateurs Administrateurs Admins Invités Usuarios Administradores Domeingebruikers Gebruikers Domain-Users Domain-Admins");

    /// <summary>The answer of whoami is in lower case: the first line behind it that is an account.</summary>
    private static void Answer(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < 9 && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var domain = NamedValue.NameLength(text, start);
            var user = start + domain + 1;
            if (domain is < 2 or > 15 || Bytes.At(text, user - 1) != '\\') continue;
            var count = NamedValue.NameLength(text, user);
            if (count < 2 || Bytes.At(text, user + count) is not ((byte)' ' or (byte)'\r' or (byte)'\n' or 0)) return;
            if (text.Slice(start, domain).SequenceEqual("nt"u8) || BuiltIn.Contains(text.Slice(start, domain))) return;
            found.Learn(PrivacyKind.Domain, text.Slice(start, domain));
            found.Replace(start, domain, PrivacyKind.Domain);
            if (Vocabulary.IsSystemUser(text.Slice(user, count))) return;
            found.Learn(PrivacyKind.User, text.Slice(user, count));
            found.Replace(user, count, PrivacyKind.User);
            return;
        }
    }

    /// <summary>Samba's way: <c>[DOMAIN]\[user]</c>.</summary>
    private static void Brackets(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        var open = text[..at].LastIndexOf((byte)'[') + 1;
        var name = NamedValue.NameLength(text, after);
        // user []\[jane]: of no domain.
        if (open == at && open > 0 && Bytes.At(text, after + name) == ']' && Vocabulary.IsTelling(text.Slice(after, name))) NamedValue.TakeUser(text, after, name, found);
        if (open == 0 || at - open is < 2 or > 15 || Bytes.At(text, after + name) != ']' || name < 2) return;
        if (!text[open..at].SequenceEqual("WORKGROUP"u8))
        {
            found.Learn(PrivacyKind.Domain, text[open..at]);
            found.Replace(open, at - open, PrivacyKind.Domain);
        }
        if (Vocabulary.IsSystemUser(text.Slice(after, name))) return;
        found.Learn(PrivacyKind.User, text.Slice(after, name));
        found.Replace(after, name, PrivacyKind.User);
    }
}
