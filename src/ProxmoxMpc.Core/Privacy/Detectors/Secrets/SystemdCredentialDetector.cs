using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Credentials that a machine is given when it starts: <c>-smbios type=11,value=io.systemd.credential:passwd.hashed-password.root=x</c>,
/// <c>SetCredential=token:x</c>. Most are none, <c>vmm.notify_socket</c>: the name tells.
/// </summary>
internal sealed class SystemdCredentialDetector : Detector
{
    private static readonly byte[] Name = [.. "systemd.credential"u8], Unit = [.. "SetCredential"u8];

    // Logs are full of what begins with systemd.
    private const string Wake = "md.credential";

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("systemd-credential", PrivacyKind.Password, "Credentials that systemd is given");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(Wake), new(Encoding.ASCII.GetString(Unit), WordStart: true)];

    /// <summary>Whether a name is what hands over a credential, and says nothing of it.</summary>
    public static bool IsAssigned(ReadOnlySpan<byte> name) => name.IndexOf(Name) >= 0 || name.StartsWith(Unit);

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (sign, assigned) = text[at] == 'S' ? ((byte)'=', (byte)':') : ((byte)':', (byte)'=');
        var end = SecretText.WordEnd(text, at);
        if (text[at..end].IndexOf(sign) is not (> 0 and var colon)) return;
        var start = at + colon + 1;
        if (text[start..end].IndexOf(assigned) is not (> 0 and var equals) || !Tells(text.Slice(start, equals))) return;
        var value = start + equals + 1;
        if (end > value && !KeyValueText.IsReference(text[value..end])) found.Replace(value, end - value, Rule.Kind);
    }

    /// <summary>Whether one of the parts of a name is a secret's: <c>passwd.plaintext-password.root</c>, <c>ssh.authorized_keys.root</c> is none.</summary>
    private static bool Tells(ReadOnlySpan<byte> name)
    {
        foreach (var range in name.Split((byte)'.'))
            if (KeyNames.MeaningOf(name[range]) is KeyMeaning.Password or KeyMeaning.Token) return true;
        return false;
    }
}
