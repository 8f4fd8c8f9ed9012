using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What was typed behind a prompt that asks for a secret, however many words it is: <c>Enter the cluster-wide passphrase for the Onboard Key Manager: X Y Z</c>,
/// <c>Enter privacy protocol password (minimum 8 characters long): X</c>.
/// </summary>
internal sealed class TypedAnswerDetector : Detector
{
    private const int LongestPrompt = 120, Shortest = 4, Longest = 128;

    private static readonly byte[][] Nouns = Phrases.Of("passphrase", "password", "Password", "Passphrase", "passwort", "Passwort", "Kennwort", "wachtwoord", "mot de passe");

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "Enter ", "Re-enter ", "Reenter ", "Retype ", "Please enter ", "Please type ", "Type " }.Select(verb => new Anchor(verb, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return;
        var end = Bytes.LineEnd(text, at);
        var line = text[at..end].TrimEnd(" \r"u8);
        if (line.IndexOf(": "u8) is not (> 0 and <= LongestPrompt and var colon) || !Phrases.AnyIn(line[..colon], Nouns)) return;
        var start = at + colon + 2;
        var value = text[start..(at + line.Length)];
        if (value.Length is < Shortest or > Longest || value[0] is (byte)'(' or (byte)'[' or (byte)'<' || KeyValueText.IsReference(value) || CommonWords.Contains(value)) return;
        // What a terminal hides, or shows in colours of its own.
        if (value.IndexOf((byte)0x1b) >= 0) return;
        // Words of a message, none of them typed.
        if (value.Contains((byte)' ') && (value[^1] == '.' || !value.ContainsAnyInRange((byte)'0', (byte)'9'))) return;
        found.Replace(start, value.Length, Rule.Kind);
    }
}
