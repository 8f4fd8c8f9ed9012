using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Lines of daemons' files that hold an account and its password by place: targets of iSCSI (<c>IncomingUser jane x</c>, <c>chap "jane" "x"</c>), users of FreeRADIUS
/// (<c>jane Cleartext-Password := "x"</c>) and of hostapd (<c>"jane" MSCHAPV2 "x"</c>), keys of stations (<c>00:11:22:33:44:55 three plain words</c>).
/// </summary>
internal sealed class AccountLineDetector : Detector
{
    private const int MostLines = 200, ShortestKey = 8, LongestKey = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("account-line", PrivacyKind.Password, "Accounts and passwords on lines of iSCSI targets, FreeRADIUS and hostapd");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "incominguser ", "outgoinguser ", "incoming_user ", "outgoing_user ", "chap ", "chap-mutual " }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true)),
        .. new[] { "Cleartext-Password", "User-Password", "Crypt-Password" }.Select(attribute => new Anchor(attribute, WordStart: true)),
        .. new[] { "MD5", "MSCHAPV2", "GTC", "PEAP", "TTLS", "TTLS-MSCHAPV2", "TTLS-PAP", "PWD" }.Select(method => new Anchor($"\" {method} \"")),
        new("hostapd.wpa_psk", WordStart: true), new("wpa_psk <==", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] == '"') Tunnelled(text, line, at, at + length, found);
        else if (text[at + length - 1] is (byte)'d') Attribute(text, line, at, found);
        else if (text[at + length - 1] is (byte)'k' or (byte)'=') Stations(text, Bytes.LineEnd(text, at), found);
        else if (NamedValue.IsFirstOnLine(text, at)) Pairs(text, at + length, Bytes.LineEnd(text, at), Bytes.ToLower(text[at]) == 'c', found);
    }

    /// <summary>A user, a password, and maybe the same of the other way.</summary>
    private void Pairs(ReadOnlySpan<byte> text, int at, int end, bool isAll, Findings found)
    {
        Span<Extent> words = stackalloc Extent[5];
        var count = 0;
        for (var i = Bytes.SkipBlanks(text, at); i < end && count < words.Length; i = Bytes.SkipBlanks(text, i))
        {
            if (text[i] is (byte)'#' or (byte)'\r') break;
            var word = text[i] == '"' && SecretText.Quoted(text, i, "\""u8) is { } quoted ? quoted : new Extent(i, i);
            if (word.Start == i)
                while (word.End < end && !Bytes.IsBlank(text[word.End])) word = word with { End = word.End + 1 };
            words[count++] = word;
            i = word.Start == i ? word.End : word.End + 1;
        }
        // A sentence about CHAP has more words, and none in quotes.
        if (count is not (2 or 4) || isAll && text[words[1].Start..words[1].End].IndexOfAny("0123456789!#$%&+-_"u8) < 0 && text[words[1].Start - 1] != '"') return;
        for (var i = 0; i + 1 < count; i += 2)
        {
            if (!KeyValueText.IsReference(text[words[i + 1].Start..words[i + 1].End])) found.Replace(words[i + 1].Start, words[i + 1].Length, Rule.Kind);
            if (NamedValue.NameLength(text, words[i].Start) == words[i].Length) NamedValue.TakeUser(text, words[i].Start, words[i].Length, found);
        }
    }

    /// <summary>The user before an attribute of FreeRADIUS; its value has the name of a password.</summary>
    private static void Attribute(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        var start = Bytes.At(text, line) == '"' ? line + 1 : line;
        var count = NamedValue.NameLength(text, start);
        var end = start + count + (start > line ? 1 : 0);
        if (count > 0 && end < at && text[end..at].IndexOfAnyExcept(" \t"u8) < 0) NamedValue.TakeUser(text, start, count, found);
    }

    private void Tunnelled(ReadOnlySpan<byte> text, int line, int at, int value, Findings found)
    {
        if (SecretText.Quoted(text, value - 1, "\""u8) is not { IsEmpty: false } password) return;
        found.Replace(password.Start, password.Length, Rule.Kind);
        var start = line + text[line..at].LastIndexOf((byte)'"') + 1;
        if (start > line && NamedValue.NameLength(text, start) == at - start) NamedValue.TakeUser(text, start, at - start, found);
    }

    /// <summary>Lines of a station's address and its key, which may be several words, below the file's name.</summary>
    private void Stations(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (end == start || text[start] == '#') continue;
            var i = start;
            // keyid=jane vlanid=3
            while (i < end && text[i..end].IndexOf((byte)'=') is > 0 and < 10 && text[i..end].IndexOf((byte)' ') is > 0 and var setting) i += setting + 1;
            var key = i + 18;
            if (key >= end || text[i + 17] != ' ' || text.Slice(i, 17).Count((byte)':') != 5) return;
            var value = text[key..end].TrimEnd(" \r"u8);
            if (value.Length is >= ShortestKey and <= LongestKey) found.Replace(key, value.Length, Rule.Kind);
        }
    }
}
