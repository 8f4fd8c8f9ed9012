using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Certificates and keys that a device writes out as hexadecimal groups, a block of lines: below <c>certificate self-signed 01</c> in a chain of IOS and ASA, up to
/// <c>quit</c>; below <c>public-key-code begin</c> of Huawei; below <c>key-string</c> alone on its line.
/// </summary>
internal sealed class HexBlockDetector : Detector
{
    private const int MostLines = 400;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("hex-block", PrivacyKind.PrivateKey, "Certificates and keys of devices in hexadecimal groups");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("crypto ca certificate chain ", WordStart: true), new("crypto pki certificate chain ", WordStart: true), new("public-key-code begin", WordStart: true), new("key-string\n", WordStart: true), new("key-string\r\n", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = text[at + length - 1] == '\n' ? at + length - 1 : Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && end < text.Length && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var first = Bytes.SkipBlanks(text, start);
            var row = text[first..end].TrimEnd((byte)' ');
            if (row.IsEmpty || row.StartsWith("certificate "u8)) continue;
            if (row.IndexOfAnyExcept("0123456789ABCDEFabcdef "u8) >= 0)
            {
                // A chain holds more than one certificate, with a word between.
                if (row.SequenceEqual("quit"u8) && text[at + 1] == 'r') continue;
                return;
            }
            if (row.Length >= 8) found.Replace(first, row.Length, Rule.Kind);
        }
    }
}
