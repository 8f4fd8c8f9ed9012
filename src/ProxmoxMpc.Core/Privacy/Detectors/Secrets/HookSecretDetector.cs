using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets and headers of a web hook of Proxmox' notifications, in Base64: <c>secret name=token,value=x</c>.</summary>
internal sealed class HookSecretDetector : Detector
{
    /// <summary>Headers of a request that say nothing about who sends it.</summary>
    private static readonly WordSet Headers = WordSet.Of(
        "Content-Type Content-Encoding Accept Accept-Language Accept-Encoding User-Agent Cache-Control Connection Priority X-Priority Title Tags Markdown");

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("secret name="), new("header name="), new("\"secret\": [{"), new("\"secret\":[{"), new("\"header\": [{"), new("\"header\":[{")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        if (text[at] == '"')
        {
            Objects(text, after, text[at + 1] == 'h', found);
            return;
        }
        // What kind of content it sends is no secret, be it in Base64.
        if (text[at] == 'h' && Bytes.StartsWithIgnoreCase(text, after, "content-type"u8)) return;
        var rest = text[after..Bytes.LineEnd(text, at)];
        if (rest.IndexOf("value="u8) is not (>= 0 and var value) || Headers.Contains(rest[..Math.Max(0, rest.IndexOf((byte)','))])) return;
        var start = after + value + 6;
        var end = SecretText.Base64End(text, start);
        if (!IsTemplate(text[start..end])) found.Replace(start, end - start, PrivacyKind.ServiceToken);
    }

    /// <summary>As the API has them: <c>[{"name": "token", "value": "x"}, …]</c></summary>
    private static void Objects(ReadOnlySpan<byte> text, int at, bool areHeaders, Findings found)
    {
        const int Reach = 2000, LongestName = 80;
        var end = Math.Min(text.Length, at + Reach);
        if (text[at..end].IndexOf((byte)']') is >= 0 and var close) end = at + close;
        while (at < end && text[at..end].IndexOf("\"value\""u8) is >= 0 and var next)
        {
            var key = at + next;
            var (start, count) = NamedValue.After(text, key + "\"value".Length);
            var before = text[Math.Max(at, key - LongestName)..key];
            var name = before.LastIndexOf("\"name\""u8) is >= 0 and var told ? NamedValue.After(before, told + "\"name".Length) : default;
            at = Math.Max(key + 7, start + count);
            if (count < 4 || start + count > end || areHeaders && (name.Length == 0 || Headers.Contains(before.Slice(name.Start, name.Length)))) continue;
            if (!IsTemplate(text.Slice(start, count))) found.Replace(start, count, PrivacyKind.ServiceToken);
        }
    }

    /// <summary>Whether a value in Base64 only names a secret that stands elsewhere: <c>Bearer {{ secrets.token }}</c>.</summary>
    private static bool IsTemplate(ReadOnlySpan<byte> value) =>
        Decodings.Decoded(value) is { } plain && plain.AsSpan().IndexOf("{{"u8) is >= 0 and var open && plain.AsSpan(open).IndexOf("}}"u8) > 0;
}
