using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A login in one value: <c>PVE_LOGIN="root@pam:x"</c>, <c>-u jane@pve:x</c>. A UPID, a line of user.cfg and an ACL hold userids with colons, too.</summary>
internal sealed class RealmPasswordDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("realm-password", PrivacyKind.Password, "Userid and password in one value: root@pam:x");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("@pam:"), new("@pve:"), new("@pbs:"), new("@pmg:")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var user = at;
        while (user > 0 && (Bytes.IsLetterOrDigit(text[user - 1]) || text[user - 1] is (byte)'.' or (byte)'-' or (byte)'_')) user--;
        var before = Bytes.At(text, user - 1);
        if (user == at || before is not ((byte)'"' or (byte)'\'' or (byte)'=' or (byte)' ')) return;
        var start = at + length;
        var end = start;
        while (end < text.Length && text[end] is > (byte)' ' and not (byte)'"' and not (byte)'\'' and not (byte)'`') end++;
        var value = text[start..end];
        if (value.Length < 5 || value.Contains((byte)':') || KeyValueText.IsReference(value)) return;
        // Behind a blank a word may be part of a sentence.
        if (before == ' ' ? !KeySentenceText.LooksLikePassword(value, false) : before is (byte)'"' or (byte)'\'' && Bytes.At(text, end) != before) return;
        found.Replace(start, value.Length, Rule.Kind);
    }
}
