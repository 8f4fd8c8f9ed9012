using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The one column that a pipeline of PowerShell has left, with dashes below its head: <c>Get-ADComputer … | select Name</c>. What a column of names holds is told by the command above it.
/// </summary>
internal sealed class SingleColumnDetector : Detector
{
    private const int MostRows = 2000, Reach = 400;

    private static readonly (string Head, PrivacyKind? Kind)[] Heads =
    [
        ("Name", null), ("name", null), ("ComputerName", PrivacyKind.Host), ("MachineName", PrivacyKind.Host), ("PSComputerName", PrivacyKind.Host), ("HostName", PrivacyKind.Host), ("Hostname", PrivacyKind.Host),
        ("VMName", PrivacyKind.Guest), ("NodeName", PrivacyKind.Node), ("SamAccountName", PrivacyKind.User), ("samaccountname", PrivacyKind.User), ("UserName", PrivacyKind.User), ("Username", PrivacyKind.User),
    ];

    private static readonly byte[][] OfMachines = Phrases.Of("Get-ADComputer", "Get-VM", "Get-ClusterNode", "Get-ADDomainController", "Get-PmpcNode", "Get-PmpcVm", "Get-PmpcContainer", "Get-VBRServer", "Get-SCVMHost", "Get-ADObject -Filter {objectClass -eq 'computer'}");

    private static readonly byte[][] OfUsers = Phrases.Of("Get-ADGroupMember", "Get-LocalUser", "Get-ADUser");

    public override PrivacyRule Rule => GridNameDetector.ColumnRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from head in Heads from feed in new[] { "\n", "\r\n" } select new Anchor(head.Head + feed + new string('-', head.Head.Length), WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at + length);
        // With blanks at its end the line of dashes is one column as well.
        if (line != at || !text[(at + length)..end].Trim(" \r"u8).IsEmpty || KindOf(text, at, line) is not { } kind) return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var cell = text[row..end].TrimEnd(" \r"u8);
            if (cell.IsEmpty || cell.StartsWith("PS "u8)) return;
            if (NamedValue.NameLength(text, row) == cell.Length) ColumnValue.Take(text, new Extent(row, row + cell.Length), kind, found, false);
        }
    }

    private static PrivacyKind? KindOf(ReadOnlySpan<byte> text, int at, int line)
    {
        foreach (var (head, kind) in Heads)
            if (kind is not null && text[at..].StartsWith(System.Text.Encoding.ASCII.GetBytes(head)) && Bytes.At(text, at + head.Length) is (byte)'\r' or (byte)'\n') return kind;
        var above = text[Math.Max(0, line - Reach)..line];
        if (Phrases.AnyIn(above, OfMachines)) return PrivacyKind.Host;
        return Phrases.AnyIn(above, OfUsers) ? PrivacyKind.User : null;
    }
}
