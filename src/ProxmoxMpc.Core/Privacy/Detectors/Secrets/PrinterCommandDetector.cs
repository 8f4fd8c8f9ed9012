using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What is sent to a label printer of Zebra to set it up: the code of its panel, <c>^KP1234</c>, the phrase of its network, <c>^WX09,x</c>, and settings that are
/// two texts in quotes, <c>! U1 setvar "wlan.wpa.psk" "x"</c>.
/// </summary>
internal sealed class PrinterCommandDetector : Detector
{
    private const int ShortestPhrase = 8, ShortestValue = 3;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("printer-command", PrivacyKind.Password, "Secrets in what is sent to a label printer");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("^KP"), new("^WX"), new(" setvar \"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ') Setting(text, at + length, found);
        else if (text[at + 1] == 'K') Panel(text, at + length, found);
        else Network(text, at + length, found);
    }

    private void Panel(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < start + 5 && Bytes.IsDigit(Bytes.At(text, end))) end++;
        if (end - start == 4) found.Replace(start, 4, Rule.Kind);
    }

    /// <summary>How it signs in, two digits, and what with.</summary>
    private void Network(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (!Bytes.IsDigit(Bytes.At(text, at)) || !Bytes.IsDigit(Bytes.At(text, at + 1)) || Bytes.At(text, at + 2) != ',') return;
        var phrase = text[(at + 3)..Bytes.LineEnd(text, at)];
        if (phrase.IndexOfAny("^,~\""u8) is >= 0 and var stop) phrase = phrase[..stop];
        if (phrase.Length >= ShortestPhrase) found.Replace(at + 3, phrase.Length, Rule.Kind);
    }

    private void Setting(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'.' or (byte)'_')) end++;
        if (!Bytes.StartsWithAt(text, end, "\" \""u8) || SecretText.Quoted(text, end + 2, "\""u8) is not { Length: >= ShortestValue } value) return;
        var name = text[start..end];
        var span = text[value.Start..value.End];
        if (name.EndsWith("username"u8) || name.EndsWith("user_name"u8) || name.EndsWith("user_id"u8)) NamedValue.TakeUser(text, value.Start, value.Length, found);
        else if (!KeyValueText.IsReference(span) && (name.EndsWith("community_name"u8) || KeyNames.MeaningOf(name) == KeyMeaning.Password))
            found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
