using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets on the console of LANCOM's routers, whose settings are paths: <c>set /Setup/x {Key} "x"</c>, <c>add /Setup/VPN/IKEv2/Auth/Parameter "BRANCH" "PSK"
/// "IPv4-Address" "10.1.2.3" "x"</c>, and the column of a table that <c>ls Setup/WAN/PPP</c> shows.
/// </summary>
internal sealed class LancomSecretDetector : Detector
{
    private const int MostWords = 40, MostRows = 64, MostWidth = 2000, Shortest = 3, MostMoved = 3;

    private static readonly WordSet Columns = WordSet.Of("password key secret passphrase psk local-password remote-password");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("lancom-secret", PrivacyKind.Password, "Secrets on the console of LANCOM's routers");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("add /Setup/"), new("set /Setup/"), new("add Setup/"), new("set Setup/"), new("ls Setup/"), new("ls /Setup/"), new("dir /Setup/"), new("dir Setup/")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (text[at] is (byte)'l' or (byte)'d') Table(text, line, found);
        else Words(text, DeviceText.Next(text, at + length, line).End, line, found);
    }

    /// <summary>A name in braces and the value behind it; how a side proves itself, what kind of name it has, the name, and what it is proven with.</summary>
    private void Words(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        var isNamed = false;
        var left = 0;
        for (var words = 0; words < MostWords && DeviceText.Next(text, at, line) is { IsEmpty: false } word; words++)
        {
            var span = text[word.Start..word.End];
            at = DeviceText.After(text, word);
            if (span is [(byte)'{', .., (byte)'}'])
            {
                isNamed = Columns.Contains(span[1..^1]) || KeyNames.MeaningOf(span[1..^1]) is KeyMeaning.Password or KeyMeaning.Token;
                continue;
            }
            if (left == 0 && span.SequenceEqual("PSK"u8)) left = 3;
            else if (isNamed || left > 0 && --left == 0) Take(text, word, found);
            isNamed = false;
        }
    }

    private void Take(ReadOnlySpan<byte> text, Extent word, Findings found)
    {
        var span = text[word.Start..word.End];
        if (span.Length >= Shortest && !KeyValueText.IsReference(span)) found.Replace(word.Start, word.Length, Rule.Kind);
    }

    /// <summary>A head, a line drawn below it, and rows in columns of characters.</summary>
    private void Table(ReadOnlySpan<byte> text, int end, Findings found)
    {
        if (!Bytes.NextLine(text, ref end, out var head)) return;
        var (headAt, headEnd) = (head, end);
        if (headEnd - headAt > MostWidth || !Bytes.NextLine(text, ref end, out var rule) || end - rule < 8 || text[rule..end].TrimEnd((byte)'\r').IndexOfAnyExcept((byte)'-') >= 0) return;
        var column = -1;
        for (var i = headAt; DeviceText.Next(text, i, headEnd) is { IsEmpty: false } word; i = word.End)
            if (Columns.Contains(text[word.Start..word.End])) column = word.Start - headAt;
        if (column <= 0) return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var start = AtCharacter(text, row, Math.Min(end, row + MostWidth), column);
            if (start < 0) return;
            // The columns of a console may be off by some characters.
            for (var moved = 0; moved < MostMoved && start > row && !Bytes.IsBlank(text[start]) && !Bytes.IsBlank(text[start - 1]); moved++) start--;
            if (!Bytes.IsBlank(text[start]) && Bytes.IsBlank(text[start - 1])) Take(text, new Extent(start, Math.Min(end, SecretText.WordEnd(text, start))), found);
        }
    }

    private static int AtCharacter(ReadOnlySpan<byte> text, int row, int end, int column)
    {
        for (var i = row; i < end; i++)
            if ((text[i] & 0xc0) != 0x80 && column-- == 0) return i;
        return -1;
    }
}
