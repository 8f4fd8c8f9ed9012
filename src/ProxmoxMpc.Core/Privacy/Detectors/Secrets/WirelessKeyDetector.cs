using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys of wireless networks and tunnels where they are told, which may be plain words or digits only: <c>SSID Guests, PSK three plain words</c>,
/// <c>WLAN Guests, Schlüssel 63214598</c>; the macros of Nagios, <c>$USER3$=x</c>.
/// </summary>
internal sealed class WirelessKeyDetector : Detector
{
    private const int Reach = 90, Shortest = 8, Longest = 63, MostWords = 5;

    private static readonly byte[][] Networks = [.. new[] { "ssid", "wlan", "wifi", "wi-fi", "vpn", "ipsec", "tunnel", "funknetz", "gateway" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Wireless = [.. new[] { "ssid", "wlan", "wifi", "wi-fi" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("wireless-key", PrivacyKind.Password, "Keys of wireless networks and tunnels in sentences");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("PSK ", WordStart: true), new("Schlüssel ", WordStart: true), new("Schl=C3=BCssel ", WordStart: true), .. Enumerable.Range(2, 31).Select(number => new Anchor($"USER{number}$=", WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var start = at + length;
        if (text[at] == 'U')
        {
            // $USER1$ is where the plugins are.
            var macro = text[start..line].TrimEnd((byte)' ');
            if (Bytes.LineStart(text, at) == at - 1 && Bytes.At(text, at - 1) == '$' && macro.Length >= 4 && macro[0] != '/' && !KeyValueText.IsReference(macro) && !macro.Contains((byte)' ')) found.Replace(start, macro.Length, Rule.Kind);
            return;
        }
        if (!ToldText.Holds(text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at], text[at] == 'P' ? Networks : Wireless)) return;
        start = Bytes.SkipBlanks(text, start);
        if (text[at] == 'S')
        {
            var end = start;
            while (end < line && Bytes.IsDigit(text[end])) end++;
            if (end - start is >= Shortest and <= Longest && !Bytes.IsLetterOrDigit(Bytes.At(text, end))) found.Replace(start, end - start, Rule.Kind);
            return;
        }
        var phrase = text[start..Math.Min(line, start + Longest)];
        if (phrase.IndexOfAny(",;.()\"'`:="u8) is >= 0 and var stop) phrase = phrase[..stop];
        phrase = phrase.TrimEnd((byte)' ');
        if (phrase.Length >= Shortest && phrase.Count((byte)' ') < MostWords && IsMade(phrase)) found.Replace(start, phrase.Length, Rule.Kind);
    }

    /// <summary>Whether nearly no word of it is one of what is said about such keys.</summary>
    private static bool IsMade(ReadOnlySpan<byte> phrase)
    {
        var (words, known) = (0, 0);
        for (var first = true; !phrase.IsEmpty; first = false)
        {
            var end = phrase.IndexOf((byte)' ') is >= 0 and var blank ? blank : phrase.Length;
            var word = phrase[..end];
            phrase = phrase[Math.Min(phrase.Length, end + 1)..];
            if (word.IsEmpty) continue;
            if (first && (ToldText.IsVerb(word) || ToldText.IsAdverb(word) || ToldText.IsWay(word) || word.Length < 4)) return false;
            words++;
            if (CommonWords.Contains(word) || Vocabulary.IsWord(word) || SentenceText.IsDerived(word)) known++;
        }
        return known * 2 < words;
    }
}
