using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Tokens that have no prefix and a form that nothing else has: TrueNAS' keys (a number, a dash, 64 letters and digits), InfluxDB's (64 bytes in the Base64 of
/// addresses, with its two equals signs).
/// </summary>
internal sealed class TokenFormDetector : Detector
{
    // Of TrueNAS: what stands behind the dash. Of InfluxDB: all of it.
    private const int KeyLength = 64, TokenLength = 88, MostDigits = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("token-form", PrivacyKind.ServiceToken, "Tokens of TrueNAS and InfluxDB, by their form");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors => [];

    public override int WakesAtRunsOf => KeyLength + 2;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // NAME=value is a run of its own.
        var start = text.Slice(at, length).IndexOf((byte)'=') is >= 0 and var sign && length - sign > KeyLength + 2 ? at + sign + 1 : at;
        var run = text[start..(at + length)];
        if (run.Length == TokenLength && run.EndsWith("=="u8) && IsToken(run[..^2])) found.Replace(start, run.Length, Rule.Kind);
        else if (run.IndexOf((byte)'-') is > 0 and <= MostDigits and var dash && run.Length == dash + 1 + KeyLength && IsKey(run[..dash], run[(dash + 1)..]))
            found.Replace(start + dash + 1, KeyLength, Rule.Kind);
    }

    /// <summary>Digests have the other Base64, which knows neither dash nor underscore.</summary>
    private static bool IsToken(ReadOnlySpan<byte> value) => value.IndexOfAny("-_"u8) >= 0 && value.IndexOfAny("+/="u8) < 0 && SecretText.LooksRandom(value);

    /// <summary>Small and capital letters and digits; a digest has only one case.</summary>
    private static bool IsKey(ReadOnlySpan<byte> number, ReadOnlySpan<byte> key)
    {
        if (number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || key.IndexOfAny("-_+/="u8) >= 0) return false;
        return key.ContainsAnyInRange((byte)'0', (byte)'9') && key.ContainsAnyInRange((byte)'a', (byte)'z') && key.ContainsAnyInRange((byte)'A', (byte)'Z');
    }
}
