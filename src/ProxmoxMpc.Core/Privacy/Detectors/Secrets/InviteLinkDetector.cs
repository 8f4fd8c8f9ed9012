using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Links that let in whoever has them, with their token as a part of the path: <c>/-/invites/x</c>, <c>/join/x</c>, <c>/reset-password/x</c>.</summary>
internal sealed class InviteLinkDetector : Detector
{
    private const int Shortest = 12;

    private static readonly string[] Paths = ["/invites/", "/invite/", "/invitation/", "/invitations/", "/accept-invite/", "/join/", "/reset/", "/reset-password/", "/resetpassword/", "/password-reset/", "/password_reset/", "/activate/", "/magic-link/", "nfirm/", "erify/", "/signup/", "/one-time/", "/onetime/"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("invite-link", PrivacyKind.ServiceToken, "Tokens in links that let somebody in: /invites/x, /reset-password/x");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Paths.Select(path => new Anchor(path, IgnoreCase: true)), new("/s/")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'-' or (byte)'_' or (byte)'~' or (byte)'=') end++;
        if (length == 3)
        {
            if (IsShare(text[start..end]) && IsBehindHost(text, at) && Bytes.At(text, end) != '.') found.Replace(start, end - start, Rule.Kind);
            return;
        }
        // A file, a folder of more.
        if (end - start < Shortest || Bytes.At(text, end) == '.' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) || !SecretText.LooksRandom(text[start..end])) return;
        found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>What Nextcloud calls a share by: fifteen letters and digits, that no word in humps is.</summary>
    private static bool IsShare(ReadOnlySpan<byte> token)
    {
        const int Length = 15, FewestOfEach = 3;
        if (token.Length != Length) return false;
        var (upper, lower, pairs) = (0, 0, 0);
        for (var i = 0; i < token.Length; i++)
        {
            if (!Bytes.IsAsciiLetterOrDigit(token[i])) return false;
            if (Bytes.IsUpper(token[i])) upper++;
            if (Bytes.IsLower(token[i])) lower++;
            if (i > 0 && !Bytes.IsLower(token[i]) && !Bytes.IsLower(token[i - 1])) pairs++;
        }
        return upper >= FewestOfEach && lower >= FewestOfEach && pairs > 0;
    }

    /// <summary><c>https://cloud.firma.de/s/x</c>, and a folder or two between.</summary>
    private static bool IsBehindHost(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 120;
        var start = at;
        while (start > 0 && at - start < Reach && !Bytes.IsBlank(text[start - 1]) && text[start - 1] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'(')) start--;
        return text[start..at].IndexOf("://"u8) > 0;
    }
}
