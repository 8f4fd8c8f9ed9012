using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Guests of Hyper-V that PowerShell lists with their ids, below the command and without a head where a transcript has none: <c>Get-VM | select Name,Id</c>
/// and then <c>lyra 7e6d…</c>
/// </summary>
internal sealed class GuestSelectionDetector : Detector
{
    private const int MostRows = 1000;

    private static readonly WordSet Heads = WordSet.Of("name id vmid vmname");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-guest-selection", PrivacyKind.Guest, "Guests of Hyper-V below the command that lists them");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("Name,Id", IgnoreCase: true), new("Name, Id", IgnoreCase: true), new("Name,VMId", IgnoreCase: true), new("Name, VMId", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (!IsOfGuests(text[Bytes.LineStart(text, at)..at])) return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var count = NamedValue.NameLength(text, row);
            var id = Bytes.SkipBlanks(text, row + count);
            if (count > 0 && SecretText.IsUuid(text, id)) CommandTargetDetector.TakeHost(text, row, found);
            // An empty line, the heads, the dashes below them.
            else if (count > 0 ? !Heads.Contains(text.Slice(row, count)) : text[row..end].IndexOfAnyExcept("- "u8) >= 0) return;
        }
    }

    private static bool IsOfGuests(ReadOnlySpan<byte> before)
    {
        if (before.LastIndexOf((byte)'|') is not (> 0 and var pipe)) return false;
        return before[..pipe].IndexOf("Get-VM "u8) >= 0 || before[..pipe].IndexOf("get-vm "u8) >= 0;
    }
}
