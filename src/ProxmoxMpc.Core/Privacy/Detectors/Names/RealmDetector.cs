using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Realms, which stay, so that userids can be told from addresses: the sections of domains.cfg, and the userids of user.cfg, whose users may hold
/// an at sign themselves.
/// </summary>
internal sealed class RealmDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("realm", PrivacyKind.Realm, "Realms of domains.cfg and user.cfg, by which userids are known; they stay");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ad: ", WordStart: true), new("ldap: ", WordStart: true), new("openid: ", WordStart: true), new("user:", WordStart: true), new("token:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at + length - 1] == ' ')
        {
            if (Bytes.LineStart(text, at) != at) return;
            var count = NamedValue.NameLength(text, start);
            var next = Bytes.At(text, start + count) == '\r' ? start + count + 2 : start + count + 1;
            if (count > 1 && Bytes.At(text, next) is (byte)'\t' or (byte)' ') found.Learn(PrivacyKind.Realm, text.Slice(start, count));
            return;
        }
        // user:jane@partner@realm:1:0:…
        var line = text[start..Bytes.LineEnd(text, start)];
        if (Bytes.LineStart(text, at) != at || line.Count((byte)':') < 3 || line.IndexOf((byte)':') is var colon && colon < 4) return;
        var userid = line[..colon];
        if (userid.LastIndexOf((byte)'@') is not (> 0 and var sign)) return;
        var realm = userid[(sign + 1)..];
        if (realm.IndexOf((byte)'!') is > 0 and var token) realm = realm[..token];
        if (realm.Length < 2 || realm.Contains((byte)'.') || !Vocabulary.CanBeName(realm)) return;
        found.Learn(PrivacyKind.Realm, realm);
        var user = userid[..sign];
        if (Vocabulary.IsSystemUser(user) || !user.Contains((byte)'@')) return;
        found.Replace(start, sign, PrivacyKind.User);
    }
}
