using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A machine and its port behind a key that says where something is: <c>address = lyra:2003</c>.</summary>
internal sealed class AddressKeyDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-address-key", PrivacyKind.Host, "Machines with a port behind a key such as address");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("address = ", WordStart: true), new("address: ", WordStart: true), new("address=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return;
        var start = at + length;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var port = start + NamedValue.NameLength(text, start);
        if (Bytes.At(text, port) != ':' || !Bytes.IsDigit(Bytes.At(text, port + 1))) return;
        while (Bytes.IsDigit(Bytes.At(text, port + 1))) port++;
        if (Bytes.At(text, port + 1) is 0 or (byte)'\n' or (byte)'\r' or (byte)' ' or (byte)'"' or (byte)'\'') CommandTargetDetector.TakeHost(text, start, found);
    }
}
