using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users that are called by an everyday word: <c>username = "ops"</c>, <c>ciuser: deploy</c>. Hidden where they stand.</summary>
internal sealed class PlainAccountDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Strict("plain-account", PrivacyKind.User, "Users that are called by an everyday word, behind keys such as username");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "username", "ciuser", "user", "login", "owner", "ansible_user", "ssh_user" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (SettingText.ValueOf(text, at, length, takesLine: false) is not { } value || value.Length < 2 || NamedValue.NameLength(text, value.Start) != value.Length) return;
        var name = text[value.Start..value.End];
        if (name.SequenceEqual("root"u8) || !Vocabulary.CanBeName(name) || name.Contains((byte)'.') || KeyValueText.IsReference(name)) return;
        found.Replace(value.Start, value.Length, PrivacyKind.User);
    }
}
