using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// User and password at the end of a line: Postfix' sasl_passwd, <c>[smtp.example.net]:587 user:password</c>, and HAProxy's
/// <c>stats auth user:password</c>.
/// </summary>
internal sealed class LoginLineDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("]:587"), new("]:465"), new("]:25"), new("]:submission"), new("]:smtp"), new("stats auth ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var user = at + length;
        if (text[at] == ']' && !IsRelay(text, at, line, ref user)) return;
        if (text[user..line].IndexOf((byte)':') is not (> 0 and var colon)) return;
        var name = text.Slice(user, colon);
        // [::1]:25 of a list of sockets.
        if (text[at] == ']' && name.ContainsAny(" [*"u8)) return;
        found.Replace(user + colon + 1, line - user - colon - 1, Rule.Kind);
        if (!ServiceAccounts.Contains(name) && !name.Contains((byte)'@')) found.Replace(user, colon, PrivacyKind.User);
    }

    /// <summary>What a quoted table is called by: <c>relay_password_map: </c>, <c>sasl_passwd:</c></summary>
    private static bool IsMap(ReadOnlySpan<byte> before) =>
        before.TrimEnd(" :="u8) is { IsEmpty: false } name && name.Length < before.Length && !name.Contains((byte)' ')
        && (name.IndexOf("passw"u8) >= 0 || name.IndexOf("sasl"u8) >= 0 || name.IndexOf("relay"u8) >= 0);

    /// <summary>Whether a line begins with a relay in brackets and goes on behind its port.</summary>
    /// <param name="at">Where the brackets close.</param>
    /// <param name="end">Behind the first digits of the port; afterwards where the line goes on.</param>
    private static bool IsRelay(ReadOnlySpan<byte> text, int at, int line, ref int end)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimStart(" \t>"u8);
        if (before.IndexOf((byte)'[') is var open && open != 0 && !(open > 0 && IsMap(before[..open]))) return false;
        while (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end))) end++;
        if (!Bytes.IsBlank(Bytes.At(text, end))) return false;
        end = Bytes.SkipBlanks(text, end);
        return end < line;
    }
}
