using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What is told OpenVPN by its management port, as its log repeats it: <c>CMD 'password "Auth" x'</c>, <c>username "Auth" jane</c>.</summary>
internal sealed class ManagementLineDetector : Detector
{
    private static readonly string[] Things = ["Auth", "Private Key", "HTTP Proxy", "SOCKS Proxy", "TOKEN"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("management-line", PrivacyKind.Password, "Passwords that OpenVPN is told by its management port");

    // Before those who would take the quoted word for the password.
    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from word in new[] { "password", "username" } from thing in Things select new Anchor($"{word} \"{thing}\" ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, at);
        if (Bytes.At(text, at - 1) == '\'' && text[start..end].LastIndexOf((byte)'\'') is > 0 and var quote) end = start + quote;
        if (Bytes.At(text, start) == '"' && SecretText.Quoted(text, start, "\""u8) is { } quoted) (start, end) = (quoted.Start, quoted.End);
        var word = text[at..start].IndexOf((byte)'"');
        found.Keep(at + word, length - word);
        if (text[at] == 'u') NamedValue.TakeUser(text, start, NamedValue.NameLength(text, start), found);
        else if (end > start) found.Replace(start, end - start, Rule.Kind);
    }
}
