using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Fields of a page that hide what is typed: <c>&lt;input type="password" value="x"></c>.</summary>
internal sealed class PasswordFieldDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("type=\"password\"", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var rest = text[(at + length)..Bytes.LineEnd(text, at)];
        if (rest.IndexOf("value=\""u8) is not (>= 0 and var field) || rest.IndexOf((byte)'>') <= field) return;
        var value = field + 7;
        found.Replace(at + length + value, Math.Max(0, rest[value..].IndexOf((byte)'"')), Rule.Kind);
    }
}
