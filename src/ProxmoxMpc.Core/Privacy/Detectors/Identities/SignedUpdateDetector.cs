using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The names of keys by which name servers know one another: <c>key "x" { algorithm hmac-sha256; … }</c> of BIND, <c>"tsig-keys"</c> of Kea, <c>-y hmac-sha256:x:…</c> of dig and nsupdate,
/// and the lines that tell of them.
/// </summary>
internal sealed class SignedUpdateDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("tsig-key", PrivacyKind.User, "Names of the keys with which name servers sign");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("hmac-sha", IgnoreCase: true, WordStart: true), new("hmac-md5", IgnoreCase: true, WordStart: true), new("\"key-name\""), new("TSIG ", WordStart: true), new("tsig-key", WordStart: true), new("signer \"", WordStart: true), new("zonesub", WordStart: true), new("dns_rfc2136_name", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        switch (text[at])
        {
            case (byte)'h' or (byte)'H':
                Algorithm(text, at, found);
                return;
            case (byte)'z':
                // grant x zonesub ANY
                if (Bytes.At(text, --at) != ' ') return;
                var start = at;
                while (start > 0 && !Bytes.IsBlank(text[start - 1])) start--;
                if (text[..start].EndsWith("grant "u8)) Take(text, start, at - start, found);
                return;
            case (byte)'t':
                // tsig-key x, --tsig-key-name x; Kea's list is called tsig-keys.
                if (Bytes.At(text, at + length) == ' ') Take(text, at + length + 1, NamedValue.NameLength(text, at + length + 1), found);
                return;
            case (byte)'"' or (byte)'d':
                var (value, count) = NamedValue.After(text, at + length - (text[at] == '"' ? 1 : 0));
                Take(text, value, count, found);
                return;
            default:
                // TSIG transfer-key; TSIG authentication is no key's name.
                var signed = NamedValue.NameLength(text, at + length);
                if (text.Slice(at + length, signed).IndexOfAny("-._0123456789"u8) >= 0) Take(text, at + length, signed, found);
                return;
        }
    }

    private static void Algorithm(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
        // hmac-sha256:x:SECRET
        if (Bytes.At(text, end) == ':')
        {
            var count = NamedValue.NameLength(text, end + 1);
            if (Bytes.At(text, end + 1 + count) == ':') Take(text, end + 1, count, found);
            return;
        }
        var line = Bytes.LineStart(text, at);
        if (Named(text, line, at, found) || line == 0) return;
        Named(text, Bytes.LineStart(text, line - 1), line, found);
    }

    /// <summary><c>key "x" {</c>, <c>{"name": "x", </c>, <c>- id: x</c>: what stands before the algorithm, on its line or on the one above.</summary>
    private static bool Named(ReadOnlySpan<byte> text, int from, int to, Findings found)
    {
        var before = text[from..to];
        if (before.LastIndexOf("\"name\""u8) is >= 0 and var key)
        {
            var (start, count) = NamedValue.After(text, from + key + 5);
            return Take(text, start, count, found);
        }
        var word = Bytes.SkipBlanks(text, from);
        var skip = Bytes.StartsWithAt(text, word, "key "u8) && before.Contains((byte)'{') ? 4 : Bytes.StartsWithAt(text, word, "- id: "u8) ? 6 : 0;
        if (skip == 0) return false;
        var name = word + skip;
        if (Bytes.At(text, name) == '"') name++;
        return Take(text, name, NamedValue.NameLength(text, name), found);
    }

    private static bool Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        if (count < 3) return false;
        var name = text.Slice(start, count);
        // The key of the server's own control has the same name everywhere. One that is called as a domain is found as one.
        return !name.SequenceEqual("rndc-key"u8) && !Vocabulary.IsWord(name) && !name.EndsWith("-etm"u8) && NamedValue.TakeUser(text, start, count, found);
    }
}
