using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Tokens of services whose prefix alone would be too little: what follows has to be as long, and of such characters, as the service makes them. And keys of applications in Entra, which have
/// <c>Q~</c> behind their fourth character.
/// </summary>
internal sealed class FormedTokenDetector : Detector
{
    private static readonly SearchValues<byte> Upper = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8), UpperOrDot = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."u8), Hex = SearchValues.Create("0123456789abcdefABCDEF-"u8);

    private static readonly SearchValues<byte> Any = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+/=~"u8);

    // The characters before and behind the sign in a key of Entra.
    private const int BeforeSign = 4, ShortestBehindSign = 31, LongestBehindSign = 34;

    private static readonly (string Prefix, int Fewest, SearchValues<byte> Of)[] Forms =
    [
        // Atlassian, Artifactory, GitLab, Sourcegraph, Buildkite, Heroku, Fly, Netlify, Clojars, RubyGems
        ("ATATT3", 60, Any), ("ATCTT3", 60, Any), ("AKCp", 60, Any), ("GR1348941", 20, Any), ("glagent-", 50, Any), ("glft-", 20, Any), ("glimt-", 20, Any), ("glffct-", 20, Any), ("gloas-", 60, Any),
        ("sgp_", 40, Any), ("bkua_", 40, Any), ("HRKU-", 36, Any), ("fo1_", 40, Any), ("fm1a_", 80, Any), ("fm1r_", 80, Any), ("fm2_", 40, Any), ("nfp_", 36, Any), ("CLOJARS_", 60, Hex), ("rubygems_", 48, Hex),
        // Payment, mail
        ("sq0csp-", 40, Any), ("sq0atp-", 22, Any), ("rk_prod_", 16, Any), ("sk_prod_", 16, Any), ("rk_test_", 16, Any), ("xkeysib-", 60, Any), ("xsmtpsib-", 60, Any), ("EZAK", 54, Any), ("EZTK", 54, Any), ("FLWSECK-", 32, Any),
        // Clouds and databases
        ("LTAI", 16, Any), ("ABSK", 100, Any), ("dapi", 32, Hex), ("pul-", 40, Hex), ("pscale_pw_", 32, Any), ("pscale_tkn_", 32, Any), ("pscale_oauth_", 32, Any), ("sbp_", 40, Hex), ("sha256~", 43, Any), ("v1.0-", 120, Hex), ("dnkey-", 70, Any),
        // Monitoring
        ("NRAK-", 27, Upper), ("NRII-", 32, Any), ("NRJS-", 19, Hex), ("dt0c01.", 80, UpperOrDot), ("dt0s16.", 60, UpperOrDot), ("phc_", 40, Any), ("phx_", 40, Any), ("xoxc-", 20, Any), ("xoxd-", 20, Any),
        // Models
        ("gsk_", 40, Any), ("xai-", 60, Any), ("nvapi-", 50, Any), ("pplx-", 40, Any), ("api_org_", 34, Any), ("r8_", 37, Any),
        // Others; the secret key of an account of 1Password
        ("s-s4t2ud-", 64, Hex), ("s-s4t2af-", 64, Hex), ("EAAC", 100, Any), ("EAAM", 100, Any), ("rdme_", 70, Any), ("pnu_", 36, Any), ("shippo_live_", 40, Hex), ("shippo_test_", 40, Hex), ("pat-na1-", 36, Hex), ("pat-eu1-", 36, Hex), ("figd_", 40, Any), ("A3-", 30, Upper),
    ];

    public override PrivacyRule Rule => KnownPrefixDetector.TokenRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Forms.Select(form => new Anchor(form.Prefix, WordStart: true)), new("Q~")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length == 2)
        {
            OfEntra(text, at, found);
            return;
        }
        // Base64 has any four letters somewhere.
        if (Bytes.At(text, at - 1) is (byte)'+' or (byte)'/') return;
        foreach (var (prefix, fewest, characters) in Forms)
        {
            if (prefix.Length != length || !Ascii.Equals(text.Slice(at, length), prefix)) continue;
            var start = at + length;
            var end = text[start..].IndexOfAnyExcept(characters) is >= 0 and var stop ? start + stop : text.Length;
            while (end > start && text[end - 1] is (byte)'.' or (byte)'-' or (byte)'/') end--;
            // The word goes on: no token ends so.
            if (Bytes.IsAsciiLetterOrDigit(Bytes.At(text, end)) || end - start < fewest || !IsMade(text[start..end], characters)) return;
            found.Replace(start, end - start, Rule.Kind);
            return;
        }
    }

    /// <summary>Digits and letters, and neither a path nor words with signs between them.</summary>
    private static bool IsMade(ReadOnlySpan<byte> body, SearchValues<byte> characters)
    {
        if (body.IndexOfAnyExcept("xX-_"u8) < 0) return false;
        if (!ReferenceEquals(characters, Any)) return body.ContainsAnyInRange((byte)'0', (byte)'9');
        var upper = 0;
        var digits = 0;
        foreach (var b in body)
        {
            if (Bytes.IsUpper(b)) upper++;
            else if (Bytes.IsDigit(b)) digits++;
        }
        return digits > 1 && (upper > 1 || digits > 7) || upper > 5 && body.IndexOfAny("-_./"u8) < 0;
    }

    /// <summary><c>abC8Q~…</c></summary>
    private void OfEntra(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at - BeforeSign;
        if (start < 0 || !Bytes.IsDigit(text[at - 1])) return;
        for (var i = start; i < at; i++)
            if (!IsOfEntra(text[i])) return;
        var end = at + 2;
        while (end < text.Length && (IsOfEntra(text[end]) || text[end] == '-')) end++;
        while (end > at && text[end - 1] == '.') end--;
        if (end - at - 2 is < ShortestBehindSign or > LongestBehindSign || IsOfEntra(Bytes.At(text, start - 1)) || text[(at + 2)..end].IndexOfAnyExcept("xX"u8) < 0) return;
        found.Replace(start, end - start, Rule.Kind);
    }

    private static bool IsOfEntra(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'_' or (byte)'~' or (byte)'.';
}
