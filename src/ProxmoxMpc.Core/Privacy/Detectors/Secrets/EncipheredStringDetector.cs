using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What ConvertFrom-SecureString -Key writes: a head that is always the same, and the value in Base64, behind a bar or not, on one line or put together of several.
/// </summary>
internal sealed class EncipheredStringDetector : Detector
{
    private const int Shortest = 24, MostParts = 64;

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("enciphered-string", PrivacyKind.Password, "Secure strings that PowerShell has written with a key");

    public override Precedence Precedence => Precedence.Block;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("76492d1116743f0423413b16050a5345", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length + (Bytes.At(text, at + length) == '|' ? 1 : 0);
        var end = SecretText.Base64End(text, start);
        if (end - start < Shortest) return;
        found.Replace(at, end - at, Rule.Kind);
        for (var parts = 0; parts < MostParts && JoinedText.Next(text, end) is > 0 and var next; parts++)
        {
            end = SecretText.Base64End(text, next);
            found.Replace(next, end - next, Rule.Kind);
        }
    }
}
