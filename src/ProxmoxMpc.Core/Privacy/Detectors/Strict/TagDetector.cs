using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Tags of guests: <c>tags: a;b</c>, <c>"tags": ["a", "b"]</c>, <c>--tags a,b</c>. Hidden where they stand: tags are everyday words.</summary>
internal sealed class TagDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("tag", PrivacyKind.Tag, "Tags of guests");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("tags", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (SettingText.ValueOf(text, at, length, takesLine: true) is not { } value) return;
        var end = value.End;
        // A list goes on to its bracket.
        if (text[value.Start] is (byte)'[' or (byte)'{')
        {
            var close = text[value.Start..Math.Min(text.Length, value.Start + 2000)].IndexOfAny((byte)']', (byte)'}');
            if (close < 0) return;
            end = value.Start + close;
        }
        for (var i = value.Start; i < end; i++)
        {
            if (!Bytes.IsLetterOrDigit(text[i])) continue;
            var start = i;
            while (i < end && (Bytes.IsLetterOrDigit(text[i]) || text[i] is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'+')) i++;
            var tag = text[start..i];
            if (!KeyValueText.IsReference(tag) && tag.ContainsAnyExcept("0123456789"u8)) found.Replace(start, tag.Length, PrivacyKind.Tag);
        }
    }
}
