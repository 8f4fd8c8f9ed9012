using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Tickets: <c>PVE:user@realm:HEX8::signature</c>, <c>PVEVNC:HEX8::signature</c> and those of the sister products, plain or encoded, and their
/// signature where it wraps over lines. The user is somebody else's find; the time stays, for it tells whether a ticket is too old.
/// </summary>
internal sealed class TicketDetector : Detector
{
    // Of a terminal or a mail; a line that was wrapped is about as long.
    private const int MostBefore = 400, NarrowLine = 60;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ticket", PrivacyKind.Ticket, "Tickets of Proxmox VE, Backup Server and Mail Gateway");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "PVE", "PVEVNC", "PVETUNNEL", "PBS", "PBSVNC", "PBSTERM", "PMG", "PMGVNC", "PMGQUAR", "PDM" }.SelectMany(name => new[] { ":", "%3A", "%253A" }.Select(colon => new Anchor(name + colon))), new("pvespiceproxy:")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'p')
        {
            Spice(text, at + length, found);
            return;
        }
        var limit = Math.Min(text.Length, at + length + MostBefore);
        // The separator itself may be the one before HEX8, so look from just before it.
        for (var i = at + 3; i < limit && !Bytes.IsBlank(text[i]); i++)
        {
            var colon = Bytes.Separator(text, i, (byte)':');
            if (colon == 0) continue;
            var hex = i + colon;
            if (SecretText.HexEnd(text, hex) is var end && end - hex < 8) continue;
            end = hex + 8;
            if (Bytes.Separator(text, end, (byte)':') is not (> 0 and var first) || Bytes.Separator(text, end + first, (byte)':') is not (> 0 and var second)) continue;
            found.Keep(hex, 8);
            Signature(text, end + first + second, found);
            return;
        }
    }

    /// <summary>The ticket of a SPICE proxy stands where a host does: <c>pvespiceproxy:HEX8:vmid:node:port:signature</c>.</summary>
    private void Spice(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Math.Min(Bytes.LineEnd(text, at), SecretText.WordEnd(text, at));
        if (SecretText.HexEnd(text, at) != at + 8) return;
        found.Keep(at, 8);
        var vmid = at + 9;
        if (vmid > line || text[vmid..line].IndexOf((byte)':') is not (> 0 and var colon)) return;
        var node = vmid + colon + 1;
        NamedValue.TakeName(text, node, NamedValue.NameLength(text, node), PrivacyKind.Node, found);
        // The port may be left to the address behind it: …:node::signature:3128
        if (node <= line && text[node..line].IndexOf("::"u8) is > 0 and var mark)
        {
            var signature = node + mark + 2;
            // Or stand before the signature: …:node::61000:signature
            var port = signature;
            while (Bytes.IsDigit(Bytes.At(text, port))) port++;
            if (port > signature && Bytes.At(text, port) == ':') signature = port + 1;
            found.Replace(signature, SecretText.Base64End(text, signature) - signature, Rule.Kind);
            return;
        }
        if (node <= line && text[node..line].LastIndexOf((byte)':') is > 0 and var last) found.Replace(node + last + 1, SecretText.Base64End(text, node + last + 1) - node - last - 1, Rule.Kind);
    }

    private void Signature(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = SecretText.Base64End(text, start);
        // The URL's spelling of base64.
        while (Bytes.At(text, end) is (byte)'-' or (byte)'_' && end - start >= 2) end = SecretText.Base64End(text, end + 1);
        found.Replace(start, end - start, Rule.Kind);
        // The lines that a terminal or a mail has wrapped it to.
        while ((end - start >= 40 || end - Bytes.LineStart(text, start) >= NarrowLine) && end < text.Length && Bytes.LineEnd(text, end) is var line && Bytes.SkipBlanks(text, end) >= line && line < text.Length)
        {
            start = line;
            while (start < text.Length && (Bytes.IsBlank(text[start]) || text[start] == '>')) start++;
            end = SecretText.Base64End(text, start);
            while (Bytes.At(text, end) is (byte)'-' or (byte)'_' && end - start >= 2) end = SecretText.Base64End(text, end + 1);
            var wrapped = text[start..end];
            if (wrapped.Length < 16 || text[line..start].Count((byte)'\n') != 1 || !wrapped.ContainsAnyInRange((byte)'0', (byte)'9') || !SecretText.LooksRandom(wrapped)) return;
            found.Replace(start, wrapped.Length, Rule.Kind);
        }
    }
}

/// <summary>CSRF prevention tokens: eight hexadecimal digits, which are the time and stay, a colon and 43 (before: 27) characters of Base64.</summary>
internal sealed class CsrfDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("csrf", PrivacyKind.CsrfToken, "CSRF prevention tokens");

    public override Precedence Precedence => Precedence.Token;

    public override int WakesAtRunsOf => 27;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("CSRFPreventionToken")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.StartsWithAt(text, at, "CSRFPreventionToken"u8))
        {
            Named(text, at + length, found);
            return;
        }
        var start = at;
        if (Bytes.At(text, at - 1) == '%' && Bytes.StartsWithAt(text, at, "3A"u8)) start = at + 2;
        var colon = start == at ? at - 1 : at - 1;
        if (start == at && Bytes.At(text, colon) != ':') return;
        var end = SecretText.Base64End(text, start);
        if ((end - start) is not (43 or 44 or 27 or 28)) return;
        var hex = colon - 8;
        if (hex < 0 || SecretText.HexEnd(text, hex) != colon || (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, hex - 1)) && Bytes.EscapeBefore(text, hex) == 0)) return;
        found.Keep(hex, 8);
        found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Behind its name it may be of any length, and its slashes escaped.</summary>
    private void Named(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int Shortest = 16;
        var hex = at;
        while (hex < text.Length && hex < at + 12 && text[hex] is (byte)'"' or (byte)'\'' or (byte)'\\' or (byte)':' or (byte)'=' or (byte)' ') hex++;
        if (SecretText.HexEnd(text, hex) != hex + 8 || Bytes.Separator(text, hex + 8, (byte)':') is not (> 0 and var colon)) return;
        var start = hex + 8 + colon;
        var end = SecretText.Base64End(text, start);
        if (end - start < Shortest) return;
        found.Keep(hex, 8);
        found.Replace(start, end - start, Rule.Kind);
    }
}

/// <summary>The secret of an API token: <c>user@realm!name=UUID</c> in headers, <c>user@realm!name UUID</c> in token.cfg, cut off or not.</summary>
internal sealed class ApiTokenDetector : Detector
{
    private const int MostToValue = 1500;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("api-token", PrivacyKind.ApiToken, "Secrets of API tokens");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("APIToken"), new("full-tokenid")];

    public override int WakesAtRunsOf => 36;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'f' && Bytes.StartsWithAt(text, at, "full-tokenid"u8)) Reply(text, at + length, found);
        else if (text[at] == 'A' && Bytes.StartsWithAt(text, at, "APIToken"u8)) Header(text, at + length, found);
        else Run(text, at, length, found);
    }

    /// <summary>What the API answers when a token is made: its id, and its secret as <c>value</c>.</summary>
    private void Reply(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var window = text[at..Math.Min(text.Length, at + MostToValue)];
        for (var offset = 0; window[offset..].IndexOf("value"u8) is >= 0 and var next; offset += next + 5)
        {
            var i = offset + next + 5;
            while (i < window.Length && (!Bytes.IsLetterOrDigit(window[i]) || window[i] >= 128) && window[i] != '\n') i++;
            if (!SecretText.IsUuid(window, i)) continue;
            found.Replace(at + i, 36, Rule.Kind);
            return;
        }
    }

    private void Header(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Math.Min(Bytes.LineEnd(text, at), at + 300);
        for (var i = at; i < line; i++)
        {
            if (text[i] != '!' && Bytes.Separator(text, i, (byte)'!') is not > 1) continue;
            i += Math.Max(1, Bytes.Separator(text, i, (byte)'!'));
            while (i < line && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'.' or (byte)'_' or (byte)'-')) i++;
            var separator = Bytes.StartsWithAt(text, i, "=3D"u8) ? 3 : Math.Max(Bytes.Separator(text, i, (byte)'='), Bytes.Separator(text, i, (byte)':'));
            if (separator == 0) continue;
            var start = i + separator;
            var end = start;
            while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
            if (end - start >= 8) found.Replace(start, end - start, Rule.Kind);
            return;
        }
    }

    private void Run(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        for (var start = at; start + 36 <= at + length; start++)
        {
            if (!SecretText.IsUuid(text, start)) continue;
            // Zeros alone are to be filled in.
            if (text.Slice(start, 36).ContainsAnyExcept("0-"u8) && IsAfterTokenId(text, start)) found.Replace(start, 36, Rule.Kind);
            start += 35;
        }
    }

    private static bool IsAfterTokenId(ReadOnlySpan<byte> text, int at)
    {
        var i = at;
        if (Bytes.EscapeBefore(text, i) is > 2 and var escape) i -= escape;
        else if (Bytes.At(text, i - 1) is (byte)'=' or (byte)':' or (byte)' ' or (byte)'\t') i--;
        else return false;
        var end = i;
        while (i > 0 && (Bytes.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] is (byte)'.' or (byte)'_' or (byte)'-') && Bytes.EscapeBefore(text, i) <= 2) i--;
        if (i == end) return false;
        var mark = Bytes.At(text, i - 1) == '!' ? i - 1 : Bytes.EscapeBefore(text, i) is > 2 and var bang && Bytes.Separator(text, i - bang, (byte)'!') == bang ? i - bang : -1;
        return mark > 0 && text[Math.Max(0, mark - 120)..mark].ContainsAny("@%"u8);
    }
}

/// <summary>Subscription keys: <c>pve2c-0123456789</c> and those of the sister products.</summary>
internal sealed class SubscriptionDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("subscription", PrivacyKind.Subscription, "Subscription keys and server ids");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. "1248".SelectMany(sockets => "cbsp".Select(level => new Anchor($"pve{sockets}{level}-", WordStart: true))),
        .. new[] { "pbs", "pmg", "pom", "pdm" }.SelectMany(product => "cbsp".Select(level => new Anchor($"{product}{level}-", WordStart: true))),
        .. new[] { "serverid", "server id", "server-id" }.Select(name => new Anchor(name, IgnoreCase: true, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (length >= 8)
        {
            while (start < text.Length && text[start] is (byte)'"' or (byte)':' or (byte)' ' or (byte)'=' or (byte)'\'' or (byte)'\t' or (byte)'|' or 0xE2 or 0x94 or 0x82) start++;
            if (SecretText.HexEnd(text, start) == start + 32) found.Replace(start, 32, Rule.Kind);
            // What the answer of the shop is signed with.
            var answer = text[at..Math.Min(text.Length, at + 1000)];
            if (answer.IndexOf("\"signature\""u8) is > 0 and var signature && NamedValue.After(text, at + signature + 11) is { Length: >= 40 } value) found.Replace(value.Start, value.Length, Rule.Kind);
            return;
        }
        if (Bytes.StartsWithAt(text, start, "arm-"u8)) start += 4;
        if (SecretText.HexEnd(text, start) == start + 10 && !Bytes.IsAsciiLetterOrDigit(Bytes.At(text, start + 10))) found.Replace(at, start + 10 - at, Rule.Kind);
    }
}
