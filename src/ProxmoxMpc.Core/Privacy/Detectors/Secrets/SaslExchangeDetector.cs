using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a client of mail says to log in, where a server logs every line of it: the answers in Base64 below <c>334 VXNlcm5hbWU6</c> and <c>334 UGFzc3dvcmQ6</c>,
/// what stands behind <c>SASL LOGIN authentication failed: </c> where it is none of these questions, <c>resp=</c> in what Dovecot is told,
/// <c>client in: AUTH#0111#011PLAIN#011service=smtp#011resp=x</c>, and the challenge of OpenVPN, <c>CRV1:R,E:ID:USER:…</c>
/// </summary>
internal sealed class SaslExchangeDetector : Detector
{
    // Of Base64: two letters fill four.
    private const int Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sasl-exchange", PrivacyKind.Password, "Users and passwords in Base64 of logins that servers log");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("334 VXNlcm"), new("334 UGFzc3"), new("SASL LOGIN a"), new("SASL PLAIN a"), new("CRV1:"), new("#011resp="), new("\tresp=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'C')
        {
            Challenge(text, at + length, found);
            return;
        }
        if (text[at] is (byte)'#' or (byte)'\t')
        {
            // What it answers is nothing that anybody can read, be it of this way to log in or of another one.
            var stop = SecretText.Base64End(text, at + length);
            if (text[Bytes.LineStart(text, at)..at].IndexOf("AUTH"u8) >= 0) found.Replace(at + length, stop - at - length, Rule.Kind);
            return;
        }
        var end = Bytes.LineEnd(text, at);
        if (text[at] == '3')
        {
            // The answer ends the next line: < unknown[10.0.0.5]: x
            if (!Bytes.NextLine(text, ref end, out var start)) return;
            Take(text, start + text[start..end].LastIndexOf((byte)' ') + 1, end, found);
        }
        else if (text[at..end].IndexOf("failed: "u8) is > 0 and var colon) Take(text, at + colon + 8, end, found);
    }

    private void Take(ReadOnlySpan<byte> text, int start, int limit, Findings found)
    {
        var end = Math.Min(limit, SecretText.Base64End(text, start));
        if (end - start < Shortest || (end - start) % 4 != 0 || end < limit && text[end] != ',' || IsQuestion(text[start..end])) return;
        if (Decodings.Decoded(text[start..end]) is { Length: > 1 }) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary><c>Username:</c>, <c>Password:</c></summary>
    private static bool IsQuestion(ReadOnlySpan<byte> value) => value.StartsWith("VXNlcm5hbWU6"u8) || value.StartsWith("UGFzc3dvcmQ6"u8);

    private void Challenge(ReadOnlySpan<byte> text, int at, Findings found)
    {
        // The flags may be missing: CRV1::ID::ANSWER
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf((byte)':') is not (>= 0 and var flags)) return;
        var id = at + flags + 1;
        var idEnd = SecretText.Base64End(text, id);
        if (idEnd - id < 8 || Bytes.At(text, idEnd) != ':') return;
        found.Replace(id, idEnd - id, PrivacyKind.ServiceToken);
        var user = idEnd + 1;
        var userEnd = SecretText.Base64End(text, user);
        if (userEnd > user && Bytes.At(text, userEnd) == ':') found.Replace(user, userEnd - user, Rule.Kind);
    }
}
