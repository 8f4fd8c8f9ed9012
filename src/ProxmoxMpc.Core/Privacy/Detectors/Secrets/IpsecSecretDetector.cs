using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets of tunnels: strongSwan's <c>jane : EAP "x"</c>, <c>: PSK 0sBase64</c>, and <c>"jane" * "x"</c> of pppd.</summary>
internal sealed class IpsecSecretDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("\" * \""), .. new[] { "PSK", "EAP", "XAUTH", "NTLM" }.SelectMany(kind => new[] { new Anchor($" {kind} \""), new Anchor($": {kind} 0") })];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] == '"') Quoted(text, line, at, found);
        else if (text[at] == ':')
        {
            Encoded(text, line, at, at + length, found);
            return;
        }
        else if (text[at + 1] != 'P') Owner(text, line, at, found);
        var secret = at + length;
        found.Replace(secret, Math.Max(0, text[secret..Bytes.LineEnd(text, at)].IndexOf((byte)'"')), Rule.Kind);
    }

    /// <summary><c>jane : EAP 0sBase64</c>, <c>: NTLM 0x0123</c></summary>
    private void Encoded(ReadOnlySpan<byte> text, int line, int at, int way, Findings found)
    {
        if (Bytes.At(text, way) is not ((byte)'s' or (byte)'x' or (byte)'t')) return;
        if (text[at + 2] != 'P') Owner(text, line, at, found);
        found.Replace(way + 1, SecretText.Base64End(text, way + 1) - way - 1, Rule.Kind);
    }

    /// <summary>The name whose closing quote the anchor begins with.</summary>
    private static void Quoted(ReadOnlySpan<byte> text, int line, int close, Findings found)
    {
        if (text[line..close].LastIndexOf((byte)'"') is >= 0 and var open) found.Replace(line + open + 1, close - line - open - 1, PrivacyKind.User);
    }

    /// <summary><c>name : EAP "x"</c>; a key that is shared has no owner.</summary>
    private static void Owner(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        // More than one selector: %any jane, jane @server
        for (var start = Bytes.SkipBlanks(text, line); start < at; start = Bytes.SkipBlanks(text, start))
        {
            var end = start;
            while (end < at && !Bytes.IsBlank(text[end])) end++;
            if (end - start >= 2 && NamedValue.NameLength(text, start) == end - start)
            {
                found.Learn(PrivacyKind.User, text[start..end]);
                found.Replace(start, end - start, PrivacyKind.User);
            }
            start = end;
        }
    }
}
