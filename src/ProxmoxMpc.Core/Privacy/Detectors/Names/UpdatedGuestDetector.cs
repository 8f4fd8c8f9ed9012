using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a node's daemon says that somebody changed of a guest, as the command would say it: <c>update VM 130: -memory 4096 -name web-01</c>.</summary>
internal sealed class UpdatedGuestDetector : Detector
{
    private static readonly (byte[] Option, PrivacyKind Kind)[] Options =
    [
        (" -name "u8.ToArray(), PrivacyKind.Guest), (" -hostname "u8.ToArray(), PrivacyKind.Guest), (" -ciuser "u8.ToArray(), PrivacyKind.User),
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("updated-guest", PrivacyKind.Guest, "Names of guests in a daemon's log of changes");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("update VM ", WordStart: true), new("update CT ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = text[at..Bytes.LineEnd(text, at)];
        foreach (var (option, kind) in Options)
        {
            if (line.IndexOf(option) is not (> 0 and var place)) continue;
            var start = at + place + option.Length;
            var count = NamedValue.NameLength(text, start);
            if (kind != PrivacyKind.User) NamedValue.TakeName(text, start, count, kind, found);
            // deploy, ops: an everyday word is hidden by the strict policy only.
            else if (Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
        }
    }
}
