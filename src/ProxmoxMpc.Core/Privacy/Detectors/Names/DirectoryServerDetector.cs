using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that hold a directory, where its clients name them: <c>krb5_server = dc1, dc2</c>, <c>kdc = dc1</c>, <c>password server = dc1</c>. What looks like a password's key is none.</summary>
internal sealed class DirectoryServerDetector : Detector
{
    private static readonly string[] Keys = ["krb5_server", "krb5_backup_server", "krb5_kpasswd", "krb5_backup_kpasswd", "ad_server", "ad_backup_server", "ipa_server", "ipa_backup_server", "kpasswd_server", "admin_server", "primary_kdc", "master_kdc", "kdc =", "kdc=", "password server", "wins server"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-directory-server", PrivacyKind.Host, "Machines that hold a directory, in the settings of SSSD, Kerberos and Samba");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Keys.Select(key => new Anchor(key, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (!NamedValue.IsFirstOnLine(text, at)) return;
        var sign = text[at + length - 1] == '=' ? at + length - 1 : Bytes.SkipBlanks(text, at + length);
        if (Bytes.At(text, sign) != '=') return;
        var end = Bytes.LineEnd(text, at);
        for (var start = sign + 1; start < end;)
        {
            while (start < end && text[start] is (byte)' ' or (byte)'\t' or (byte)',' or (byte)'"') start++;
            var count = NamedValue.NameLength(text, start);
            if (count == 0 || text[start] == '#') return;
            if (Bytes.IsLetter(text[start]) && !Vocabulary.IsWord(text.Slice(start, count))) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
            // A port, which nobody need know by name.
            start += count;
            while (start < end && text[start] is not ((byte)' ' or (byte)'\t' or (byte)',')) start++;
        }
    }
}
