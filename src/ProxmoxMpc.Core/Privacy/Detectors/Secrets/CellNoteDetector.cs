using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that end a remark in a cell of a table with commas, where a quote is doubled: <c>"…, heslo iDRAC: Word""3"</c>, <c>"iDRAC root / Word,Word""7"</c>,
/// <c>"WLAN in lab: three plain words 7"</c>, <c>"down, hub code WX7K-93QD"</c>.
/// </summary>
internal sealed class CellNoteDetector : Detector
{
    private const int MostBetween = 28, Shortest = 5, Longest = 64, ShortestKey = 8, ShortestCode = 7;

    private static readonly string[] Nouns =
    [
        "password", "passwd", "passwort", "kennwort", "heslo", "hasło", "haslo", "wachtwoord", "salasana", "lösenord", "adgangskode", "contraseña", "senha",
        "mot de passe", "jelszó", "parola",
    ];

    private static readonly string[] Networks = ["wlan", "wifi", "wi-fi", "ssid"];

    private static readonly string[] Codes =
        ["hub code ", "access code ", "unlock code ", "pairing code ", "setup code ", "login code ", "join code ", "claim code "];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("cell-note", PrivacyKind.Password, "Secrets at the end of a remark in a cell of a table with commas");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Nouns.Concat(Networks).Concat(Codes).Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)), new(" / "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (CellEnd(text, at) is not (> 0 and var end)) return;
        if (text[at] == ' ') Pair(text, at, at + length, end, found);
        else if (text[at + length - 1] == ' ') Code(text, at + length, end, found);
        else if (ValueAt(text, at + length, end) is { IsEmpty: false } value) Value(text, value, IsNetwork(text.Slice(at, length)), found);
    }

    /// <summary>Where the quoted cell ends in which a place is; 0 outside of one.</summary>
    private static int CellEnd(ReadOnlySpan<byte> text, int at)
    {
        var open = -1;
        for (var i = Bytes.LineStart(text, at); i < at; i++)
        {
            if (text[i] != '"') continue;
            if (open < 0 && (i == 0 || text[i - 1] is (byte)',' or (byte)';' or (byte)'\t' or (byte)'\n')) open = i;
            else if (open >= 0 && Bytes.At(text, i + 1) == '"') i++;
            else open = -1;
        }
        return open < 0 ? 0 : CloseOf(text, at);
    }

    private static int CloseOf(ReadOnlySpan<byte> text, int at)
    {
        for (int i = at, line = Bytes.LineEnd(text, at); i < line; i++)
        {
            if (text[i] != '"') continue;
            if (i + 1 == line || text[i + 1] is (byte)',' or (byte)';' or (byte)'\t') return i;
            if (text[i + 1] != '"') return 0;
            i++;
        }
        return 0;
    }

    /// <summary>What stands behind a colon that is not far from the noun, up to the end of the cell.</summary>
    private static Extent ValueAt(ReadOnlySpan<byte> text, int at, int end)
    {
        var colon = text[at..end].IndexOf(": "u8);
        return colon is >= 0 and <= MostBetween ? new Extent(at + colon + 2, end) : default;
    }

    private static bool IsNetwork(ReadOnlySpan<byte> noun) => LoginText.IsWireless(noun);

    private void Value(ReadOnlySpan<byte> text, Extent value, bool isNetwork, Findings found)
    {
        var span = text[value.Start..value.End];
        if (KeyValueText.IsReference(span) || span.IndexOf(": "u8) >= 0) return;
        if (isNetwork ? IsPhrase(span) : IsPassword(span)) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>One word, that is no word of a language: <c>heslo iDRAC: viz trezor</c>.</summary>
    private static bool IsPassword(ReadOnlySpan<byte> value) =>
        value.Length is >= Shortest and <= Longest && !value.Contains((byte)' ') && value.IndexOf("://"u8) < 0 && IsUnusual(value);

    private static bool IsUnusual(ReadOnlySpan<byte> value) =>
        value.ContainsAny("0123456789!#$%&+=^~?*@\""u8) || !CommonWords.Contains(value) && !Vocabulary.IsWord(value) && !SentenceText.IsDerived(value);

    /// <summary>Some words with a digit or a sign, as keys of wireless networks are.</summary>
    private static bool IsPhrase(ReadOnlySpan<byte> value) =>
        value.Length is >= ShortestKey and <= Longest && value.Count((byte)' ') <= 5 && value.ContainsAnyInRange((byte)'0', (byte)'9')
        && value.IndexOfAny(",;/()="u8) < 0 && !IsOfBand(value);

    /// <summary><c>WLAN: Kanal 36, 5 GHz</c>, <c>WiFi: 802.11ax</c></summary>
    private static bool IsOfBand(ReadOnlySpan<byte> value) => value.IndexOf("GHz"u8) >= 0 || value.IndexOf("802.11"u8) >= 0 || value.IndexOf("WPA"u8) >= 0;

    /// <summary><c>iDRAC root / x</c></summary>
    private void Pair(ReadOnlySpan<byte> text, int at, int start, int end, Findings found)
    {
        var user = new Extent(NamedValue.NameStart(text, at), at);
        var value = text[start..end];
        if (user.IsEmpty || value.Length is < Shortest or > Longest || value.ContainsAny(" /"u8) || KeyValueText.IsReference(value)) return;
        if (!value.ContainsAny("0123456789!#$%&+=^~?*@\""u8) || !LoginText.IsLogin(text[user.Start..user.End])) return;
        found.Replace(start, value.Length, Rule.Kind);
        LoginText.TakeUser(text, user, found);
    }

    /// <summary><c>hub code WX7K-93QD</c></summary>
    private static void Code(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var value = text[start..end];
        if (value.Length < ShortestCode || value.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8) >= 0) return;
        if (value.ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(start, value.Length, PrivacyKind.OneTimeCode);
    }
}
