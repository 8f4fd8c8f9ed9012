using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Net-SNMP: <c>rocommunity X</c>, <c>trap2sink HOST X</c>, <c>com2sec NAME SOURCE X</c>. The ones that everybody has stay.</summary>
internal sealed class CommunityDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("rocommunity"), new("rwcommunity"), new("trap2sink "), new("trapsink "), new("informsink "), new("trapcommunity "), new("com2sec "), new("readcom", WordStart: true), new("trapcom", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (length == "readcom".Length)
        {
            Management(text, at + length, found);
            return;
        }
        if (Bytes.LineStart(text, at) != at) return;
        var line = Bytes.LineEnd(text, at);
        var value = WordAt(text, at, line, WordsBefore(text, at));
        var span = text[value.Start..value.End];
        if (value.IsEmpty || span.SequenceEqual("public"u8) || span.SequenceEqual("private"u8) || span[0] is (byte)'-' or (byte)'=' or (byte)':') return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary><c>readcom1=x</c>, <c>trapcom2=x</c>: what the shell of iLO calls them.</summary>
    private void Management(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (!Bytes.IsDigit(Bytes.At(text, at)) || Bytes.At(text, at + 1) != '=') return;
        var end = SecretText.WordEnd(text, at + 2);
        if (end - at > 4 && !text[(at + 2)..end].SequenceEqual("public"u8)) found.Replace(at + 2, end - at - 2, Rule.Kind);
    }

    /// <summary>How many words stand before the community.</summary>
    private static int WordsBefore(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)'c' => 3,
        (byte)'r' => 1,
        _ => Bytes.StartsWithAt(text, at, "trapc"u8) ? 1 : 2,
    };

    /// <summary>A word of a line; empty where it has fewer.</summary>
    private static Extent WordAt(ReadOnlySpan<byte> text, int at, int line, int index)
    {
        for (var i = at; i < line; i = Bytes.SkipBlanks(text, i))
        {
            var start = i;
            while (i < line && !Bytes.IsBlank(text[i])) i++;
            if (index-- == 0) return new Extent(start, i);
        }
        return default;
    }
}
