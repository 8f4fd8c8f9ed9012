using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Keys and ids of a home's automation, whose names say nothing: what ESPHome's files take from those of secrets (<c>esphome_ota: 2eca…</c>),
/// variables of a Homepage (<c>HOMEPAGE_VAR_PIHOLE: dc16…</c>), <c>STEAM_API=675C…</c>, users who are trusted (<c>trusted_users:</c>).
/// </summary>
internal sealed class HomeKeyDetector : Detector
{
    private const int Shortest = 20, LongestName = 48, MostLines = 40;

    // Of 16 bytes, as Home Assistant counts users.
    private const int IdLength = 32;

    private static readonly WordSet Harmless = WordSet.Of("url host hosts port user username version commit sha digest image fingerprint id hash");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("home-key", PrivacyKind.ServiceToken, "Keys of ESPHome, Homepage and APIs whose names say nothing");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("esphome_", WordStart: true), new("HOMEPAGE_VAR_"), new("_API="), new("_API: "), new("trusted_users:"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 't') Users(text, at, at + length, found);
        else Value(text, at, found);
    }

    private void Value(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && end - at < LongestName && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        if (Harmless.Contains(text[(at + text[at..end].LastIndexOf((byte)'_') + 1)..end])) return;
        var (start, count) = NamedValue.After(text, end);
        var value = text.Slice(start, count);
        if (count < Shortest) return;
        if (SecretText.HexEnd(value, 0) == count || SecretText.LooksRandom(value) && value.IndexOfAny(":@ ."u8) < 0) found.Replace(start, count, Rule.Kind);
    }

    /// <summary>Behind addresses, on the line or on those below that are indented.</summary>
    private static void Users(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        var own = Bytes.LineStart(text, at);
        var indent = Bytes.SkipBlanks(text, own) - own;
        var end = Bytes.LineEnd(text, after);
        Ids(text, after, end, found);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (Bytes.SkipBlanks(text, start) - start <= indent) return;
            Ids(text, start, end, found);
        }
    }

    private static void Ids(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        for (var i = at; i + IdLength <= end; i++)
        {
            if (!Bytes.IsHex(text[i]) || !Bytes.IsWordStart(text, i)) continue;
            var stop = SecretText.HexEnd(text, i);
            if (stop - i == IdLength && !Bytes.IsLetterOrDigit(Bytes.At(text, stop))) found.Replace(i, IdLength, PrivacyKind.Uuid);
            i = Math.Max(i, stop);
        }
    }
}
