using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Everything below <c>data:</c> of an object of <c>kind: Secret</c>, whatever its key is called: Base64 of something secret by definition.</summary>
internal sealed class KubernetesSecretDetector : Detector
{
    // Bytes of an object on either side of its kind.
    private const int Reach = 8000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("kubernetes-secret", PrivacyKind.ServiceToken, "The data of Kubernetes' secrets");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("kind: Secret"), new("\"kind\": \"Secret\""), new("\"kind\":\"Secret\""), new("bootstrap-token-", WordStart: true), new("token-id: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] is (byte)'b' or (byte)'t')
        {
            BootstrapId(text, at + length, found);
            return;
        }
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length))) return;
        var from = Math.Max(0, at - Reach);
        var to = Math.Min(text.Length, at + Reach);
        if (text[at] == '"')
        {
            // The braces of JSON that enclose the kind are not followed: the data stands near it.
            if (text[at..to].IndexOf("\"data\""u8) is >= 0 and var json && text[(at + json)..to].IndexOf((byte)'{') is >= 0 and var open && text[(at + json + open)..to].IndexOf((byte)'}') is > 0 and var close) Quoted(text, at + json + open, at + json + open + close, found);
            return;
        }
        if (text[from..at].LastIndexOf("\n---"u8) is >= 0 and var before) from += before + 4;
        if (text[at..to].IndexOf("\n---"u8) is >= 0 and var after) to = at + after;
        var indent = at - Bytes.LineStart(text, at);
        // An item of a list ends where the next one begins.
        if (indent >= 2)
        {
            ReadOnlySpan<byte> item = [(byte)'\n', .. text.Slice(Bytes.LineStart(text, at), indent - 2).IndexOfAnyExcept((byte)' ') < 0 ? text.Slice(Bytes.LineStart(text, at), indent - 2) : default, (byte)'-', (byte)' '];
            if (text[from..at].LastIndexOf(item) is > 0 and var above) from += above + 1;
            if (text[at..to].IndexOf(item) is > 0 and var below) to = at + below;
        }
        for (var i = from; i < to && text[i..to].IndexOf("data:"u8) is >= 0 and var data; i += data + 5)
        {
            var key = i + data;
            if (key - Bytes.LineStart(text, key) == indent && NamedValue.IsFirstOnLine(text, key)) Lines(text, Bytes.LineEnd(text, key), indent, to, found);
        }
    }

    /// <summary>The first half of a token that nodes join with, as its object is called: <c>bootstrap-token-a1b2c3</c>.</summary>
    private void BootstrapId(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var end = start;
        while (end < text.Length && (Bytes.IsLower(text[end]) || Bytes.IsDigit(text[end]))) end++;
        if (end - start == 6 && text[start..end].ContainsAnyInRange((byte)'0', (byte)'9') && Bytes.At(text, end) is not ((byte)'-' or (byte)'_')) found.Replace(start, 6, Rule.Kind);
    }

    private void Lines(ReadOnlySpan<byte> text, int end, int indent, int to, Findings found)
    {
        while (end < to && Bytes.NextLine(text[..to], ref end, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end) continue;
            if (first - start <= indent || text[first] == '-') return;
            if (text[first..end].IndexOf(": "u8) is > 0 and var colon) Value(text, first + colon + 2, found);
        }
    }

    private void Quoted(ReadOnlySpan<byte> text, int open, int close, Findings found)
    {
        for (var i = open; i < close && text[i..close].IndexOf((byte)':') is >= 0 and var colon; i += colon + 1) Value(text, Bytes.SkipBlanks(text, i + colon + 1), found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) is (byte)'"' or (byte)'\'') at++;
        var end = at;
        while (end < text.Length && Bytes.IsBase64(text[end])) end++;
        if (end - at >= 4 && (end - at) % 4 == 0 && (end == text.Length || Bytes.IsBlank(text[end]) || text[end] is (byte)'"' or (byte)'\'' or (byte)',' or (byte)'}')) found.Replace(at, end - at, Rule.Kind);
    }
}
