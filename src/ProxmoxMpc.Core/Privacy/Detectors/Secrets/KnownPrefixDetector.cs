using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Tokens that services mark with a prefix of their own. The prefix stays, so that the kind of token can still be seen.</summary>
internal sealed class KnownPrefixDetector : Detector
{
    private static readonly (string Prefix, int Least)[] Prefixes =
    [
        ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30), ("ghr_", 30), ("github_pat_", 40),
        ("glpat-", 20), ("xoxb-", 20), ("xoxa-", 20), ("xoxp-", 20), ("AKIA", 16), ("ASIA", 16),
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("service-token", PrivacyKind.ServiceToken, "Tokens of services with a known prefix");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Prefixes.Select(prefix => new Anchor(prefix.Prefix, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        foreach (var (prefix, least) in Prefixes)
            if (prefix.Length == length && end - at - length >= least && text[at] == prefix[0]) { found.Replace(at + length, end - at - length, Rule.Kind); return; }
    }
}
