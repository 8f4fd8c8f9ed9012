using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What follows <c>Basic</c>, <c>Bearer</c> or <c>Token</c> in an Authorization header or what looks like one.</summary>
internal sealed class AuthorizationDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("authorization", PrivacyKind.ServiceToken, "Credentials in Authorization headers");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "Basic ", "Bearer ", "Token ", "Basic%20", "Bearer%20" }.Select(scheme => new Anchor(scheme, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] is (byte)'.' or (byte)'~')) end++;
        while (end > start && text[end - 1] is (byte)'.' or (byte)'-') end--;
        var value = text[start..end];
        var isHeader = text[Math.Max(0, at - 24)..at].IndexOf("uthorization"u8) >= 0;
        if (value.Length >= (isHeader ? 6 : 16) && (isHeader || SecretText.LooksRandom(value)) && value.IndexOfAny("=."u8) != 0 && value.IndexOf((byte)'=') is < 0 or > 5)
            found.Replace(start, value.Length, Rule.Kind);
    }
}

/// <summary>Cookies whose name speaks of a session: the value goes, attributes stay.</summary>
internal sealed class CookieDetector : Detector
{
    private static readonly string[] Names = ["session", "sess", "token", "auth", "sid", "jwt", "csrf", "xsrf", "remember", "login", "ticket"];
    private static readonly byte[][] Words = [.. Names.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("cookie", PrivacyKind.ServiceToken, "Session cookies");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ookie: "), new("ookie\":\""), new("ookie\": \""), new("ookie\":[\""), new("ookie\": [\""), new("ookie=\""), new("ookie:\\u0020"), new("COOKIE: ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var i = at + length; i < end;)
        {
            i = Bytes.SkipBlanks(text, i);
            var equals = text[i..end].IndexOf((byte)'=');
            if (equals < 0) return;
            var stop = i + equals + 1;
            while (stop < end && text[stop] is not ((byte)';' or (byte)'"' or (byte)'\'' or (byte)' ')) stop++;
            var value = text[(i + equals + 1)..stop];
            // A ticket is the find of its own detector, which leaves the user readable to the others.
            if (value.Length >= 6 && value[0] != '$' && IsSession(text.Slice(i, equals)) && value.IndexOf("%3A%3A"u8) < 0 && value.IndexOf("::"u8) < 0) found.Replace(stop - value.Length, value.Length, Rule.Kind);
            if (stop >= end || text[stop] != ';') return;
            i = stop + 1;
        }
    }

    private static bool IsSession(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < name.Length; i++)
            foreach (var word in Words)
                if (Bytes.StartsWithIgnoreCase(name, i, word)) return true;
        return false;
    }
}
