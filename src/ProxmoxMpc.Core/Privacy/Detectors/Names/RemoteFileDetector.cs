using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines and users in files of remote desktops: <c>full address:s:win-01</c>, <c>username:s:FIRMA\jane</c>, <c>server=win-01:3389</c>.</summary>
internal sealed class RemoteFileDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-remote-file", PrivacyKind.Host, "Machines and users in files of remote desktops");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("full address:s:", WordStart: true), new("gatewayhostname:s:", WordStart: true), new("username:s:", WordStart: true),
        new(":3389"), new(":5900"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ':') BeforePort(text, at, length, found);
        else if (text[at] == 'u') User(text, at + length, found);
        else CommandTargetDetector.TakeHost(text, at + length, found);
    }

    private static void BeforePort(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return;
        var start = NamedValue.NameStart(text, at);
        if (start < at && "=@ \"/"u8.Contains(Bytes.At(text, start - 1))) CommandTargetDetector.TakeHost(text, start, found);
    }

    private static void User(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (text[start..Bytes.LineEnd(text, start)].IndexOf((byte)'\\') is >= 0 and var domain) start += domain + 1;
        NamedValue.TakeUser(text, start, NamedValue.NameLength(text, start), found);
    }
}
