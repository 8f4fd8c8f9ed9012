using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in the tables of Dovecot, in front of the way their password is kept: <c>jane:{SHA512-CRYPT}$6$…:5000:5000::/var/vmail/jane::</c>. Whoever it is, the
/// folder is called so, too.
/// </summary>
internal sealed class MailboxUserDetector : Detector
{
    private static readonly string[] Schemes = ["SHA", "SSHA", "BLF", "PLAIN", "CRYPT", "ARGON", "MD5", "CRAM", "PBKDF", "SCRAM", "SMD5", "HMAC", "LDAP"];

    public override PrivacyRule Rule => ShadowUserDetector.ShadowRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Schemes.Select(scheme => new Anchor(":{" + scheme))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var start = NamedValue.NameStart(text, at);
        var user = text[start..at];
        if (Bytes.At(text, start - 1) == '@' || user.Length < 3 || !Vocabulary.CanBeName(user) || Vocabulary.IsSystemUser(user)) return;
        if (!NamedValue.TakeUser(text, start, user.Length, found)) found.Replace(start, user.Length, PrivacyKind.User);
        TakeFolders(text, new Extent(at, end), user, found);
    }

    private static void TakeFolders(ReadOnlySpan<byte> text, Extent rest, ReadOnlySpan<byte> user, Findings found)
    {
        for (var i = rest.Start; text[i..rest.End].IndexOf(user) is >= 0 and var next; i += next + user.Length)
            if (text[i + next - 1] == '/' && Bytes.At(text, i + next + user.Length) is (byte)':' or (byte)'/') found.Replace(i + next, user.Length, PrivacyKind.User);
    }
}
