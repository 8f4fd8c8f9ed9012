using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys that were dumped as bytes, below the command or the head that names their file: <c>xxd /etc/corosync/authkey</c>, <c>od -t x1 luks.key</c>, and
/// rows of pairs or groups with an offset before them and the characters behind.
/// </summary>
internal sealed class DumpedKeyDetector : Detector
{
    private const int MostRows = 512, MostPairs = 32, LongestOffset = 10, LongestText = 34;

    private static readonly byte[][] Files =
        Phrases.Of("authkey", ".key", "keyfile", "secret", "keytab", "/priv/", ".psk", "id_rsa", "id_ed25519", "keyring", "luks");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("dumped-key", PrivacyKind.PrivateKey, "Keys in the rows of xxd, hexdump and od");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "xxd ", "hexdump ", "od -A", "od -t", "od -x", "od -c", "od -v", "Format-Hex " }.Select(command => new Anchor(command, WordStart: true)),
        new("authkey"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at] != 'a' && !ToldText.Holds(text[(at + length)..end], Files)) return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            if (!Row(text, start, end, found)) return;
        }
    }

    /// <summary>False where the dump is over. A star stands for rows like the one above.</summary>
    private bool Row(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        while (start < end && text[start] is (byte)' ' or (byte)'\t' or (byte)'>') start++;
        if (text[start..end] is [(byte)'*']) return true;
        var pairs = AfterOffset(text, start);
        if (pairs < 0) return false;
        var stop = PairsEnd(text, pairs, end, out var count);
        if (count == 0) return false;
        found.Replace(pairs, stop - pairs, Rule.Kind);
        // What the bytes are as characters.
        var shown = Bytes.SkipBlanks(text, stop);
        if (end - shown is > 0 and <= LongestText) found.Replace(shown, end - shown, Rule.Kind);
        return true;
    }

    /// <summary><c>000010 </c>, <c>00000010: </c>, <c>0x0010: </c>; -1 where no offset stands.</summary>
    private static int AfterOffset(ReadOnlySpan<byte> text, int start)
    {
        var digits = Bytes.StartsWithAt(text, start, "0x"u8) ? start + 2 : start;
        var at = SecretText.HexEnd(text, digits);
        if (at - digits is < 4 or > LongestOffset) return -1;
        if (Bytes.At(text, at) == ':') at++;
        return Bytes.At(text, at) == ' ' ? Bytes.SkipBlanks(text, at) : -1;
    }

    /// <summary>Where pairs and groups end that stand beside each other, and how many pairs they are.</summary>
    private static int PairsEnd(ReadOnlySpan<byte> text, int at, int end, out int pairs)
    {
        (pairs, var stop) = (0, at);
        for (var i = at; i < end && pairs < MostPairs;)
        {
            var next = SecretText.HexEnd(text, i);
            if (next - i is not (2 or 4 or 8) || next < end && text[next] != ' ' || pairs > 0 && i - stop > 2) break;
            pairs += (next - i) / 2;
            stop = next;
            i = Bytes.SkipBlanks(text, next);
        }
        return stop;
    }
}
