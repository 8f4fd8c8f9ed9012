using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The phrase of a network as QR codes hold it: <c>WIFI:S:Guests;T:WPA;P:x;;</c>. A backslash stands before what is no end.</summary>
internal sealed class WifiStringDetector : Detector
{
    private const int Longest = 300, Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("wifi-string", PrivacyKind.Password, "Phrases of networks in texts of QR codes");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("WIFI:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + Longest);
        for (var i = at + length; i < limit;)
        {
            // One letter, a colon, a value.
            if (!Bytes.IsAsciiLetter(text[i]) || Bytes.At(text, i + 1) != ':') return;
            var start = i + 2;
            var end = start;
            while (end < limit && text[end] != ';') end += text[end] == '\\' ? 2 : 1;
            if (end >= limit) return;
            if (text[i] == 'P' && end - start >= Shortest && !KeyValueText.IsReference(text[start..end])) found.Replace(start, end - start, Rule.Kind);
            i = end + 1;
        }
    }
}
