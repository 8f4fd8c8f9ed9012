using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What was answered to a prompt, which a terminal would not show, but a log of it does: <c>Enter passphrase for 'tank/crypt': x</c>.</summary>
internal sealed class AnsweredPromptDetector : Detector
{
    private const int Shortest = 4, Longest = 64;

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("passphrase for "), new("Encryption Key Password: ", WordStart: true), new("Verify Password: ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, start);
        if (text[at] == 'p')
        {
            if (text[start..end].IndexOf("': "u8) is not (> 0 and var told)) return;
            start += told + 3;
        }
        // What the backup client asks for stands at the start of a line.
        else if (Bytes.LineStart(text, at) != at) return;
        // Stars are what a terminal shows of it.
        if (end - start is >= Shortest and <= Longest && text[start..end].ContainsAnyExcept((byte)'*')) found.Replace(start, end - start, Rule.Kind);
    }
}
