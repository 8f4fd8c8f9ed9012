using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Tokens that services mark with a prefix of their own. The prefix stays, so that the kind of token can still be seen.</summary>
internal sealed class KnownPrefixDetector : Detector
{
    /// <summary>The prefix, and how many characters of a token follow at least.</summary>
    private static readonly Dictionary<string, int> Prefixes = new()
    {
        // GitHub, GitLab, Slack, AWS
        ["ghp_"] = 30, ["gho_"] = 30, ["ghu_"] = 30, ["ghs_"] = 30, ["ghr_"] = 30, ["github_pat_"] = 40,
        ["glpat-"] = 20, ["gldt-"] = 20, ["glrt-"] = 20, ["glptt-"] = 20, ["glcbt-"] = 20, ["glsoat-"] = 20,
        ["xoxb-"] = 20, ["xoxa-"] = 20, ["xoxp-"] = 20, ["xoxr-"] = 20, ["xoxs-"] = 20, ["xoxe-"] = 20, ["xoxe."] = 20, ["xapp-"] = 20,
        ["AKIA"] = 16, ["ASIA"] = 16, ["ABIA"] = 16, ["ACCA"] = 16,
        // HashiCorp, DigitalOcean, Docker, npm, PyPI, Tailscale, Cloudflare, Grafana
        ["hvs."] = 20, ["hvb."] = 20, ["hvr."] = 20, ["dop_v1_"] = 40, ["doo_v1_"] = 40, ["dor_v1_"] = 40, ["dckr_pat_"] = 20, ["dckr_oat_"] = 20,
        ["npm_"] = 30, ["pypi-"] = 40, ["tskey-"] = 16, ["glsa_"] = 32, ["glc_"] = 32, ["claim-"] = 16,
        // Google, OpenAI, Anthropic, Stripe, SendGrid, Hugging Face, Doppler, Backblaze, Linear, Sentry, Notion, Postman, Mailgun, Twilio, age
        ["AIza"] = 30, ["GOCSPX-"] = 24, ["ya29."] = 20, ["sk-"] = 20, ["sk_live_"] = 16, ["sk_test_"] = 16, ["rk_live_"] = 16, ["pk_live_"] = 16, ["whsec_"] = 24, ["SG."] = 40,
        ["hf_"] = 30, ["dp.pt."] = 30, ["dp.st."] = 30, ["dp.ct."] = 30, ["K001"] = 27, ["K002"] = 27, ["K003"] = 27, ["K004"] = 27, ["K005"] = 27,
        ["lin_api_"] = 30, ["sntrys_"] = 30, ["sntryu_"] = 30, ["ntn_"] = 30, ["PMAK-"] = 40, ["key-"] = 32, ["AGE-SECRET-KEY-"] = 50, ["K10"] = 60,
        // Tailscale: keys of machines; IT Glue
        ["nodekey:"] = 64, ["discokey:"] = 64, ["mkey:"] = 64, ["privkey:"] = 64, ["ITG."] = 64,
        // Backblaze: the half of the pair that has no prefix
        ["account = 00"] = 22, ["account=00"] = 22, ["account 00"] = 22, ["account: 00"] = 22, ["ACCOUNT=00"] = 22, ["ACCOUNT: 00"] = 22, ["KEY_ID=00"] = 22, ["KEY_ID: 00"] = 22,
        // SonarQube
        ["sqp_"] = 40, ["squ_"] = 40, ["sqa_"] = 40,
        // Terraform's cloud: what stands before it is its number
        ["atlasv1."] = 40,
        // Windows: a text that is encrypted for one user
        ["01000000d08c9ddf0115d1118c7a00c04fc297eb"] = 40,
    };

    /// <summary>The rule, which tokens of other forms share.</summary>
    public static PrivacyRule TokenRule { get; } = PrivacyRule.Secret("service-token", PrivacyKind.ServiceToken, "Tokens of services with a known prefix");

    public override PrivacyRule Rule => TokenRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Prefixes.Keys.Select(prefix => new Anchor(prefix, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // understanding-claim-rules of an address: a word of several.
        if (text[at] == 'c' && Bytes.At(text, at - 1) == '-') return;
        var start = at + length;
        var end = start;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-' or (byte)'.' || (text[end] == ':' && Bytes.At(text, end + 1) == ':' && text[at] == 'K') || (text[end] == ':' && Bytes.At(text, end - 1) is (byte)':' or (byte)'r' && text[at] == 'K'))) end++;
        while (end > start && text[end - 1] is (byte)'.' or (byte)'-' or (byte)':') end--;
        // tskey-auth-x: for what it is stays.
        if (text[at] == 't' && text[at + 1] == 's' && text[start..end].IndexOf((byte)'-') is > 2 and < 10 and var use && text.Slice(start, use).IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) start += use + 1;
        if (Bytes.StartsWithAt(text, at, "atlasv1."u8) && Bytes.At(text, at - 1) == '.')
        {
            var number = at - 1;
            while (number > 0 && Bytes.IsAsciiLetterOrDigit(text[number - 1])) number--;
            if (at - 1 - number == 14) found.Replace(number, 14, Rule.Kind);
        }
        var body = text[start..end];
        // AKIAXXXXXXXXXXXXXXXX: to be filled in.
        if (body.Length > 8 && body.IndexOfAnyExcept("xX-"u8) < 0) return;
        // AWS' may have no digit.
        if (length == 4 && text[at] == 'A' && text[at + 3] == 'A' && body.Length == 16 && body.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"u8) < 0)
        {
            found.Replace(at, 20, Rule.Kind);
            return;
        }
        if (body.Length < Prefixes[System.Text.Encoding.ASCII.GetString(text.Slice(at, length))]) return;
        // Words with dashes are names, whatever they begin with.
        if (body.ContainsAnyInRange((byte)'0', (byte)'9') || text[at] == 'h' && body.Length == 34 && body.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && body.IndexOfAny("-_."u8) < 0 || (SecretText.LooksRandom(body) && body.IndexOfAny((byte)'-', (byte)'_') < 0)) found.Replace(start, body.Length, Rule.Kind);
    }
}

/// <summary>JSON Web Tokens and other Base64 of JSON objects: <c>eyJ…</c>, with its dots.</summary>
internal sealed class JsonWebTokenDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("jwt", PrivacyKind.ServiceToken, "JSON Web Tokens");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("eyJ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsBase64(text[end]) || text[end] == '.')) end++;
        while (end > at && text[end - 1] is (byte)'.' or (byte)'-') end--;
        // A template of a web hook is an object, too: body eyJ0aXRsZSI6…
        if (end - at >= 20 && !text[Bytes.LineStart(text, at)..at].TrimStart(" \t"u8).SequenceEqual("body "u8) && !SecretText.IsSchemaVersion(text[at..end])) found.Replace(at, end - at, Rule.Kind);
    }
}

/// <summary>The part of a web hook's address that lets everybody post.</summary>
internal sealed class WebhookDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("webhook", PrivacyKind.ServiceToken, "Secret parts of web hooks");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "hooks.slack.com/services/", "hooks.slack.com/workflows/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/", "webhook.office.com/webhookb2/", "outlook.office.com/webhook/", "api.telegram.org/bot", "hooks.zapier.com/hooks/catch/", "maker.ifttt.com/use/", "hc-ping.com/", "events.pagerduty.com/integration/", "://ntfy.sh/", "hooks.nabu.casa/" }
            .SelectMany(address => new[] { new Anchor(address, IgnoreCase: true), new Anchor(address.Replace("/", "\\/", StringComparison.Ordinal), IgnoreCase: true) }),
        new("gotify://"), new("pushover://"), new("/hooks/"), new("/services/T"), new("/webhook/"), new("/webhooks/"),
        new("/s/"), new("/share/"), new("/shared/"), new("/invite/"), new("/dl/"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && (text[end] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)')' or (byte)'?' or (byte)'\\' or (byte)'`') || text[end] == '\\' && Bytes.At(text, end + 1) == '/' && text[start - 2] == '\\')) end++;
        // hc-ping.com/UUID/$EXIT_STATUS: a shell fills it in.
        if (text[start..end].IndexOf("/$"u8) is > 0 and var variable) end = start + variable;
        // Telegram names the method behind the token.
        if (text[start - 1] == 't' && text[start..end].IndexOf((byte)'/') is > 0 and var method) end = start + method;
        // gotify://host/TOKEN
        if (text[start - 1] == '/' && text[start - 3] == ':')
        {
            if (text[start..end].LastIndexOf((byte)'/') is >= 0 and var last && end - start - last > 10) found.Replace(start + last + 1, end - start - last - 1, Rule.Kind);
            return;
        }
        // Slack's form on a server of one's own: /services/T8ABFDD445/B5F5BB313A21/x
        if (text[at] == '/' && text[at + 1] == 's' && length == 11)
        {
            var path = text[(start - 1)..end].TrimEnd(">|"u8);
            if (path.Length is > 30 and < 80 && path.Count((byte)'/') == 2 && path.IndexOf("/B"u8) is >= 8 and <= 12) found.Replace(start - 1, path.Length, Rule.Kind);
            return;
        }
        // A hook of somebody's own server: what looks like a token.
        var isShare = text[at] == '/' && text[at + 1] is not ((byte)'h' or (byte)'w');
        if (isShare && text[start..end].IndexOfAny("/&#"u8) is > 0 and var further) end = start + further;
        if (text[at] == '/' && (end - start < (isShare ? 15 : 20) || text[start..end].Contains((byte)'/') || !SecretText.LooksRandom(text[start..end]))) return;
        // A link that opens a file to everybody who has it: the part of an address behind the word. Words, sums and ids in one case are none.
        if (isShare)
        {
            if (text[start..end].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && text[start..end].IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && text[start..end].IndexOfAny("-_.:=%"u8) < 0 && IsInAddress(text, at)) found.Replace(start, end - start, Rule.Kind);
            return;
        }
        if (end - start < 8) return;
        // Whoever knows a topic of ntfy reads it; one that is a word is no secret.
        if (text[at] == ':' && (text[start..end].Contains((byte)'/') || !text[start..end].ContainsAnyInRange((byte)'0', (byte)'9') || !SecretText.LooksRandom(text[start..end]))) return;
        // Teams names the way between two secrets.
        if (text[start..end].IndexOf("/IncomingWebhook"u8) is > 0 and var way)
        {
            found.Replace(start, way - (text[start + way - 1] == '\\' ? 1 : 0), Rule.Kind);
            start += way + 16;
            while (start < end && text[start] is (byte)'\\' or (byte)'/') start++;
        }
        // Each part between slashes that JSON has escaped.
        while (text[start..end].IndexOf("\\/"u8) is >= 0 and var part)
        {
            found.Replace(start, part, Rule.Kind);
            start += part + 2;
        }
        found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary>Whether it is a part of a URL, or of the line of a web server's log.</summary>
    private static bool IsInAddress(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < 200 && !Bytes.IsBlank(text[start - 1]) && text[start - 1] is not ((byte)'"' or (byte)'\'' or (byte)'<' or (byte)'(')) start--;
        return text[start..at].IndexOf("://"u8) > 0 || text[..start].EndsWith("GET "u8) || text[..start].EndsWith("POST "u8) || text[..start].EndsWith("HEAD "u8) || text[..start].EndsWith("PUT "u8);
    }
}

/// <summary>Tokens of Telegram bots: digits, a colon and 35 characters that begin with <c>AA</c>.</summary>
internal sealed class TelegramTokenDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("telegram-token", PrivacyKind.ServiceToken, "Tokens of Telegram bots");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(":AA"), new("%3AAA")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        while (start > 0 && Bytes.IsDigit(text[start - 1])) start--;
        var end = at + length;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        if (at - start is >= 8 and <= 11 && end - at - length is >= 30 and <= 36) found.Replace(start, end - start, Rule.Kind);
    }
}

/// <summary>Product keys of Windows: five groups of five; what <c>slmgr /dlv</c> shows of one; the ids of an activation, digits only.</summary>
internal sealed class ProductKeyDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("product-key", PrivacyKind.ServiceToken, "Product keys of Windows");

    public override Precedence Precedence => Precedence.Token;

    // Keys that Microsoft publishes for clients of a KMS: Windows 10 and 11, Server 2016 to 2025. They activate nothing by themselves.
    private static readonly WordSet Generic = WordSet.Of(
        "W269N-WFGWX-YVC9B-4J6C9-T83GX NPPR9-FWDCX-D2C8J-H872K-2YT43 NW6C2-QMPVW-D7KKK-3GKT6-VCFB2 WC2BQ-8NRM3-FDDYY-2BFGV-KHKQY CB7KF-BWN84-R7R2Y-793K2-8XDDG " +
        "N69G4-B89J2-4G8F4-WWYCC-J464C WMDGN-G9PQG-XVVXX-R3X43-63DFG VDYBN-27WPP-V4HQT-9VMD4-VMK7H WX4NM-KYWYW-QJJR4-XV3QB-6VM33 " +
        "TVRH6-WHNXV-R9WG3-9XRFY-MY832 D764K-2NDRG-47T6Q-P8T8W-YP6DF");

    // Digits of an activation: 48 confirm it, 54 or 63 ask for it.
    private const int FewestDigits = 48, MostDigits = 63;

    // Five groups of five; four or six of them where a licence is spoken of.
    public override int WakesAtRunsOf => 23;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("roduct Key: "), new("roduct Keys: "), new("roductkey: "), new("roductKey : ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'r' && text[at + length - 1] == ' ')
        {
            var end = SecretText.WordEnd(text, at + length);
            if (end - at - length == 5 && text[(at + length)..end].IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) < 0) found.Replace(at + length, 5, Rule.Kind);
            return;
        }
        if (length is >= FewestDigits and <= MostDigits + 8 && text.Slice(at, length).IndexOfAnyExcept("0123456789-"u8) < 0)
        {
            // 0x is a number; so is what is not announced as an id.
            var before = text[Bytes.LineStart(text, at)..at];
            if (before.IndexOf("nstallation"u8) >= 0 || before.IndexOf("onfirmation"u8) >= 0 || before.IndexOf("estätigung"u8) >= 0 || before.IndexOf("ctivation"u8) >= 0 || before.IndexOf("ktivierung"u8) >= 0) found.Replace(at, length, Rule.Kind);
            return;
        }
        if (length is not (23 or 29 or 35) || Generic.Contains(text.Slice(at, length))) return;
        for (var i = 0; i < length; i++)
            if (i % 6 == 5 ? text[at + i] != '-' : !Bytes.IsUpper(text[at + i]) && !Bytes.IsDigit(text[at + i])) return;
        if (length == 29 || text.Slice(at, length).ContainsAnyInRange((byte)'0', (byte)'9') && SpeaksOfLicence(text[Math.Max(Bytes.LineStart(text, at), at - 60)..at])) found.Replace(at, length, Rule.Kind);
    }

    private static bool SpeaksOfLicence(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            foreach (var word in Licences)
                if (Bytes.StartsWithIgnoreCase(before, i, word)) return true;
        return false;
    }

    private static readonly byte[][] Licences = [.. new[] { "licen", "lizenz", "licenc", "licens", "lisens", "klucz", "serial", "product", "key", "activation" }.Select(System.Text.Encoding.ASCII.GetBytes)];
}
