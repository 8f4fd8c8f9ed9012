using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that Huawei's devices have enciphered, which they put between two equal marks: <c>%^%#x%^%#</c>, <c>%$%$x%$%$</c>; what Junos says is one; PAN-OS
/// begins them with <c>-AQ==</c>.
/// </summary>
internal sealed class DeviceCipherDetector : Detector
{
    private const int Longest = 400, ShortestOfPalo = 24;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("device-cipher", PrivacyKind.Password, "Enciphered secrets of Huawei, Junos and PAN-OS devices");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("%^%#"), new("%$%$"), new("%@%@"), new("@%@%"), new("%+%#"), new("## SECRET-DATA"), new("-AQ==")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '-')
        {
            // A sum, and what is enciphered, both in Base64.
            var stop = at + length;
            while (stop < text.Length && (Bytes.IsBase64(text[stop]) || text[stop] is (byte)'=')) stop++;
            if (stop - at >= ShortestOfPalo && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 1))) found.Replace(at, stop - at, Rule.Kind);
            return;
        }
        if (length > 4)
        {
            // secret "x"; ## SECRET-DATA
            var before = text[Bytes.LineStart(text, at)..at].TrimEnd(" ;"u8);
            var end = Bytes.LineStart(text, at) + before.Length;
            if (before is [.., (byte)'"']) end--;
            var start = end;
            while (start > 0 && !Bytes.IsBlank(text[start - 1]) && text[start - 1] != '"') start--;
            // A hash is known by its own form, which stays readable.
            if (end - start >= 4 && !(text[start] == '$' && Bytes.At(text, start + 1) is (byte)'1' or (byte)'5' or (byte)'6')) found.Replace(start, end - start, Rule.Kind);
            return;
        }
        var mark = text.Slice(at, length);
        var line = Math.Min(Bytes.LineEnd(text, at), at + Longest);
        // Behind the mark that closes one nothing is left to be found.
        if (text[(at + length)..line].IndexOf(mark) is not (>= 8 and var close) || text.Slice(at + length, close).Contains((byte)' ')) return;
        found.Replace(at, close + (2 * length), Rule.Kind);
    }
}
