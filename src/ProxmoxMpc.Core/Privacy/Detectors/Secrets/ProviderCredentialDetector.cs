using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a provider of DNS wants to know: the <c>data</c> of an ACME plugin in Base64, Caddy's <c>dns PROVIDER TOKEN</c>.</summary>
internal sealed class ProviderCredentialDetector : Detector
{
    private const int ShortestToken = 20;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("data "), new("dns ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept((byte)' ', (byte)'\t') >= 0) return;
        var line = Bytes.LineEnd(text, at);
        if (text[at + 1] == 'n') Caddy(text, at + length, line, found);
        else if (Bytes.At(text, at - 1) is (byte)'\t' or (byte)' ') Acme(text, at + length, line, found);
    }

    private static void Caddy(ReadOnlySpan<byte> text, int after, int line, Findings found)
    {
        if (!Bytes.IsLower(Bytes.At(text, after)) || text[after..line].LastIndexOf((byte)' ') is not (> 0 and var provider)) return;
        var token = after + provider + 1;
        if (line - token >= ShortestToken && SecretText.LooksRandom(text[token..line])) found.Replace(token, line - token, PrivacyKind.ServiceToken);
    }

    /// <summary>Indented below the section of the plugin.</summary>
    private static void Acme(ReadOnlySpan<byte> text, int after, int line, Findings found)
    {
        var end = after;
        while (end < line && Bytes.IsBase64(text[end])) end++;
        if (end == line && end - after >= ShortestToken) found.Replace(after, end - after, PrivacyKind.ServiceToken);
    }
}
