using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in reports of Windows' own tools: <c>Host Name . . . : LYRA</c> of ipconfig in the languages in which it is sold, <c>\\LYRA</c> of net view, <c>Testing server: Site\LYRA</c> of dcdiag,
/// tables of repadmin, the log of the DHCP server (<c>10,11/13/25,01:00:04,Assign,10.0.0.9,lyra,…</c>), and who has access in icacls.
/// </summary>
internal sealed class WindowsReportDetector : Detector
{
    private const int MostRows = 200;

    // What ipconfig calls the name of the machine.
    private static readonly byte[][] Labels =
        Phrases.Of("Host Name ", "Hostname ", "Nom de l'hôte ", "Nom de l\u2019hôte ", "Nom de l\u2019h", "Nombre de host ", "Nome host ", "Nome do host ", "Nazwa hosta ", "Název hostitele ", "Värdnamn ", "Vertsnavn ", "Værtsnavn ", "Isäntänimi ", "Hostnaam ");

    // A machine's name of NetBIOS goes behind them.
    private static readonly string[] Shares = ["LOGONSERVER=\\\\", "LogonServer\":\"\\\\\\\\", "on \\\\", "server \\\\", "\n\\\\"];

    // Whose computer an account was locked at, or logged in from; in languages that have a blank before the colon.
    private static readonly string[] Callers =
        ["ordinateur de l’appelant", "ordinateur de l'appelant", "Nom de la station de travail", "Station de travail source", "Nombre del equipo del autor de la llamada", "Nome computer chiamante", "Naam van aanroepende computer"];

    private static readonly string[] Leases = [",Assign,", ",Renew,", ",Release,", ",Expired,", ",Deleted,", ",DNS Update Request,", ",DNS Update Successful,", ",DNS Update Failed,"];

    private static readonly string[] Rights = [":(OI)", ":(CI)", ":(F)", ":(I)(", ":(RX)", ":(M)"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-windows-report", PrivacyKind.Host, "Machines in reports of ipconfig, net, dcdiag, repadmin, icacls and of the DHCP server of Windows");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(". . . : "), new(". . . .: "), .. Shares.Select(share => new Anchor(share, WordStart: Bytes.IsAsciiLetter((byte)share[0]))), .. Leases.Select(lease => new Anchor(lease)), .. Rights.Select(right => new Anchor(right)),
        .. Callers.Select(caller => new Anchor(caller, WordStart: true)), new("Testing server: ", WordStart: true), new("\nDSA Options:"), new("DSA          largest delta"), new("The computer ", WordStart: true), new("the computer ", WordStart: true), new("of computer ", WordStart: true),
        new("secret for domain ", WordStart: true), new("controller in domain ", WordStart: true), new("for workgroup ", WordStart: true), new("Domain=[", WordStart: true), new("DomainName\":\""), new("DomainName\": \""),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var anchor = text.Slice(at, length);
        var start = at + length;
        var line = Bytes.LineStart(text, at);
        if (IsCaller(anchor))
        {
            Labelled(text, start, found);
            return;
        }
        switch (text[at])
        {
            case (byte)'.':
                if (Phrases.AnyStarts(text[line..at].TrimStart(" >"u8), Labels) && EndsLine(text, start)) Take(text, start, found);
                break;
            case (byte)',':
                Lease(text, start, found);
                break;
            case (byte)':':
                Access(text, at, found);
                break;
            case (byte)'T' or (byte)'\n' when length > 10 && anchor[1] is (byte)'e' or (byte)'D':
                // Site\LYRA, and on a line of its own above its options.
                var from = text[at] == 'T' ? at : Bytes.LineStart(text, Math.Max(0, at - 1));
                var to = text[at] == 'T' ? Bytes.LineEnd(text, at) : at;
                if (text[from..to].LastIndexOf((byte)'\\') is >= 0 and var slash) Take(text, from + slash + 1, found);
                break;
            case (byte)'D' when anchor[1] == 'S':
                for (var (end, rows) = (Bytes.LineEnd(text, at), 0); rows < MostRows && Bytes.NextLine(text, ref end, out var row) && Bytes.At(text, row) == ' '; rows++) Take(text, row + 1, found);
                break;
            case (byte)'s' or (byte)'c' or (byte)'f' or (byte)'D':
                var domain = NamedValue.NameLength(text, start);
                if (!text.Slice(start, domain).Contains((byte)'.') && Vocabulary.IsTelling(text.Slice(start, domain))) AccountValue.TakeDomain(text, start, domain, found);
                break;
            case (byte)'t' or (byte)'T' or (byte)'o' when anchor[^1] == ' ' && anchor.EndsWith("computer "u8):
                // In capitals, as NetBIOS has it: a sentence goes on in small letters.
                var count = NamedValue.NameLength(text, start);
                if (text.Slice(start, count).IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && text[line..at].Length < 400) Take(text, start, found);
                break;
            default:
                Share(text, start, found);
                break;
        }
    }

    private static bool IsCaller(ReadOnlySpan<byte> anchor)
    {
        foreach (var caller in CallerBytes)
            if (anchor.SequenceEqual(caller)) return true;
        return false;
    }

    private static readonly byte[][] CallerBytes = Phrases.Of(Callers);

    private static void Labelled(ReadOnlySpan<byte> text, int at, Findings found)
    {
        at = Bytes.SkipBlanks(text, at);
        if (Bytes.StartsWithAt(text, at, "\u00a0:"u8)) at += 2;
        if (Bytes.At(text, at) == ':' && Bytes.SkipBlanks(text, at + 1) is var name && EndsLine(text, name)) Take(text, name, found);
    }

    private static bool EndsLine(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at + NamedValue.NameLength(text, at)) is 0 or (byte)'\r' or (byte)'\n';

    /// <summary><c>\\LYRA</c> without a folder behind it.</summary>
    private static void Share(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var after = Bytes.At(text, at + NamedValue.NameLength(text, at));
        if (after is 0 or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'.' or (byte)',' or (byte)'"') Take(text, at, found);
    }

    /// <summary>An address, and whose it is.</summary>
    private static void Lease(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var name = at;
        while (Bytes.IsDigit(Bytes.At(text, name)) || Bytes.At(text, name) == '.') name++;
        if (name > at && Bytes.At(text, name) == ',' && Bytes.At(text, name + 1 + NamedValue.NameLength(text, name + 1)) == ',') Take(text, name + 1, found);
    }

    /// <summary><c>C:\Data FIRMA\jane:(OI)(CI)(F)</c></summary>
    private static void Access(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var user = NamedValue.NameStart(text, at);
        if (Bytes.At(text, user - 1) != '\\') return;
        var domain = NamedValue.NameStart(text, user - 1);
        if (!Bytes.IsBlank(Bytes.At(text, domain - 1)) || text[domain..(user - 1)].SequenceEqual("BUILTIN"u8) || text[domain..(user - 1)].SequenceEqual("AUTHORITY"u8)) return;
        if (NamedValue.TakeUser(text, user, at - user, found)) AccountValue.TakeDomain(text, domain, user - 1 - domain, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count > 1 && !name.Contains((byte)'.') && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }
}
