using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of OPNsense's API in an account's element, beside the hash of their secret: <c>&lt;apikeys>KEY|$6$…</c>, of older releases
/// <c>&lt;apikeys>&lt;item>&lt;key>KEY</c>. Several of them stand one below the other.
/// </summary>
internal sealed class FirewallKeyDetector : Detector
{
    private const int Reach = 4000, Shortest = 40;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<apikeys>")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(text.Length, at + Reach);
        if (text[at..limit].IndexOf("</apikeys>"u8) is > 0 and var close) limit = at + close;
        for (var i = at + length; i < limit; i++)
        {
            if (!Bytes.IsAsciiLetterOrDigit(text[i])) continue;
            var end = SecretText.Base64End(text, i);
            // The hash behind the sign has a form of its own.
            if (end - i >= Shortest && (Bytes.At(text, end) == '|' || text[..i].EndsWith("<key>"u8))) found.Replace(i, end - i, PrivacyKind.ServiceToken);
            while (end < limit && text[end] is not ((byte)'\n' or (byte)'<' or (byte)'>')) end++;
            i = end;
        }
    }
}
