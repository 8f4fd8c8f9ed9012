using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets that code hands to a function on their way to a setting: <c>cookie_secret = bytes.fromhex('0123…')</c>, <c>password: SecretStr("x")</c>, <c>key = base64decode("x")</c>.</summary>
internal sealed class WrappedSecretDetector : Detector
{
    private const int Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("wrapped-secret", PrivacyKind.Password, "Secrets that code hands to a function: bytes.fromhex('x'), SecretStr(\"x\")");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "fromhex(", "unhexlify(", "64decode(", "64_decode(", "hexdecode(", "SecretStr(", "Buffer.from(", "sensitive(", "nonsensitive(", "quote_plus(", "hex.decode(", "Convert.FromBase64String(" }.Select(call => new Anchor(call))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        // b'x' of Python
        if (Bytes.At(text, start) == 'b') start++;
        var quote = SecretText.QuoteAt(text, start);
        if (quote.IsEmpty || SecretText.Quoted(text, start, quote) is not { } value || value.Length < Shortest || KeyValueText.IsReference(text[value.Start..value.End])) return;
        if (KeyNames.MeaningOf(SettingBefore(text, at)) != KeyMeaning.Nothing) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>The last part of the name that the line sets: <c>c.JupyterHub.cookie_secret = </c>, <c>"api_key": </c>; empty where it sets none.</summary>
    private static ReadOnlySpan<byte> SettingBefore(ReadOnlySpan<byte> text, int at)
    {
        var line = text[Bytes.LineStart(text, at)..at];
        var sign = line.LastIndexOfAny("=:"u8);
        if (sign <= 0) return default;
        var name = line[..sign].TrimEnd(" \t\"']:"u8);
        var start = name.Length;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(name[start - 1]) || name[start - 1] is (byte)'_' or (byte)'-')) start--;
        return name[start..];
    }
}
