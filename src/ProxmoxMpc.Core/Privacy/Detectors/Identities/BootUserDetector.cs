using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users whom GRUB asks for a password: <c>password_pbkdf2 jane grub.pbkdf2…</c>, <c>set superusers="jane,bob"</c>.</summary>
internal sealed class BootUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("boot-user", PrivacyKind.User, "Users of the loader of a system");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("password_pbkdf2 ", WordStart: true), new("superusers=\"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        for (var start = at + length; NamedValue.NameLength(text, start) is > 0 and var count; start += count + 1)
        {
            NamedValue.TakeUser(text, start, count, found);
            if (Bytes.At(text, start + count) is not ((byte)',' or (byte)';')) return;
        }
    }
}
