using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Files of users, one a line and each part in quotes: PgBouncer's <c>"jane" "X"</c>, hostapd's <c>"jane" PEAP,TTLS "X" [2]</c>.
/// </summary>
internal sealed class UserTableDetector : Detector
{
    private const int LongestName = 64, Shortest = 4;

    private static readonly WordSet Methods = WordSet.Of("PEAP TTLS TLS MD5 MSCHAPV2 TTLS-MSCHAPV2 TTLS-PAP PWD GTC FAST SIM AKA");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("user-table", PrivacyKind.Password, "Files of users, each part in quotes: \"jane\" \"X\"");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\" \""), new("\"\tMSCHAPV2"), new("\"\tPEAP"), new("\"\tTTLS"), new("\" MSCHAPV2"), new("\" PEAP"), new("\" TTLS")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line] != '"' || at - line is < 2 or > LongestName || NamedValue.NameLength(text, line + 1) != at - line - 1) return;
        var end = Bytes.LineEnd(text, at);
        var open = at + 2;
        if (length > 3)
        {
            var methods = DeviceText.Next(text, at + 1, end);
            var first = text[methods.Start..methods.End];
            if (!Methods.Contains(first[..(first.IndexOf((byte)',') is > 0 and var comma ? comma : first.Length)])) return;
            open = Bytes.SkipBlanks(text, methods.End);
        }
        if (Bytes.At(text, open) != '"' || SecretText.Quoted(text, open, "\""u8) is not { Length: >= Shortest } value) return;
        var span = text[value.Start..value.End];
        var rest = text[(value.End + 1)..end].Trim(" \t\r"u8);
        if (length == 3 ? !rest.IsEmpty || span.Contains((byte)' ') || !IsPassword(span) : !rest.IsEmpty && rest[0] != '[' && rest[0] != '#') return;
        if (KeyValueText.IsReference(span)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        NamedValue.TakeUser(text, line + 1, at - line - 1, found);
    }

    /// <summary>Two words in quotes are many things: the second has to look like a password.</summary>
    private static bool IsPassword(ReadOnlySpan<byte> value) => value.Length >= 6 && KeySentenceText.LooksLikePassword(value, false) && !Domains.IsDomain(value, out _, out _, out _) && value.IndexOfAny("/\\"u8) < 0 && !Bytes.IsDigit(value[0]);
}
