using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The id under which a key of WebAuthn is registered: <c>"cred_id":"CQBZyTfX3VAN…"</c> of tfa.cfg, <c>"credentialId": "x"</c>, <c>"rawId": "x"</c>.</summary>
internal sealed class CredentialIdDetector : Detector
{
    private const int Shortest = 22, Longest = 1024;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("credential-id", PrivacyKind.ServiceToken, "Ids of keys of WebAuthn");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("cred_id", WordStart: true), new("credential_id", WordStart: true), new("credentialId", WordStart: true), new("rawId", WordStart: true), new("keyHandle", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = NamedValue.After(text, at + length);
        var value = text.Slice(start, count);
        if (count is >= Shortest and <= Longest && value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-"u8) < 0 && SecretText.LooksRandom(value)) found.Replace(start, count, Rule.Kind);
    }
}
