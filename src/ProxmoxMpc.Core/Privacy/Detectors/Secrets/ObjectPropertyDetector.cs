using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in objects that PowerShell has written as XML: <c>&lt;S N="Password">x y&lt;/S></c> of Export-Clixml, <c>&lt;Property Name="Password" …>x&lt;/Property></c> of
/// ConvertTo-Xml, and the entry of a table, <c>&lt;S N="Key">password&lt;/S></c> with its value on the next line. What the element holds is the value, blanks and all.
/// </summary>
internal sealed class ObjectPropertyDetector : Detector
{
    private const int LongestName = 64, LongestValue = 2000, Reach = 160;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<S N=\""), new("<Property Name=\"")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Content(text, at + length, out var name) is not { } value) return;
        if (text[at + 1] == 'S' && name.SequenceEqual("Key"u8))
        {
            // The value is the sibling behind it.
            if (KeyNames.MeaningOf(text[value.Start..value.End]) is not (KeyMeaning.Password or KeyMeaning.Token) || Sibling(text, value.End) is not { } sibling) return;
            if (Content(text, sibling, out var role) is { } entry && role.SequenceEqual("Value"u8)) Take(text, entry, found);
            return;
        }
        if (KeyNames.MeaningOf(name) is not (KeyMeaning.Password or KeyMeaning.Token)) return;
        Take(text, value, found);
        // The second password of a switch stands beside the first.
        if (Sibling(text, value.End) is not { } next || Content(text, next, out var other) is not { } second || !other.SequenceEqual("Enable"u8)) return;
        if (!CommonWords.Contains(text[second.Start..second.End])) Take(text, second, found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        var span = text[value.Start..value.End];
        if (span.Length > 3 && !KeyValueText.IsReference(span) && !PlausibleValue.IsProxmoxToken(span)) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>What an element holds whose name begins at a place; null where it is empty, or holds others.</summary>
    private static Extent? Content(ReadOnlySpan<byte> text, int at, out ReadOnlySpan<byte> name)
    {
        var head = text[at..Math.Min(text.Length, at + LongestName)];
        name = head.IndexOf((byte)'"') is > 0 and var quote ? head[..quote] : default;
        if (name.IsEmpty) return null;
        var tag = at + name.Length;
        if (text[tag..Math.Min(text.Length, tag + Reach)].IndexOf((byte)'>') is not (> 0 and var close) || text[tag + close - 1] == '/') return null;
        var start = tag + close + 1;
        var rest = text[start..Math.Min(text.Length, start + LongestValue)];
        return rest.IndexOf("</"u8) is > 0 and var end && rest.IndexOf((byte)'<') == end ? new Extent(start, start + end) : null;
    }

    /// <summary>Where the name of the next text begins, behind the end of an element.</summary>
    private static int? Sibling(ReadOnlySpan<byte> text, int end)
    {
        var next = text[end..Math.Min(text.Length, end + Reach)];
        return next.IndexOf("<S N=\""u8) is > 0 and var at && next[..at].Count((byte)'<') == 1 ? end + at + 6 : null;
    }
}
