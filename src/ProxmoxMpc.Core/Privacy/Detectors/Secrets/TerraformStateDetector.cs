using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Values that Terraform marks as sensitive: <c>"value": x … "sensitive": true</c>, and the result of a random password.</summary>
internal sealed class TerraformStateDetector : Detector
{
    private const int Reach = 12_000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("terraform-sensitive", PrivacyKind.Password, "Sensitive values of a Terraform state");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("\"sensitive\""), new("\"random_password\""), new("\"random_string\""), new("random_password.", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'r') Told(text, at, found);
        else if (text[at + 1] == 'r') Results(text, at, found);
        else Sensitive(text, at, at + length, found);
    }

    /// <summary><c>random_password.x.result = "…"</c>, as a plan or a comment tells it.</summary>
    private void Told(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOf(".result"u8) is not (> 0 and var result)) return;
        var sign = Bytes.SkipBlanks(text, at + result + 7);
        if (Bytes.At(text, sign) is not ((byte)'=' or (byte)':')) return;
        var quote = Bytes.SkipBlanks(text, sign + 1);
        if (Bytes.At(text, quote) == '"' && SecretText.Quoted(text, quote, "\""u8) is { IsEmpty: false } value)
            found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>A random password in a state: a resource has an instance for each of its keys.</summary>
    private void Results(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Math.Min(text.Length, at + Reach);
        if (text[at..end].IndexOf("\"mode\""u8) is > 0 and var next) end = at + next;
        for (var from = at; from < end && text[from..end].IndexOf("\"result\""u8) is >= 0 and var result; from += result + 8)
            Value(text, from + result + 8, found);
    }

    /// <summary>The value stands in the same object as the mark, before it or behind it.</summary>
    private void Sensitive(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var sign = Bytes.SkipBlanks(text, end);
        if (Bytes.At(text, sign) != ':' || !Bytes.StartsWithAt(text, Bytes.SkipBlanks(text, sign + 1), "true"u8)) return;
        var open = text[..at].LastIndexOf((byte)'{');
        var close = text[at..].IndexOf((byte)'}');
        if (open < 0 || at - open > Reach || close < 0) return;
        var inner = text[open..(at + close)];
        if (inner.IndexOf("\"value\""u8) is >= 0 and var value) Value(text, open + value + 7, found);
        else if (inner.IndexOf("\"result\""u8) is >= 0 and var result) Value(text, open + result + 8, found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var sign = Bytes.SkipBlanks(text, at);
        if (Bytes.At(text, sign) != ':') return;
        var quote = Bytes.SkipBlanks(text, sign + 1);
        if (Bytes.At(text, quote) != '"' || SecretText.Quoted(text, quote, "\""u8) is not { IsEmpty: false } value) return;
        if (!IsLoginOfUrl(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>An address tells more than its password, and is left to those who know which part that is.</summary>
    private static bool IsLoginOfUrl(ReadOnlySpan<byte> value) => value.IndexOf("://"u8) > 0 && value.Contains((byte)'@');
}
