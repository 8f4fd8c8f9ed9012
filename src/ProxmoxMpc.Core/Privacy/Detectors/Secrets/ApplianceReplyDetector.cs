using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in what storage appliances answer: the number by which DSM knows a device again that needs no second factor, <c>"did": "x"</c>, and the keys of
/// encrypted datasets that TrueNAS exports, <c>{"tank/enc": "0123…"}</c>.
/// </summary>
internal sealed class ApplianceReplyDetector : Detector
{
    private const int ShortestDevice = 40, ShortestKey = 8, KeyDigits = 64, Reach = 400, LongestReply = 4000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("appliance-reply", PrivacyKind.PrivateKey, "Device tokens and keys of datasets in what a NAS answers");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"did\""), new("dataset.export_key")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '"') Device(text, at + length, found);
        else Keys(text, at + length, found);
    }

    private static void Device(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var (start, length) = NamedValue.After(text, at);
        if (length < ShortestDevice) return;
        var value = text.Slice(start, length);
        foreach (var b in value)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'-' or (byte)'_')) return;
        if (SecretText.LooksRandom(value)) found.Replace(start, length, PrivacyKind.ServiceToken);
    }

    /// <summary>Behind the command, on its line or below: the object of datasets and their keys, of which a phrase is one.</summary>
    private void Keys(ReadOnlySpan<byte> text, int at, Findings found)
    {
        // midclt call answers with nothing but the key.
        var end = Bytes.LineEnd(text, at);
        if (Bytes.NextLine(text, ref end, out var below) && SecretText.HexEnd(text, below) == below + KeyDigits && text[(below + KeyDigits)..end].TrimEnd(" \r"u8).IsEmpty)
        {
            found.Replace(below, KeyDigits, Rule.Kind);
            return;
        }
        var near = text[at..Math.Min(text.Length, at + Reach)];
        if (near.IndexOf((byte)'{') is not (>= 0 and var open)) return;
        var i = at + open + 1;
        var limit = Math.Min(text.Length, i + LongestReply);
        while (i < limit)
        {
            while (i < limit && (Bytes.IsBlank(text[i]) || text[i] is (byte)'\n' or (byte)',' or (byte)'{')) i++;
            if (i >= limit || text[i] != '"' || SecretText.Quoted(text, i, "\""u8) is not { } name) return;
            var next = Bytes.SkipBlanks(text, name.End + 1);
            if (Bytes.At(text, next) != ':') return;
            next = Bytes.SkipBlanks(text, next + 1);
            // "reply": {
            if (Bytes.At(text, next) == '{')
            {
                i = next;
                continue;
            }
            if (Bytes.StartsWithAt(text, next, "null"u8))
            {
                i = next + 4;
                continue;
            }
            if (Bytes.At(text, next) != '"' || SecretText.Quoted(text, next, "\""u8) is not { } value) return;
            if (value.Length >= ShortestKey)
                found.Replace(value.Start, value.Length, SecretText.HexEnd(text, value.Start) - value.Start == KeyDigits ? Rule.Kind : PrivacyKind.Password);
            i = value.End + 1;
        }
    }
}
