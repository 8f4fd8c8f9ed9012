using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The password of a guest's screen, which a migration hands over: <c>spice_ticket: X</c> in its log.</summary>
internal sealed class SpiceTicketDetector : Detector
{
    private const int Shortest = 8;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("spice-ticket", PrivacyKind.Ticket, "Tickets of a guest's screen in logs of migrations");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("spice_ticket", IgnoreCase: true), new("spice-ticket", IgnoreCase: true), new("vnc_ticket", IgnoreCase: true), new("nbd_ticket", IgnoreCase: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length);
        if (count >= Shortest && !KeyValueText.IsReference(text.Slice(start, count))) found.Replace(start, count, Rule.Kind);
    }
}
