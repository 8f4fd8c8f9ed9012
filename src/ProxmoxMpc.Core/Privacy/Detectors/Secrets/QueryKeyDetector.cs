using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Random values that an address is asked with under a short name, as installers, cameras and invitations have it: <c>/kiosk.ps1?k=0123…</c>.
/// </summary>
internal sealed class QueryKeyDetector : Detector
{
    private const int Shortest = 20;

    private static readonly string[] Names = ["k", "t", "tk", "tok", "code", "access", "invite", "join", "ticket", "uuid_key", "auth_key", "pwd", "pw", "state", "sso", "reset", "did", "synotoken"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("query-key", PrivacyKind.ServiceToken, "Random values that addresses are asked with under a short name");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from name in Names from sign in new[] { "?", "&" } select new Anchor($"{sign}{name}=", IgnoreCase: true), new("&amp;sso="), new("&amp;ticket=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~')) end++;
        while (end > start && text[end - 1] == '.') end--;
        if (end - start >= Shortest && SecretText.LooksRandom(text[start..end]) && IsInAddress(text, at)) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Whether a path stands before the question mark: /x.sh?k=</summary>
    private static bool IsInAddress(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && !Bytes.IsBlank(text[start - 1]) && text[start - 1] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'(')) start--;
        return text[start..at].Contains((byte)'/');
    }
}
