using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The id of an installation, which stands alone on a line below the command that shows it: <c>cat /etc/machine-id</c>, <c>==&gt; /etc/machine-id &lt;==</c>, <c>cat /var/lib/dbus/machine-id</c>.</summary>
internal sealed class MachineIdDetector : Detector
{
    private const int Length = 32, MostLines = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("machine-id", PrivacyKind.Uuid, "The id of an installation below the command that shows it");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("machine-id", WordStart: true), new("systemd-id128 ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // cat /etc/machine-id\n0123… in a text of JSON
        var escaped = at + length;
        if (Bytes.StartsWithAt(text, escaped, "\\n"u8) && SecretText.HexEnd(text, escaped + 2) == escaped + 2 + Length)
        {
            found.Replace(escaped + 2, Length, PrivacyKind.Uuid);
            return;
        }
        // What other commands of the line have printed stands above it.
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (SecretText.HexEnd(text, start) != start + Length || text[(start + Length)..end].IndexOfAnyExcept(" \r"u8) >= 0) continue;
            found.Replace(start, Length, PrivacyKind.Uuid);
            return;
        }
    }
}
