using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A line of a guest's description that is an account of every system and a password, with nothing but a blank between: <c>description: web%0Aroot x-7</c>.
/// </summary>
internal sealed class DescribedLoginDetector : Detector
{
    private const int Shortest = 6, Longest = 64;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("%0Aroot "), new("%0Aadmin "), new("%0AAdministrator "), new("%0AAdmin ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'\n' or (byte)'"') && !Bytes.StartsWithAt(text, end, "%0A"u8)) end++;
        // What goes on is a sentence.
        if (Bytes.At(text, end) is (byte)' ' or (byte)'\t') return;
        var value = text[start..end];
        if (value.Length is < Shortest or > Longest || value.ContainsAny("/:"u8) || KeyValueText.IsReference(value)) return;
        if (KeySentenceText.LooksLikePassword(value, false) && !ToldText.IsCraft(value)) found.Replace(start, value.Length, Rule.Kind);
    }
}
