using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values of XML whose name stands in the element before: <c>&lt;Key>Password&lt;/Key>&lt;Value ProtectInMemory="True">X&lt;/Value></c> of KeePass, <c>&lt;key>Password&lt;/key></c> and
/// <c>&lt;string>X&lt;/string></c> of Apple's profiles, <c>&lt;macro>{$IPMI.PASSWORD}&lt;/macro>&lt;value>X&lt;/value></c> of Zabbix.
/// </summary>
internal sealed class SiblingElementDetector : Detector
{
    private const int LongestName = 64, Reach = 200, Longest = 2000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sibling-element", PrivacyKind.Password, "Values of XML whose name stands in the element before");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("</key>", IgnoreCase: true), new("</macro>"), new("</Name><Value"), new("</name><value"), new("</name><string")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at;
        while (start > 0 && at - start <= LongestName && text[start - 1] is not ((byte)'>' or (byte)'<' or (byte)'\n')) start--;
        var name = text[start..at].Trim("{$} "u8);
        if (Bytes.At(text, start - 1) != '>' || name.IsEmpty || KeyNames.MeaningOf(name) is not (KeyMeaning.Password or KeyMeaning.Token)) return;
        var next = at + text[at..].IndexOf((byte)'>') + 1;
        while (next < text.Length && (Bytes.IsBlank(text[next]) || text[next] is (byte)'\n' or (byte)'\r')) next++;
        if (Bytes.At(text, next) != '<' || Bytes.At(text, next + 1) == '/' || !IsValue(text, next + 1)) return;
        if (text[next..Math.Min(text.Length, next + Reach)].IndexOf((byte)'>') is not (> 0 and var close) || text[next + close - 1] == '/') return;
        var value = next + close + 1;
        if (text[value..Math.Min(text.Length, value + Longest)].IndexOf("</"u8) is not (> 0 and var count)) return;
        var span = text.Slice(value, count);
        if (span.IndexOfAny("<\n"u8) < 0 && !KeyValueText.IsReference(span)) found.Replace(value, count, Rule.Kind);
    }

    private static bool IsValue(ReadOnlySpan<byte> text, int at) =>
        Bytes.StartsWithIgnoreCase(text, at, "value"u8) || Bytes.StartsWithAt(text, at, "string"u8) || Bytes.StartsWithAt(text, at, "data"u8);
}
