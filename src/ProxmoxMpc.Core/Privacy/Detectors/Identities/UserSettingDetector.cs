using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in the settings of sshd, sssd, sudo and Samba that list them, with commas or blanks between: <c>AllowUsers jane bob</c>, <c>valid users = jane, @staff</c>,
/// <c>User_Alias OPS = jane, bob</c>. A group has a sign of its own.
/// </summary>
internal sealed class UserSettingDetector : Detector
{
    private static readonly string[] Settings =
    [
        "AllowUsers ", "DenyUsers ", "valid users = ", "invalid users = ", "write list = ", "read list = ", "admin users = ",
        "simple_allow_users = ", "simple_deny_users = ", "User_Alias ",
    ];

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Settings.Select(setting => new Anchor(setting, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at + length);
        var start = at + length;
        // | AllowUsers configured | Secure remote access |
        if (text[Bytes.LineStart(text, at)] == '|') return;
        if (text[at] == 'U')
        {
            if (text[start..end].IndexOf((byte)'=') is not (> 0 and var sign)) return;
            start += sign + 1;
        }
        TakeList(text, start, end, found);
    }

    private static void TakeList(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        while (at < end)
        {
            while (at < end && IsBetween(text[at])) at++;
            var start = at;
            while (at < end && !IsBetween(text[at])) at++;
            if (start == at || text[start] == '#') return;
            var count = NamedValue.NameLength(text, start);
            // jane@10.0.0.5, jane*
            if (count > 0 && (start + count == at || Bytes.At(text, start + count) == '@')) NamedValue.TakeUser(text, start, count, found);
        }
    }

    private static bool IsBetween(byte b) => b is (byte)' ' or (byte)',' or (byte)'\t' or (byte)'"';
}
