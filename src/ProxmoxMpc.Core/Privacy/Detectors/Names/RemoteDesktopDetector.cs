using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines whose desktop a command shows: <c>xfreerdp /v:win-01</c>, <c>mstsc /v:win-01:3389</c>, <c>rdesktop -u jane win-01</c>, <c>cmdkey
/// /add:win-01</c>.
/// </summary>
internal sealed class RemoteDesktopDetector : Detector
{
    private static readonly byte[][] Programs =
        Phrases.Of("freerdp", "mstsc", "freerdp3", "vmconnect");

    public override PrivacyRule Rule => CommandTargetDetector.CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" /v:"), new("/shadow:"), new("cmdkey /add:", IgnoreCase: true), new("TERMSRV/", IgnoreCase: true),
        new("rdesktop ", WordStart: true), new("vncviewer ", WordStart: true), new("remmina -c ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == ' ') LastOf(text, at + length, found);
        else if (text[at] != ' ' || ToldText.Holds(text[Bytes.LineStart(text, at)..at], Programs)) Take(text, at + length, found);
    }

    /// <summary>The machine is the last argument, its display or its port behind it.</summary>
    private static void LastOf(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = CommandTargetDetector.CommandEnd(text, at);
        while (end > at && Bytes.IsBlank(text[end - 1])) end--;
        var start = end;
        while (start > at && !Bytes.IsBlank(text[start - 1])) start--;
        if (start < end && text[start] != '-' && text[start..end].IndexOf((byte)'/') < 0) Take(text, start, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) is (byte)'"' or (byte)'\'') at++;
        CommandTargetDetector.TakeHost(text, at, found);
    }
}
