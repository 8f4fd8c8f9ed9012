using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines and users that have a line of a form, a ticket or a list of PowerShell for themselves, behind a label: <c>Rechnername: LYRA</c>, <c>Serveur : lyra</c>,
/// <c>MailboxServer   : LYRA</c>, <c>Bearbeiter: jane</c>
/// </summary>
internal sealed class LabelledNameDetector : Detector
{
    private static readonly string[] Machines =
    [
        "Servername", "Serveur", "Server  ", "Server :", "Machine :", "Machine  ", "Computer  ", "Computer :", "Device :", "Device  ", "Rechner:", "Rechnername", "Gerätename", "Gerät", "Nom du poste", "Nom de la machine", "Nom du serveur",
        "Nombre del equipo", "Nombre del servidor", "Nome do servidor", "Nome del server", "MailboxServer", "OriginatingServer", "DNSHostName", "HostServer", "Hostname / IP", "Hostname/IP", "Host / IP", "Host/IP",
        "Zielserver", "Quellserver", "Zielsystem", "Betroffenes System", "Betroffener Server", "Betroffener Host", "Affected host", "Affected server", "Affected system", "Affected CI", "Configuration item",
        "Source server", "Target server", "Source host", "Target host", "Destination host", "Asset name", "VM-Host", "VM host", "PVE-Host", "PVE host", "Knoten",
    ];

    private static readonly string[] Users =
    [
        "Melder", "Gemeldet von", "Bearbeiter", "Anwender", "Demandeur", "Technicien", "Technician", "Opened by", "Closed by", "Submitted by", "Reported by", "Raised by", "Resolved by", "Contacts", "Eingetragen von", "Ouvert par",
    ];

    private static readonly byte[][] UserLabels = Phrases.Of(Users);

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-labelled", PrivacyKind.Host, "Machines and users alone on their line behind a label, in tickets, forms and lists");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Machines.Concat(Users).Select(label => new Anchor(label, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].IndexOfAnyExcept(" \t>*-|"u8) >= 0) return;
        var colon = Bytes.At(text, at + length - 1) == ':' ? at + length - 1 : Bytes.SkipBlanks(text, at + length);
        // French has a blank before it that does not break; Markdown sets the label off.
        while (Bytes.StartsWithAt(text, colon, "\u00a0"u8)) colon += 2;
        while (Bytes.At(text, colon) == '*') colon++;
        if (Bytes.At(text, colon) != ':') return;
        var start = colon + 1;
        while (Bytes.At(text, start) == '*') start++;
        start = Bytes.SkipBlanks(text, start);
        if (Bytes.At(text, start) == '`') start++;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count < 3 || !Ends(text, start + count) || name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _) || !Vocabulary.IsTelling(name) || OtherLanguages.Contains(name) || SentenceText.IsDerived(name)) return;
        if (Phrases.AnyIs(text.Slice(at, length), UserLabels))
        {
            // One word with a capital is a person's name or a team's.
            if (!Bytes.IsUpper(text[start]) || name.ContainsAnyInRange((byte)'0', (byte)'9')) NamedValue.TakeUser(text, start, count, found);
        }
        // A word with a capital is a product, a place or a state: Server : Kestrel, Gerät: Drucker.
        else if (!name.Contains((byte)'.') && (!Bytes.IsUpper(text[start]) || name[1..].IndexOfAnyInRange((byte)'a', (byte)'z') < 0 || name.ContainsAny("-0123456789"u8))) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    /// <summary>Whether nothing more stands on the line but an address.</summary>
    private static bool Ends(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) == '`') at++;
        var rest = text[Math.Min(at, text.Length)..Bytes.LineEnd(text, at)].Trim(" \t\r|"u8);
        return rest.IsEmpty || rest[0] is (byte)'/' or (byte)'(' or (byte)',' && rest[1..].TrimStart((byte)' ') is [>= (byte)'0' and <= (byte)'9', ..];
    }
}
