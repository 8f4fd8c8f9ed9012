using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts that what stands beside them tells: an administrator of UniFi, <c>"name": "jane", …, "x_shadow": "$6$…"</c>, a peer of IPsec with its key,
/// <c>&lt;ident>jane&lt;/ident>&lt;pre-shared-key></c>, who has compiled a configuration of DSC, and whose
/// session of iLO it is, <c>/Sessions/jane000000006909a1f3c4b2e7d0/</c>.
/// </summary>
internal sealed class NeighbouringUserDetector : Detector
{
    private const int ReachBack = 800, ReachOn = 160, SessionDigits = 24;

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("\"x_shadow\""), new("instance of OMI_ConfigurationDocument"), new("<ident>"), new("SessionService/Sessions/")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '"') Administrator(text, at, found);
        else if (text[at] == 'i') Author(text, at + length, found);
        else if (text[at] == '<') Peer(text, at + length, found);
        else Session(text, at + length, found);
    }

    /// <summary>The name in the same object.</summary>
    private static void Administrator(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var from = Math.Max(0, at - ReachBack);
        var before = text[from..at];
        var open = before.LastIndexOf((byte)'{');
        if (open < 0 || before[open..].Contains((byte)'}') || before[open..].IndexOf("\"name\""u8) is not (>= 0 and var name)) return;
        var (start, length) = NamedValue.After(text, from + open + name + "\"name\"".Length - 1);
        if (length > 0 && NamedValue.NameLength(text, start) == length) NamedValue.TakeUser(text, start, length, found);
    }

    /// <summary>Who has compiled a configuration of DSC: <c>Author="jane";</c></summary>
    private static void Author(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var document = text[at..Math.Min(text.Length, at + ReachBack)];
        if (document.IndexOf((byte)'}') is >= 0 and var close) document = document[..close];
        if (document.IndexOf("Author=\""u8) is not (>= 0 and var author)) return;
        var start = at + author + "Author=\"".Length;
        var length = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + length) == '"') NamedValue.TakeUser(text, start, length, found);
    }

    private static void Peer(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var length = NamedValue.NameLength(text, start);
        if (length == 0 || !Bytes.StartsWithAt(text, start + length, "</ident>"u8)) return;
        if (text[start..Math.Min(text.Length, start + length + ReachOn)].IndexOf("<pre-shared-key>"u8) >= 0) NamedValue.TakeUser(text, start, length, found);
    }

    /// <summary>The name, and a number of eight and one of sixteen digits, of which the first begins with zeros.</summary>
    private static void Session(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start + NamedValue.NameLength(text, start);
        var digits = end - SessionDigits;
        if (digits > start && SecretText.HexEnd(text, digits) == end && Bytes.StartsWithAt(text, digits, "0000"u8))
            NamedValue.TakeUser(text, start, digits - start, found);
    }
}
