using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines that RouterOS reserves addresses for: <c>add address=10.0.0.9 mac-address=… comment="lyra-hmi"</c>. Of a remark only one word that is made as names are,
/// with a dash or a number.
/// </summary>
internal sealed class LeaseCommentDetector : Detector
{
    private const int LongestLease = 300;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-lease-comment", PrivacyKind.Host, "Machines in the remarks of leases of RouterOS");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" comment=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var quote = Bytes.At(text, start) == '"';
        if (quote) start++;
        var count = NamedValue.NameLength(text, start);
        var after = Bytes.At(text, start + count);
        if (quote ? after != '"' : after is not (0 or (byte)' ' or (byte)'\r' or (byte)'\n')) return;
        if (text.Slice(start, count).IndexOfAny("-0123456789"u8) < 0 || !IsLease(text, at, start + count)) return;
        CommandTargetDetector.TakeHost(text, start, found);
    }

    /// <summary>Whether a hardware address stands on the line, and one of the network.</summary>
    private static bool IsLease(ReadOnlySpan<byte> text, int at, int end)
    {
        var line = text[Math.Max(Bytes.LineStart(text, at), at - LongestLease)..Math.Min(Bytes.LineEnd(text, end), end + LongestLease)];
        return line.IndexOf(" mac-address="u8) >= 0 && line.IndexOf(" address="u8) >= 0;
    }
}
