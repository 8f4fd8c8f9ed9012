using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What Windows has protected for a user, as ConvertFrom-SecureString and credential files print it: in hexadecimal digits or Base64, both of which begin with the id of the provider.</summary>
internal sealed class ProtectedDataDetector : Detector
{
    private const int Shortest = 64, MostParts = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("protected-data", PrivacyKind.PrivateKey, "Data that Windows has protected (DPAPI)");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("01000000d08c9ddf", IgnoreCase: true, WordStart: true), new("AQAAANCMnd8B", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = text[at] == 'A' ? SecretText.Base64End(text, at) : SecretText.HexEnd(text, at);
        if (end - at < Shortest) return;
        found.Replace(at, end - at, Rule.Kind);
        // A script that is to be read by people holds it in several parts.
        for (var parts = 0; parts < MostParts && JoinedText.Next(text, end) is > 0 and var next; parts++)
        {
            end = text[at] == 'A' ? SecretText.Base64End(text, next) : SecretText.HexEnd(text, next);
            found.Replace(next, end - next, Rule.Kind);
        }
    }
}
