using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The ids of Backblaze's application keys, of which the first half of a key is made: two zeros, the account, and a number.</summary>
internal sealed class BackblazeKeyDetector : Detector
{
    private const int Shortest = 20, Longest = 25;

    private static readonly string[] Names =
        ["b2_key_id", "b2_account_id", "b2_application_key_id", "b2keyid", "b2_keyid", "b2-key-id", "keyID", "applicationKeyId", "key_id", "keyid"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("backblaze-key", PrivacyKind.ServiceToken, "Ids of application keys of Backblaze");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Names.Select(name => new Anchor(name, IgnoreCase: true)), new("account = 00"), new("account=00"), new("account: 00")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // The name of rclone's setting is an everyday word, so that its value is looked for with it.
        var name = text[at + length - 1] == '0' ? "account".Length : length;
        var (start, count) = NamedValue.After(text, at + name);
        if (count is >= Shortest and <= Longest && IsId(text.Slice(start, count))) found.Replace(start, count, Rule.Kind);
    }

    private static bool IsId(ReadOnlySpan<byte> value) =>
        value.StartsWith("00"u8) && SecretText.HexEnd(value, 0) == value.Length && value[^8..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
