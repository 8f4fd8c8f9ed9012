using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Who a device of Cisco says it is before the time and the name of its message: <c>12331: SW-CORE: Nov 13 00:00:02.123: %SYS-5-CONFIG_I: …</c>, also without the time
/// </summary>
internal sealed class DeviceLogDetector : Detector
{
    // Nov 13 2025 00:00:02.123 CEST with its star.
    private const int LongestTime = 40;

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(": %"), new(" %%10"), new(" %%01")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ')
        {
            Marked(text, at, found);
            return;
        }
        if (!IsMessage(text[(at + length)..Math.Min(text.Length, at + length + 48)])) return;
        var line = Bytes.LineStart(text, at);
        var end = at;
        // The time, which holds colons of its own, or nothing.
        var before = text[Math.Max(line, at - LongestTime)..at];
        if (before.LastIndexOf(": "u8) is >= 0 and var colon && IsTime(before[(colon + 2)..])) end = Math.Max(line, at - LongestTime) + colon;
        var start = NamedValue.NameStart(text, end);
        if (end == start || text[start..end].Contains((byte)'.')) return;
        // Behind the number of the message, or first on the line: behind a name it is what runs there, as Arista has it.
        if (start > line && !(start > line + 1 && text[start - 1] == ' ' && text[start - 2] is (byte)':')) return;
        if (Vocabulary.IsTelling(text[start..end]) && !IsTime(text[start..end])) NamedValue.TakeName(text, start, end - start, PrivacyKind.Host, found);
    }

    /// <summary>H3C and Huawei: <c>Nov 14 03:20:11 sw-core %%10SHELL/6/SHELL_CMD: …</c></summary>
    private static void Marked(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        if (Bytes.At(text, start - 1) != ' ' || !Bytes.IsDigit(Bytes.At(text, start - 2)) || !Bytes.IsUpper(Bytes.At(text, at + 5))) return;
        if (!text[start..at].Contains((byte)'.') && Vocabulary.IsTelling(text[start..at])) NamedValue.TakeName(text, start, at - start, PrivacyKind.Host, found);
    }

    /// <summary><c>SYS-5-CONFIG_I: </c>: what it is about, how grave it is, and what has happened.</summary>
    private static bool IsMessage(ReadOnlySpan<byte> message)
    {
        if (message.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8) is not (> 5 and var colon) || message[colon] != ':') return false;
        return message[..colon].IndexOf((byte)'-') is > 1 and var dash && Bytes.IsDigit(Bytes.At(message, dash + 1));
    }

    private static bool IsTime(ReadOnlySpan<byte> words)
    {
        words = words.TrimStart("*. "u8);
        return words.Length >= 8 && words.Count((byte)':') >= 2 && words.ContainsAnyInRange((byte)'0', (byte)'9') || words.Length is >= 2 and <= 8 && words.IndexOfAnyExcept("0123456789wdhm"u8) < 0;
    }
}
