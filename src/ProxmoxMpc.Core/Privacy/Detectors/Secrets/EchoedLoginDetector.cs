using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A user and a password on lines of their own that a shell writes into a file of logins: <c>echo -e 'jane\nx' > /etc/openvpn/auth.txt</c>.
/// </summary>
internal sealed class EchoedLoginDetector : Detector
{
    private const int Shortest = 4;

    private static readonly byte[][] Places = Phrases.Of("openvpn", "/vpn", "auth", "cred", "login", "passw", "secret", "smb");

    public override PrivacyRule Rule => GivenSecretDetector.GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "echo -e '", "echo -e \"", "echo -ne '", "printf '", "printf \"" }.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (SecretText.Quoted(text, at + length - 1, text.Slice(at + length - 1, 1)) is not { } quoted) return;
        var lines = text[quoted.Start..quoted.End];
        if (lines.EndsWith("\\n"u8)) lines = lines[..^2];
        if (lines.IndexOf("\\n"u8) is not (>= 2 and var feed) || NamedValue.NameLength(text, quoted.Start) != feed) return;
        var password = lines[(feed + 2)..];
        if (password.Length < Shortest || password.Contains((byte)' ') || password.IndexOf("\\n"u8) >= 0 || KeyValueText.IsReference(password)) return;
        if (!IsWritten(text[(quoted.End + 1)..Bytes.LineEnd(text, quoted.End)])) return;
        NamedValue.TakeUser(text, quoted.Start, feed, found);
        found.Replace(quoted.Start + feed + 2, password.Length, Rule.Kind);
    }

    /// <summary>Whether the line goes on with such a file: <c> > /etc/openvpn/x</c>, <c> | sudo tee /root/.smbcred</c></summary>
    private static bool IsWritten(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        if (rest.StartsWith("|"u8) ? rest.IndexOf("tee "u8) < 0 : !rest.StartsWith(">"u8)) return false;
        return Phrases.AnyIn(rest, Places);
    }
}
