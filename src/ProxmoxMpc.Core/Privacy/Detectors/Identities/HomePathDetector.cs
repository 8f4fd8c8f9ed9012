using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The user in the path of a home, and in those of mailboxes, crontabs and keys that are called by their user: <c>/home/jane</c>, <c>C:\Users\jane</c>, <c>/var/mail/jane</c>, <c>jane.ovpn</c>.</summary>
internal sealed class HomePathDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("home-path", PrivacyKind.User, "Users in paths of homes");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("/home/"), new("/Users/"), new(":\\Users\\", IgnoreCase: true), new(":\\\\Users\\\\", IgnoreCase: true), new("/var/mail/"), new("/var/spool/mail/"), new("/crontabs/"), new("/dav/files/"), new("/dav/calendars/"), new("/dav/addressbooks/"), new("/openvpn/client/"), new("/openvpn/ccd/"), new("/authorized_keys.d/"), new("userpass/users/", WordStart: true), new("/pki/issued/"), new(".ovpn")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '.')
        {
            // jane.ovpn
            var before = NamedValue.NameStart(text, at);
            if (Vocabulary.IsTelling(text[before..at]) && !text[before..at].Contains((byte)'-')) NamedValue.TakeUser(text, before, at - before, found);
            return;
        }
        if (text.Slice(at, length) is var folder && !folder.EndsWith("home/"u8) && text[at + length - 1] == '/' && !folder.EndsWith("sers/"u8))
        {
            File(text, at + length, found);
            return;
        }
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) && text[at] == '/') return;
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (count == 0 || Bytes.At(text, start) == '.') return;
        var name = text.Slice(start, count);
        // The account of an image: /home/node
        if (!Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || Vocabulary.IsDaemon(name) || NoNames.Contains(name)) return;
        found.Learn(PrivacyKind.User, name);
        found.Replace(start, count, PrivacyKind.User);
    }

    /// <summary>A file or a folder that is called by its user, maybe with an ending: <c>/var/mail/jane</c>, <c>/etc/openvpn/client/jane.conf</c>.</summary>
    private static void File(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_')) end++;
        // What a folder has behind a full stop is no ending: /dav/files/jane.d/
        if (Bytes.At(text, end) == '.' && start + NamedValue.NameLength(text, start) is var whole && Bytes.At(text, whole) == '/') end = whole;
        var name = text[start..end];
        // A client's configuration of three letters is called by what it goes to.
        if (name.Length > (text[..start].EndsWith("/client/"u8) ? 3 : 2) && NamedValue.NameLength(text, start) >= name.Length && Vocabulary.IsTelling(name)) NamedValue.TakeUser(text, start, name.Length, found);
    }
}
