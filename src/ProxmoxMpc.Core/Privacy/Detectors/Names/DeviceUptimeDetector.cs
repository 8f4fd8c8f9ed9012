using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Devices that say how long they have been up, or what they log: <c>sw-7 uptime is 3 weeks, 2 days</c> of Cisco's IOS, <c>fw7 up 114 days 18 hours</c> of the ASA, and
/// <c>fw7 : %ASA-6-302014: …</c>.
/// </summary>
internal sealed class DeviceUptimeDetector : Detector
{
    // A time behind the name, and an empty line or two, stand between the line that wakes and the one of the ASA.
    private const int MostLines = 3;

    private const int LongestNumber = 5;

    private static readonly byte[][] Units = Phrases.Of("year", "week", "day", "hour", "hr", "min", "sec");

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(" uptime is "), new("Config file at boot was "), new("Compiled on ", WordStart: true), new("%ASA-"), new("%FTD-"), new("%FWSM-")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        switch (text[at])
        {
            case (byte)'%':
                Logged(text, line, at, found);
                break;
            case (byte)' ':
                if (IsTime(text, at + length)) TakeFirst(text, line, at, found);
                break;
            default:
                Below(text, Bytes.LineEnd(text, at), found);
                break;
        }
    }

    /// <summary>The whole of what stands before it on its line.</summary>
    private static void TakeFirst(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        if (NamedValue.NameLength(text, line) == at - line) DeviceName.Take(text, line, at - line, found);
    }

    private static void Below(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var line); lines++)
        {
            var name = NamedValue.NameLength(text, line);
            if (name == 0 || !Bytes.StartsWithAt(text, line + name, " up "u8) || !IsTime(text, line + name + 4)) continue;
            TakeFirst(text, line, line + name, found);
            return;
        }
    }

    /// <summary>A number and a unit of time.</summary>
    private static bool IsTime(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end - at < LongestNumber && Bytes.IsDigit(Bytes.At(text, end))) end++;
        return end > at && Bytes.At(text, end) == ' ' && Phrases.AnyStarts(text[(end + 1)..], Units);
    }

    /// <summary>Where a message says who logs it, the name stands right before it.</summary>
    private static void Logged(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        var end = line + text[line..at].TrimEnd(" :"u8).Length;
        var start = Math.Max(line, NamedValue.NameStart(text, end));
        if (start >= end || start > line && !Bytes.IsBlank(text[start - 1])) return;
        if (NamedValue.NameLength(text, start) == end - start) DeviceName.Take(text, start, end - start, found);
    }
}
