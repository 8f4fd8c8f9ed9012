using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Links that let in whoever has them, with their token as a part of the path: <c>/-/invites/x</c>, <c>/join/x</c>, <c>/reset-password/x</c>.</summary>
internal sealed class InviteLinkDetector : Detector
{
    private const int Shortest = 12;

    private static readonly string[] Paths = ["/invites/", "/invite/", "/invitation/", "/invitations/", "/accept-invite/", "/join/", "/reset/", "/reset-password/", "/resetpassword/", "/password-reset/", "/password_reset/", "/activate/", "/magic-link/", "nfirm/", "erify/", "/signup/", "/one-time/", "/onetime/"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("invite-link", PrivacyKind.ServiceToken, "Tokens in links that let somebody in: /invites/x, /reset-password/x");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Paths.Select(path => new Anchor(path, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'-' or (byte)'_' or (byte)'~' or (byte)'=') end++;
        // A file, a folder of more.
        if (end - start < Shortest || Bytes.At(text, end) == '.' && Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)) || !SecretText.LooksRandom(text[start..end])) return;
        found.Replace(start, end - start, Rule.Kind);
    }
}
