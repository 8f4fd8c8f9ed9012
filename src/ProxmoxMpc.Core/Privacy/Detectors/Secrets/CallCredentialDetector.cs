using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>User and password as the two texts that code hands over: <c>auth=("jane", "x")</c>, <c>HTTPBasicAuth('jane', 'x')</c>, <c>smtp.login("jane", "x")</c>.</summary>
internal sealed class CallCredentialDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("call-password", PrivacyKind.Password, "User and password that code hands over: auth=(\"jane\", \"x\"), login(\"jane\", \"x\")");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("auth = ("), new("auth=("), new("auth: ("), new("auth = ["), new("BasicAuth("), new("DigestAuth("), new("basic_auth("), new("basicAuth("), new(".login("), new(".authenticate("), new("credentials = ("), new("credentials=("), new("PlainCredentials("), new("PasswordAuthenticator("), new("username_pw_set(")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var first = Text(text, Bytes.SkipBlanks(text, at + length), out var next);
        if (first.IsEmpty || Bytes.At(text, next = Bytes.SkipBlanks(text, next)) != ',') return;
        var second = Text(text, Bytes.SkipBlanks(text, next + 1), out _);
        if (second.Length < 3 || KeyValueText.IsReference(text[second.Start..second.End])) return;
        found.Replace(second.Start, second.Length, Rule.Kind);
        var user = text[first.Start..first.End];
        if (Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user)) found.Replace(first.Start, first.Length, PrivacyKind.User);
    }

    private static Extent Text(ReadOnlySpan<byte> text, int at, out int next)
    {
        // Python's b"x" and f"x"
        if (Bytes.At(text, at) is (byte)'b' or (byte)'f' or (byte)'r' or (byte)'u' && Bytes.At(text, at + 1) is (byte)'"' or (byte)'\'') at++;
        var quote = SecretText.QuoteAt(text, at);
        var quoted = quote.Length > 0 ? SecretText.Quoted(text, at, quote) : null;
        next = quoted is { } extent ? extent.End + quote.Length : at;
        return quoted ?? default;
    }
}
