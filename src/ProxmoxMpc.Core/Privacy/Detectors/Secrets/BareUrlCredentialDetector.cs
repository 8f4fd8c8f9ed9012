using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>User and password of an address without a scheme: <c>user:x@tcp(10.0.0.1:3306)</c>, <c>user:x@10.0.0.1</c>.</summary>
internal sealed class BareUrlCredentialDetector : Detector
{
    // Bytes of a user and a password.
    private const int Longest = 100;

    // How one goes there, or what kind of an address it is: sip:jane@10.0.0.5
    private static readonly WordSet Ways = WordSet.Of("sip sips mailto smtp xmpp acct sftp ssh scp rsync rest ftp ftps nfs smb sshfs rclone git borg webdav http https");

    public override PrivacyRule Rule => AnnouncedSecretDetector.AnnouncedRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("@tcp("), new("@unix("), new("@udp("), .. Enumerable.Range(1, 9).Select(digit => new Anchor($"@{digit}")),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // x@tcp(…) or an address; QuorumPeer@933 is a line of a program.
        if (text[at + 1] <= '9' && !IsAddress(text, at + 1)) return;
        var start = Start(text, at);
        // Of a source of data a password may hold colons: jane:x:y@tcp(
        var isSource = text[at + 1] > '9';
        var part = text[start..at];
        if (part.IndexOf((byte)'/') >= 0 || part.IndexOf((byte)':') is not (> 1 and var colon)) return;
        var user = part[..colon];
        if (!CanBePassword(part[(colon + 1)..], isSource) || NamedValue.NameLength(text, start) != user.Length && !user.Contains((byte)'@')) return;
        if (Ways.Contains(user)) UserOfWay(text, new Extent(start + colon + 1, at), found);
        else Take(text, start, user, at, found);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end)) || Bytes.At(text, end) == '.') end++;
        return AddressText.TryParseIpv4(text[at..end].TrimEnd((byte)'.'), (byte)'.', out _) || Bytes.At(text, end) == ':';
    }

    /// <summary>Back to a quote, a blank, a bracket or an equals sign.</summary>
    private static int Start(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < Longest && !Bytes.IsBlank(text[start - 1]) && !IsOpening(text[start - 1])) start--;
        return start;
    }

    private static bool IsOpening(byte b) => b is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'<' or (byte)'>' or (byte)'(' or (byte)'[' or (byte)'=';

    /// <summary>Not a part of UPID:…:root@10…, a port, a repository (user@realm@host:store).</summary>
    private static bool CanBePassword(ReadOnlySpan<byte> value, bool holdsColons) =>
        value.Length >= 3 && (holdsColons || !value.Contains((byte)':')) && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 && !KeyValueText.IsReference(value);

    /// <summary><c>sftp:jane@10.0.0.5:/backup</c>: the way there, and who goes it.</summary>
    private static void UserOfWay(ReadOnlySpan<byte> text, Extent user, Findings found)
    {
        var name = text[user.Start..user.End];
        if (!LoginText.IsPerson(name)) return;
        // Asterisk says once more who it is, in quotes.
        if (Vocabulary.IsTelling(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(user.Start, user.Length, PrivacyKind.User);
    }

    private void Take(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> user, int at, Findings found)
    {
        var password = start + user.Length + 1;
        found.Replace(password, at - password, Rule.Kind);
        if (user.IndexOf((byte)'@') is > 0 and var realm) user = user[..realm];
        if (LoginText.IsPerson(user)) found.Replace(start, user.Length, PrivacyKind.User);
    }
}
