using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that a program tells that it calls, or cannot find: <c>Connected to nas7</c>, <c>Server at web-01:443</c>, <c>Could not resolve host: x</c></summary>
internal sealed class ConnectionNameDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("Could not resolve hostname ", IgnoreCase: true, WordStart: true), new("Could not resolve host: ", IgnoreCase: true, WordStart: true), new("unable to resolve ", WordStart: true),
        new("connect to host ", WordStart: true), new("connect to ", WordStart: true), new("connecting to ", IgnoreCase: true, WordStart: true),
        new("connected to ", IgnoreCase: true, WordStart: true), new("connection to ", IgnoreCase: true, WordStart: true), new("connection from ", IgnoreCase: true, WordStart: true),
        new("server at ", IgnoreCase: true, WordStart: true), new("host at ", IgnoreCase: true, WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        // In small letters it is a part of a sentence, which must speak of a machine.
        if (text[at] is (byte)'c' or (byte)'h')
        {
            CalledNameDetector.TakeCalled(text, at, start, found);
            return;
        }
        var name = new Extent(start, start + NamedValue.NameLength(text, start));
        var anchor = text.Slice(at, length);
        // unable to resolve nas7: no route to 10.0.0.5
        if (text[at] == 'u' && (Bytes.At(text, name.End) != ':' || !text[name.Start..name.End].ContainsAny("-0123456789"u8))) return;
        if (anchor.EndsWith("at "u8) ? IsWithPort(text, name) : !IsWay(anchor) || IsMachine(text, name)) NoticeNameDetector.TakeUnknown(text, name, found);
    }

    /// <summary>Whether it is said where something goes to or comes from.</summary>
    private static bool IsWay(ReadOnlySpan<byte> anchor) => anchor.EndsWith("to "u8) || anchor.EndsWith("from "u8);

    private static bool IsWithPort(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.At(text, name.End) == ':' && Bytes.IsDigit(Bytes.At(text, name.End + 1)) && Vocabulary.IsTelling(text[name.Start..name.End]);

    /// <summary><c>web-01:443</c>, <c>nas7</c>: the way goes to database and gateway, too.</summary>
    private static bool IsMachine(ReadOnlySpan<byte> text, Extent name)
    {
        var value = text[name.Start..name.End];
        if (!Vocabulary.IsTelling(value) || value.Contains((byte)'.')) return false;
        return value.ContainsAny("0123456789-"u8) || IsWithPort(text, name);
    }
}
