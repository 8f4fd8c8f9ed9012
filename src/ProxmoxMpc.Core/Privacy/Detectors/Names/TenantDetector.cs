using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What somebody is called at a service for everybody: the label before <c>.webhook.office.com</c>, <c>.sharepoint.com</c>, <c>.duckdns.org</c>.</summary>
internal sealed class TenantDetector : Detector
{
    private static readonly string[] Services =
    [
        ".webhook.office.com", ".sharepoint.com", ".onmicrosoft.com", ".slack.com", ".atlassian.net", ".zendesk.com", ".okta.com", ".cloudflareaccess.com", ".service-now.com", ".statuspage.io", ".pagerduty.com", ".opsgenie.com",
        ".duckdns.org", ".dyndns.org", ".no-ip.com", ".blob.core.windows.net", ".file.core.windows.net", ".database.windows.net", ".vault.azure.net", ".my.salesforce.com",
    ];

    // Names of the services themselves.
    private static readonly WordSet Own = WordSet.Of("www api app hooks events login docs status support help files edgeapi cdn static admin account accounts my developer blog update updates members freedns dynupdate slack a wss-primary community checkip tenant contoso");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("tenant", PrivacyKind.Host, "Names of customers in the domains of services");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Services.Select(service => new Anchor(service, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) || Bytes.At(text, at + length) == '-') return;
        var start = at;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        var name = text[start..at];
        if (name.Length < 3 || Own.Contains(name) || Vocabulary.IsWord(name)) return;
        NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }
}
