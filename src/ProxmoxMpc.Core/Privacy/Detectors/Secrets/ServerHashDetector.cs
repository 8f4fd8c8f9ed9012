using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Hashes of passwords in forms that one server has: PgBouncer's <c>"md5…"</c>, PostgreSQL's SCRAM, GRUB's PBKDF2, and what Dovecot's log tells of a login
/// that failed.
/// </summary>
internal sealed class ServerHashDetector : Detector
{
    public override PrivacyRule Rule => PasswordHashDetector.HashRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"md5"), new("SCRAM-SHA-256$"), new("grub.pbkdf2.sha512."), new(") != '")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == '"') UserList(text, start, found);
        else if (text[at] == 'S') Scram(text, start, found);
        else if (text[at] == 'g') Grub(text, start, found);
        else Tried(text, at, found);
    }

    /// <summary>A user list of PgBouncer: <c>"jane" "md5…"</c>.</summary>
    private void UserList(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (SecretText.HexEnd(text, start) == start + 32 && Bytes.At(text, start + 32) == '"') found.Replace(start, 32, Rule.Kind);
    }

    /// <summary>Iterations, a colon, the salt, and two keys: PostgreSQL's.</summary>
    private void Scram(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (at < text.Length && Bytes.IsDigit(text[at])) at++;
        if (Bytes.At(text, at) != ':') return;
        var end = at + 1;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] is (byte)'$' or (byte)':')) end++;
        found.Replace(at + 1, end - at - 1, Rule.Kind);
    }

    /// <summary>Rounds, a dot, the salt, a dot, the hash.</summary>
    private void Grub(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        if (Bytes.At(text, at) != '.') return;
        var end = at + 1;
        while (end < text.Length && (Bytes.IsHex(text[end]) || text[end] == '.')) end++;
        if (end - at > 16) found.Replace(at + 1, end - at - 1, Rule.Kind);
    }

    /// <summary>What Dovecot's log tells of a password that did not fit: <c>SHA512-CRYPT(x) != '$6$…'</c>.</summary>
    private static void Tried(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        for (var open = line; open < at; open++)
        {
            if (text[open] != '(' || !IsScheme(text, line, open)) continue;
            if (at > open + 1) found.Replace(open + 1, at - open - 1, PrivacyKind.Password);
            return;
        }
    }

    /// <summary>Whether the name of a scheme ends there, behind a blank: <c>SHA512-CRYPT</c>.</summary>
    private static bool IsScheme(ReadOnlySpan<byte> text, int line, int end)
    {
        var start = end;
        while (start > line && (Bytes.IsUpper(text[start - 1]) || Bytes.IsDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'.')) start--;
        return end - start >= 3 && start > line && Bytes.IsBlank(text[start - 1]) && Bytes.IsUpper(text[start]);
    }
}
