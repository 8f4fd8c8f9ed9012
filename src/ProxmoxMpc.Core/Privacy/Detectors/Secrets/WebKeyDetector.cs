using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The numbers of a JSON Web Key, as accounts of ACME and providers of identities keep it: <c>{"kty":"RSA","n":"…","d":"…"}</c>.</summary>
internal sealed class WebKeyDetector : Detector
{
    private const int Reach = 6000, Shortest = 20;

    private static readonly WordSet Numbers = WordSet.Of("n d p q dp dq qi x y k");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("web-key", PrivacyKind.PrivateKey, "The numbers of JSON Web Keys");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"kty\""), new("\\\"kty\\\"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var from = Math.Max(0, at - Reach);
        var to = Math.Min(text.Length, at + Reach);
        if (text[from..at].LastIndexOf((byte)'{') is not (>= 0 and var open) || text[at..to].IndexOf((byte)'}') is not (>= 0 and var close)) return;
        var end = at + close;
        for (var i = from + open; i < end; i++)
        {
            if (text[i] != '"') continue;
            var name = i + 1;
            while (i + 1 < end && Bytes.IsAsciiLetter(text[i + 1])) i++;
            if (!Numbers.Contains(text[name..(i + 1)]) || NamedValue.After(text, i + 1) is not { Length: >= Shortest } value || Base64UrlEnd(text, value.Start) < value.Start + value.Length) continue;
            found.Replace(value.Start, value.Length, Rule.Kind);
            i = value.Start + value.Length;
        }
    }

    private static int Base64UrlEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (Bytes.IsAsciiLetterOrDigit(text[at]) || text[at] is (byte)'-' or (byte)'_' or (byte)'=')) at++;
        return at;
    }
}
