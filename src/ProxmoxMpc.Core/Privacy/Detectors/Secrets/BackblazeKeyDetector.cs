using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The ids of Backblaze's application keys, of which the first half of a key is made: two zeros, the account, and a number.</summary>
internal sealed class BackblazeKeyDetector : Detector
{
    private const int Shortest = 20, Longest = 25, ShortestAccount = 12, Reach = 200;

    private static readonly string[] Names =
        ["b2_key_id", "b2_account_id", "b2_application_key_id", "b2keyid", "b2_keyid", "b2-key-id", "keyID", "applicationKeyId", "key_id", "keyid"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("backblaze-key", PrivacyKind.ServiceToken, "Ids of application keys of Backblaze");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Names.Select(name => new Anchor(name, IgnoreCase: true)), new("account = "), new("account=00"), new("account: 00"), new("\"account\": \"00"), new("\"account\":\"00"), new("--b2-account")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '-')
        {
            // rclone --b2-account 0f1e2d3c4b5a
            var value = at + length + 1;
            var end = SecretText.HexEnd(text, Math.Min(value, text.Length));
            if (Bytes.At(text, at + length) is (byte)' ' or (byte)'=' && end - value is >= ShortestAccount and <= Longest) found.Replace(value, end - value, Rule.Kind);
            return;
        }
        // The name of rclone's setting is an everyday word, so that its value is looked for with it.
        var isAccount = text[at + length - 1] is (byte)'0' or (byte)' ';
        var name = isAccount ? "account".Length + (text[at] == '"' ? 1 : 0) : length;
        var (start, count) = NamedValue.After(text, at + name);
        if (count is < ShortestAccount or > Longest) return;
        var id = text.Slice(start, count);
        var isOfRemote = isAccount && SecretText.HexEnd(id, 0) == count && IsOfRemote(text[Math.Max(0, at - Reach)..at]);
        // b2_account_id: the account alone, where its master key is used.
        isOfRemote |= text[at] is (byte)'b' or (byte)'B' && length == "b2_account_id".Length && SecretText.HexEnd(id, 0) == count;
        if (isOfRemote || count >= Shortest && IsId(id)) found.Replace(start, count, Rule.Kind);
    }

    /// <summary>A remote of rclone that says it is of that kind: <c>type = b2</c>.</summary>
    private static bool IsOfRemote(ReadOnlySpan<byte> above) => above.LastIndexOf("type = b2"u8) is >= 0 and var type && above[type..].IndexOf((byte)'[') < 0;

    private static bool IsId(ReadOnlySpan<byte> value) =>
        value.StartsWith("00"u8) && SecretText.HexEnd(value, 0) == value.Length && value[^8..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}
