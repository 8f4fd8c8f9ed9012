using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What Postfix has for a relay, asked on the command line: <c>postmap -q '[smtp.firma.de]:587' /etc/postfix/sasl_passwd</c> and <c>user:password</c> below it.
/// </summary>
internal sealed class QueriedMapDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("postmap -q")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf("passw"u8) < 0 || !Bytes.NextLine(text, ref end, out var start)) return;
        var answer = text[start..end].TrimEnd((byte)' ');
        if (answer.IndexOf((byte)':') is not (> 1 and var colon) || answer[..colon].ContainsAny(" \t/[$#"u8)) return;
        // postmap: fatal: open database …, and the next prompt.
        if (answer.Length - colon < 5 || Bytes.At(answer, colon + 1) is (byte)' ' or (byte)'~' or (byte)'/' || answer.EndsWith("$"u8) || answer.EndsWith("#"u8)) return;
        found.Replace(start + colon + 1, answer.Length - colon - 1, Rule.Kind);
        if (!answer[..colon].Contains((byte)'@')) NamedValue.TakeUser(text, start, colon, found);
    }
}
